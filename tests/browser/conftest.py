"""A browser, and the site as it serves pages to it."""

import os
import shutil

import pytest
from django.conf import settings as django_settings
from django.core.management import call_command
from django.core.servers.basehttp import ThreadedWSGIServer
from django.test import override_settings
from django.test.testcases import LiveServerThread
from playwright.sync_api import sync_playwright

from portal import indexing, roles, vocabulary

# The first draws no window of a browser around the page, and takes half the work.
CHROMIUM_NAMES = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
CHROMIUM_FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)

PAGES = pytest.StashKey()


def pytest_collection_modifyitems(items):
    """Begin with the browsers, which take longest: nobody waits for them in the end.

    pytest-django puts what empties the tables behind all that does not.
    """
    items.sort(key=lambda item: item.get_closest_marker("browser") is None)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item, call):
    """Print what stood on the pages of a test that failed."""
    report = yield
    if report.when == "call" and report.failed:
        for page in item.stash.get(PAGES, ()):
            words = page.locator("body").inner_text()
            report.sections.append((f"What stood at {page.url}", words))
    return report


@pytest.fixture(scope="package", autouse=True)
def settled(django_db_setup, django_db_blocker):
    """Put up again what a migrate puts up, for those that come after the last browser."""
    yield
    with django_db_blocker.unblock():
        vocabulary.settle("default")
        roles.settle()
        indexing.settle("default")


@pytest.fixture(scope="package")
def browser():
    names = [os.environ.get("CHROMIUM") or "", *CHROMIUM_NAMES]
    chromium = next(filter(None, map(shutil.which, filter(None, names))), None)
    if chromium is None:
        pytest.fail("No Chromium was found: name it in CHROMIUM, or leave out -m browser.")
    # Playwright's loop runs in this thread, and Django takes it for an asynchronous caller.
    with pytest.MonkeyPatch.context() as patch, sync_playwright() as playwright:
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
        browser = playwright.chromium.launch(executable_path=chromium, args=CHROMIUM_FLAGS)
        yield browser
        browser.close()


class SiteThread(LiveServerThread):
    """The site as gunicorn serves it: its own middleware hands out the collected files."""

    server_class = ThreadedWSGIServer

    def __init__(self):
        super().__init__("127.0.0.1", static_handler=lambda handler: handler.application)
        self.daemon = True


@pytest.fixture(scope="package")
def hashed_static(tmp_path_factory, quick_settings):
    """Collect the static files under their hashed names, and return the settings that say so."""
    changes = {
        "STATIC_ROOT": tmp_path_factory.mktemp("hashed"),
        "STORAGES": django_settings.STORAGES | {"staticfiles": {"BACKEND": "portal.assets.Hashed"}},
    }
    with override_settings(**changes):
        call_command("collectstatic", interactive=False, verbosity=0)
    return changes


@pytest.fixture(scope="package")
def site_thread(django_db_setup, hashed_static):
    with override_settings(**hashed_static):
        thread = SiteThread()
        thread.start()
        thread.is_ready.wait()
    if thread.error:
        raise thread.error
    yield thread
    thread.terminate()


@pytest.fixture
def live_site(site_thread, hashed_static, settings, transactional_db):
    """Serve the test's own database and return the site's address."""
    for name, value in hashed_static.items():
        setattr(settings, name, value)
    settings.SITE_URL = f"http://127.0.0.1:{site_thread.port}"
    return settings.SITE_URL


@pytest.fixture
def new_page(browser, live_site, request):
    """Return a function that opens a page in a fresh browser profile.

    The test fails in the end if a page of it complained in the console, threw an error or
    asked another host for anything. `page.complaints` may be looked at and cleared before.
    """
    pages = request.node.stash[PAGES] = []

    def open_page(**options):
        options = {"base_url": live_site, "locale": "en-GB"} | options
        page = browser.new_context(**options).new_page()
        page.complaints = complaints = []

        def on_console(message):
            if message.type in ("error", "warning"):
                complaints.append(message.text)

        def on_request(request):
            if not request.url.startswith((live_site, "data:", "blob:")):
                complaints.append(f"asked {request.url}")

        page.on("console", on_console)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("request", on_request)
        pages.append(page)
        return page

    yield open_page
    complaints = [complaint for page in pages for complaint in page.complaints]
    for page in pages:
        page.context.close()
    assert complaints == []


@pytest.fixture
def page(new_page):
    return new_page()
