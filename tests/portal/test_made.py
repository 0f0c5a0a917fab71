"""What is made of names typed in passing claims nothing, and is told with the way to each."""

import pytest
from django.contrib import messages
from django.urls import reverse

from events.models import Event
from organisations.models import Organisation
from people.models import Person
from portal.duplicates.merge import merge
from tests import builders
from tests.staff import address_of, form_of, staff

pytestmark = pytest.mark.django_db


@pytest.fixture
def client(client):
    client.force_login(staff())
    return client


def saved(client, **typed):
    """Save a new event and return what the next page tells beside that it was saved."""
    add = reverse("admin:events_event_add")
    data = form_of(client.get(add)) | {"name": ["Workshop"], "precision": ["unknown"]}
    answer = client.post(add, data | typed, follow=True)
    return [str(m) for m in answer.context["messages"] if m.level == messages.INFO]


def link(record):
    return f'<a href="{address_of(record)}">{record}</a>'


def test_institutions_and_people_made_in_passing_are_told_with_the_way_to_each(client):
    told = saved(
        client,
        represented="Germny\ncivil society\nSerbia",
        **{"participations-0-who": "Ana Anić", "participations-0-institution": "Roads & Sons"},
    )
    ana = Person.objects.get()
    roads, germny, society = Organisation.objects.order_by("pk")
    assert str(roads) == "Roads & Sons"
    assert sorted(told) == [
        f"Institutions added in passing: {link(roads).replace(' & ', ' &amp; ')}, {link(germny)} "
        f"(is the country Germany meant?), {link(society)}. Open each and complete it.",
        f"People added in passing: {link(ana)}. Open each and complete it.",
    ]


def test_who_is_added_once_for_two_institutions_is_asked_about_in_any_case(client):
    who = [*(f"Guest {chr(97 + n)}" for n in range(14)), "Ana Anić", "Ana Anić"]
    add = reverse("admin:events_event_add")
    data = form_of(client.get(add)) | {"name": ["Workshop"], "precision": ["unknown"]}
    for number, name in enumerate(who):
        data.add_row("participations", who=name, institution=f"Office {'abc'[number % 3]}")
    answer = client.post(add, data, follow=True)
    (told,) = [str(m) for m in answer.context["messages"] if str(m).startswith("People added")]
    ana = Person.objects.get(name="Ana Anić")
    assert told.endswith(
        f", {link(ana)} (one person for several institutions; if they are two, add the second "
        "under People and write the number behind the name), 3 more. Open each and complete it."
    )
    assert told.count("(one person") == 1


def test_save_that_makes_nobody_tells_of_none(client):
    builders.organisation("Germny")
    assert saved(client, represented="Germny") == []
    assert Event.objects.get().participations.count() == 1


def test_of_many_made_in_passing_some_are_told(client):
    (told,) = saved(client, represented="\n".join(f"Body {n}" for n in range(14)))
    assert told.count("<a href=") == 12
    assert told.endswith(", 2 more. Open each and complete it.")


def test_readers_are_told_no_kind_that_nobody_has_said(client):
    saved(client, represented="Civil society")
    event, body = Event.objects.get(), Organisation.objects.get()
    assert (body.kind, body.to_complete) == ("unknown", True)
    address = reverse("admin:events_event_change", args=[event.pk])
    data = form_of(client.get(address)) | {"public_from": ["2022-01-01T12:00:00"]}
    client.post(address, data)
    page = client.get(body.get_absolute_url()).text
    assert "Public authority" not in page
    assert 'class="kicker"' not in page
    rows = client.get(reverse("organisations:list")).context["rows"]
    assert [row["meta"] for row in rows] == [[]]


@pytest.mark.parametrize(("kept", "gone"), [("unknown", "ngo"), ("ngo", "unknown")])
def test_kind_that_somebody_has_said_stands_when_two_are_made_one(kept, gone):
    one = builders.organisation("Roads", kind=kept)
    other = builders.organisation("Roads", kind=gone)
    merge(one, other, by=None)
    assert Organisation.objects.get().kind == "ngo"


def test_institution_of_a_post_is_told_as_well(client):
    add = reverse("admin:people_person_add")
    data = form_of(client.get(add))
    data.add_row("positions", title="Head", institution="Roads and Sons")
    answer = client.post(add, data | {"name": ["Ana Anić"]}, follow=True)
    told = [str(m) for m in answer.context["messages"] if m.level == messages.INFO]
    roads = Organisation.objects.get()
    assert told == [f"Institutions added in passing: {link(roads)}. Open each and complete it."]
