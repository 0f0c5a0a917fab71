from django.urls import path

from portal.api.answers import for_programs
from portal.api.site import OPERATIONS, openapi

app_name = "api"

urlpatterns = [
    *(path(each.path, for_programs(each.view), name=each.name) for each in OPERATIONS),
    path("openapi.json", for_programs(openapi), name="openapi"),
]
