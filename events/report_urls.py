from django.urls import path

from events import views

app_name = "reports"

urlpatterns = [path("", views.ReportList.as_view(), name="list")]
