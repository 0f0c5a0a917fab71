import contextlib
import json

import pytest
from django.conf import settings
from django.core.cache.backends.redis import RedisCache
from django.db import connection, connections
from django.db.migrations.recorder import MigrationRecorder
from django.db.utils import DatabaseError, InterfaceError, OperationalError, ProgrammingError
from django.test import Client

from portal import assets, checks, readiness, shared
from portal.away import is_away
from portal.backups import files

SESAME = "sesame"


def ask(client):
    response = client.get("/readyz")
    assert response["Cache-Control"].startswith("max-age=0, no-cache, no-store")
    return response.status_code, json.loads(response.text)["problems"]


@pytest.mark.django_db
class TestReadyz:
    def test_all_that_works_is_ready_and_nothing_is_left_behind(self, client):
        assert ask(client) == (200, [])
        assert list(files.stored()) == []

    def test_who_asks_all_the_time_makes_no_work(self, client, settings, monkeypatch, tmp_path):
        monkeypatch.setattr(readiness, "BELIEVED", 60)
        monkeypatch.setitem(readiness._last, "until", 0)
        assert ask(client) == (200, [])
        (tmp_path / "file").touch()
        settings.MEDIA_ROOT = tmp_path / "file"
        assert ask(client) == (200, [])
        monkeypatch.setitem(readiness._last, "until", 0)
        assert ask(client) == (503, ["Stored files cannot be written."])

    def test_migrations_to_come_are_told(self, client):
        MigrationRecorder.Migration.objects.filter(app="portal").order_by("-pk")[0].delete()
        assert ask(client) == (
            503,
            ["1 migrations are still to come: run manage.py migrate."],
        )

    @pytest.fixture
    def store(self, settings, monkeypatch):
        """A site with a store of pages that is away."""
        store = {
            "BACKEND": "portal.shared.SharedPages",
            "LOCATION": f"redis://:{SESAME}@127.0.0.1:1",
        }
        settings.CACHES = {**settings.CACHES, "pages": store}
        monkeypatch.setattr(shared.SharedPages, "rests_until", 0)

    def test_store_of_pages_that_answers_is_not_told_of(self, client, store, monkeypatch):
        """What is put there to try it is read as every page is."""
        held, form = {}, shared.Serializer()
        monkeypatch.setattr(
            RedisCache,
            "set",
            lambda _store, key, page, **_rest: held.update({key: form.dumps(page)}),
        )
        monkeypatch.setattr(RedisCache, "get", lambda _store, key, *_rest: form.loads(held[key]))
        assert client.get("/readyz").json() == {"ready": True, "problems": [], "slower": []}
        assert shared.SharedPages.rests_until == 0

    def test_store_of_pages_that_is_away_is_told_and_takes_no_site_away(self, client, store):
        response = client.get("/readyz")
        assert response.status_code == 200
        assert response.json() == {
            "ready": True,
            "problems": [],
            "slower": ["The store of pages (REDIS_URL) does not answer."],
        }

    def test_each_that_does_not_work_is_told_without_its_secrets(self, client, settings, tmp_path):
        (tmp_path / SESAME).touch()
        settings.MEDIA_ROOT = tmp_path / SESAME
        redis = {"BACKEND": "tests.portal.test_readiness.Broken", "LOCATION": SESAME}
        settings.CACHES = {**settings.CACHES, "default": redis}
        response = client.get("/readyz")
        assert SESAME not in response.text
        assert (response.status_code, response["Retry-After"]) == (503, "10")
        assert response.json()["problems"] == [
            "The cache does not keep what it is given.",
            "Stored files cannot be written.",
        ]

    @pytest.fixture
    def collected(self, settings, tmp_path):
        """A site that serves what was collected in a folder, and the list of it there."""
        own = {"BACKEND": "portal.assets.Compressed"}
        settings.STORAGES = {**settings.STORAGES, "staticfiles": own}
        settings.STATIC_ROOT = tmp_path
        return tmp_path / "staticfiles.json"

    @pytest.mark.parametrize("left", [0, 1, 2])
    def test_static_files_that_pages_name_and_nobody_collected_are_told(
        self, client, collected, left
    ):
        named = sorted(assets._files())
        assert "css/base.css" in named
        paths = dict.fromkeys(named[left:], "x")
        collected.write_text(json.dumps({"version": "1.1", "paths": paths, "hash": ""}))
        words = f"{left} static files are not collected: run manage.py collectstatic."
        assert ask(client) == ((503, [words]) if left else (200, []))

    def test_list_of_static_files_that_was_cut_off_is_told(self, client, collected):
        collected.write_text('{"version": "1.1", "pa')
        assert ask(client) == (
            503,
            ["The list of static files cannot be read: run manage.py collectstatic."],
        )

    def test_while_one_draws_nothing_need_be_collected(self, client, collected, settings):
        settings.DEBUG = True
        assert ask(client) == (200, [])


class Broken:
    def __init__(self, location, params):
        self.location = location

    def set(self, *args):
        raise ConnectionError(self.location)

    def close(self):
        pass


@pytest.fixture
def away(django_db_setup, django_db_blocker):
    """Return a context in which the database cannot be reached, as if somebody had ended it."""

    @contextlib.contextmanager
    def away(nowhere):
        known = connection.settings_dict
        place = {"NAME": nowhere} if connection.vendor == "sqlite" else {"HOST": str(nowhere)}
        connection.close()
        connection.settings_dict = known | place
        try:
            with django_db_blocker.unblock():
                yield
        finally:
            connection.close()
            connection.settings_dict = known

    return away


class TestAway:
    @pytest.mark.parametrize("address", ["/", "/events/", "/admin/", "/api/v1/events"])
    def test_every_kind_of_page_says_so(self, away, tmp_path, address):
        client = Client(raise_request_exception=False)
        client.cookies[settings.SESSION_COOKIE_NAME] = "a" * 32
        with away(tmp_path):
            response = client.get(address)
            ready, alive = client.get("/readyz"), client.get("/healthz")
        assert (response.status_code, response["Retry-After"]) == (503, "120")
        if address.startswith("/api/"):
            assert response["Content-Type"] == "application/problem+json"
        else:
            assert "The site cannot reach its records just now." in response.text
        assert (ready.status_code, ready.json()["problems"]) == (
            503,
            ["The database does not answer."],
        )
        assert alive.status_code == 200

    def test_what_says_that_the_database_is_away(self):
        led = RuntimeError()
        led.__context__ = OperationalError()
        caused = RuntimeError()
        caused.__cause__ = InterfaceError()
        away = [OperationalError(), InterfaceError(), DatabaseError(), led, caused]
        assert [is_away(error) for error in away] == [True] * 5
        here = [ProgrammingError(), RuntimeError(), None]
        assert [is_away(error) for error in here] == [False] * 3


class TestChecks:
    def test_what_a_real_site_lacks_is_told(self, settings, tmp_path):
        settings.MAILERS = {"default": {"BACKEND": "portal.letters.PrintedMail"}}
        settings.BACKUP_KEYS, settings.SAMPLE_SITE = [], True
        found = checks.settings_of_a_real_site(None)
        assert [check.id for check in found] == ["portal.W001", "portal.W002", "portal.W003"]
        settings.MAILERS = {"default": {"BACKEND": "smtp"}}
        settings.BACKUP_KEYS, settings.SAMPLE_SITE = ["age1"], False
        assert checks.settings_of_a_real_site(None) == []

    def test_what_of_the_machine_is_not_as_the_settings_say_is_told(
        self, settings, tmp_path, monkeypatch
    ):
        monkeypatch.setattr(connections["default"], "vendor", "postgresql")
        settings.MEDIA_ROOT, settings.ERASURE_LOG = tmp_path, tmp_path / "new" / "log"
        settings.STATIC_ROOT = tmp_path
        monkeypatch.setenv("PATH", str(tmp_path))
        found = [check.msg for check in checks.state_of_the_machine(None)]
        assert [words.partition(" ")[0] for words in found] == ["No", "pg_dump", "pg_restore"]
        (tmp_path / "staticfiles.json").touch()
        monkeypatch.setattr(connections["default"], "vendor", "sqlite")
        assert checks.state_of_the_machine(None) == []
        # A folder that is there as a file, say; who is root may write anywhere else.
        (tmp_path / "file").touch()
        settings.ERASURE_LOG = tmp_path / "file" / "log"
        assert [check.id for check in checks.state_of_the_machine(None)] == ["portal.I001"]

    def test_place_that_cannot_be_looked_at_is_told_and_no_error(
        self, settings, tmp_path, monkeypatch
    ):
        # A name too long for any file; root may look into every folder.
        nowhere = tmp_path / ("a" * 300)
        monkeypatch.setattr(connections["default"], "vendor", "sqlite")
        settings.MEDIA_ROOT = settings.STATIC_ROOT = nowhere
        settings.ERASURE_LOG = nowhere / "log"
        assert [check.id for check in checks.state_of_the_machine(None)] == ["portal.I002"]
