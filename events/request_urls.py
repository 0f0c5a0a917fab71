from django.urls import path

from events import request_views

app_name = "requests"

urlpatterns = [
    path("", request_views.ask, name="ask"),
    path("sent/", request_views.sent, name="sent"),
]
