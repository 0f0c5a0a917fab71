"""What somebody changed a moment ago is not deleted by those who did not see it."""

import re

import pytest
from django.urls import reverse

from events.models import Event, Report
from people.models import Person
from tests import builders
from tests.staff import staff

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def signed_in(client):
    client.force_login(staff("Editor"))


def shown(page, name):
    """Return the value of a hidden field of a page."""
    return page.text.split(f'name="{name}" value="')[1].split('"')[0]


@pytest.mark.parametrize("kind", ["person", "report"])
def test_record_that_was_changed_since_it_was_shown_is_not_deleted(client, kind):
    if kind == "person":
        record = changed = builders.person()
        url = reverse("admin:people_person_delete", args=[record.pk])
    else:
        changed = builders.report(builders.event(public=False), published=False)
        record = changed.report
        url = reverse("admin:events_report_delete", args=[record.pk])
    data = {"post": "yes", "opened": shown(client.get(url), "opened")}
    changed.credits = changed.honorific = "New"
    builders.saved(changed)
    answer = client.post(url, data, follow=True)
    assert "Somebody changed this meanwhile" in answer.text
    assert type(record).objects.count() == 1
    data["opened"] = shown(client.get(url), "opened")
    client.post(url, data)
    assert not type(record).objects.exists()


def test_of_several_none_is_deleted_if_one_was_changed(client):
    ana, mila = builders.person(), builders.person("Mila Milić")
    url = reverse("admin:people_person_changelist")
    chosen = {"action": "delete_selected", "_selected_action": [ana.pk, mila.pk]}
    page = client.post(url, chosen)
    numbers = {f"number-{p.pk}": shown(page, f"number-{p.pk}") for p in (ana, mila)}
    mila.honorific = "Dr"
    builders.saved(mila)
    answer = client.post(url, chosen | numbers | {"post": "yes"}, follow=True)
    assert "Somebody changed this meanwhile" in answer.text
    assert Person.objects.count() == 2
    client.post(url, chosen | numbers | {f"number-{mila.pk}": "2", "post": "yes"})
    assert not Person.objects.exists()


def test_what_stays_is_named_with_a_link_and_what_to_do_instead(client):
    events = [builders.event(f"Workshop {n}") for n in range(2)]
    url = reverse("admin:events_event_changelist")
    chosen = {"action": "delete_selected", "_selected_action": [one.pk for one in events]}
    page = client.post(url, chosen)
    named = [
        f'<li>Event: <a href="{reverse("admin:events_event_change", args=[one.pk])}">{one}</a></li>'
        for one in events
    ]
    assert sorted(re.findall(r"<li>Event: .*?</li>", page.text)) == sorted(named)
    assert "choose “Withdraw the whole event”" in page.text
    assert f'<a class="button" href="{url}">Back to the list</a>' in page.text
    assert '<li aria-current="page">These cannot be deleted</li>' in page.text
    assert "Delete multiple objects" not in page.text


def test_report_that_went_out_stays_and_is_named(client):
    report = builders.report(builders.event()).report
    page = client.post(
        reverse("admin:events_report_changelist"),
        {"action": "delete_selected", "_selected_action": [report.pk]},
    )
    address = reverse("admin:events_report_change", args=[report.pk])
    assert f'<li>Report: <a href="{address}">{report}</a></li>' in page.text
    assert "open the report and choose “Withdraw”" in page.text


def test_who_deleted_is_told_where_it_is_brought_back(client):
    ana, mila, ivo = (builders.person(name) for name in ("Ana", "Mila", "Ivo"))
    link = f'<a href="{reverse("admin:taken_away")}">Taken away lately</a>'
    url = reverse("admin:people_person_delete", args=[ana.pk])
    sent = {"post": "yes", "opened": shown(client.get(url), "opened")}
    one = client.post(url, sent, follow=True).context["messages"]
    assert [str(said) for said in one] == [
        f"“Ana” was deleted. It is kept: bring it back from {link}."
    ]
    url = reverse("admin:people_person_changelist")
    chosen = {"action": "delete_selected", "_selected_action": [mila.pk, ivo.pk]}
    page = client.post(url, chosen)
    numbers = {f"number-{p.pk}": shown(page, f"number-{p.pk}") for p in (mila, ivo)}
    several = client.post(url, chosen | numbers | {"post": "yes"}, follow=True)
    assert [str(said) for said in several.context["messages"]] == [
        f"“Ivo”, “Mila” were deleted. They are kept: bring them back from {link}."
    ]


def test_report_deleted_in_the_list_keeps_its_event(client):
    report = builders.report(builders.event(public=False), published=False).report
    url = reverse("admin:events_report_delete", args=[report.pk])
    client.post(url, {"post": "yes", "opened": shown(client.get(url), "opened")})
    assert not Report.objects.exists()
    assert Event.objects.count() == 1
