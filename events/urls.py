from django.urls import path, register_converter

from events import version_views, views
from events.tables import EventTable
from events.years import YearConverter
from portal.tables.views import table_paths

register_converter(YearConverter, "year")

app_name = "events"

urlpatterns = [
    path("", views.EventList.as_view(), name="list"),
    *table_paths(EventTable),
    path("undated/<slug:slug>/", views.detail, name="undated"),
    path("<year:year>/<slug:slug>/", views.detail, name="detail"),
    path("undated/<slug:slug>/changes/<int:key>/", views.changes, name="changes"),
    path("<year:year>/<slug:slug>/changes/<int:key>/", views.changes, name="changes"),
    path("undated/<slug:slug>/versions/<int:turn>/", version_views.version, name="version"),
    path("<year:year>/<slug:slug>/versions/<int:turn>/", version_views.version, name="version"),
    path("undated/<slug:slug>/cite.<slug:form>", version_views.cite, name="cite"),
    path("<year:year>/<slug:slug>/cite.<slug:form>", version_views.cite, name="cite"),
]
