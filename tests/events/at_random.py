"""A small world made at random, and the lists of it asked at random."""

import datetime

from django.http import QueryDict

from events.filters import EventFilter, LineFilter
from events.line_tables import LineTable
from events.models import (
    Event,
    EventOrganisation,
    Participation,
    Place,
    Topic,
    Withdrawal,
)
from events.tables import EventTable
from organisations.models import Organisation
from people.filters import PersonFilter
from people.models import Person
from people.tables import PersonTable
from portal import history
from tests import builders
from tests.events.counted import Plain

COUNTRIES = ["RS", "SI", "AT"]
KINDS = ["authority", "ngo", "company"]


def world(dice):
    """Make some of everything, at random: public, hidden, absent, called off, withdrawn, drafts."""
    bodies = []
    for number in range(7):
        above = dice.choice([None, *bodies[:4]])
        bodies.append(
            builders.organisation(
                f"Body {number}",
                kind=dice.choice(KINDS),
                country=dice.choice(["", *COUNTRIES]),
                parent=above,
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
                    organisation=dice.choice(([None] * 4 if person else []) + bodies),
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
BODIES = {"organisation_kind": (KINDS, 2)}
#: Of each list a field of which some rows know nothing, with all values that others have.
UNKNOWN = {
    "events": ("year", ["2020", "2021", "2022", "2023"]),
    "lines": ("organisation_kind", KINDS),
    "people": ("country", COUNTRIES),
}
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
        | BODIES
        | {"named": (["yes", "no"], 1), "held_in": (COUNTRIES, 2)},
    ),
    "people": (
        lambda query: PersonFilter(QueryDict(query), Person.objects.public()),
        Plain.people_with,
        COMMON | SWITCHES | ROLES | BODIES | {"affiliation": (["then", "today"], 1)},
    ),
}


#: The files of each list, and which rows are there for programs.
PROGRAMS = {
    "events": (EventTable, Plain.every_event_with),
    "lines": (LineTable, Plain.lines_with),
    "people": (PersonTable, Plain.people_with),
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


def asked_at_random(dice, fields):
    return {
        name: dice.sample(values, min(len(values), dice.randint(1, most)))
        for name, (values, most) in fields.items()
        if values and dice.random() < 0.3
    }
