import gzip
import io

import pytest
from django.conf import settings as django_settings
from django.contrib.auth.models import User
from django.db import OperationalError
from django.http import FileResponse, HttpResponse, HttpResponseGone
from django.shortcuts import redirect
from django.test import Client
from django.urls import include, path

from portal.models import Attempt
from portal.urls import handler400, handler403, handler500

__all__ = ["handler400", "handler403", "handler500"]

PUBLIC_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; "
    "connect-src 'self'; manifest-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'; object-src 'none'; require-trusted-types-for 'script'"
)
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
TEXT = "Words that are said again and again. " * 100


def page(request):
    return HttpResponse(TEXT)


def curious_page(request):
    return HttpResponse(f"{request.user} {dict(request.COOKIES)}")


def broken_page(request):
    raise RuntimeError


def away_page(request):
    raise OperationalError


def moved_page(request):
    return redirect("/page/", permanent=True)


def gone_page(request):
    return HttpResponseGone(TEXT)


def document(request):
    return FileResponse(io.BytesIO(TEXT.encode()), content_type="application/pdf")


urlpatterns = [
    path("page/", page),
    path("curious/", curious_page),
    path("broken/", broken_page),
    path("away/", away_page),
    path("document/", document),
    path("moved/", moved_page),
    path("gone/", gone_page),
    path("", include("portal.urls")),
]

pytestmark = pytest.mark.urls(__name__)


@pytest.fixture
def client():
    return Client(raise_request_exception=False)


@pytest.fixture
def get(client, db):
    return client.get


@pytest.mark.parametrize(
    ("address", "host", "status"),
    [
        ("/page/", "127.0.0.1", 200),
        ("/page", "127.0.0.1", 301),
        ("/nowhere/", "127.0.0.1", 404),
        ("/broken/", "127.0.0.1", 500),
        ("/page/", "evil.example", 400),
        ("/page/", "evil.example:bad", 400),
    ],
)
def test_every_answer_has_every_header(get, address, host, status):
    response = get(address, headers={"host": host})
    assert response.status_code == status
    assert {name: response.headers.get(name) for name in HEADERS} == HEADERS
    assert response.headers["Content-Security-Policy"] == PUBLIC_POLICY
    assert "camera=()" in response.headers["Permissions-Policy"]


class TestEveryRefusal:
    """What Django or the site itself answers before, beside or instead of a page."""

    @pytest.mark.parametrize(
        ("ask", "status"),
        [
            (lambda client: client.get("/page/", headers={"host": "evil.example"}), 400),
            (lambda _client: Client(enforce_csrf_checks=True).post("/admin/login/"), 403),
            (lambda client: client.get("/nowhere/"), 404),
            (lambda client: client.get("/admin/nowhere/"), 302),
            (lambda client: client.post("/healthz"), 405),
            (lambda client: client.generic("TRACE", "/healthz"), 405),
            (lambda client: client.get("/gone/"), 410),
            (lambda client: client.post("/admin/login/", {"x": "x" * 6_000_000}), 413),
            (lambda client: client.get("/broken/"), 500),
            (lambda client: client.get("/away/"), 503),
            (lambda client: client.get("/page/", headers={"if-none-match": "*"}), 304),
        ],
    )
    def test_has_every_header(self, db, ask, status):
        answer = ask(Client(raise_request_exception=False))
        assert answer.status_code == status
        self.check(answer)

    def test_too_many_tries_have_them_too(self, client, db):
        for _try in range(10):
            Attempt.objects.begin("nobody", "127.0.0.1")
        data = {"username": "nobody", "password": "x"}
        answer = client.post("/admin/login/", data)
        assert answer.status_code == 429
        self.check(answer)

    def check(self, answer):
        assert {name: answer.headers.get(name) for name in HEADERS} == HEADERS
        policy = answer.headers["Content-Security-Policy"]
        assert policy.startswith("default-src 'none'; ")
        assert "unsafe" not in policy
        assert answer.headers["Permissions-Policy"]
        assert answer.headers["Cache-Control"]
        assert answer.headers["X-Request-ID"]


def test_a_real_site_redirects_to_its_own_name_whatever_host_was_asked(client, settings):
    settings.SECURE_SSL_REDIRECT = True
    settings.SECURE_SSL_HOST = "portal.example"
    response = client.get("/page/?q=1", headers={"host": "evil.example"})
    assert (response.status_code, response.headers["Location"]) == (
        301,
        "https://portal.example/page/?q=1",
    )
    assert {name: response.headers.get(name) for name in HEADERS} == HEADERS


def test_the_admin_has_a_policy_with_a_nonce_and_is_never_stored(get):
    response = get("/admin/login/")
    policy = response.headers["Content-Security-Policy"]
    assert "script-src 'self' 'nonce-" in policy or "script-src 'self';" in policy
    assert "require-trusted-types-for" not in policy
    assert "unsafe-eval" not in policy
    assert "no-store" in response.headers["Cache-Control"]
    assert "private" in response.headers["Cache-Control"]


def test_an_address_under_the_admin_that_is_not_there_is_never_stored_either(get):
    assert "no-store" in get("/admin/nowhere/").headers["Cache-Control"]


@pytest.mark.parametrize(
    "cookies",
    [
        {},
        {"session": "junk", "csrf": "junk", "messages": "junk"},
        {"session": "a" * 32, "csrf": "b" * 32},
    ],
)
def test_a_public_page_reads_and_sets_no_cookie(db, django_assert_num_queries, cookies):
    client = Client()
    client.cookies.load(cookies)
    with django_assert_num_queries(0):
        response = client.get("/curious/")
    assert response.content == b"AnonymousUser {}"
    assert not response.cookies


def test_a_public_page_is_the_same_for_staff_and_keeps_them_signed_in(db):
    client = Client()
    client.force_login(User.objects.create_superuser("officer", password="a long password"))
    response = client.get("/page/")
    assert not response.cookies
    assert "Cookie" not in response.headers.get("Vary", "")
    assert client.get("/curious/").content == b"AnonymousUser {}"
    assert client.get("/admin/").status_code == 200


def test_text_is_compressed_and_a_document_keeps_its_length(get):
    headers = {"accept-encoding": "gzip"}
    response = get("/page/", headers=headers)
    assert response.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(response.content).decode() == TEXT
    response = get("/document/", headers=headers)
    assert "Content-Encoding" not in response.headers
    assert b"".join(response.streaming_content).decode() == TEXT


def test_a_page_that_did_not_change_is_not_sent_again(get):
    tag = get("/page/").headers["ETag"]
    for encoding in ("identity", "gzip"):
        response = get("/page/", headers={"if-none-match": tag, "accept-encoding": encoding})
        assert (response.status_code, response.content) == (304, b"")


def test_cookies_of_staff_are_out_of_reach_of_scripts_and_of_other_sites(get):
    cookie = get("/admin/login/").cookies[django_settings.CSRF_COOKIE_NAME]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"


@pytest.mark.parametrize("address", ["/page/", "/moved/", "/gone/"])
def test_every_cache_asks_again_for_a_page_and_whether_it_moved_or_went(get, address):
    assert get(address)["Cache-Control"] == "no-cache"


@pytest.mark.parametrize(
    "path",
    [
        "/.git/config",
        "/.env",
        "/manage.py",
        "/portal/settings.py",
        "/requirements.txt",
        "/var/portal.sqlite3",
        "/var/secret-key",
        "/media/",
        "/static/",
        "/static/css/",
        "/static/../portal/settings.py",
        "/static/%2e%2e/portal/settings.py",
        "/static/..%2fportal/settings.py",
    ],
)
def test_nothing_of_the_program_is_served(get, path):
    assert get(path).status_code == 404
