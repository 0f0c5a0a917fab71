from django.urls import path, register_converter

from events import calendar, cards, version_views, views
from events.feeds import ChangeFeed
from events.line_tables import ParticipantTable
from events.tables import EventTable
from events.years import YearConverter
from portal.feeds import feed_paths
from portal.tables.formats import FORMATS
from portal.tables.views import table_paths

register_converter(YearConverter, "year")

app_name = "events"


def participant_paths(year):
    """Return the addresses of the files of one event's list."""
    return [
        path(
            f"{year}/<slug:slug>/participants.{each.extension}",
            ParticipantTable.as_view(format=each),
            name=f"participants-{each.extension}",
        )
        for each in FORMATS
    ]


urlpatterns = [
    path("", views.EventList.as_view(), name="list"),
    *table_paths(EventTable),
    *feed_paths(ChangeFeed),
    path("new/", views.new, name="new"),
    path("events.ics", calendar.EventCalendar.as_view(), name="calendar"),
    path("undated/<slug:slug>/", views.detail, name="undated"),
    path("<year:year>/", views.of_year, name="year"),
    path("<year:year>/<slug:slug>/", views.detail, name="detail"),
    path("undated/<slug:slug>/event.ics", calendar.one, name="entry"),
    path("<year:year>/<slug:slug>/event.ics", calendar.one, name="entry"),
    *participant_paths("undated"),
    *participant_paths("<year:year>"),
    path("undated/<slug:slug>/changes/<int:key>/", views.changes, name="changes"),
    path("<year:year>/<slug:slug>/changes/<int:key>/", views.changes, name="changes"),
    path("undated/<slug:slug>/versions/<int:turn>/", version_views.version, name="version"),
    path("<year:year>/<slug:slug>/versions/<int:turn>/", version_views.version, name="version"),
    path("undated/<slug:slug>/card.png", cards.card, name="card"),
    path("<year:year>/<slug:slug>/card.png", cards.card, name="card"),
    path("undated/<slug:slug>/cite.<slug:form>", version_views.cite, name="cite"),
    path("<year:year>/<slug:slug>/cite.<slug:form>", version_views.cite, name="cite"),
]
