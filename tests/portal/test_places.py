"""Whatever names a person or an institution is known to a merge, read from the models."""

import pytest
from django.db import models
from django.test.utils import isolate_apps

from events.models import Event, Project
from organisations.models import Organisation
from people.models import Person
from portal.duplicates.places import loose, places
from portal.models import Recorded


def told(model):
    return {(place.name, place.owner, place.part) for place in places(model)}


def test_every_relation_to_a_person_is_a_place():
    assert told(Person) == {
        ("participations", Event, "participations"),
        ("photos", Event, "photos"),
    }


def test_every_relation_to_an_institution_is_a_place():
    assert told(Organisation) == {
        ("departments", Organisation, ""),
        ("predecessors", Organisation, ""),
        ("positions", Person, "positions"),
        ("participations", Event, "participations"),
        ("events_as", Event, "bodies"),
        ("projects_as", Project, "bodies"),
        ("team_of", Project, ""),
    }


def test_only_working_papers_name_them_otherwise():
    assert {str(field) for field in loose(Person)} == {
        "events.Cover.person",
        "events.IntakeLine.person",
    }
    assert {str(field) for field in loose(Organisation)} == {"events.IntakeBody.organisation"}


@isolate_apps("events")
def test_relation_that_nobody_decided_about_is_refused():
    class Thing(Recorded):
        class Meta:
            app_label = "events"

    class Sighting(models.Model):
        thing = models.ForeignKey(Thing, models.CASCADE, related_name="sightings")

        class Meta:
            app_label = "events"

    assert Sighting._meta.get_field("thing").related_model is Thing
    with pytest.raises(LookupError, match=r"Sighting\.thing"):
        loose(Thing)
