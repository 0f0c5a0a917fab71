import pytest
from django.test import Client
from django.urls import reverse

WORKING = [
    "/healthz",
    "/robots.txt",
    "/.well-known/security.txt",
    "/theme.css",
    "/accessibility/",
    "/privacy/",
]
PAGES = ["/", "/events/", "/reports/", "/people/", "/organisations/", "/projects/"]


def test_healthz_answers_without_the_database(client):
    response = client.get("/healthz")
    assert (response.status_code, response.content) == (200, b"ok")
    assert response["Content-Type"] == "text/plain; charset=utf-8"


@pytest.mark.parametrize("address", WORKING)
def test_small_addresses_ask_the_database_nothing(client, address):
    assert client.get(address).status_code == 200


@pytest.mark.django_db
@pytest.mark.parametrize("address", WORKING + PAGES)
def test_only_reading_is_answered(client, address):
    for method in ("POST", "PUT", "PATCH", "DELETE", "OPTIONS", "FOOBAR"):
        response = client.generic(method, address)
        assert response.status_code == 405, method
    assert client.head(address).status_code == 200


@pytest.mark.django_db
@pytest.mark.parametrize("address", WORKING + PAGES + ["/no-such-page/"])
def test_visitors_get_no_cookie_and_one_page_for_all(client, address):
    client.cookies.load({"session": "junk", "csrf": "junk"})
    response = client.get(address)
    assert response.cookies == {}
    assert "Cookie" not in response.get("Vary", "")


@pytest.mark.django_db
@pytest.mark.parametrize("address", PAGES)
def test_second_visit_gets_304(client, address):
    first = client.get(address)
    again = client.get(address, headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")


@pytest.mark.django_db
@pytest.mark.parametrize(
    "address", ["/no-such-page/", "/%00", "/%FF%FE", "/events/%2e%2e/%2e%2e/etc/passwd", "/a'b\""]
)
def test_unknown_address_answers_with_the_sites_page(client, address):
    response = client.get(address)
    assert response.status_code == 404
    assert "There is no such page" in response.content.decode()


@pytest.mark.django_db
def test_more_parameters_than_a_form_has_are_refused(client, settings):
    most = settings.DATA_UPLOAD_MAX_NUMBER_FIELDS
    query = "&".join(f"a{number}=1" for number in range(most + 1))
    response = client.get(f"/events/?{query}")
    assert response.status_code == 400
    assert "The request was not understood" in response.content.decode()


class TestFaults:
    """What the visitor reads when the site itself is at fault."""

    @pytest.fixture
    def failing(self, settings):
        settings.ROOT_URLCONF = "tests.portal.failing_urls"
        return Client(raise_request_exception=False)

    def test_fault_answers_500_in_plain_words(self, failing):
        response = failing.get("/fault")
        assert response.status_code == 500
        assert "The fault is ours, not yours." in response.content.decode()

    @pytest.mark.parametrize("address", ["/no-database", "/lost-connection"])
    def test_database_out_of_reach_answers_503(self, failing, address):
        response = failing.get(address)
        assert (response.status_code, response["Retry-After"]) == (503, "120")
        assert "Back in a moment" in response.content.decode()


@pytest.mark.parametrize("referer", ["http://[", "http://[evil", "//", "\\", "http://testserver/x"])
def test_form_sent_after_the_session_ended_goes_back_whatever_the_referer(client, db, referer):
    address = reverse("admin:events_event_add")
    response = client.post(address, {"name": "Kept"}, headers={"referer": referer})
    expected = f"/admin/login/?next={address}&said=ended"
    assert (response.status_code, response.url) == (302, expected)
