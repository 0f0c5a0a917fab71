"""Nobody is led to another site, however its address is spelt."""

from urllib.parse import urlsplit

import pytest
from django.test import Client
from django.urls import reverse

from portal.models import SecondFactor
from tests.staff import staff

pytestmark = pytest.mark.django_db

RIGHT = "long enough 123"
ELSEWHERE = [
    "https://evil.example/",
    "http://evil.example/",
    "HTTPS://EVIL.EXAMPLE",
    "//evil.example/",
    "///evil.example/",
    "////evil.example/",
    "https:///evil.example/",
    "https:evil.example",
    "http:///evil.example/admin/",
    r"\\evil.example",
    r"/\evil.example/",
    r"\/evil.example/",
    r"/\/evil.example",
    "\t//evil.example/",
    " //evil.example/",
    "/\t/evil.example/",
    "/\n/evil.example/",
    "\x00//evil.example/",
    "//evil.example/@127.0.0.1:8000/admin/",
    "https://127.0.0.1:8000@evil.example/",
    "https://testserver.evil.example/",
    "http://testserver@evil.example/",
    "http://testserver\\@evil.example/",
    "//testserver\\@evil.example/",
    "javascript:alert(1)",
    "JaVa\tScript:alert(1)",
    "data:text/html,<script>alert(1)</script>",
    "//[::1/",
    "ftp://evil.example/",
    "//evil。example/",
]


def leads(answer):
    """Return where an answer leads a browser, None if that is on this site."""
    if answer.status_code not in (301, 302, 303, 307, 308):
        return None
    # Browsers drop these and take one slash for the other.
    target = answer["Location"].translate(dict.fromkeys(map(ord, "\t\r\n"))).strip()
    parts = urlsplit(target.replace("\\", "/"))
    stays = parts.scheme in ("", "http") and parts.netloc in ("", "testserver")
    return None if stays and target.startswith("/") else answer["Location"]


@pytest.fixture(scope="module")
def author(kept):
    return staff("Author")


@pytest.fixture(scope="module")
def editor(kept):
    return staff("Editor")


def test_there_are_twenty_five_spellings():
    assert len(set(ELSEWHERE)) >= 25


@pytest.mark.parametrize("address", ELSEWHERE)
class TestNext:
    def test_of_the_sign_in(self, author, client, address):
        data = {"username": "author", "password": RIGHT, "next": address}
        for answer in (client.post("/admin/login/", data), client.get("/admin/login/", data)):
            assert answer.status_code == 302
            assert leads(answer) is None

    def test_of_the_second_step_and_of_signing_out(self, editor, client, address):
        factor = SecondFactor.objects.create(user=editor, salt="x")
        data = {"username": "editor", "password": RIGHT, "next": address}
        assert leads(client.post("/admin/login/", data)) is None
        answer = client.post("/admin/second-step/", {"code": factor.codes.now()})
        assert (answer.status_code, leads(answer)) == (302, None)
        assert leads(client.post(reverse("admin:logout"), {"next": address})) is None

    def test_of_a_form_that_was_sent_too_late(self, client, address):
        answer = client.post("/admin/my-mail/", headers={"referer": address})
        assert answer["Location"] == "/admin/login/?next=/admin/my-mail/&said=ended"


@pytest.mark.parametrize("wanted", ["abc", "9" * 30, "home", "admin/", "?a=b"])
def test_what_is_no_address_of_a_page_leads_to_the_desk(author, client, wanted):
    data = {"username": "author", "password": RIGHT, "next": wanted}
    for answer in (client.post("/admin/login/", data), client.get("/admin/login/", data)):
        assert (answer.status_code, answer["Location"]) == (302, "/admin/")


@pytest.mark.parametrize("path", ["/people/?q=a", "//evil.example/"])
def test_whole_address_of_this_site_leads_to_its_page(author, client, path):
    """Whatever follows the host, a browser stays there."""
    wanted = f"http://testserver{path}"
    data = {"username": "author", "password": RIGHT, "next": wanted}
    for answer in (client.post("/admin/login/", data), client.get("/admin/login/", data)):
        assert (answer.status_code, answer["Location"]) == (302, wanted)


@pytest.mark.parametrize(
    "path", ["//evil.example", "//evil.example/admin", "/%5Cevil.example", "/%09/evil.example/x"]
)
def test_address_that_only_wants_a_slash_stays_here(path):
    assert leads(Client().get(path)) is None
