"""Who changes the facts of a public event, and who sees what is limited to others."""

import copy

import pytest
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from events.models import Event, Participation
from people.models import Person
from portal import history
from portal.models import SetAside, Version
from tests import builders
from tests.staff import address_of, errors, form_of, send, staff, undrawn

pytestmark = pytest.mark.django_db

SHUT = "Readers know these facts, so an editor changes them: propose the change."


@pytest.fixture(scope="module")
def made(kept):
    """Return an author, an event, and what its form sent before the event was public."""
    author, event, client = staff("Author"), builders.event("Workshop on roads"), Client()
    builders.line(event, person=builders.person("Ana Anić"))
    client.force_login(author)
    Event.objects.filter(pk=event.pk).update(public_from=None)
    before_publication = form_of(client.get(address_of(event)))
    Event.objects.filter(pk=event.pk).update(public_from=event.public_from)
    return author, event, before_publication


@pytest.fixture
def author(made):
    return copy.deepcopy(made[0])


@pytest.fixture
def public(made):
    return copy.deepcopy(made[1])


@pytest.fixture
def before_publication(made):
    return made[2]


class TestAuthors:
    def test_author_reads_the_facts_of_a_public_event(self, client, author, public):
        client.force_login(author)
        page = client.get(address_of(public)).text
        assert "Workshop on roads" in page
        assert "Ana Anić" in page
        for field in ("name", "represented", "participations-0-who", "note"):
            assert f'name="{field}"' not in page

    @pytest.mark.parametrize(
        "typed",
        [
            {"name": ["Renamed"]},
            {"represented": ["Slovenia"]},
            {"participations-1-who": ["Bo Babić"]},
            {"bodies-0-institution": ["Ministry of Works"], "bodies-0-role": ["host"]},
            {"names_shown": ["nobody"]},
            {"colleagues": ["1"]},
        ],
    )
    def test_nothing_of_a_public_event_is_saved_for_an_author(
        self, client, author, public, before_publication, typed
    ):
        client.force_login(author)
        before = Version.objects.count()
        response = send(client, public, before_publication | typed)
        assert SHUT in errors(response)
        assert Version.objects.count() == before
        assert [line.person.name for line in Participation.objects.all()] == ["Ana Anić"]
        assert [person.name for person in Person.objects.all()] == ["Ana Anić"]
        assert Event.objects.get().name == "Workshop on roads"

    def test_what_an_author_typed_meanwhile_stays_on_the_page(
        self, client, author, public, before_publication
    ):
        client.force_login(author)
        data = before_publication | {"name": ["Typed meanwhile"]}
        assert 'value="Typed meanwhile"' in client.post(address_of(public), data).text

    def test_door_is_shut_to_an_author_whoever_knocks(self, author, public):
        person = builders.person("Bo Babić")
        refused = pytest.raises(ValidationError, match="an editor changes them")
        with refused, history.change(public, by=author):
            Participation.objects.create(event=public, person=person)
        assert Participation.objects.count() == 1

    def test_facts_of_a_withdrawn_event_stay_shut(self, client, author, public):
        public.withdraw(by=None, reason="Wrong.")
        client.force_login(author)
        page = client.get(address_of(public)).text
        assert ("Workshop on roads" in page, 'name="name"' in page) == (True, False)

    def test_author_changes_an_event_that_is_not_public(self, client, author):
        event = builders.event(public=False)
        client.force_login(author)
        data = form_of(client.get(address_of(event))) | {"name": ["Renamed"]}
        assert client.post(address_of(event), data).status_code == 302
        assert Event.objects.filter(name="Renamed").count() == 1

    def test_author_writes_the_report_of_a_public_event(self, client, author, public):
        client.force_login(author)
        url = f"{reverse('admin:events_report_add')}?event={public.pk}"
        data = form_of(client.get(url)) | {"title": ["Written"], "_continue": ["1"]}
        client.post(url, data)
        assert public.reports.get().open_edition().title == "Written"

    def test_one_person_office_opens_the_facts(self, client, author, public, settings):
        settings.ONE_PERSON_OFFICE = True
        client.force_login(author)
        data = form_of(client.get(address_of(public))) | {"name": ["Renamed"]}
        assert client.post(address_of(public), data).status_code == 302
        assert Event.objects.filter(name="Renamed").count() == 1

    @pytest.mark.parametrize("role", ["Editor", "Data protection officer", "Administrator"])
    def test_others_change_the_facts(self, client, public, role):
        client.force_login(staff(role))
        data = form_of(client.get(address_of(public))) | {"attendance_number": ["60"]}
        assert client.post(address_of(public), data).status_code == 302
        assert Event.objects.get().attendance_number == 60


class TestLimited:
    """A draft that is limited to one colleague does not exist for any other."""

    @pytest.fixture
    def secret(self, author):
        event = builders.event("Zanzibar talks", public=False)
        builders.report(event, "Zanzibar text", published=False)
        event.colleagues.add(author)
        return event

    @pytest.fixture
    def editor(self, client):
        user = staff("Editor")
        client.force_login(user)
        return user

    def pages(self, event):
        report = event.reports.get()
        return [
            reverse("admin:events_event_changelist"),
            reverse("admin:events_event_changelist") + "?q=zanzibar",
            reverse("admin:events_report_changelist"),
            reverse("admin:events_report_changelist") + "?q=zanzibar",
            address_of(event),
            reverse("admin:events_event_delete", args=[event.pk]),
            reverse("admin:events_report_change", args=[report.pk]),
            reverse("admin:events_report_delete", args=[report.pk]),
            reverse("admin:suggestions", args=["events.event"]) + "?q=zanzi",
            f"{reverse('admin:events_event_add')}?like={event.pk}",
            f"{reverse('admin:events_report_add')}?event={event.pk}",
        ]

    def test_others_find_nothing_of_it(self, client, editor, secret):
        said = {page: client.get(page, follow=True).text for page in self.pages(secret)}
        # A search repeats what was searched for.
        assert {p for p, text in said.items() if "Zanzibar t" in text} == set()

    def test_the_colleague_finds_it(self, client, author, secret):
        client.force_login(author)
        lists = [page for page in self.pages(secret) if "/delete/" not in page]
        missing = [page for page in lists if "Zanzibar t" not in client.get(page).text]
        # Of another like it, only the frame is taken over.
        assert missing == [f"{reverse('admin:events_event_add')}?like={secret.pk}"]

    def test_its_name_means_nothing_to_others(self, client, editor, secret):
        url = reverse("admin:events_report_add")
        data = form_of(client.get(url)) | {"event": ["Zanzibar talks"], "title": ["x"]}
        with undrawn():
            answer = client.post(url, data)
        assert errors(answer) == ["There is no event of this name: “Zanzibar talks”."]

    def test_event_that_points_at_it_names_it_to_nobody_else(self, client, editor, secret):
        event = builders.event("Open", public=False)
        with history.change(event, by=None):
            event.part_of = secret
            event.related.add(secret)
            event.save()
        page = client.get(address_of(event))
        assert "Zanzibar" not in page.text
        data = form_of(page) | {"name": ["Renamed"]}
        assert client.post(address_of(event), data).status_code == 302
        event.refresh_from_db()
        assert (event.name, event.part_of, list(event.related.all())) == (
            "Renamed",
            secret,
            [secret],
        )

    def test_page_of_deleting_what_it_names_does_not_name_it(self, client, editor, secret):
        body = builders.organisation()
        secret.bodies.create(organisation=body, role="host")
        page = client.get(reverse("admin:organisations_organisation_delete", args=[body.pk])).text
        assert "Zanzibar" not in page
        assert "Something that is limited to others." in page

    @pytest.mark.parametrize("number", [0, 1])
    def test_form_sent_for_it_once_it_is_deleted_tells_others_nothing(
        self, client, editor, secret, number
    ):
        """A form of a deleted record is looked at as its earlier state says."""
        text = secret.reports.get().editions.get()
        sent = {
            address_of(secret): f"{secret.pk}:{number}",
            address_of(text.report): f"{text.pk}:{number}",
        }
        history.remove(text.report, by=None)
        history.remove(secret, by=None)
        for address, opened in sent.items():
            answer = client.post(
                address, {"opened": opened, "name": "x", "title": "x"}, follow=True
            )
            assert answer.context["cl"].opts.model_name in address
            assert "Zanzibar" not in answer.text
        assert not SetAside.objects.exists()

    def test_it_is_limited_and_opened_again_in_the_form(self, client, editor):
        event = builders.event(public=False)
        mate = staff("Author", "mate")
        User.objects.create_user("zoran")
        page = client.get(address_of(event))
        assert "zoran" not in page.text
        data = form_of(page)
        alone = send(client, event, data | {"colleagues": [str(mate.pk)]})
        assert errors(alone) == ["Choose yourself too, or you could not open this any more."]
        both = {"colleagues": [str(mate.pk), str(editor.pk)]}
        assert client.post(address_of(event), data | both).status_code == 302
        assert set(event.colleagues.all()) == {mate, editor}
        data = form_of(client.get(address_of(event))) | {"colleagues": []}
        client.post(address_of(event), data)
        assert not event.colleagues.exists()

    def test_colleague_who_left_is_kept_until_taken_out(self, client, editor):
        event = builders.event(public=False)
        mate = staff("Author", "mate")
        event.colleagues.set([editor, mate])
        User.objects.filter(pk=mate.pk).update(is_active=False)
        before = Version.objects.count()
        client.post(address_of(event), form_of(client.get(address_of(event))))
        assert Version.objects.count() == before
        assert event.colleagues.count() == 2
