"""Pages that several processes and machines share: what one drew, the others give out."""

import time

import pytest
from django.core.cache import caches
from django.core.cache.backends.redis import RedisCache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from portal import caching, history, shared, theme
from tests import builders

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("page_cache")]


@pytest.fixture
def event():
    return builders.event("Workshop on roads")


class TestStore:
    @pytest.fixture(autouse=True)
    def store(self, settings):
        memory = "django.core.cache.backends.locmem.LocMemCache"
        settings.CACHES = settings.CACHES | {"pages": {"BACKEND": memory, "LOCATION": "several"}}
        yield caches["pages"]
        caches["pages"].clear()

    def test_what_one_drew_another_gives_out(self, event):
        first, other = Client().get("/events/"), Client()
        with CaptureQueriesContext(connection) as queries:
            second = other.get("/events/")
        # It asks for the mark and for what is due next.
        assert (second.content, len(queries)) == (first.content, 1 + len(caching.DUE))
        assert second["ETag"] == first["ETag"]
        assert other.head("/events/")["Content-Length"] == str(len(first.content))

    def test_after_a_change_nobody_is_given_what_was_drawn_before(self, event):
        one, other = Client(), Client()
        one.get("/events/")
        with history.change(event, by=None, minor=True):
            event.name = "Workshop on bridges"
            event.save()
        assert "on bridges" in other.get("/events/").content.decode()


class TestWhatIsStored:
    def test_is_bytes_that_nothing_runs(self):
        page = ({"Content-Type": "text/html", "ETag": '"a"'}, "Ćuprija\n\n".encode())
        stored = shared.Serializer().dumps(page)
        assert (type(stored), shared.Serializer().loads(stored)) == (bytes, page)

    @pytest.mark.parametrize(
        "stored",
        [
            b"",
            b"5\n<p>",
            b"[]\n<p>",
            b"{}\n<p>",
            b'{"Content-Type": "text/html"}\n<p>',
            b'{"Content-Type": "text/html", "ETag": 5}\n<p>',
            b'{"Content-Type": "text/html", "ETag": "a\\r\\nSet-Cookie: a=b"}\n<p>',
            b"[" * 200_000 + b"\n<p>",
            17,
        ],
    )
    def test_that_is_no_page_costs_a_drawing_and_no_error(self, stored, monkeypatch):
        """Nor is the store left alone for it: what is drawn is written over it."""
        store = shared.SharedPages("redis://127.0.0.1:1/0", {})
        monkeypatch.setattr(shared.SharedPages, "rests_until", 0)
        monkeypatch.setattr(RedisCache, "get", lambda *_asked: shared.Serializer().loads(stored))
        assert (store.get("a page"), store.rests_until) == (None, 0)


def test_store_that_is_away_costs_a_drawing_and_no_error(
    client, event, settings, monkeypatch, caplog
):
    settings.CACHES = settings.CACHES | {
        "pages": {
            "BACKEND": "portal.shared.SharedPages",
            "LOCATION": "redis://127.0.0.1:1/0",
        }
    }
    monkeypatch.setattr(shared.SharedPages, "rests_until", 0)
    monkeypatch.setattr(shared.SharedPages, "told_until", 0)
    assert client.get("/events/").status_code == 200
    assert shared.SharedPages.rests_until > time.monotonic() + 3
    assert client.get("/people/").status_code == 200
    # It rested, and is asked again: the log knows it already.
    for address in ("/reports/", "/projects/"):
        monkeypatch.setattr(shared.SharedPages, "rests_until", 0)
        assert client.get(address).status_code == 200
    told = [line.getMessage() for line in caplog.records if line.name == "portal.shared"]
    assert [line.partition(": ")[0] for line in told] == [
        "The store of pages (REDIS_URL) does not answer"
    ]
    assert "127.0.0.1:1" in told[0]


class TestRelease:
    @pytest.fixture
    def fresh(self):
        """Return what makes a process forget the version of the logo."""
        yield theme.logo_version.cache_clear
        theme.logo_version.cache_clear()

    def test_another_finds_nothing_of_the_one_before(self, settings):
        before = shared.release.__wrapped__()
        assert shared.release.__wrapped__() == before
        settings.SITE_NAME = "Another name"
        assert shared.release.__wrapped__() != before

    def test_another_logo_in_the_place_of_the_old_one_is_another(self, settings, tmp_path, fresh):
        logo = tmp_path / "logo.svg"
        settings.SITE_LOGO = str(logo)
        found = []
        for picture in ("<svg/>", "<svg/>", "<svg></svg>"):
            logo.write_text(picture)
            fresh()
            found.append(shared.release.__wrapped__())
        assert (found[0] == found[1], found[1] == found[2]) == (True, False)

    def test_is_the_same_for_a_server_of_another_port_or_size(self, settings):
        before = shared.release.__wrapped__()
        settings.PORT, settings.WEB_CONCURRENCY, settings.PAGE_CACHE_MB = 8001, 64, 32
        settings.LOG_LEVEL, settings.LOG_FORMAT = "ERROR", "json"
        assert shared.release.__wrapped__() == before
