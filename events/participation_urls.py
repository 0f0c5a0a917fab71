from django.urls import path

from events import participation_views

app_name = "participation"

urlpatterns = [path("", participation_views.LineList.as_view(), name="list")]
