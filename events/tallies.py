"""How many came to an event, as far as its list says: people, and bodies without names.

What an event states about its attendance is never added to this.
"""

from typing import NamedTuple

import numpy as np
from django.utils.translation import ngettext

from events.models import Participation
from people.columns import many
from portal.words import said_again

Attendance = Participation.Attendance
#: Keys are of 31 bits and numbers of countries of 16: together they are one number.
BITS_OF_COUNTRY, BITS_OF_VALUE = 16, 50


def named(n):
    return ngettext("%(n)d person named", "%(n)d people named", n)


def expected(n):
    return ngettext("%(n)d person expected by name", "%(n)d people expected by name", n)


def hidden(n):
    return ngettext(
        "%(n)d participant not shown by name", "%(n)d participants not shown by name", n
    )


def bodies(n):
    return ngettext(
        "%(n)d institution or country without names",
        "%(n)d institutions and countries without names",
        n,
    )


def groups(n):
    return ngettext("%(n)d group without names", "%(n)d groups without names", n)


class Tally(NamedTuple):
    people: int = 0
    hidden: int = 0
    bodies: int = 0
    groups: int = 0

    def sentences(self, *, held):
        """Return each number that is not zero in words, people named first."""
        return [*_sentences(self, held)]


@said_again
def _sentences(tally, held):
    every = [
        (tally.people, named if held else expected),
        (tally.hidden, hidden),
        (tally.bodies, bodies),
        (tally.groups, groups),
    ]
    return tuple(words(number) % {"n": number} for number, words in every if number)


def counts(line, *, held):
    """Say whether a line is counted: who came to what was held, or is awaited at what was not."""
    if held:
        return line.attendance == Attendance.CAME
    return line.attendance != Attendance.ABSENT


def tally(lines):
    """Return the Tally of one event from those of its lines that count."""
    lines = list(lines)
    unnamed = [line for line in lines if not line.person_id]
    return Tally(
        people=len({line.person_id for line in lines if line.named}),
        hidden=len({line.person_id for line in lines if line.person_id and not line.named}),
        bodies=len(
            {
                (line.organisation_id, line.country)
                for line in unnamed
                if line.organisation_id or line.country
            }
        ),
        groups=sum(not line.organisation_id and not line.country for line in unnamed),
    )


def tallies(events, moment):
    """Return the Tally of each of some public events by its key, from the lines in the columns."""
    events, lines = list(events), moment.lines
    keys = np.array([event.pk for event in events], dtype=np.int64)
    places = moment.index.event_places.of(keys).astype(lines.event.dtype)
    begins, ends = (lines.event.searchsorted(places, side) for side in ("left", "right"))
    owner, rows = many.runs(begins, ends - begins)
    # Of what was held who came counts; of what was not, whoever is not known to stay away.
    held = np.array([event.was_held for event in events], dtype=bool)
    counting = lines.held[rows] | ~held[owner]
    owner, rows = owner[counting], rows[counting]
    person, named = lines.person[rows].astype(np.int64), lines.named[rows]
    body = lines.organisation[rows].astype(np.int64) << BITS_OF_COUNTRY | lines.country[rows]

    def different(mask, values):
        """Return how many different values each event has in its rows of a mask."""
        pairs = many.different(owner[mask].astype(np.int64) << BITS_OF_VALUE | values[mask])
        return np.bincount(pairs >> BITS_OF_VALUE, minlength=len(events))

    figures = (
        different(named & (person > 0), person),
        different(~named & (person > 0), person),
        different((person == 0) & (body > 0), body),
        np.bincount(owner[(person == 0) & (body == 0)], minlength=len(events)),
    )
    told = zip(*(each.tolist() for each in figures), strict=True)
    return {event.pk: Tally(*each) for event, each in zip(events, told, strict=True)}
