from django.urls import path

from portal.api import twins

app_name = "twins"

EVENT = "events/<year:year>/<slug:slug>/"
UNDATED = "events/undated/<slug:slug>/"
PERSON = "people/<int:pk>-<slug:slug>/"
ORGANISATION = "organisations/<slug:slug>/"

urlpatterns = [
    path(f"{UNDATED}event.json", twins.event, name="event-undated"),
    path(f"{EVENT}event.json", twins.event, name="event"),
    path(f"{UNDATED}event.cpev.jsonld", twins.event_cpev, name="event-cpev-undated"),
    path(f"{EVENT}event.cpev.jsonld", twins.event_cpev, name="event-cpev"),
    path(f"{PERSON}person.json", twins.person, name="person"),
    path(f"{PERSON}popolo.json", twins.person_popolo, name="person-popolo"),
    path(f"{ORGANISATION}organisation.json", twins.organisation, name="organisation"),
    path(f"{ORGANISATION}popolo.json", twins.organisation_popolo, name="organisation-popolo"),
    path("projects/<slug:slug>/project.json", twins.project, name="project"),
]
