"""What every answer to a program has in common."""

import pytest
from django.db import OperationalError
from django.urls import reverse

from portal import views
from tests import builders

pytestmark = pytest.mark.django_db


@pytest.fixture
def event():
    return builders.event()


def address(event):
    return reverse("api:event", args=[event.pk])


def problem(response, status, title):
    assert response["Content-Type"] == "application/problem+json"
    assert response["Access-Control-Allow-Origin"] == "*"
    told = response.json()
    assert (response.status_code, told["status"], told["title"]) == (status, status, title)
    assert told["type"] == "about:blank"
    return told["detail"]


def test_answer_is_open_to_other_sites_and_sets_no_cookie(client, event):
    response = client.get(address(event))
    assert response["Content-Type"] == "application/json; charset=utf-8"
    assert response["Access-Control-Allow-Origin"] == "*"
    assert response["Access-Control-Expose-Headers"] == "ETag, Link"
    assert response["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert response.cookies == {}
    page = client.get(event.get_absolute_url())
    assert "Access-Control-Allow-Origin" not in page


def test_what_did_not_change_is_not_sent_again(client, event):
    first = client.get(address(event))
    assert first["ETag"].startswith('"')
    again = client.get(address(event), headers={"if-none-match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert (again["ETag"], again["Access-Control-Allow-Origin"]) == (first["ETag"], "*")
    builders.line(event, country="SI")
    changed = client.get(address(event), headers={"if-none-match": first["ETag"]})
    assert changed.status_code == 200
    assert changed["ETag"] != first["ETag"]


def test_head_has_what_get_has_but_its_body(client, event):
    get, head = client.get(address(event)), client.head(address(event))
    assert head.content == b""
    assert (head.status_code, head["ETag"]) == (200, get["ETag"])
    known = client.head(address(event), headers={"if-none-match": get["ETag"]})
    assert known.status_code == 304


def test_browser_may_ask_first_whether_it_may_send_what_it_has(client, event):
    response = client.options(address(event))
    assert (response.status_code, response.content) == (204, b"")
    assert response["Access-Control-Allow-Methods"] == "GET, HEAD, OPTIONS"
    assert response["Access-Control-Allow-Headers"] == "If-None-Match"


def test_nothing_is_written(django_user_model, client, event):
    client.handler.enforce_csrf_checks = True
    for path in (address(event), reverse("api:openapi")):
        response = client.post(path)
        assert problem(response, 405, "Method Not Allowed") == "This can only be read."
        assert response["Allow"] == "GET, HEAD, OPTIONS"


def test_what_is_not_there_or_not_public_says_the_same(client, event):
    draft = builders.event("Draft", public=False)
    told = {
        problem(client.get(path), 404, "Not Found")
        for path in [
            address(draft),
            *(
                reverse(f"api:{name}", args=[9**20])
                for name in ("event", "report", "person", "organisation", "project")
            ),
            "/api/v1/nothing",
            "/api/v2/",
        ]
    }
    assert told == {"There is nothing at this address, or it is not public."}


def test_problems_are_told_the_same_while_the_site_shows_its_insides(client, settings, event):
    settings.DEBUG = True
    draft = builders.event("Draft", public=False)
    nothing = problem(client.get(address(draft)), 404, "Not Found")
    assert nothing == "There is nothing at this address, or it is not public."
    strange = problem(client.get(f"{reverse('api:events')}?yaer=2021"), 400, "Bad Request")
    assert strange == "Some of what was asked is not understood."
    event.withdraw(by=None, reason="Wrong.")
    assert problem(client.get(address(event)), 410, "Gone") == "This was withdrawn: Wrong."


def test_words_are_written_in_their_own_letters(client, event):
    builders.line(event, person=builders.person("Ана Анић"))
    assert "Ана Анић" in client.get(address(event)).content.decode()


def test_withdrawn_event_says_why(client, event):
    event.withdraw(by=None, reason="It named the wrong town.")
    detail = problem(client.get(address(event)), 410, "Gone")
    assert detail == "This was withdrawn: It named the wrong town."


def test_too_many_parameters_are_a_problem_too(client, settings):
    most = settings.DATA_UPLOAD_MAX_NUMBER_FIELDS
    query = "&".join(f"q={number}" for number in range(most + 1))
    response = client.get(f"{reverse('api:events')}?{query}")
    assert problem(response, 400, "Bad Request") == "The request cannot be read."


def test_database_out_of_reach_is_a_problem_too(client, rf):
    request = rf.get(reverse("api:events"))
    try:
        raise OperationalError
    except OperationalError:
        response = views.server_error(request)
    assert (response.status_code, response["Retry-After"]) == (503, "120")
    assert response["Content-Type"] == "application/problem+json"
