"""What is read from the replica, and that no page of it is older than it says."""

import contextlib

import pytest
from django.db import OperationalError, connections
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from events import listing
from events.models import Event, Project
from events.project_filters import ProjectFilter
from portal import history, replica
from tests import builders
from tests.staff import staff

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("page_cache")]


@pytest.fixture
def lagging(settings, monkeypatch):
    """A replica to which nothing has come of what the test does."""
    follower = connections["default"].copy(replica.ALIAS)
    monkeypatch.setitem(connections.settings, replica.ALIAS, follower.settings_dict)
    monkeypatch.setattr(replica, "_rests_until", 0)
    settings.DATABASE_ROUTERS = ["portal.replica.Router"]
    connections[replica.ALIAS] = follower
    follower.connect()
    yield follower
    follower.close()
    del connections[replica.ALIAS]


@contextlib.contextmanager
def catching_up(follower):
    """Let the replica see what the first sees."""
    first, own = connections["default"], follower.connection
    follower.connection = first.connection
    yield
    follower.connection = own


@pytest.fixture
def level(lagging):
    """A replica to which all comes at once."""
    with catching_up(lagging):
        yield lagging


class Asked:
    """How many questions a request costs each of the two."""

    def __init__(self, address, client=None):
        with (
            CaptureQueriesContext(connections["default"]) as first,
            CaptureQueriesContext(connections[replica.ALIAS]) as second,
        ):
            self.response = (client or Client()).get(address)
        self.first = [query["sql"] for query in first]
        self.replica = len(second)


@pytest.fixture
def event():
    return builders.event("Workshop on roads")


def rename(event, name):
    with history.change(event, by=None, minor=True):
        event.name = name
        event.save()


class TestPage:
    def test_is_drawn_from_a_replica_that_has_the_mark(self, event, level):
        client = Client()
        client.get("/events/")
        asked = Asked(event.get_absolute_url(), client)
        assert "Workshop on roads" in asked.response.text
        assert ["portal_site" in sql for sql in asked.first] == [True]
        assert asked.replica > 5

    def test_of_what_a_replica_lacks_is_drawn_from_the_first(self, event, lagging):
        asked = Asked(event.get_absolute_url())
        assert "Workshop on roads" in asked.response.text
        assert asked.replica == 1

    def test_is_never_kept_older_than_its_mark(self, event, lagging):
        client = Client()
        with catching_up(lagging):
            assert "Workshop on roads" in client.get("/events/").text
        rename(event, "Workshop on bridges")
        for _ in range(2):
            page = client.get("/events/").text
            assert ("Workshop on bridges" in page, "Workshop on roads" in page) == (True, False)

    def test_is_drawn_from_the_first_when_the_replica_fails_and_leaves_it_alone(self, event, level):
        def failing(execute, sql, *rest):
            if "portal_site" not in sql:
                raise OperationalError
            return execute(sql, *rest)

        client = Client(raise_request_exception=False)
        with level.execute_wrapper(failing):
            asked = Asked(event.get_absolute_url(), client)
        assert asked.response.status_code == 200
        assert "Workshop on roads" in asked.response.text
        assert Asked("/people/", client).replica == 0

    def test_columns_of_lists_are_read_from_the_first(self, event, level):
        asked = Asked("/events/")
        assert asked.replica > 0
        assert [sql for sql in asked.first if "events_event" in sql and "MIN(" not in sql]


def test_replica_that_is_away_is_told_and_takes_no_site_away(client, level):
    def away(*_asked):
        raise OperationalError

    assert client.get("/readyz").json()["slower"] == []
    with level.execute_wrapper(away):
        response = client.get("/readyz")
    assert (response.status_code, response.json()["slower"]) == (
        200,
        ["The replica (REPLICA_DATABASE_URL) does not answer."],
    )


class TestFirst:
    def test_is_asked_by_staff_on_every_page(self, event, level, client):
        client.force_login(staff())
        for address in ("/admin/", event.get_absolute_url()):
            asked = Asked(address, client)
            assert (asked.response.status_code, asked.replica) == (200, 0)

    def test_is_asked_for_files(self, event, level):
        paper = builders.document(event)
        asked = Asked(paper.get_absolute_url())
        assert (b"".join(asked.response.streaming_content)[:4], asked.replica) == (b"%PDF", 0)

    def test_is_written_to_whatever_was_read(self, event, level):
        with replica.reading(replica.ALIAS):
            read = Event.objects.get()
            assert read._state.db == replica.ALIAS
        with CaptureQueriesContext(level) as asked:
            rename(read, "Workshop on bridges")
        assert len(asked) == 0


def test_answer_kept_beside_the_columns_is_of_their_mark_whoever_asks_first(lagging):
    """A change may come between the mark of a page and what its lists ask."""
    project = builders.project("Better roads", in_directory=True)
    report = builders.report(builders.event()).report

    def told():
        projects = ProjectFilter(None, Project.objects.public())
        return projects.keys, listing.report_keys(timezone.now()).tolist()

    with replica.reading(replica.ALIAS):
        told()
    assert told() == ([project.pk], [report.pk])
