"""An institution that was renamed has the name of the day on what took place that day."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from people.models import Person
from portal import history
from tests import builders
from tests.staff import form_of, staff

pytestmark = pytest.mark.django_db
EVERYWHERE = [
    "/participation/",
    "/participation/participation.csv",
    "/participation/participation.json",
    "/people/",
    "/people/people.csv",
    "/events/events.csv",
    "/api/v1/participation",
]
RENAMED = datetime.date(2022, 5, 1)


def renamed(body, **fields):
    with history.change(body, by=None):
        fields = {"kind": "former", "until": RENAMED - datetime.timedelta(days=1)} | fields
        body.names.create(name="Office of Works", **fields)
    return body


def events_of(body):
    """Return the pages of an event before and of one after the day of the new name."""
    for day in (datetime.date(2022, 4, 30), RENAMED):
        event = builders.event(f"Event of {day}", earliest=day)
        department = builders.organisation("Roads", parent=body, slug=f"roads-{day}")
        builders.line(event, organisation=department)
        builders.line(event, person=builders.person(f"Person {day}"), organisation=body)
        with history.change(event, by=None):
            event.bodies.create(organisation=body, role="host")
        yield event.get_absolute_url()


def test_old_event_shows_the_name_of_its_day_and_leads_to_the_page_of_today(client):
    body = renamed(builders.organisation("Ministry of Works"))
    before, after = (client.get(address).text for address in events_of(body))
    assert "Ministry of Works" not in before
    assert f'<a href="{body.get_absolute_url()}">' in before.replace("<bdi>", "").replace(
        "</bdi>", ""
    )
    assert before.count("Office of Works") == after.count("Ministry of Works") > 1
    assert "Office of Works" not in after


@pytest.mark.parametrize(
    "fields", [{"until": None}, {"kind": "misspelling"}, {"language": "sr"}, {"kind": "acronym"}]
)
def test_name_without_days_or_of_another_kind_or_language_stands_for_no_day(client, fields):
    body = renamed(builders.organisation("Ministry of Works"), **fields)
    before = client.get(next(events_of(body))).text
    assert "Office of Works" not in before


def told(client, address):
    """Return what a page or a file says when it is asked again, and how many queries it took."""
    for _time in range(2):
        with CaptureQueriesContext(connection) as queries:
            response = client.get(address)
            body = b"".join(response) if response.streaming else response.content
    return body.decode("utf-8-sig"), len(queries)


def test_lists_files_and_api_give_the_name_of_the_day_at_no_further_query(client):
    body = builders.organisation("Ministry of Works")
    list(events_of(body))
    before = {address: told(client, address) for address in EVERYWHERE}
    renamed(body)
    for address, (plain, queries) in before.items():
        text, now = told(client, address)
        assert (plain.count("Office of Works"), text.count("Office of Works")) == (0, 1), address
        assert "Ministry of Works" in text, address
        assert now == queries, address


def test_page_of_a_person_gives_the_name_of_the_day(client):
    body = renamed(builders.organisation("Ministry of Works"))
    list(events_of(body))
    before, after = Person.objects.order_by("name")
    assert "Office of Works" in client.get(before.get_absolute_url()).text
    assert "Office of Works" not in client.get(after.get_absolute_url()).text


def test_page_of_today_says_until_when_it_was_called_so(client):
    body = renamed(builders.organisation("Ministry of Works", in_directory=True))
    page = client.get(body.get_absolute_url()).text
    assert "until April 30, 2022" in page


def test_editor_says_since_when_the_new_name_holds(client):
    client.force_login(staff("Editor"))
    body = builders.organisation("Office of Works")
    form = reverse("admin:organisations_organisation_change", args=[body.pk])
    data = form_of(client.get(form))
    page = client.post(form, data | {"renamed_on": ["2022-05-01"]})
    [error] = page.context["error_list"]
    assert error["message"] == "Write the new official name above."
    new = {"official_name": ["Ministry of Works"], "renamed_on": ["2022-05-01"]}
    assert client.post(form, data | new).status_code == 302
    body.refresh_from_db()
    assert body.name == "Ministry of Works"
    [name] = body.names.all()
    assert (name.name, name.kind, name.until) == (
        "Office of Works",
        "former",
        datetime.date(2022, 4, 30),
    )


@pytest.mark.parametrize(
    ("known", "until", "said"),
    [
        ("day", datetime.date(2020, 5, 13), "until May 13, 2020"),
        ("month", datetime.date(2020, 4, 30), "until April 2020"),
        ("year", datetime.date(2019, 12, 31), "until 2019"),
    ],
)
def test_day_is_invented_for_no_new_name_of_which_the_year_is_known(client, known, until, said):
    client.force_login(staff("Editor"))
    body = builders.organisation("Office of Works", in_directory=True)
    form = reverse("admin:organisations_organisation_change", args=[body.pk])
    typed = {
        "official_name": ["Ministry of Works"],
        "renamed_on": ["2020-05-14"],
        "renamed_precision": [known],
    }
    assert client.post(form, form_of(client.get(form)) | typed).status_code == 302
    [name] = body.names.all()
    assert (name.until, name.until_precision) == (until, known)
    body.refresh_from_db()
    assert f"{said}<" in client.get(body.get_absolute_url()).text


def test_what_is_followed_by_another_says_what_became_of_it(client):
    client.force_login(staff("Editor"))
    body, after = builders.organisation("Office of Works"), builders.organisation("Road Office")
    form = reverse("admin:organisations_organisation_change", args=[body.pk])
    data = form_of(client.get(form)) | {"successors": [after.name]}
    [error] = client.post(form, data).context["error_list"]
    assert error["message"] == "Something follows it: say what became of it."
    assert client.post(form, data | {"outcome": ["merged"]}).status_code == 302
    assert list(body.successors.all()) == [after]
