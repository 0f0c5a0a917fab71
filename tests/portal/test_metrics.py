"""What Prometheus is told: of the requests by view, and of the site as it stands."""

import datetime

import pytest
from django.db import OperationalError, connection
from django.urls import include, path
from prometheus_client.parser import text_string_to_metric_families

from portal import caching
from portal.metrics import counting
from portal.models import Letter, Run
from portal.models.record import NEVER
from tests import builders

TOKEN = "0123456789" * 4
LABELS = ("view", "method", "status", "source", "state", "command", "le")
AT = datetime.datetime(2026, 5, 4, 12, tzinfo=datetime.UTC)

urlpatterns = [path("", include("portal.metrics.urls")), path("", include("portal.urls"))]
pytestmark = [pytest.mark.django_db, pytest.mark.urls(__name__)]


@pytest.fixture(autouse=True)
def watched(settings):
    settings.METRICS_TOKEN = TOKEN
    settings.MIDDLEWARE = ["portal.metrics.counting.counted", *settings.MIDDLEWARE]
    counting.requests.clear()
    counting.row.cache_clear()


def told(client):
    """Return {name: {labels: value}} of what stands on the page."""
    response = client.get("/metrics", headers={"authorization": f"Bearer {TOKEN}"})
    assert (response.status_code, "no-store" in response["Cache-Control"]) == (200, True)
    found = {}
    for family in text_string_to_metric_families(response.text):
        for sample in family.samples:
            labels = tuple(sample.labels[name] for name in LABELS if name in sample.labels)
            found.setdefault(sample.name, {})[labels] = sample.value
    return found


class TestPage:
    @pytest.mark.parametrize("given", ["", TOKEN, f"Basic {TOKEN}", f"Bearer {TOKEN}x", "Bearer é"])
    def test_is_not_there_for_whoever_lacks_the_token(self, client, given):
        assert client.get("/metrics", headers={"authorization": given}).status_code == 404

    @pytest.mark.urls("portal.urls")
    def test_is_not_there_without_the_setting(self, client):
        bearer = {"authorization": f"Bearer {TOKEN}"}
        assert client.get("/metrics", headers=bearer).status_code == 404


class TestRequests:
    def test_are_counted_by_view_method_and_status_and_never_by_what_was_asked(self, client):
        event = builders.event()
        client.get(event.get_absolute_url())
        client.get("/events/2021/sesame/")
        client.get("/sesame?q=sesame")
        client.generic("SESAME", "/events/")
        found = told(client)
        assert found["portal_request_seconds_count"] == {
            ("events:detail", "GET", "200", "view"): 1,
            ("events:detail", "GET", "404", "view"): 1,
            ("none", "GET", "404", "view"): 1,
            ("events:list", "other", "405", "view"): 1,
        }
        buckets = found["portal_request_seconds_bucket"]
        assert buckets["events:detail", "GET", "200", "view", "+Inf"] == 1

    @pytest.mark.usefixtures("page_cache")
    @pytest.mark.parametrize("believed", [60, 0], ids=["by the server", "by Django"])
    def test_kept_page_counts_for_its_view_and_says_where_it_came_from(
        self, client, monkeypatch, believed
    ):
        monkeypatch.setattr(caching, "BELIEVED", believed)
        builders.event()
        for _ in range(3):
            client.get("/events/")
        client.get("/healthz")
        assert told(client)["portal_request_seconds_count"] == {
            ("events:list", "GET", "200", "drawn"): 1,
            ("events:list", "GET", "200", "memory"): 2,
            ("healthz", "GET", "200", "view"): 1,
        }


class TestStanding:
    def test_tells_of_letters_and_of_the_last_runs(self, client):
        later = AT + datetime.timedelta(hours=1)
        for at, ok in ((AT, True), (later, False)):
            Run.objects.create(what=Run.What.BACKUP, at=at, ok=ok, words="sesame")
        for number, try_at in enumerate((AT, NEVER, NEVER)):
            Letter.objects.create(to=f"sesame{number}@ministry.example", try_at=try_at)
        Letter.objects.create(to="sesame@ministry.example", sent_at=AT)
        found = told(client)
        assert {name: value for name, value in found.items() if "request" not in name} == {
            "portal_database_up": {(): 1},
            "portal_letters": {("waiting",): 1, ("failed",): 2},
            "portal_run_ended_timestamp_seconds": {("backup",): later.timestamp()},
            "portal_run_good_timestamp_seconds": {("backup",): AT.timestamp()},
            "portal_run_ok": {("backup",): 0},
        }

    def test_database_that_is_away_is_told(self, client):
        def away(*_asked):
            raise OperationalError

        with connection.execute_wrapper(away):
            found = told(client)
        assert found["portal_database_up"] == {(): 0}
        assert "portal_letters" not in found
