from django.urls import URLPattern, path

from portal.api.answers import for_programs
from portal.api.site import api, openapi

app_name = "api"

urlpatterns = [
    URLPattern(entry.pattern, for_programs(entry.callback), entry.default_args, entry.name)
    for entry in api.urls[0]
    if entry.name != "api-root"
]
urlpatterns.append(path("openapi.json", for_programs(openapi), name="openapi"))
