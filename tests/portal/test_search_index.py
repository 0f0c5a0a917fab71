"""The index of what everything is found by: made at the door, made anew, read by its plan."""

import pytest
from django.core.management import call_command
from django.db import connection
from django.db.models import F
from django.utils import timezone

from events.models import Event
from portal import fulltext, history
from portal.models import Entry
from tests import builders
from tests.portal.test_search import found, people

pytestmark = pytest.mark.django_db


def test_index_made_anew_is_the_one_that_the_door_wrote(capsys):
    people()
    event = Event.objects.get()
    builders.report(event, "What was said")
    builders.report(event, "What was meant", published=False)
    builders.document(event)
    builders.project(reference="IPA/7")
    kept = list(Entry.objects.order_by("kind", "record_id").values())
    call_command("index_search")
    assert "entries in" in capsys.readouterr().out
    anew = list(Entry.objects.order_by("kind", "record_id").values())
    for row in (*kept, *anew):
        row.pop("id")
    assert anew == kept
    assert len(kept) == 19


def test_index_forgets_what_is_deleted_and_tells_of_what_is_brought_back():
    project = builders.project("Better roads", in_directory=True)
    passing = history.remove(project, by=None)
    assert found("better") == []
    history.bring_back(passing.version, by=None)
    assert found("better") == [("project", "better roads")]


def test_question_is_answered_by_the_index_of_words_on_postgresql():
    if connection.vendor != "postgresql":
        return
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
    for by, terms in (
        (fulltext.Holds, ["road"]),
        (fulltext.Holds, ["road", "work"]),
        (fulltext.HoldsInName, ["road"]),
        (fulltext.Resembles, ["raod"]),
    ):
        rows = Entry.objects.filter(by(F("words"), (["e", "r"], terms))).order_by()
        assert "Index Scan on portal_entry_words" in rows.explain()


def test_words_of_several_entries_are_looked_up_apart_and_not_in_pairs():
    """An index asked for each owner with each key: 5,000 events took a minute for two letters."""
    plan = Event.objects.entries_matching("ro wo", timezone.now()).order_by().explain()
    assert "owner_id=? AND rowid=?" not in plan
