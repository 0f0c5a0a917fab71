"""What is limited to named colleagues is told to no other of the staff; a reason opens it."""

import copy
import datetime
import itertools
import re

import pytest
from django.contrib import admin
from django.urls import reverse
from django.utils import timezone

from events.models import Event, Remark
from organisations.models import Organisation
from people.models import Person
from portal import history
from portal.desk.site import PILES
from portal.models import Version
from tests import builders
from tests.nets.reading import read, status
from tests.pages import words
from tests.staff import staff

pytestmark = pytest.mark.django_db

# Stands in every word of what is limited, and by chance in no key or nonce of a page.
MARK = "xqzvort"
ONE_DAY = datetime.timedelta(days=1)


@pytest.fixture(scope="module")
def made(kept):
    """Return a draft with all its parts, limited to one colleague, that others point at."""
    colleague = staff("Author", "colleague")
    event = builders.event("Workshop on Xqzvort", public=False, part_of=None)
    project = builders.project("Better roads")
    ana, body = builders.person("Ana Anić"), builders.organisation("Ministry of Works")
    line = builders.line(event, person=ana, organisation=body, position="Xqzvort director")
    with history.change(event, by=colleague):
        event.projects.add(project)
        event.colleagues.add(colleague)
        event.bodies.create(organisation=body)
        event.places.create(city="Xqzvortville", country="RS")
        event.sources.create(publisher="Xqzvort gazette")
        event.sessions.create(title="Xqzvort opening").people.add(line)
    builders.document(event, "Xqzvort agenda")
    builders.photo(event, caption="Xqzvort table")
    builders.report(event, "What xqzvort said", published=False, body="<p>Xqzvort.</p>")
    other = builders.event("Another event", public=False)
    with history.change(other, by=colleague):
        other.related.add(event)
    part = builders.event("A part of it", public=False)
    with history.change(part, by=colleague):
        part.part_of = event
        part.save()
    Remark.objects.say(event.reports.get(), "Xqzvort remark.", by=colleague)
    return event, colleague


@pytest.fixture
def event(made):
    return copy.deepcopy(made[0])


@pytest.fixture
def colleague(made):
    return copy.deepcopy(made[1])


def pages(event):
    """Return the addresses of staff that might tell of it."""
    found = [reverse("admin:index"), reverse("admin:events_event_open", args=[event.pk])]
    for model in admin.site._registry:
        name = f"admin:{model._meta.app_label}_{model._meta.model_name}"
        found += [reverse(f"{name}_changelist"), reverse(f"{name}_changelist") + f"?q={MARK}"]
        # The words that came with the site were there before.
        for key in model._base_manager.order_by("-pk").values_list("pk", flat=True)[:4]:
            found += [
                reverse(f"{name}_{page}", args=[key]) for page in ("change", "delete", "history")
            ]
    add = reverse("admin:events_event_add")
    for other in (event, *event.event_parts.all()):
        found += [f"{add}?like={other.pk}", f"{add}?like={other.pk}&people=1"]
    found.append(reverse("admin:events_report_add") + f"?event={event.pk}")
    for label in ("events.event", "events.report", "people.person"):
        found.append(reverse("admin:suggestions", args=[label]) + f"?q={MARK}")
    found += [reverse("admin:pile", args=[key]) for key in PILES]
    found += [reverse("admin:find") + f"?q={word}" for word in ("workshop", "event")]
    for line in event.participations.all():
        for record in (line.person, line.organisation):
            found.append(reverse("admin:correct_name", args=[record._meta.label_lower, record.pk]))
    return [*found, *own_pages(event)]


def own_pages(event):
    report = event.reports.get()
    edition = report.open_edition()
    text = [report.pk, edition.sequence]
    return [
        reverse("admin:events_event_preview", args=[event.pk]),
        reverse("admin:events_event_remark", args=[event.pk]),
        reverse("admin:events_event_photo", args=[event.pk, event.photos.get().pk, 480, "jpg"]),
        reverse("admin:events_report_preview", args=text),
        reverse("admin:events_report_proofs", args=text),
        reverse("admin:events_report_remark", args=[report.pk]),
        reverse("admin:events_report_answers", args=[report.pk]),
        reverse("admin:events_report_compare", args=[report.pk])
        + f"?old={edition.pk}&new={edition.pk}",
        reverse("admin:events_event_picture", args=[event.pk, event.photos.get().pk, 480, "jpg"]),
    ]


def said(client, address):
    """Return what an answer says, but for what it repeats of the question."""
    response, body = read(client, address)
    assert response.status_code < 500, address
    question = f'value="{MARK}"|[?&](amp;)?q={MARK}|q%3d{MARK}'
    return re.sub(question, "", f"{body}{dict(response.headers)}".lower())


@pytest.mark.parametrize("role", ["Author", "Editor", "Data protection officer", "Administrator"])
def test_no_page_tells_others_of_it(client, event, role):
    client.force_login(staff(role))
    addresses = pages(event)
    assert {address for address in addresses if MARK in said(client, address)} == set()


def test_pages_looked_at_are_those_that_tell_a_colleague(client, event, colleague):
    client.force_login(colleague)
    for address in (reverse("admin:events_event_changelist"), own_pages(event)[3]):
        assert MARK in said(client, address)
    telling = (address for address in pages(event) if MARK in said(client, address))
    assert len(list(itertools.islice(telling, 13))) == 13


def test_no_list_of_what_is_to_be_deleted_tells_others_of_it(client, event):
    client.force_login(staff("Administrator"))
    for model in (Organisation, Person):
        name = f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist"
        keys = [str(key) for key in model.objects.values_list("pk", flat=True)]
        response = client.post(
            reverse(name), {"action": "delete_selected", "_selected_action": keys}
        )
        assert response.status_code == 200
        assert MARK not in response.content.decode().lower()


class TestRefusal:
    @pytest.mark.parametrize("page", ["change", "delete", "history"])
    def test_page_says_that_it_is_limited_and_by_whom_one_is_let_in(self, client, event, page):
        client.force_login(staff("Administrator"))
        report = event.reports.get()
        for address in (
            reverse(f"admin:events_event_{page}", args=[event.pk]),
            reverse(f"admin:events_report_{page}", args=[report.pk]),
        ):
            response, body = read(client, address)
            assert response.status_code == 403
            assert "limited to colleague. Any of them can let you in" in words(body)

    @pytest.mark.parametrize(
        ("role", "offered"),
        [
            ("Author", False),
            ("Editor", False),
            ("Data protection officer", True),
            ("Administrator", True),
        ],
    )
    def test_way_in_is_offered_to_those_who_have_one(self, client, event, role, offered):
        client.force_login(staff(role))
        for address in (
            reverse("admin:events_event_change", args=[event.pk]),
            reverse("admin:events_event_preview", args=[event.pk]),
            reverse("admin:events_event_open", args=[event.pk]),
        ):
            response, body = read(client, address)
            assert response.status_code == 403
            assert ("Why you have to open it" in body) == offered

    def test_staff_who_may_read_no_event_are_told_nothing(self, client, event):
        user = staff("Author")
        user.groups.clear()
        client.force_login(user)
        for name in ("open", "change"):
            response, body = read(client, reverse(f"admin:events_event_{name}", args=[event.pk]))
            assert (response.status_code, "colleague" in body) == (403, False)

    def test_event_that_is_not_there_is_still_not_there(self, client):
        client.force_login(staff("Administrator"))
        assert status(client, reverse("admin:events_event_open", args=[987654])) == 404
        assert status(client, reverse("admin:events_event_change", args=[987654])) == 302
        assert status(client, reverse("admin:events_event_change", args=["x"])) == 302

    def test_visitor_is_asked_to_sign_in(self, client, event):
        assert status(client, reverse("admin:events_event_open", args=[event.pk])) == 302

    def test_page_that_is_limited_to_nobody_says_403_as_ever(self, client):
        user = staff("Author")
        user.groups.clear()
        client.force_login(user)
        response, body = read(client, reverse("admin:events_event_changelist"))
        assert response.status_code == 403
        assert "You are signed in as author, who has no right to open this page." in words(body)


class TestOpening:
    def open(self, client, event, reason):
        url = reverse("admin:events_event_open", args=[event.pk])
        return client.post(url, {"reason": reason})

    def test_officer_opens_it_with_a_reason_that_the_colleagues_read(
        self, client, event, colleague
    ):
        officer = staff("Data protection officer", "officer")
        client.force_login(officer)
        response = self.open(client, event, "A complaint about a name.")
        form = reverse("admin:events_event_change", args=[event.pk])
        assert (response.status_code, response["Location"]) == (302, form)
        assert set(event.colleagues.all()) == {colleague, officer}
        assert status(client, form) == 200
        version = Version.objects.filter(kind="events.event", record_id=event.pk).first()
        assert (version.by, version.reason) == (officer, "A complaint about a name.")
        client.force_login(colleague)
        assert "Opened it. The reason: A complaint about a name. officer," in words(
            read(client, form)[1]
        )

    def test_readers_are_told_nothing(self, client, event):
        event = builders.event("Public one")
        event.colleagues.add(staff("Author"))
        client.force_login(staff("Administrator"))
        self.open(client, event, "To look.")
        assert event.colleagues.count() == 2
        assert [update.note for update in event.updates.all()] == ["First published."]

    @pytest.mark.parametrize("reason", ["", " ", "x" * 301])
    def test_reason_is_needed_and_what_was_typed_is_kept(self, client, event, reason):
        client.force_login(staff("Administrator"))
        response = self.open(client, event, reason)
        assert response.status_code == 400
        html = response.content.decode()
        assert 'class="errorlist"' in html
        assert ("x" * 301 in html) == (len(reason) > 300)
        assert event.colleagues.count() == 1
        assert event.remarks.proposals().count() == 0

    @pytest.mark.parametrize("role", ["Author", "Editor"])
    def test_others_cannot(self, client, event, role):
        client.force_login(staff(role))
        assert self.open(client, event, "Let me.").status_code == 403
        assert event.colleagues.count() == 1

    def test_button_pressed_twice_says_it_once(self, client, event):
        client.force_login(staff("Administrator"))
        self.open(client, event, "To look.")
        assert self.open(client, event, "To look.").status_code == 302
        assert event.remarks.proposals().count() == 1

    def test_what_is_limited_to_nobody_is_simply_there(self, client):
        event = builders.event("Draft", public=False)
        client.force_login(staff("Administrator"))
        assert self.open(client, event, "To look.").status_code == 302
        assert event.colleagues.count() == 0
        assert Event.objects.get(pk=event.pk).number == event.number


class TestPublicEvent:
    """Its facts are for all; what is written of it, or waits for its time, is its colleagues'."""

    @pytest.fixture
    def event(self, colleague):
        event = builders.event("Public one")
        event.colleagues.add(colleague)
        builders.report(event, "Draft", language="fr", published=False)
        later = builders.report(event, "Later", published=False)
        later.publish(by=None, note="A minister resigned.", at=timezone.now() + ONE_DAY)
        return event

    def told(self, client, user, event):
        client.force_login(user)
        form, sentences = (
            words(read(client, reverse(f"admin:events_event_{page}", args=[event.pk]))[1])
            for page in ("change", "sentences")
        )
        return (
            "being written in French" in form,
            "Reports: none yet" in form,
            "First published." in sentences,
            "A minister resigned." in sentences,
        )

    def test_form_and_sentences_tell_others_nothing_of_what_is_to_come(self, client, event):
        assert self.told(client, staff("Editor"), event) == (False, True, True, False)
        update = event.updates.get(note="A minister resigned.")
        typed = {"update": update.pk, "note": "Mine.", "was": update.note}
        client.post(reverse("admin:events_event_sentences", args=[event.pk]), typed)
        assert event.updates.filter(note="A minister resigned.").exists()

    def test_colleague_is_told_all(self, client, event):
        editor = staff("Editor")
        event.colleagues.add(editor)
        assert self.told(client, editor, event) == (True, False, True, True)
