"""How many came to an event, as far as its list says: people, and bodies without names.

What an event states about its attendance is never added to this.
"""

import dataclasses

from django.db.models import CharField, Count, F, Q, Value
from django.db.models.functions import Cast, Concat
from django.utils.translation import ngettext

from events.models import Event, Participation
from portal.prepared import Among, prepared
from portal.words import said_again

Attendance = Participation.Attendance


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


@dataclasses.dataclass(frozen=True)
class Tally:
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


@prepared
def counted(keys):
    """How many lines of which kind each of some events has, of those that count."""
    held = Q(event__status=Event.Status.HELD)
    nobody = Q(person__isnull=True)
    no_body = Q(organisation__isnull=True, country="")
    return (
        Participation.objects.filter(Among("event", keys))
        .filter(held & Q(attendance=Attendance.CAME) | ~held & ~Q(attendance=Attendance.ABSENT))
        .order_by()
        .values("event")
        .annotate(
            people=Count("person", distinct=True, filter=Q(named=True)),
            hidden=Count("person", distinct=True, filter=Q(named=False)),
            bodies=Count(
                Concat(
                    Cast(F("organisation"), CharField()),
                    Value("/"),
                    F("country"),
                    output_field=CharField(),
                ),
                distinct=True,
                filter=nobody & ~no_body,
            ),
            groups=Count("pk", filter=nobody & no_body),
        )
    )


def tallies(events):
    """Return the Tally of each of some events by its key, in one query."""
    lines = counted([event.pk for event in events])
    return {line.pop("event"): Tally(**line) for line in lines}
