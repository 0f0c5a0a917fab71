"""Questions to the database that are written once and asked with other values."""

import datetime
import re

import pytest
from django.db import connection, router
from django.db.models import Prefetch
from django.test.utils import CaptureQueriesContext
from django.utils import timezone, translation

import portal.urls  # noqa: F401 (all that pages ask)
from events import versions
from events.disclosure import LOOKED_THROUGH
from events.models import Event, Role
from organisations.models import Organisation
from people.models import Person
from portal import history
from portal.models import Key
from portal.prepared import EVERY, Among, Delete, Given, Prepared, Update
from tests import builders

# One is made for the columns that are wanted.
SITE = [*EVERY, versions.asked(LOOKED_THROUGH)]

pytestmark = pytest.mark.django_db


def fixed(written):
    """Return the SQL of a question with what it is given each time, places by their names."""
    places = [(Given, p.value) if isinstance(p, Given) else p for p in written.places]
    return written.sql, places


@pytest.mark.parametrize("question", SITE, ids=lambda question: question.build.__qualname__)
def test_question_is_the_same_at_another_time_and_in_another_language(question):
    is_the_same(question)


def test_what_the_door_asks_of_each_kind_is_the_same_too():
    line = builders.line(
        builders.event(), person=builders.person(), organisation=builders.organisation()
    )
    with history.change(line.event, by=None):
        line.event.name = "Workshop on bridges"
        line.event.save()
    for question in EVERY:
        is_the_same(question)


def is_the_same(question):
    now = fixed(question.write("default"))
    with translation.override("sr"), timezone.override(datetime.UTC):
        assert fixed(question.write("default")) == now
    _sql, values = now
    year = re.compile(rf"{timezone.now():%Y}-\d\d")
    assert [value for value in values if year.match(str(value))] == []
    assert {value[1] for value in values if isinstance(value, tuple)} == {*question.names}


def test_each_asking_has_its_own_values_and_writes_no_sql():
    ana, mila = builders.organisation("Ana's house"), builders.organisation("Mila's house")
    named = Prepared(lambda name, now: Organisation.objects.public(now).filter(name=name))
    now = timezone.now()
    Organisation.objects.update(visible_from=now)
    assert named("Ana's house", now) == [ana]
    compiled = named.written["default"]
    assert named("Mila's house", now) == [mila]
    assert named("Mila's house", now - datetime.timedelta(seconds=1)) == []
    assert named.written["default"] is compiled


def test_nothing_is_asked_for_by_nothing():
    part = Prepared(lambda whole: Event.objects.filter(part_of=whole))
    whole = builders.event()
    assert part(None) == []
    assert part(whole.pk) == []


@pytest.mark.parametrize("many", [0, 1, 3000])
def test_keys_are_one_value_however_many(many):
    bodies = Prepared(lambda keys: Organisation.objects.filter(Among("pk", keys)))
    first, second = builders.organisation("First house"), builders.organisation("Second house")
    keys = [first.pk, *range(second.pk + 1, second.pk + many)][:many]
    with CaptureQueriesContext(connection) as queries:
        assert bodies(keys) == ([first] if many else [])
    assert len(queries) == 1


def test_rows_of_values_and_what_is_joined_come_as_from_any_queryset():
    role = builders.role("Speaker")
    slugs = Prepared(lambda name: Role.objects.filter(name=name).values_list("pk", "slug"))
    flat = Prepared(lambda name: Role.objects.filter(name=name).values_list("slug", flat=True))
    told = Prepared(lambda name: Role.objects.filter(name=name).values("slug"))
    assert (slugs("Speaker"), flat("Speaker")) == ([(role.pk, "speaker")], ["speaker"])
    assert told("Speaker") == [{"slug": "speaker"}]
    once = Prepared(lambda name: Role.objects.filter(name=name).order_by("order").distinct())
    once_told = Prepared(lambda name: once.build(name).values_list("slug"))
    assert (once("Speaker"), once_told("Speaker")) == ([role], [("speaker",)])
    with pytest.raises(TypeError):
        Prepared(lambda: Role.objects.values_list("slug", named=True))()
    line = builders.line(builders.event(), organisation=builders.organisation())
    lines = Prepared(lambda key: type(line).objects.filter(pk=key).select_related("organisation"))
    with CaptureQueriesContext(connection) as queries:
        assert lines(line.pk)[0].organisation.name == "Ministry of Works"
    assert len(queries) == 1


def test_keys_are_found_by_an_index():
    if connection.vendor == "postgresql":
        # It would rather read a table that is so small.
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL enable_seqscan = off")
    assert re.search("SEARCH|Index", Person.objects.filter(Among("pk", [1, 2])).explain())


def test_rows_are_written_by_their_keys_and_counted():
    ana, mila = builders.person("Ana Anić"), builders.person("Mila Milić")
    called = Update(lambda keys, name: (Person.objects.filter(Among("pk", keys)), {"name": name}))
    assert called([ana.pk], "Ana M. Anić") == 1
    assert called([], "Nobody") == 0
    assert {*Person.objects.values_list("name", flat=True)} == {"Ana M. Anić", "Mila Milić"}
    gone = Delete(lambda keys: Key.objects.filter(Among("record_id", keys), kind="people.person"))
    assert gone([ana.pk]) == 4
    assert {*Key.objects.values_list("record_id", flat=True)} == {mila.pk}


def test_what_is_locked_is_asked_of_the_database_that_is_written():
    held = Prepared(lambda: Person.objects.select_for_update().filter(pk=0))
    read = Prepared(lambda: Person.objects.filter(pk=0))
    assert (held.alias, read.alias) == (router.db_for_write, router.db_for_read)


def test_what_is_prefetched_is_refused():
    lazy = Prepared(lambda: Event.objects.prefetch_related(Prefetch("topics")))
    with pytest.raises(TypeError):
        lazy()


@pytest.fixture(autouse=True)
def _no_more_than_the_site_asks():
    """Take the questions of a test out of those of the site."""
    before = [*EVERY]
    yield
    EVERY[:] = before
