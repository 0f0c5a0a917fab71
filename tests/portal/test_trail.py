import re

import pytest
from django.urls import reverse
from django.utils import timezone

from events.models import Edition, Participation
from people.models import Person
from portal import history
from portal.models import Version
from tests import builders
from tests.events.clock import at
from tests.staff import address_of, staff

pytestmark = pytest.mark.django_db


def address(record, key=None, **asked):
    name = f"admin:{record._meta.app_label}_{record._meta.model_name}_history"
    return reverse(name, args=[key or record.pk], query=asked or None)


def saved(record, *, by=None, reason="", now=None, **fields):
    with history.change(record, by=by, reason=reason, now=now):
        for name, value in fields.items():
            setattr(record, name, value)
        record.save()
    return record


def trail(client, record, **options):
    """Return who did what, and what differs, of each entry of a trail."""
    page = client.get(address(record), **options)
    return [
        (
            entry["who"],
            entry["version"].action,
            [(row["line"].label, row["line"].before, row["line"].after) for row in entry["lines"]],
        )
        for entry in page.context["entries"]
    ]


def names_told(entries):
    """Return what the name was changed from and to, in those entries that tell of it."""
    return [
        (before, after)
        for _who, _action, lines in entries
        for label, before, after in lines
        if label == "name"
    ]


@pytest.fixture
def mira():
    user = staff("Editor", "mira")
    user.first_name, user.last_name = "Mira", "Marić"
    user.save()
    return user


def test_trail_tells_who_when_from_what_to_what_newest_first(client, mira):
    person = saved(Person(name="Vladmir Cucic"), now=at(0))
    saved(person, by=mira, reason="A letter was missing.", now=at(1), name="Vladimir Cucic")
    client.force_login(mira)
    assert trail(client, person) == [
        ("Mira Marić", "changed", [("name", "Vladmir Cucic", "Vladimir Cucic")]),
        ("the system", "created", [("name", "", "Vladmir Cucic")]),
    ]
    page = client.get(address(person)).content.decode()
    assert '<time datetime="2022-01-01T14:00:00+01:00">January 1, 2022, 14:00</time>' in page
    assert "Reason: A letter was missing." in page


def test_trail_of_an_event_names_who_came_and_went(client, mira):
    event = builders.event()
    person = builders.person()
    line = builders.line(event, person=person, position="Minister")
    with history.change(event, by=mira):
        line.delete()
    client.force_login(mira)
    page = client.get(address(event))
    newest, before = page.context["entries"][:2]
    told = [(row["line"].where, row["line"].kind) for row in newest["lines"] + before["lines"]]
    assert told == [
        ("Who took part: Ana Anić", "removed"),
        ("Who took part: Ana Anić", "added"),
    ]


def test_every_form_of_a_record_leads_to_its_trail(client, mira):
    event = builders.event()
    records = [
        event,
        builders.report(event).report,
        builders.person(),
        builders.organisation(),
        builders.project(),
    ]
    client.force_login(mira)
    for record in records:
        form = client.get(address_of(record)).content.decode()
        assert f'href="{address(record)}" class="historylink"' in form, record
        assert client.get(address(record)).templates[0].name == "admin/trail.html", record


def test_trail_of_a_report_tells_of_all_its_texts(client, mira):
    event = builders.event()
    live = builders.report(event, "First", body="<p>Old words.</p>", now=at(0))
    draft = builders.report(event, "Second", published=False, now=at(1))
    saved(draft, by=mira, now=at(2), title="Third")
    history.remove(draft, by=mira, now=at(3))
    client.force_login(mira)
    page = client.get(address(live.report))
    told = [
        (entry["version"].title, entry["version"].action)
        for entry in page.context["entries"]
        if entry["version"].kind == Edition._meta.label_lower
    ]
    assert told == [
        ("Third", "deleted"),
        ("Third", "changed"),
        ("Second", "created"),
        ("First", "changed"),
        ("First", "created"),
    ]


def test_rich_text_is_told_by_its_blocks(client, mira):
    person = saved(Person(name="Ana", biography="<h2>Life</h2><p>Born in a town.</p>"))
    saved(person, biography="<h2>Life</h2><p>Born in a village.</p>")
    client.force_login(mira)
    (row,) = client.get(address(person)).context["entries"][0]["lines"]
    assert [(block.kind, block.words) for block in row["blocks"]] == [
        ("h2", [("same", "Life")]),
        (
            "p",
            [
                ("same", "Born in a "),
                ("gone", "town"),
                ("same", " "),
                ("new", "village"),
                ("same", "."),
            ],
        ),
    ]


class TestTwoStates:
    @pytest.fixture
    def person(self):
        person = saved(Person(name="One"), now=at(0))
        saved(person, now=at(1), name="Two")
        return saved(person, now=at(2), name="Three")

    def asked(self, client, person, *numbers):
        versions = Version.objects.filter(kind="people.person", record_id=person.pk)
        keys = {version.number: version.pk for version in versions}
        old, new = (keys.get(number, number) for number in numbers)
        return client.get(address(person, old=old, new=new))

    def test_any_two_are_compared(self, client, mira, person):
        client.force_login(mira)
        page = self.asked(client, person, 1, 3)
        assert [(row["line"].before, row["line"].after) for row in page.context["compared"]] == [
            ("One", "Three")
        ]

    def test_two_newest_are_chosen_for_who_chose_none(self, client, mira, person):
        client.force_login(mira)
        page = client.get(address(person))
        second, third = Version.objects.filter(record_id=person.pk, number__in=[2, 3])[::-1]
        checked = re.findall(r'name="(\w+)" value="(\d+)" checked', page.text)
        assert checked == [("new", str(third.pk)), ("old", str(second.pk))]
        assert "compared" not in page.context

    def test_newest_of_several_texts_are_chosen_of_one(self, client, mira):
        event = builders.event()
        first = builders.report(event, "First", published=False, now=at(0))
        saved(first, title="First, mended", now=at(1))
        saved(event.reports.get(), now=at(2))
        client.force_login(mira)
        context = client.get(address(first.report)).context
        assert [context[name].number for name in ("old", "new")] == [1, 2]
        assert context["old"].kind == context["new"].kind == "events.edition"

    def test_same_state_twice_is_an_error_in_words(self, client, mira, person):
        client.force_login(mira)
        page = self.asked(client, person, 2, 2)
        said = "Newer state: This is the older state as well: choose two that differ."
        assert said in page.text
        assert "compared" not in page.context

    def test_state_of_another_record_is_an_error(self, client, mira, person):
        other = builders.person("Secret name")
        version = Version.objects.get(kind="people.person", record_id=other.pk)
        client.force_login(mira)
        page = client.get(address(person, old=version.pk, new=version.pk))
        assert set(page.context["form"].errors) == {"old", "new"}
        assert "compared" not in page.context
        assert "Secret name" not in page.content.decode()

    @pytest.mark.parametrize("value", ["", "x", "9" * 40, "-1", "1.5"])
    def test_what_is_no_state_is_an_error(self, client, mira, person, value):
        client.force_login(mira)
        page = client.get(address(person, old=value, new=value))
        assert page.status_code in (200, 400)
        assert "compared" not in (page.context or {})

    def test_one_alone_is_kept_while_the_other_is_looked_for(self, client, mira, person):
        for number in range(25):
            saved(person, name=f"Name {number}")
        first = Version.objects.get(kind="people.person", record_id=person.pk, number=1)
        client.force_login(mira)
        page = client.get(address(person, old=first.pk)).content.decode()
        assert "Chosen on another page:" in page
        assert f'name="old" value="{first.pk}" checked' in page
        assert "Newer state: Choose one of the states listed." in page

    def test_two_texts_are_no_two_states_of_one(self, client, mira):
        event = builders.event()
        report = builders.report(event, "First", now=at(0)).report
        builders.report(event, "Second", now=at(1))
        kind = Edition._meta.label_lower
        one, two = Version.objects.filter(kind=kind, action="created").order_by("pk")
        client.force_login(mira)
        page = client.get(address(report, old=one.pk, new=two.pk))
        assert page.context["form"].errors == {
            "new": ["This is a state of another text: choose two of the same."]
        }


def test_trail_of_a_deleted_record_stays(client, mira):
    person = builders.person("Ana Anić")
    history.remove(person, by=mira, reason="Twice in the list.")
    key = Version.objects.get(action="deleted").record_id
    client.force_login(mira)
    page = client.get(address(person, key))
    assert page.context["name"] == "Ana Anić"
    assert [entry["version"].action for entry in page.context["entries"]] == ["deleted", "created"]
    assert "This was deleted." in page.content.decode()
    bin_page = client.get(reverse("admin:taken_away")).content.decode()
    assert f'<a href="{address(person, key)}">History' in bin_page


def test_one_state_alone_is_not_offered_for_comparison(client, mira):
    person = saved(Person(name="Ana Anić"), now=at(0))
    client.force_login(mira)
    assert 'type="radio"' not in client.get(address(person)).text
    saved(person, by=mira, now=at(1), name="Ana Anic")
    assert client.get(address(person)).text.count('type="radio"') == 4


def test_trail_of_what_never_was_is_not_there(client, mira):
    client.force_login(mira)
    for key in ("77", "x", "-1", "9" * 18, "9" * 5000):
        assert client.get(address(Person, key)).status_code == 404, key


class TestGuard:
    def test_who_may_not_see_a_record_may_not_read_its_trail(self, client, mira):
        event = builders.event()
        records = [event, builders.report(event).report, builders.person(), builders.project()]
        mira.groups.clear()
        client.force_login(mira)
        assert {client.get(address(record)).status_code for record in records} == {403}
        client.logout()
        assert {client.get(address(record)).status_code for record in records} == {302}

    @pytest.fixture
    def limited(self, mira):
        event = builders.event("Secret", public=False)
        with history.change(event, by=None):
            event.colleagues.set([mira])
        return event

    def test_limited_draft_is_read_by_those_named_only(self, client, mira, limited):
        report = builders.report(limited, published=False).report
        client.force_login(staff("Editor", "other"))
        assert client.get(address(limited)).status_code == 403
        assert client.get(address(report)).status_code == 403
        client.force_login(mira)
        assert client.get(address(limited)).status_code == 200
        assert client.get(address(report)).status_code == 200

    def test_others_read_of_a_limited_event_what_readers_saw_of_it(self, client, mira, limited):
        saved(limited, by=mira, name="Not told yet")
        now = history.whole(timezone.now())
        saved(limited, by=mira, now=now, name="Told", public_from=now)
        saved(limited, by=mira, name="Corrected")
        limited.withdraw(by=mira, reason="It was wrong.")
        saved(limited, by=mira, name="Told to nobody")
        limited.bring_back(by=mira)
        client.force_login(staff("Editor", "other"))
        assert names_told(trail(client, limited)) == [
            ("", "Told to nobody"),
            ("Told", "Corrected"),
            ("", "Told"),
        ]
        secret, told = Version.objects.filter(
            data__fields__name__in=["Not told yet", "Told"]
        ).order_by("number")
        page = client.get(address(limited, old=secret.pk, new=told.pk))
        assert "This is none of the states listed" in page.text
        assert "Not told yet" not in page.text
        client.force_login(mira)
        assert len(trail(client, limited)) == 8

    def test_limited_draft_stays_limited_when_it_is_deleted(self, client, mira, limited):
        key = limited.pk
        history.remove(limited, by=mira)
        client.force_login(staff("Administrator", "other"))
        assert client.get(address(limited, key)).status_code == 403
        client.force_login(mira)
        assert client.get(address(limited, key)).status_code == 200

    def test_no_trail_names_a_limited_draft_to_others_once_it_is_deleted(
        self, client, mira, limited
    ):
        event = saved(builders.event("Open", public=False), by=mira, part_of=limited)
        saved(event, by=mira, part_of=None)
        history.remove(limited, by=mira)
        client.force_login(staff("Editor", "other"))
        assert trail(client, event)[0][2] == [("part of", "limited to others", "")]
        client.force_login(mira)
        assert trail(client, event)[0][2] == [("part of", "Secret", "")]


def test_hostile_words_are_shown_as_words(client, mira):
    hostile = '"><img src=x onerror=alert(1)><script>alert(1)</script>'
    event = builders.event()
    person = saved(Person(name="Plain", given_name="Plain"))
    saved(person, reason=hostile, name=hostile, given_name=hostile, biography=f"<p>{hostile}</p>")
    saved(event, name=hostile, status_note=hostile, date_words=hostile)
    with history.change(event, by=None):
        Participation.objects.create(event=event, person=person, position=hostile, group=hostile)
    mira.first_name = hostile[:30]
    mira.save()
    saved(event, by=mira, name=f"{hostile} {hostile}")
    client.force_login(mira)
    for record in (person, event):
        page = client.get(address(record)).content.decode()
        assert page.count("&lt;img src=x onerror=alert(1)&gt;") >= 4
        assert not re.search("<img src=x|<script>alert", page)


def test_cost_does_not_grow_with_the_saves(client, mira, django_assert_num_queries):
    event = builders.event()
    client.force_login(mira)
    for number in range(2):
        builders.line(
            event,
            person=builders.person(f"Person {number}"),
            organisation=builders.organisation(f"Body {number}"),
            roles=[builders.role()],
        )
    client.get(address(event))
    # Session, user, permissions (2); the event (2), its limits (2), its newest state; how many
    # states, the states, those before them; people, institutions and roles by name.
    with django_assert_num_queries(15):
        client.get(address(event))
    for number in range(10, 40):
        builders.line(event, person=builders.person(f"Person {number}"))
    with django_assert_num_queries(15):
        assert len(client.get(address(event)).context["entries"]) == 20
