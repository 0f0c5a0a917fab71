"""What was deleted is listed for those who may delete, and comes back by one click."""

import pytest
from django.urls import reverse

from events.models import Event, Report, Topic
from people.models import Person
from portal import history
from portal.models import Version
from tests import builders
from tests.staff import staff

pytestmark = pytest.mark.django_db

URL = "/admin/taken-away/"


def titles(response):
    return [line["version"].title for line in response.context["lines"]]


def test_deleted_record_is_listed_with_who_and_why_and_comes_back(client, editor):
    person = builders.person("Ana <b>Anić</b>")
    history.remove(person, by=editor, reason="A double")
    page = client.get(URL)
    assert titles(page) == ["Ana <b>Anić</b>"]
    assert "Ana &lt;b&gt;Anić&lt;/b&gt;" in page.text
    assert "A double" in page.text
    assert "editor" in page.text
    version = Version.objects.get(action="deleted")
    answer = client.post(URL, {"version": version.pk}, follow=True)
    back = Person.objects.get()
    assert answer.redirect_chain[-1][0] == reverse("admin:people_person_change", args=[back.pk])
    assert "is back, with all that stood in its form" in answer.text
    last = Version.objects.filter(kind="people.person").order_by("number").last()
    assert (last.action, last.by) == ("restored", editor)
    assert titles(client.get(URL)) == []


def test_second_click_brings_nothing_back_twice(client, editor):
    version = history.remove(builders.person(), by=None).version
    client.post(URL, {"version": version.pk})
    answer = client.post(URL, {"version": version.pk}, follow=True)
    assert "was brought back already" in answer.text
    assert Person.objects.count() == 1


def test_what_cannot_come_back_says_why(client, editor):
    body = builders.organisation()
    department = builders.organisation("Department", parent=body)
    version = history.remove(department, by=None).version
    history.remove(body, by=None)
    answer = client.post(URL, {"version": version.pk}, follow=True)
    assert "it is gone meanwhile: Institution Ministry of Works." in answer.text


def test_what_cannot_come_back_does_not_name_a_draft_that_was_limited(client, editor):
    whole = builders.event("Secret", public=False)
    with history.change(whole, by=None):
        whole.colleagues.add(staff("Author", "colleague"))
    part = builders.event("A day of it", public=False, part_of=whole)
    version, key = history.remove(part, by=None).version, whole.pk
    history.remove(whole, by=None)
    answer = client.post(URL, {"version": version.pk}, follow=True)
    assert f"it is gone meanwhile: Event {key}." in answer.text
    assert "Secret" not in answer.text


def test_only_who_may_delete_sees_it_and_brings_back(client):
    version = history.remove(builders.person(), by=None).version
    for role in ("Author", "Data protection officer"):
        client.force_login(staff(role))
        assert client.get(URL).status_code == 403
        assert client.post(URL, {"version": version.pk}).status_code == 403
    client.logout()
    assert client.get(URL).status_code == 302
    assert not Person.objects.exists()


def test_kind_that_one_may_not_delete_is_not_listed(client, editor):
    topic = builders.saved(Topic(name="Roads", slug="roads"))
    version = history.remove(topic, by=None).version
    assert titles(client.get(URL)) == []
    assert client.post(URL, {"version": version.pk}).status_code == 404
    assert not Topic.objects.exists()


def test_event_limited_to_others_is_neither_listed_nor_brought_back(client, editor):
    event = builders.event(public=False)
    report = builders.report(event, published=False).report
    with history.change(event, by=None):
        event.colleagues.add(staff("Author", "confidant"))
    versions = [history.remove(record, by=None).version for record in (report, event)]
    assert titles(client.get(URL)) == []
    assert client.post(URL, {"version": versions[1].pk}).status_code == 403
    history.bring_back(versions[1], by=None)
    assert titles(client.get(URL)) == []
    assert client.post(URL, {"version": versions[0].pk}).status_code == 403
    assert Event.objects.count() == 1


def test_draft_limited_to_others_is_neither_read_nor_brought_back_though_its_event_is_public(
    client, editor
):
    event = builders.event("Roads")
    with history.change(event, by=None):
        event.colleagues.add(staff("Author", "colleague"))
    report = builders.report(event, "A secret title", published=False).report
    version = history.remove(report, by=None).version
    trail = reverse("admin:events_report_history", args=[version.record_id])
    assert titles(client.get(URL)) == []
    assert client.get(trail).status_code == 403
    assert client.post(URL, {"version": version.pk}).status_code == 403
    with history.change(event, by=None):
        event.colleagues.add(editor)
    assert titles(client.get(URL)) == [version.title]
    assert "A secret title" in client.get(trail).text
    client.post(URL, {"version": version.pk})
    assert Report.objects.get().pk == version.record_id


@pytest.mark.parametrize("key", ["", "x", "٣", "9" * 30, "0", "-1"])
def test_key_that_is_none_is_not_found(client, editor, key):
    assert client.post(URL, {"version": key}).status_code == 404


@pytest.mark.parametrize("deleted", [1, 3])
def test_list_costs_the_same_for_one_as_for_three(
    client, editor, deleted, django_assert_num_queries
):
    for number in range(deleted):
        event = builders.event(f"Workshop {number}", public=False)
        report = builders.report(event, published=False).report
        history.remove(report, by=None)
        history.remove(builders.event(f"Gone {number}", public=False), by=None)
    with django_assert_num_queries(7):
        assert len(titles(client.get(URL))) == 2 * deleted
