from django.urls import path

from events import participation_views
from events.line_tables import LineTable
from portal.tables.views import table_paths

app_name = "participation"

urlpatterns = [
    path("", participation_views.LineList.as_view(), name="list"),
    *table_paths(LineTable),
]
