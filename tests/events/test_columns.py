"""The rows, totals and counts of lists, held against a plain count over all rows."""

import datetime
import random

import pytest
from django.http import QueryDict
from django.utils import timezone

from events.filters import EventFilter, LineFilter
from events.institution import part
from events.institution.filters import OverTimeFilter
from events.institution.lists import OverTime
from events.models import (
    Event,
    EventOrganisation,
    Participation,
    Place,
    Role,
    Topic,
    Withdrawal,
)
from organisations.models import Organisation
from people.filters import PersonFilter
from people.models import Person
from portal import history
from tests import builders
from tests.events.counted import Plain

pytestmark = pytest.mark.django_db

COUNTRIES = ["RS", "SI", "AT"]
SETS = 300


def world(dice):
    """Make some of everything, at random: public, hidden, absent, called off, withdrawn, drafts."""
    bodies = []
    for number in range(7):
        above = dice.choice([None, *bodies[:4]])
        bodies.append(
            builders.organisation(
                f"Body {number}", country=dice.choice(["", *COUNTRIES]), parent=above
            )
        )
    with history.change(bodies[0], by=None):
        bodies[0].successors.add(bodies[5])
    with history.change(bodies[5], by=None):
        bodies[5].successors.add(bodies[6])
    people = []
    for number in range(10):
        person = builders.person(
            f"Person {number}",
            visibility=dice.choice(["page", "page", "page", "name", "hidden"]),
            in_directory=number == 9,
        )
        with history.change(person, by=None):
            until = dice.choice([None, datetime.date(2022, 1, 1)])
            person.positions.create(organisation=dice.choice(bodies), title="Clerk", until=until)
        people.append(person)
    roles = [builders.role(name, speaking=False) for name in ("Speaker", "Chair", "Guest")]
    topics = [Topic.objects.create(name=name, slug=name.lower()) for name in ("Tolls", "Rails")]
    projects = [builders.project(name) for name in ("Bridge", "Tunnel")]
    events = []
    for number in range(14):
        day = datetime.date(2020, 11, 20) + datetime.timedelta(days=dice.randrange(900))
        whole = events[0] if number in (3, 4) else None
        event = builders.event(
            f"Event {number}",
            slug=f"event-{number}",
            public=number % 6 != 5,
            earliest=day if number != 7 else None,
            latest=day + datetime.timedelta(days=dice.choice([0, 40])) if number != 7 else None,
            precision="unknown" if number == 7 else "days",
            kind=dice.choice(["workshop", "meeting", "seminar"]),
            status="cancelled" if number == 8 else "held",
            names_shown="nobody" if number == 9 else "officials",
            part_of=whole,
        )
        events.append(event)
        with history.change(event, by=None, now=builders.LONG_AGO):
            event.topics.set(dice.sample(topics, dice.randrange(3)))
            event.projects.set(dice.sample(projects, dice.randrange(2)))
            for country in dice.sample(COUNTRIES, dice.randrange(3)):
                Place.objects.create(event=event, country=country)
            EventOrganisation.objects.create(event=event, organisation=dice.choice(bodies))
            for order, person in enumerate([*dice.sample(people, 3), None, None]):
                line = Participation.objects.create(
                    event=event,
                    person=person,
                    organisation=dice.choice([None, *bodies]) if person else dice.choice(bodies),
                    country=dice.choice(["", *COUNTRIES]),
                    office=dice.random() < 0.7,
                    attendance=dice.choice(["came", "came", "came", "absent", "expected"]),
                    order=order,
                )
                line.roles.set(dice.sample(roles, dice.randrange(3)))
        if number % 3 == 0:
            builders.report(event, published=number != 6)
    with history.change(events[2], by=None):
        Withdrawal.objects.create(event=events[2], reason="It was wrong.")


#: The filters of each list, each with values and how many of them at most are taken at once.
COMMON = {
    "organisation": ([f"body-{n}" for n in range(7)], 2),
    "year": (["2020", "2021", "2022", "1999"], 2),
    "country": (COUNTRIES, 2),
}
FRAME = {
    "kind": (["workshop", "meeting", "seminar"], 2),
    "topic": (["tolls", "rails"], 2),
    "project": (["bridge", "tunnel"], 2),
    "since": (["2021-03-01", "2021-12-31"], 1),
    "until": (["2022-01-01", "2022-06-01"], 1),
}
SWITCHES = {"departments": (["0", "1"], 1), "successors": (["0", "1"], 1)}
ROLES = {"role": (["speaker", "chair", "guest"], 2)}
LISTS = {
    "events": (
        lambda query: EventFilter(QueryDict(query), Event.objects.public()),
        Plain.events_with,
        COMMON | FRAME | {"report": (["yes"], 1), "when": (["upcoming", "past"], 1)},
    ),
    "lines": (
        lambda query: LineFilter(QueryDict(query), Participation.objects.public()),
        Plain.lines_with,
        COMMON
        | FRAME
        | SWITCHES
        | ROLES
        | {"named": (["yes", "no"], 1), "held_in": (COUNTRIES, 2)},
    ),
    "people": (
        lambda query: PersonFilter(QueryDict(query), Person.objects.public()),
        Plain.people_with,
        COMMON | SWITCHES | ROLES | {"affiliation": (["then", "today"], 1)},
    ),
}


def written(asked):
    query = QueryDict(mutable=True)
    for name, values in asked.items():
        query.setlist(name, values)
    return query.urlencode()


def offered(make, fields):
    """Return the values of each field that may be chosen: others only drafts know."""
    form, public = make("").form, {row.slug for row in Organisation.objects.public()}
    found = {}
    for name, (values, most) in fields.items():
        known = {value for value, _label in getattr(form.fields[name], "choices", ())}
        known = public if name == "organisation" else known or {*values}
        found[name] = [value for value in values if value in known], most
    return found


def at_random(dice, fields):
    return {
        name: dice.sample(values, min(len(values), dice.randint(1, most)))
        for name, (values, most) in fields.items()
        if values and dice.random() < 0.3
    }


@pytest.fixture(scope="module")
def made(kept):
    """Return a world made at random, and the dice."""
    dice = random.Random(4)  # noqa: S311 (the same dice each time)
    world(dice)
    return dice


def test_rows_totals_and_counts_agree_with_a_plain_count(made):
    dice = made
    plain, totals = Plain(timezone.now()), set()
    known = {kind: offered(make, fields) for kind, (make, _count, fields) in LISTS.items()}
    for turn in range(SETS):
        kind = ["events", "lines", "people"][turn % 3]
        make, count, fields = LISTS[kind]
        asked = at_random(dice, known[kind])
        query = written(asked)
        filterset, wanted = make(query), count(plain, asked)
        totals.add(len(wanted))
        assert not filterset.is_refused, query
        assert filterset.total == len(wanted), query
        page = filterset.cut(filterset.listed, 0, 1000)
        assert sorted(row.pk for row in page) == sorted(wanted), query
        rows = filterset.qs.wholes(filterset.qs) if kind == "events" else filterset.qs
        assert sorted(rows.values_list("pk", flat=True)) == sorted(wanted), query
        for name in dice.sample(sorted(fields), 3):
            for choice in filterset.choices_of(name):
                given = count(plain, asked | {name: [choice.value]})
                assert choice.count == len(given), (query, name, choice)
        if filterset.chips:
            chip = dice.choice(filterset.chips)
            left = dict(QueryDict(chip.url[1:]).lists())
            gone = [
                (n, v) for n, values in asked.items() for v in values if v not in left.get(n, [])
            ]
            assert len(gone) == 1, (query, chip)
            assert make(chip.url[1:]).total == len(count(plain, left)), (query, chip)
    assert len(totals) > 15


def test_page_of_an_institution_agrees_with_a_plain_count(made, monkeypatch):
    """Its people and events in their order, how many, its years and who else was there."""
    monkeypatch.setattr(part, "MOST_SHARED", 3)
    dice, now = made, timezone.now()
    plain, told = Plain(now), []
    fields = {name: FRAME[name] for name in ("since", "until")} | ROLES
    fields |= {"departments": SWITCHES["departments"]}
    bodies = list(Organisation.objects.public(now))

    def make(query):
        return OverTimeFilter(QueryDict(query), Participation.objects.public(now))

    fields = offered(make, fields)
    for body in bodies * 6:
        asked = at_random(dice, fields)
        lists = OverTime(body, make(written(asked)), now, "en")
        wanted = plain.over_time(body.slug, asked, 3)
        told.append(wanted)
        assert {
            "people": lists.people_paginator.object_list.tolist(),
            "events": lists.part.moment.events.pk[lists.part.events].tolist(),
            "unnamed": lists.numbers["unnamed"],
            "years": dict(lists.part.years),
            "beside": lists.part.beside,
        } == wanted, (body, asked)
        assert len(lists.people(lists.people_paginator.page(1))) == len(wanted["people"])
        assert len(lists.events) == min(len(wanted["events"]), 10)
    assert all(any(one[name] for one in told) for name in told[0])


def choices(filterset, name):
    return sorted((choice.value, choice.count) for choice in filterset.choices_of(name))


def test_every_change_moves_the_counts_at_the_next_request(django_assert_max_num_queries):
    """Each way of coming and going: through the door, by the clock, and undone."""
    whole = builders.organisation("Government", in_directory=True)
    body = builders.organisation("Ministry")
    person = builders.person("Ana")
    event = builders.event("Talks", kind="meeting")
    line = builders.line(event, person=person, organisation=body, country="SI")
    builders.event("Other", kind="seminar")

    def counts():
        return (
            choices(LISTS["events"][0](""), "kind"),
            choices(LISTS["people"][0](""), "organisation"),
            choices(LISTS["lines"][0](""), "country"),
        )

    shown = (
        [("meeting", 1), ("seminar", 1)],
        [("ministry", 1)],
        [("SI", 1)],
    )
    assert counts() == shown
    # Hidden: not a person any more, but still somebody for Slovenia.
    with history.change(person, by=None):
        person.visibility = Person.Visibility.HIDDEN
        person.save()
    assert counts() == (shown[0], [], shown[2])
    with history.change(person, by=None):
        person.visibility = Person.Visibility.PAGE
        person.save()
    assert counts() == shown
    event.refresh_from_db()
    event.withdraw(by=None, reason="It was wrong.")
    assert counts() == ([("seminar", 1)], [], [])
    event.bring_back(by=None)
    assert counts() == shown
    with history.change(body, by=None):
        body.parent = whole
        body.save()
    assert counts()[1] == [("government", 1), ("ministry", 1)]
    with history.change(body, by=None):
        body.country = "RS"
        body.save()
    assert counts()[2] == [("RS", 1), ("SI", 1)]
    with history.change(event, by=None):
        Participation.objects.get(pk=line.pk).delete()
    assert counts()[1:] == ([], [])
    with django_assert_max_num_queries(5):
        LISTS["events"][0]("").choices_of("kind")


def test_what_is_undone_counts_no_more():
    builders.event("Talks", kind="meeting")
    with pytest.raises(ZeroDivisionError), history.change(Event(name="x"), by=None) as passing:
        passing.record.kind, passing.record.slug = "seminar", "x"
        passing.record.public_from = builders.LONG_AGO
        passing.record.precision = "unknown"
        passing.record.save()
        with history.change(builders.event("Within", kind="training"), by=None):
            assert ("training", 1) in choices(LISTS["events"][0](""), "kind")
        raise ZeroDivisionError
    assert choices(LISTS["events"][0](""), "kind") == [("meeting", 1)]


def test_what_comes_by_the_clock_is_counted_from_its_second_on(monkeypatch):
    due = timezone.now().replace(microsecond=0) + datetime.timedelta(hours=1)
    event = builders.event("Talks", kind="meeting", public_from=due)
    builders.line(event, person=builders.person("Ana"), roles=[builders.role("Chair")])
    builders.report(event, now=due)

    def seen(at):
        monkeypatch.setattr(timezone, "now", lambda: at)
        events, people = LISTS["events"][0](""), LISTS["people"][0]("")
        return events.total, choices(events, "report"), people.total, choices(people, "role")

    assert seen(due - datetime.timedelta(seconds=1)) == (0, [], 0, [])
    assert seen(due) == (1, [("yes", 1)], 1, [("chair", 1)])


def test_a_role_that_speaks_now_shows_by_name():
    chair = builders.role("Onlooker", speaking=False)
    person = builders.person("Ana")
    builders.line(builders.event(), person=person, office=False, roles=[chair])
    assert LISTS["people"][0]("").total == 0
    chair = Role.objects.get(pk=chair.pk)
    with history.change(chair, by=None):
        chair.speaking = True
        chair.save()
    assert LISTS["people"][0]("").total == 1


class TestOrder:
    def names(self, kind, query):
        filterset = LISTS[kind][0](query)
        return [str(row) for row in filterset.cut(filterset.listed, 0, 25)]

    def test_rows_stand_in_the_order_asked_for(self):
        old = builders.event("Bridges", slug="b", earliest=datetime.date(2020, 1, 1))
        new = builders.event("Arches", slug="a", earliest=datetime.date(2021, 1, 1))
        ana, boris = builders.person("Ana"), builders.person("Boris")
        builders.line(new, country="SI")
        builders.line(new, person=ana)
        builders.line(old, person=boris, now=timezone.now())
        with history.change(boris, by=None, now=timezone.now() + datetime.timedelta(hours=1)):
            boris.honorific = "Dr"
            boris.save()
        assert (
            self.names("events", "") == self.names("events", "sort=date") == ["Arches", "Bridges"]
        )
        assert self.names("events", "sort=name") == ["Arches", "Bridges"]
        assert self.names("events", "sort=changed") == ["Bridges", "Arches"]
        assert self.names("people", "sort=name") == self.names("people", "") == ["Ana", "Boris"]
        assert self.names("people", "sort=date") == ["Ana", "Boris"]
        assert self.names("people", "sort=changed") == ["Boris", "Ana"]
        assert self.names("lines", "sort=date") == ["Slovenia", "Ana", "Boris"]
        assert self.names("lines", "sort=name") == ["Ana", "Boris", "Slovenia"]
        assert self.names("lines", "sort=changed") == ["Boris", "Slovenia", "Ana"]

    def test_an_order_is_no_filter_and_stays_when_filters_are_taken_off(self):
        filterset = LISTS["events"][0]("sort=name&kind=meeting")
        assert [chip.url for chip in filterset.chips] == ["?sort=name"]
        assert filterset.clear_url == "?sort=name"
        assert LISTS["events"][0]("sort=name").filtered is False
        assert list(LISTS["events"][0]("sort=size").errors) == ["sort"]


def test_choices_put_their_value_on_and_take_it_off():
    builders.event(kind="meeting")
    filterset = LISTS["events"][0]("kind=meeting&utm=1&page=2")
    assert [(c.value, c.label, c.chosen, c.url) for c in filterset.choices_of("kind")] == [
        ("meeting", "Meeting", True, "?utm=1")
    ]
    assert [c.url for c in filterset.choices_of("when")] == ["?kind=meeting&utm=1&when=past"]


def test_namesakes_come_with_what_tells_them_apart():
    for country in ("RS", "SI"):
        body = builders.organisation("Ministry of the Interior", country=country)
        builders.line(builders.event(country, slug=country.lower()), organisation=body)
    told = LISTS["lines"][0]("").choices_of("organisation")
    assert [(choice.label, choice.detail) for choice in told] == [
        ("Ministry of the Interior", "Serbia"),
        ("Ministry of the Interior", "Slovenia"),
    ]


def test_an_address_too_long_to_be_shared_is_refused_with_a_sentence(client):
    for number in range(45):
        builders.organisation(f"Body {number}", slug=f"{'long-' * 18}{number}", in_directory=True)
    query = "&".join(f"organisation={'long-' * 18}{number}" for number in range(45))
    response = client.get(f"/people/?{query}")
    assert response.context["rows"] == []
    assert "This asks for too much at once: take some choices off." in response.content.decode()
