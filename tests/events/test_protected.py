"""Where minors or people who seek protection were, nobody is shown by name."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from events.models import Event, Participation, Photo
from events.proposals.taking import take_over
from portal import history
from tests import builders

pytestmark = pytest.mark.django_db


@pytest.fixture
def event():
    event = builders.event(names_shown="everybody", names_reason="Announced")
    builders.line(event, person=builders.person(), office=True, roles=[builders.role()])
    with history.change(event, by=None):
        event.protected = True
        event.save()
    return event


def test_one_tick_takes_every_name_away(event):
    assert [line.named for line in event.participations.all()] == [False]
    assert Participation.objects.on_record().count() == 0


def test_line_added_later_with_an_office_is_not_named(event):
    builders.line(event, person=builders.person("Other"), office=True, roles=[builders.role()])
    assert not event.participations.filter(named=True).exists()


def test_list_that_is_taken_over_cannot_show_names(event):
    intake = event.intakes.create(title="List")
    with pytest.raises(ValidationError, match="show nobody by name"):
        take_over(intake, by=None, names_shown="everybody", names_reason="Announced")
    assert Event.objects.get().names_shown == "nobody"


def test_database_refuses_names(event):
    with pytest.raises(IntegrityError), transaction.atomic():
        Event.objects.update(names_shown="officials")


def test_photos_need_nobody_recognisable(event):
    agreed = builders.photo(event, consent="yes")
    empty = builders.photo(event, consent="nobody")
    assert list(Photo.objects.public()) == [empty]
    with history.change(event, by=None):
        event.protected = False
        event.save()
    assert set(Photo.objects.public()) == {agreed, empty}
