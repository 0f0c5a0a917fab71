from django.urls import path

from events import views
from events.feeds import ReportFeed
from portal.feeds import feed_paths

app_name = "reports"

urlpatterns = [path("", views.reports, name="list"), *feed_paths(ReportFeed)]
