from django.urls import path

from bench import views
from portal.urls import handler500 as handler500
from portal.urls import urlpatterns as portal_patterns

urlpatterns = [
    path("bench/string/", views.string),
    path("bench/rows/", views.rows),
    *portal_patterns,
]
