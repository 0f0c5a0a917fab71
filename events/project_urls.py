from django.urls import path

from events import project_views

app_name = "projects"

urlpatterns = [
    path("", project_views.ProjectList.as_view(), name="list"),
    path("<slug:slug>/", project_views.detail, name="detail"),
    path("<slug:slug>/cite.<slug:form>", project_views.cite, name="cite"),
]
