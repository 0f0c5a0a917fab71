import datetime
import re

import pytest
from django.urls import reverse
from django.utils import timezone

from events.models import Edition, Event, Participation, Remark
from portal import history
from portal.desk.piles import MOST, SHOWN
from portal.models import SetAside, Version
from tests import builders
from tests.staff import staff

pytestmark = pytest.mark.django_db

DAY = datetime.timedelta(days=1)
DESK = "admin:index"


@pytest.fixture
def now():
    return timezone.now().replace(microsecond=0)


@pytest.fixture
def author():
    return staff("Author")


@pytest.fixture
def editor():
    return staff("Editor")


def written(by, title="What was said", event=None, **fields):
    """Write a text that is not handed in yet."""
    event = event or builders.event(f"Event of {title}", public=False, **fields)
    edition = Edition(report=event.reports.create(), title=title)
    with history.change(edition, by=by):
        edition.save()
    return edition


def limit(event, *colleagues):
    with history.change(event, by=None):
        event.colleagues.set(colleagues)


def desk(client, user):
    """Return what lies on somebody's desk, as titles by pile; an empty pile is []."""
    client.force_login(user)
    context = client.get(reverse(DESK)).context
    return {
        shown.pile.key: [item.title for item in shown.items]
        for shown in [*context["piles"], *context["chores"]]
    }


def item(client, user, key):
    client.force_login(user)
    context = client.get(reverse(DESK)).context
    [found] = [shown for shown in [*context["piles"], *context["chores"]] if shown.pile.key == key]
    return found.items[0]


class TestTexts:
    def test_being_written_is_what_i_wrote_on_or_handed_in(self, client, author, editor):
        written(author, "Mine")
        shared = written(editor, "Ours")
        with history.change(shared, by=author):
            shared.lead = "One more word."
            shared.save()
        written(editor, "Theirs")
        assert desk(client, author)["being-written"] == ["Ours", "Mine"]
        assert desk(client, editor)["being-written"] == ["Theirs", "Ours"]

    def test_events_that_are_not_public_lie_with_who_saved_them_last(
        self, client, author, editor, now
    ):
        for name, at in {"Older": now - DAY, "Newer": now, "Taken on": now}.items():
            with history.change(Event(name=name, precision="unknown"), by=editor, now=at) as saved:
                saved.record.clean()
                saved.record.save()
        limited = builders.event("Limited", public=False)
        limit(limited, author)
        coming = builders.event("Coming", public_from=now + DAY)
        for event in (limited, coming, builders.event("Public")):
            with history.change(event, by=editor):
                Event.objects.filter(pk=event.pk).update(status_note="By the editor.")
        with history.change(Event.objects.get(name="Taken on"), by=author) as saved:
            saved.record.status_note = "By the author."
            saved.record.save()
        assert desk(client, editor)["not-public"] == ["Newer", "Older"]
        assert item(client, editor, "not-public").about == "Date not known"
        assert desk(client, author)["not-public"] == ["Taken on"]
        assert "not-public" not in desk(client, staff("Editor", "another"))

    def test_sent_back_is_shown_with_the_remark_and_no_longer_as_written(
        self, client, author, editor
    ):
        edition = written(author)
        edition.hand_in(by=author)
        edition.send_back(by=editor, remark="Name the town.")
        found = desk(client, author)
        assert found["sent-back"] == ["What was said"]
        assert found["being-written"] == []
        assert "proposed" not in found
        assert item(client, author, "sent-back").note == "Name the town."
        assert "sent-back" not in desk(client, editor)

    def test_waiting_is_all_for_second_readers_and_ones_own_for_authors(
        self, client, author, editor, now
    ):
        written(author, "Second").hand_in(by=author, now=now - DAY)
        written(editor, "First").hand_in(by=editor, now=now - 2 * DAY)
        other = staff("Author", "other")
        assert desk(client, editor)["waiting"] == ["First", "Second"]
        assert item(client, editor, "waiting").marks == [
            "handed in by you: somebody else publishes it"
        ]
        assert item(client, staff("Editor", "another"), "waiting").marks == []
        assert desk(client, author)["waiting"] == ["Second"]
        assert item(client, author, "waiting").at == now - DAY
        assert desk(client, other)["waiting"] == []

    def test_published_without_a_second_reader_waits_for_another_editor(
        self, client, author, editor
    ):
        edition = written(editor)
        edition.publish(by=editor, alone="Nobody else is here.")
        second = staff("Editor", "second")
        assert desk(client, second)["still-to-be-read"] == ["What was said"]
        assert item(client, second, "still-to-be-read").note == "Nobody else is here."
        assert "still-to-be-read" not in desk(client, editor)
        assert "still-to-be-read" not in desk(client, author)
        edition.approve(by=second)
        assert "still-to-be-read" not in desk(client, second)

    def test_going_out_is_in_the_order_of_time_and_leaves_when_it_is_public(
        self, client, author, editor, now
    ):
        written(author, "Later").publish(by=editor, at=now + 2 * DAY)
        written(author, "Sooner").publish(by=editor, at=now + DAY)
        written(author, "Now").publish(by=editor)
        found = desk(client, author)
        assert found["going-out"] == ["Sooner", "Later"]
        assert item(client, author, "going-out").at == now + DAY
        assert "Now" in found["public-lately"]
        assert "Later" not in found["public-lately"]

    def test_text_goes_out_no_sooner_than_its_event(self, client, author, editor, now):
        edition = written(author)
        event = edition.report.event
        with history.change(event, by=None):
            event.public_from = now + 2 * DAY
            event.save()
        edition.publish(by=editor, at=now + DAY)
        assert item(client, editor, "going-out").at == now + 2 * DAY

    def test_public_lately_says_who_what_and_whether_it_was_small(self, client, editor):
        event = builders.event()
        with history.change(event, by=editor, note="A comma was added.", minor=True):
            event.status_note = "a, b"
            event.save()
        first = item(client, editor, "public-lately")
        assert (first.title, first.note, first.by) == (event.name, "A comma was added.", editor)
        assert first.marks == ["small correction"]

    def test_kept_is_ones_own_until_it_is_thirty_days_old(self, client, author, editor, now):
        event = builders.event()
        for user, days in ((author, 1), (author, 31), (editor, 2)):
            SetAside.objects.create(
                kind="events.event",
                record_id=event.pk,
                number=1,
                data={"title": f"Typed {days} days ago"},
                user=user,
                at=now - days * DAY,
            )
        assert desk(client, author)["kept"] == ["Typed 1 days ago"]
        assert desk(client, editor)["kept"] == ["Typed 2 days ago"]
        assert item(client, author, "kept").url.startswith("/admin/events/event/")

    def test_proposals_are_shown_to_those_who_may_change_and_to_who_proposed(
        self, client, author, editor
    ):
        event = builders.event()
        remark = Remark.objects.propose(event, "It was the 2nd.", by=author)
        assert item(client, editor, "proposed").note == "It was the 2nd."
        assert item(client, author, "proposed").note == "It was the 2nd."
        assert "proposed" not in desk(client, staff("Author", "other"))
        remark.settled_by, remark.settled_at = editor, timezone.now()
        remark.save()
        assert "proposed" not in desk(client, editor)

    def test_nothing_limited_to_others_is_anywhere_on_the_desk(self, client, author, now):
        inside = staff("Editor", "inside")
        outside = [staff(role, f"out {role}") for role in ("Editor", "Administrator")]
        waiting, coming = written(author, "Osier"), written(author, "Osier too")
        # Who wrote it and was left out sees it no more either.
        back = written(outside[0], "Osier back")
        for edition, name in ((waiting, "Ana"), (coming, "Bojana"), (back, "Cvetko")):
            event = edition.report.event
            person = builders.person(f"Osier {name}")
            builders.line(event, person=person, attendance="expected")
            builders.photo(event, alternative_text="", caption="Osier")
            Remark.objects.propose(event, "Osier.", by=author)
        waiting.hand_in(by=author)
        coming.publish(by=inside, at=now + DAY)
        back.hand_in(by=outside[0])
        back.send_back(by=inside, remark="Osier.")
        Version.objects.filter(by=None).update(by=author)
        assert "Osier" in desk(client, outside[0])["waiting"]
        for edition in (waiting, coming, back):
            limit(edition.report.event, author, inside)
        assert desk(client, inside)["waiting"] == ["Osier"]
        for user in outside:
            client.force_login(user)
            pages = [reverse(DESK), *(reverse("admin:pile", args=[key]) for key in KEYS)]
            for page in pages:
                words = client.get(page).content.decode()
                assert "Osier" not in words, page


KEYS = (
    "sent-back waiting being-written proposed still-to-be-read going-out public-lately "
    "lines-without-institution photos-without-text inexact-dates no-report still-planned "
    "still-expected reports-in-another-language"
).split()


class TestToBeCompleted:
    def test_each_chore_finds_what_it_names_and_nothing_else(self, client):
        today = timezone.localdate()
        body = builders.organisation()
        builders.organisation("Passing Office", to_complete=True)
        builders.person("Passing Person", to_complete=True)
        whole = builders.event("Whole", earliest=today - 9 * DAY)
        builders.report(whole)
        builders.line(whole, person=builders.person("With Body"), organisation=body)
        builders.line(whole, person=builders.person("No Body"))
        builders.line(whole, country="SI")
        builders.photo(whole, alternative_text="", caption="Undescribed")
        builders.photo(whole, caption="Described")
        builders.report(
            builders.event(
                "Some month",
                precision="month",
                earliest=datetime.date(2021, 9, 1),
                latest=datetime.date(2021, 9, 30),
            )
        )
        builders.event("Unreported", earliest=today - 2 * DAY)
        builders.event("Archive", earliest=today - 400 * DAY)
        builders.event("Today", earliest=today)
        builders.event("Cancelled", earliest=today - DAY, status="cancelled", status_note="Snow.")
        builders.event("Planned", earliest=today - DAY, status="planned")
        builders.event("To come", earliest=today + DAY, status="planned")
        hoping = builders.event("Hoping", earliest=today - DAY)
        builders.report(hoping)
        builders.line(hoping, country="SI", attendance=Participation.Attendance.EXPECTED)
        builders.report(builders.event("In Serbian"), language="sr")
        builders.report(whole, language="sr")
        builders.role("Nameless")
        found = desk(client, staff("Administrator"))
        chores = {key: titles for key, titles in found.items() if titles}
        chores.pop("public-lately")
        assert chores == {
            "people-to-complete": ["Passing Person"],
            "institutions-to-complete": ["Passing Office"],
            "lines-without-institution": ["No Body"],
            "photos-without-text": ["Undescribed"],
            "inexact-dates": ["Some month"],
            "no-report": ["Unreported"],
            "still-planned": ["Planned"],
            "still-expected": ["Hoping"],
            "reports-in-another-language": ["In Serbian"],
            "roles-without-name": ["Nameless"],
        }

    def test_chore_that_somebody_may_not_do_is_not_asked_of_them(self, client, author):
        builders.report(builders.event(), language="sr")
        builders.role("Nameless")
        assert "roles-without-name" not in desk(client, author)
        client.force_login(author)
        address = reverse("admin:pile", args=["roles-without-name"])
        assert client.get(address).status_code == 404


class TestPage:
    @pytest.mark.parametrize(
        ("role", "next_step"),
        [("Author", "An editor reads each"), ("Editor", "Read each, then publish it")],
    )
    def test_next_step_is_said_to_whom_it_is_to_take_it(self, client, author, role, next_step):
        builders.report(builders.event(), published=False).hand_in(by=author)
        client.force_login(author if role == "Author" else staff(role))
        for address in (reverse("admin:index"), reverse("admin:pile", args=["waiting"])):
            advice = re.findall(r'class="advice">([^<]+)<', client.get(address).content.decode())
            assert advice[0].startswith(next_step)

    def test_what_is_empty_is_hidden_and_the_main_piles_say_so(self, client, author):
        assert desk(client, author) == {
            "waiting": [],
            "being-written": [],
            "going-out": [],
            "public-lately": [],
        }
        page = client.get(reverse(DESK)).content.decode()
        assert "Nothing waits." in page
        assert "To be completed" not in page

    def test_pile_shows_ten_and_leads_to_all(self, client, author):
        for number in range(SHOWN + 2):
            written(author, f"Text {number}")
        client.force_login(author)
        page = client.get(reverse(DESK)).content.decode()
        address = reverse("admin:pile", args=["being-written"])
        assert f'<a href="{address}">All 12' in page
        assert page.count("Event of Text") == SHOWN
        every = client.get(address).content.decode()
        assert every.count("Event of Text") == SHOWN + 2
        assert MOST == 1000

    def test_unknown_pile_is_not_found(self, client, author):
        client.force_login(author)
        assert client.get(reverse("admin:pile", args=["nothing"])).status_code == 404

    def test_needs_an_account(self, client):
        for address in (reverse("admin:pile", args=["waiting"]), reverse("admin:find")):
            assert "login" in client.get(address)["Location"]

    def test_account_without_a_role_sees_nothing(self, client, author):
        written(author)
        nobody = staff("Author", "nobody")
        nobody.groups.clear()
        assert desk(client, nobody) == {}
        page = client.get(reverse(DESK)).content.decode()
        assert "Your account has no rights yet" in page
        assert "What was said" not in page

    def test_costs_the_same_for_one_of_each_and_for_three(
        self, client, author, django_assert_num_queries, now
    ):
        user = staff("Administrator")
        client.force_login(user)

        def one_of_each(turn):
            today = timezone.localdate()
            written(user, f"Mine {turn}")
            waiting = written(author, f"Waiting {turn}")
            waiting.hand_in(by=author)
            back = written(user, f"Back {turn}")
            back.hand_in(by=user)
            back.send_back(by=author, remark="Mend it.")
            written(author, f"Coming {turn}").publish(by=author, at=now + DAY)
            written(author, f"Alone {turn}").publish(by=author, alone="Nobody is here.")
            event = builders.event(f"Held {turn}", earliest=today - DAY)
            Remark.objects.propose(event, "Another day.", by=author)
            person = builders.person(f"Ana {turn}", to_complete=True)
            builders.line(event, person=person, attendance="expected")
            builders.photo(event, alternative_text="")
            builders.organisation(f"Office {turn}", to_complete=True)
            builders.event(f"Planned {turn}", earliest=today - DAY, status="planned")
            builders.report(builders.event(f"Serbian {turn}", precision="month"), language="sr")
            builders.role(f"Role {turn}")
            with history.change(builders.event(f"Begun {turn}", public=False), by=user) as begun:
                Event.objects.filter(pk=begun.record.pk).update(status_note="Begun.")
            kept = {"kind": "events.event", "record_id": event.pk, "number": 1}
            SetAside.objects.create(**kept, data={"title": "Typed"}, user=user)

        one_of_each(1)
        client.get(reverse(DESK))
        with django_assert_num_queries(QUERIES):
            client.get(reverse(DESK))
        one_of_each(2)
        one_of_each(3)
        with django_assert_num_queries(QUERIES):
            found = client.get(reverse(DESK))
        shown = [*found.context["piles"], *found.context["chores"]]
        assert len(shown) == 19
        counts = {pile.pile.key: pile.count for pile in shown}
        assert counts.pop("public-lately") is None
        assert {key: count for key, count in counts.items() if count < 3} == {}


QUERIES = 33


def test_page_of_a_pile_is_counted_no_further_than_on_the_desk(client, author, monkeypatch):
    monkeypatch.setattr("portal.desk.site.MOST", 2)
    client.force_login(author)
    for number in range(3):
        edition = builders.report(builders.event(f"Event {number}"), published=False)
        edition.write(by=author, words={"title": f"Text {number}"})
    page = client.get(reverse("admin:pile", args=["being-written"]))
    assert [item.title for item in page.context["items"]] == ["Text 2", "Text 1"]
    assert page.context["page"].paginator.count == 2
