"""The form of an event whose list is long."""

import re

import pytest
from django.urls import reverse

from events.models import Event, Participation
from portal import history
from portal.admin.rows import MOST_ROWS
from tests import builders
from tests.staff import address_of, errors, form_of, send, staff

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(client):
    client.force_login(staff("Editor"))


def event_of(number):
    """Make a draft with so many groups on its list, each with a role."""
    event, role = builders.event(public=False), builders.role()
    with history.change(event, by=None):
        Participation.objects.bulk_create(
            Participation(event=event, group=f"Group {turn}", order=turn * 10)
            for turn in range(1, number + 1)
        )
        of_roles = Participation.roles.through
        of_roles.objects.bulk_create(
            of_roles(participation_id=line, role_id=role.pk)
            for line in event.participations.values_list("pk", flat=True)
        )
    return event


def test_as_many_lines_as_a_form_may_have_are_saved_with_it(client, editor):
    event = event_of(MOST_ROWS)
    page = client.get(address_of(event))
    assert 'name="participations-0-group"' in page.text
    data = form_of(page) | {"name": ["Another"], "participations-0-group": ["First"]}
    assert send(client, event, data).status_code == 302
    assert Event.objects.get().name == "Another"
    groups = [line.group for line in event.participations.order_by("order")]
    assert groups == ["First", *(f"Group {turn}" for turn in range(2, MOST_ROWS + 1))]


def test_more_are_left_out_of_the_form_and_all_else_is_saved(client, editor):
    event = event_of(MOST_ROWS + 1)
    page = client.get(address_of(event))
    assert 'name="participations-' not in page.text
    assert "The list has more than 400 lines, too many for this form" in page.text
    before = list(event.participations.order_by("pk").values())
    data = form_of(page) | {"name": ["Another"]}
    response = send(client, event, data)
    assert response.status_code == 302, errors(response)
    assert Event.objects.get().name == "Another"
    assert list(event.participations.order_by("pk").values()) == before


def test_what_leads_to_the_lines_of_a_long_list_leads_to_the_way_to_them(client, editor):
    event = event_of(MOST_ROWS + 1)
    place = client.get(address_of(event)).text.partition('id="participations-group"')[2]
    way = re.search(r'href="([^"]+)"', place)[1]
    assert way == reverse("admin:events_event_lines", args=[event.pk])
    assert list(client.get(way).context["page"]) == list(
        event.participations.values_list("pk", flat=True)[:100]
    )


def test_event_like_it_begins_with_as_many_and_says_so(client, editor):
    event = event_of(MOST_ROWS + 2)
    page = client.get(reverse("admin:events_event_add"), {"like": event.pk, "people": ""})
    groups = [values[0] for name, values in form_of(page).items() if name.endswith("-group")]
    assert groups == [f"Group {turn}" for turn in range(1, MOST_ROWS + 1)]
    assert "Of 402 lines only the first 400 are here" in page.text
