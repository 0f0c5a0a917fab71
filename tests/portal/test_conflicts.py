"""The second of two who save the same record: refused, kept, shown, and applied by one click."""

import copy
import datetime
import uuid

import pytest
from django.contrib.auth.models import Group
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from events.models import Event, Participation, Role, Session, Topic
from people.models import Person
from portal import history
from portal.models import SetAside, Version
from tests import builders
from tests.staff import Forms, address_of, form_of, send, staff

pytestmark = pytest.mark.django_db


class Editor:
    """One of the staff with a browser of their own."""

    def __init__(self, name, role="Editor"):
        self.client = Client()
        self.user = staff(role, name)
        self.client.force_login(self.user)

    def open(self, record):
        return form_of(self.client.get(address_of(record)))

    def save(self, record, data, *, drawn=False, **typed):
        return send(self.client, record, {**data, **typed}, drawn=drawn)

    def put(self, aside, record):
        record = type(record).objects.get(pk=record.pk)
        seen = f"{record.pk}:{record.number}"
        return self.client.post(aside.get_absolute_url(), {"apply": "1", "seen": seen})


@pytest.fixture(scope="module")
def made(kept):
    """Return two editors, a draft, and the forms that they open."""
    one, two, draft = Editor("one"), Editor("two"), builders.event(public=False)
    return one, two, draft, Forms(one.user, draft)


@pytest.fixture
def one(made):
    return made[0]


@pytest.fixture
def two(made):
    return made[1]


@pytest.fixture
def event(made):
    return copy.deepcopy(made[2])


@pytest.fixture
def opened(made):
    """Return a function that gives what the form of a record sends, opened by two at once."""

    def by_both(record):
        first = made[3].of(made[0].client, record)
        return first, first | {"once": [str(uuid.uuid4())]}

    return by_both


def kept(answer):
    aside = SetAside.objects.get()
    assert (answer.status_code, answer.url) == (302, aside.get_absolute_url())
    return aside


def lines(event):
    return [(str(line), line.position) for line in event.participations.all()]


class TestSecondSave:
    def test_is_refused_and_kept_and_put_onto_the_newer_one(self, one, two, opened, event):
        ana = builders.line(event, person=builders.person(), position="Head")
        gone = builders.line(event, person=builders.person("Mila Milić"), position="Guest")
        first, second = opened(event)
        first.add_row("participations", who="Jovan Jovanović", position="Minister")
        chief = {"participations-0-position": "Chief"}
        assert one.save(event, first, name="Roads", **chief).status_code == 302
        second.add_row("participations", who="Petar Petrović", institution="New office")
        second.add_row("places", city="Niš")
        answer = two.save(
            event,
            second,
            attendance_words="sixty",
            name="Workshop on bridges",
            **{"participations-1-DELETE": "on", "participations-0-position": "Director"},
        )
        aside = kept(answer)
        event.refresh_from_db()
        assert event.name == "Roads"
        assert not Person.objects.filter(name="Petar Petrović").exists()
        assert lines(event) == [
            ("Ana Anić", "Chief"),
            ("Mila Milić", "Guest"),
            ("Jovan Jovanović", "Minister"),
        ]

        page = two.client.get(aside.get_absolute_url())
        both = [
            (b["mine"].label, b["mine"].before, b["theirs"].after, b["mine"].after)
            for b in page.context["both"]
        ]
        assert both == [
            ("name", "Workshop on roads", "Roads", "Workshop on bridges"),
            ("position then", "Head", "Chief", "Director"),
        ]
        assert "Petar Petrović" in page.text
        assert "Jovan Jovanović" in page.text

        assert two.put(aside, event).status_code == 302
        event.refresh_from_db()
        assert (event.name, event.attendance_words) == ("Workshop on bridges", "sixty")
        assert [place.city for place in event.places.all()] == ["Niš"]
        assert lines(event) == [
            ("Ana Anić", "Director"),
            ("Jovan Jovanović", "Minister"),
            ("Petar Petrović", ""),
        ]
        assert (
            Participation.objects.get(person__name="Petar Petrović").organisation.name
            == "New office"
        )
        assert Participation.objects.get(position="Director").pk == ana.pk
        assert not Participation.objects.filter(pk=gone.pk).exists()
        assert not SetAside.objects.exists()
        assert Version.objects.filter(kind="events.event").order_by("number").last().by == two.user

    @pytest.mark.parametrize("kind", ["person", "organisation", "project", "role", "topic"])
    def test_of_every_kind_of_record_is_kept(self, kind):
        one, two = Editor("first", "Administrator"), Editor("second", "Administrator")
        match kind:
            case "person":
                record, theirs, mine = builders.person(), "honorific", "given_name"
            case "organisation":
                record, theirs, mine = builders.organisation(), "acronym", "website"
            case "project":
                record, theirs, mine = builders.project(), "reference", "programme"
            case "role":
                record, theirs, mine = (
                    builders.saved(Role(name="Clown", slug="clown")),
                    "name",
                    "order",
                )
            case "topic":
                record, theirs, mine = (
                    builders.saved(Topic(name="Roads", slug="roads")),
                    "name",
                    "slug",
                )
        value = {"website": "https://site.example/", "order": "70", "slug": "ways"}.get(
            mine, "Mine"
        )
        first, second = one.open(record), two.open(record)
        assert one.save(record, first, **{theirs: "Theirs"}).status_code == 302
        aside = kept(two.save(record, second, **{mine: value}))
        assert two.put(aside, record).status_code == 302
        record.refresh_from_db()
        assert getattr(record, theirs) == "Theirs"
        assert str(getattr(record, mine)) == value

    def test_that_changes_nothing_says_so_and_keeps_nothing(self, one, two, opened):
        person = builders.person()
        first, second = opened(person)
        one.save(person, first, honorific="Dr")
        answer = two.client.post(address_of(person), second, follow=True)
        assert not SetAside.objects.exists()
        assert "you had changed nothing" in answer.text
        assert 'value="Dr"' in answer.text

    def test_with_a_mistake_is_told_of_the_mistake_first_and_kept_then(
        self, one, two, opened, event
    ):
        first, second = opened(event)
        one.save(event, first, attendance_words="sixty")
        answer = two.save(event, second, drawn=True, name="", attendance_of="Rain")
        assert answer.status_code == 200
        assert "to be mended" in answer.text
        assert 'value="Rain"' in answer.text
        assert not SetAside.objects.exists()
        again = form_of(answer)
        assert again["opened"] == second["opened"]
        aside = kept(two.save(event, again, name="Bridges"))
        assert aside.data["mine"]["fields"]["attendance_of"] == "Rain"
        assert Event.objects.get().attendance_words == "sixty"

    def test_brings_back_a_line_that_the_other_took_away_and_i_changed(
        self, one, two, opened, event
    ):
        builders.line(event, person=builders.person(), position="Head")
        builders.line(event, person=builders.person("Mila Milić"), position="Guest")
        first, second = opened(event)
        one.save(event, first, **{"participations-0-DELETE": "on", "participations-1-DELETE": "on"})
        assert lines(event) == []
        aside = kept(two.save(event, second, **{"participations-0-position": "Director"}))
        page = two.client.get(aside.get_absolute_url())
        assert [(b["theirs"].kind, b["mine"].after) for b in page.context["both"]] == [
            ("removed", "Director")
        ]
        two.put(aside, event)
        assert lines(event) == [("Ana Anić", "Director")]

    def test_keeps_a_session_with_a_line_that_it_adds(self, one, two, opened, event):
        first, second = opened(event)
        first.add_row("participations", who="Jovan Jovanović")
        one.save(event, first)
        second.add_row("participations", who="Petar Petrović")
        second.add_row("sessions", title="Opening", people="Petar Petrović")
        two.put(kept(two.save(event, second)), event)
        assert [name for name, _post in lines(event)] == ["Jovan Jovanović", "Petar Petrović"]
        assert [str(line) for line in Session.objects.get().people.all()] == ["Petar Petrović"]

    def test_names_a_person_whom_the_other_made_meanwhile_by_that_person(
        self, one, two, opened, event
    ):
        first, second = opened(event)
        first.add_row("participations", who="Petar Petrović", position="Guest")
        one.save(event, first)
        second.add_row("participations", who="Petar Petrović", position="Host")
        two.put(kept(two.save(event, second)), event)
        assert lines(event) == [("Petar Petrović", "Guest"), ("Petar Petrović", "Host")]
        assert Person.objects.count() == 1

    def test_keeps_a_file_that_was_sent_and_drops_it_with_the_rest(
        self, one, two, django_capture_on_commit_callbacks, opened, event
    ):
        for choice in ("apply", "leave"):
            first, second = opened(event)
            one.save(event, first, attendance_words=choice)
            second.add_row("documents", title=choice)
            place = len(event.documents.all())
            file = SimpleUploadedFile("a.pdf", b"%PDF-1.4\n")
            aside = kept(
                two.client.post(address_of(event), {**second, f"documents-{place}-file": file})
            )
            (row,) = [r for k, r in aside.data["mine"]["parts"]["documents"].items() if int(k) < 0]
            assert default_storage.exists(row["file"])
            if choice == "apply":
                assert two.put(aside, event).status_code == 302
                assert [d.file.name for d in event.documents.all()] == [row["file"]]
        with django_capture_on_commit_callbacks(execute=True):
            two.client.post(aside.get_absolute_url(), {"leave": "1"})
        assert not SetAside.objects.exists()
        assert not default_storage.exists(row["file"])
        assert [document.title for document in event.documents.all()] == ["apply"]

    def test_sent_twice_is_kept_once(self, one, two, opened):
        person = builders.person()
        first, second = opened(person)
        one.save(person, first, honorific="Dr")
        answers = [two.save(person, second, given_name="Ana") for _ in range(2)]
        assert SetAside.objects.count() == 1
        assert answers[0].url == answers[1].url

    def test_with_a_number_that_nobody_gave_keeps_the_text_as_it_was_typed(self, two):
        person = builders.person()
        for number, opened in enumerate(
            ["", "x", f"{person.pk}:99", f"{person.pk}:٣", "9" * 40 + ":1"]
        ):
            data = two.open(person) | {"opened": [opened]}
            answer = two.save(person, data, honorific=f"<b>{number}</b>")
            page = two.client.get(answer.url)
            assert f"<pre>&lt;b&gt;{number}&lt;/b&gt;</pre>" in page.text
            assert "Put mine" not in page.text
            SetAside.objects.all().delete()
        assert Person.objects.get().honorific == ""

    def test_onto_a_third_save_shows_the_page_again(self, one, two, opened):
        person = builders.person()
        first, second = opened(person)
        one.save(person, first, honorific="Dr")
        aside = kept(two.save(person, second, given_name="Ana"))
        seen = f"{person.pk}:2"
        one.save(person, one.open(person), family_name="Anić")
        answer = two.client.post(aside.get_absolute_url(), {"apply": "1", "seen": seen})
        assert "once more just now" in answer.text
        assert Person.objects.get().given_name == ""
        assert two.put(aside, person).status_code == 302
        found = Person.objects.get()
        assert (found.honorific, found.given_name, found.family_name) == ("Dr", "Ana", "Anić")

    def test_that_does_not_fit_says_so_and_stays_kept(self, one, two, opened, event):
        first, second = opened(event)
        one.save(event, first, precision="unknown", earliest="", latest="")
        aside = kept(two.save(event, second, latest="2021-09-03"))
        answer = two.put(aside, event)
        assert answer.status_code == 200
        assert "does not fit" in answer.text or "Give the first day" in answer.text
        assert SetAside.objects.count() == 1
        assert Event.objects.get().precision == "unknown"

    def test_of_a_deleted_record_can_be_put_onto_it_once_it_is_back(self, one, two):
        person = builders.person()
        second = two.open(person)
        version = history.remove(Person.objects.get(), by=one.user).version
        aside = kept(two.save(person, second, honorific="Dr"))
        assert not Person.objects.exists()
        history.bring_back(version, by=one.user)
        assert two.put(aside, person).status_code == 302
        assert Person.objects.get().honorific == "Dr"


class TestWhoMay:
    def test_another_user_sees_nothing_of_it(self, one, two, opened):
        person = builders.person()
        first, second = opened(person)
        one.save(person, first, honorific="Dr")
        aside = kept(two.save(person, second, given_name="Ana"))
        assert one.client.get(aside.get_absolute_url()).status_code == 404
        assert Client().get(aside.get_absolute_url()).status_code == 302
        one.client.post(aside.get_absolute_url(), {"leave": "1"})
        assert SetAside.objects.count() == 1

    def test_who_may_no_longer_change_the_record_keeps_the_text_and_cannot_put_it(
        self, one, two, opened
    ):
        person = builders.person()
        first, second = opened(person)
        one.save(person, first, honorific="Dr")
        aside = kept(two.save(person, second, given_name="Ana"))
        two.user.groups.clear()
        person_seen = two.put(aside, person)
        assert person_seen.status_code == 403
        assert Person.objects.get().given_name == ""
        page = two.client.get(aside.get_absolute_url())
        assert "Ana</ins>" in page.text
        assert "Dr</ins>" not in page.text

    def test_who_may_no_longer_publish_makes_nothing_public_by_what_was_kept(
        self, one, two, opened, event
    ):
        first, second = opened(event)
        one.save(event, first, attendance_words="sixty")
        aside = kept(
            two.save(event, second, attendance_of="Rain.", public_from="2030-01-01T09:00:00")
        )
        two.user.groups.set(Group.objects.filter(name="Author"))
        answer = two.put(aside, event)
        assert answer.status_code == 200
        assert "You can no longer change “public from”." in answer.text
        event.refresh_from_db()
        assert (event.public_from, event.attendance_of) == (None, "")
        assert SetAside.objects.exists()
        two.user.groups.set(Group.objects.filter(name="Editor"))
        assert two.put(aside, event).status_code == 302
        event.refresh_from_db()
        assert (event.public_from.year, event.attendance_of) == (2030, "Rain.")

    @pytest.mark.parametrize("button", ["apply", "leave"])
    def test_what_was_kept_before_a_part_was_given_up_can_be_put_and_left(
        self, one, two, button, opened, event
    ):
        first, second = opened(event)
        one.save(event, first, attendance_words="sixty")
        aside = kept(two.save(event, second, attendance_of="Rain."))
        aside.data["mine"]["parts"]["stalls"] = {"7": {"id": 7, "name": "A stall"}}
        aside.data["mine"]["fields"]["weather"] = "fine"
        aside.save()
        assert two.client.get(aside.get_absolute_url()).status_code == 200
        event.refresh_from_db()
        seen = f"{event.pk}:{event.number}"
        answer = two.client.post(aside.get_absolute_url(), {button: "1", "seen": seen})
        assert answer.status_code == 302
        event.refresh_from_db()
        assert event.attendance_of == ("Rain." if button == "apply" else "")
        assert not SetAside.objects.exists()

    def test_it_is_kept_for_thirty_days(self, two):
        person = builders.person()
        data = two.open(person) | {"opened": [""]}
        aside = kept(two.save(person, data, honorific="Dr"))
        SetAside.objects.update(at=timezone.now() - datetime.timedelta(days=31))
        assert two.client.get(aside.get_absolute_url()).status_code == 404
        two.save(person, two.open(person) | {"opened": [""]}, honorific="Prof")
        assert [dict(a.data["typed"])["honorific"] for a in SetAside.objects.all()] == ["Prof"]
