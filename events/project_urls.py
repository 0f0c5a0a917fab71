from django.urls import path

from events import project_views
from events.project_tables import ProjectTable
from portal.tables.views import table_paths

app_name = "projects"

urlpatterns = [
    path("", project_views.ProjectList.as_view(), name="list"),
    *table_paths(ProjectTable),
    path("<slug:slug>/", project_views.detail, name="detail"),
    path("<slug:slug>/cite.<slug:form>", project_views.cite, name="cite"),
]
