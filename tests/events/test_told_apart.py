"""Somebody erased who was one with another once."""

import pytest
from django.core.files.storage import default_storage

from events.rights.erasing import erase
from people.models import Person
from portal import history
from portal.duplicates.merge import merge
from portal.duplicates.split import split
from portal.duplicates.undo import undo
from tests import builders
from tests.events.somebody import gone
from tests.events.test_erased_before import a_picture

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("is_split", [False, True])
def test_who_was_one_with_them_once_keeps_name_and_picture(
    is_split, django_capture_on_commit_callbacks
):
    ana, other = builders.person("Ana Anić"), builders.person("Anna Anich")
    with history.change(other, by=None):
        other.portrait = a_picture()
        other.save()
    event, day = builders.event("Of Ana Anić and Anna Anich"), builders.event("Day of Anna Anich")
    for person in (ana, other):
        builders.line(event, person=person)
    row = merge(ana, other, by=None)
    if is_split:
        name = ana.names.get(name="Anna Anich")
        split(gone(ana), "Anna Anich", {("names", name.pk)}, by=None)
    else:
        undo(row, by=None)
    with django_capture_on_commit_callbacks(execute=True):
        erase(gone(ana), by=None, log=False)
    assert gone(event).name == "Of [name removed] and Anna Anich"
    assert gone(day).name == "Day of Anna Anich"
    stays = Person.objects.get(name="Anna Anich")
    assert is_split or default_storage.exists(stays.portrait.name)
