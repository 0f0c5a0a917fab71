"""An institution that was renamed has the name of the day on what took place that day."""

import datetime

import pytest
from django.urls import reverse

from portal import history
from tests import builders
from tests.staff import form_of, staff

pytestmark = pytest.mark.django_db
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
