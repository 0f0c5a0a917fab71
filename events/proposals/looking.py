"""Whom and what the lines of an intake mean: asked of the directory, a portion at a time."""

from collections import defaultdict
from typing import NamedTuple

from events.models import Decision, IntakeBody, IntakeLine
from events.proposals.intakes import bare
from events.proposals.lines import ProposedLine
from organisations import matching as bodies_matching
from people import matching as people_matching
from people.models import Person
from portal import names
from portal.likeness import Certainty, Match, Reason, likeness, of_bodies

#: So many lines are looked up at once: a portion takes a second or two, in memory that is flat.
PORTION = 2000
_FOUND = ["certainty", "reason", "candidates", "decision"]


def look_up(intake, most=PORTION):
    """Look up what was not yet, institutions and then some lines; return how many lines are left.

    What somebody settled is left alone. The number of queries follows from no number of lines.
    """
    look_up_bodies(intake)
    lines = intake.lines.filter(certainty="").select_related("body__twin", "twin")
    _look_up_lines(intake, list(lines.order_by("number")[:most]))
    return intake.lines.filter(certainty="").count()


def look_up_bodies(intake):
    """Look up the institutions that were not yet, and then the departments."""
    _look_up_bodies(intake.bodies.filter(certainty="", inside=None))
    _look_up_bodies(intake.bodies.filter(certainty="").exclude(inside=None))


def look_again(intake, bodies):
    """Forget what was found for the departments and lines of institutions decided anew."""
    same = intake.bodies.filter(twin__in=bodies, decision=Decision.TWIN)
    bodies = {*bodies, *same.order_by().values_list("pk", flat=True)}
    below = intake.bodies.filter(inside__in=bodies, settled=False)
    below.update(certainty="", organisation=None, decision=Decision.OPEN)
    # What stands twice does so whatever its institution is.
    lines = intake.lines.filter(settled=False).exclude(decision=Decision.THERE, twin__isnull=False)
    for rows in (lines.filter(body__in=bodies), lines.filter(body__inside__in=bodies)):
        rows.update(certainty="", person=None, decision=Decision.OPEN)


# Institutions


def _look_up_bodies(rows):
    bodies = list(rows.select_related("inside__twin", "twin"))
    if not bodies:
        return
    wholes = [_whole(body) for body in bodies]
    found = bodies_matching.match(
        [bare(body.name)[0] for body in bodies],
        inside=wholes,
        countries=[body.country for body in bodies],
    )
    for body, whole, match in zip(bodies, wholes, found, strict=True):
        if body.inside_id and not whole:
            # Of an institution that is new all departments are.
            match = Match(Certainty.NEW)
        _write(body, match)
        if body.inside_id and body.inside.decision == Decision.OPEN:
            body.decision = Decision.OPEN
        if body.decision == Decision.NEW and body.twin_id:
            body.decision, body.reason = Decision.OPEN, _doubt_of_bodies(body, body.twin)
        body.organisation = match.record if body.decision == Decision.KNOWN else None
    IntakeBody.objects.write(bodies, *_FOUND, "organisation")


def _whole(body):
    """Return the key of the institution of which a department is, the likeliest while in doubt."""
    whole = meant(body.inside)
    if not whole:
        return None
    likeliest = whole.candidates[:1] if whole.decision == Decision.OPEN else []
    return whole.organisation_id or next(iter(likeliest), None)


def meant(body):
    """Return the earlier institution of the list that one is the same as, or itself.

    Costs a query for each turn beyond the first.
    """
    while body and body.decision == Decision.TWIN and body.twin:
        body = body.twin
    return body


def _doubt_of_bodies(body, twin):
    if body.country and twin.country and body.country != twin.country:
        return Reason.COUNTRY
    return of_bodies(*(names.fold_again(bare(one.name)[0]) for one in (body, twin))).reason


def _write(row, match):
    row.certainty, row.reason = match.certainty, match.reason
    row.candidates = [record.pk for record in match.candidates]
    row.decision = {
        Certainty.SURE: Decision.KNOWN,
        Certainty.PROBABLE: Decision.OPEN,
        Certainty.NEW: Decision.NEW,
    }[match.certainty]


# Lines


def _look_up_lines(intake, rows):
    if not rows:
        return
    lines = [ProposedLine.of(row.values) for row in rows]
    found = people_matching.match(
        [line.written for line in lines],
        organisations=[row.body and meant(row.body).organisation_id for row in rows],
        positions=[line.position for line in lines],
    )
    standing, erased = standing_lines(intake.event), bodies_of_erased(intake.event)
    for row, line, match in zip(rows, lines, found, strict=True):
        repeats = row.decision == Decision.THERE
        _write(row, match)
        row.person = match.record if match.certainty == Certainty.SURE else None
        there = where_standing(row, line, standing)
        if repeats or there:
            row.decision, row.doubt = Decision.THERE, IntakeLine.Doubt.THERE
            row.person_id = there.person if there else row.person_id
            continue
        if not line.name:
            row.certainty, row.decision = Certainty.NEW, Decision.NEW
        elif row.decision == Decision.NEW and row.twin_id:
            row.reason, row.decision = _doubt_of_twin(row), Decision.OPEN
        elif row.decision == Decision.NEW and _body_of(row) in erased:
            row.reason, row.decision = Reason.ERASED, Decision.OPEN
        row.doubt = {
            Decision.OPEN: IntakeLine.Doubt.DOUBTFUL,
            Decision.NEW: IntakeLine.Doubt.NEW,
            Decision.KNOWN: IntakeLine.Doubt.KNOWN,
        }[row.decision]
    IntakeLine.objects.write(rows, *_FOUND, "person", "doubt")


def bodies_of_erased(event):
    """Return on whose behalf those came who were erased from an event's list; a query.

    Who it was is kept nowhere, so somebody has to say that a new name is not theirs.
    """
    lines = event.participations.filter(person__name=Person.ERASED).order_by()
    return set(lines.values_list("organisation", flat=True))


def _body_of(row):
    return row.body and meant(row.body).organisation_id


def _doubt_of_twin(row):
    own, other = (names.fold_again(values["name"]) for values in (row.values, row.twin.values))
    if own != other:
        return likeness(own, other).reason
    return Reason.POSITION if row.body_id == row.twin.body_id else Reason.ELSEWHERE


class Standing(NamedTuple):
    """A line of an event's list, by the key of its person, None without one."""

    person: int | None


def standing_lines(event):
    """Return whose names stand on the event's list, on whose behalf, as what; two queries."""
    found = defaultdict(dict)
    rows = event.participations.order_by().values_list(
        "person", "person__folded", "printed_name", "organisation", "position"
    )
    for person, folded, printed, body, position in rows.exclude(person=None):
        for fold in {*folded.split("\n"), names.fold_again(printed)} - {""}:
            found[fold][body, names.fold_again(position)] = Standing(person)
    rows = event.participations.filter(person=None).order_by()
    for body, country, group, count in rows.values_list(
        "organisation", "country", "group", "count"
    ):
        found[""][body, country, names.fold_again(group), count] = Standing(None)
    return found


def where_standing(row, line, standing):
    """Return where a line stands on the list already: the same list again adds nothing."""
    bodies = [None]
    if body := meant(row.body):
        bodies = [body.organisation_id] if body.organisation_id else body.candidates
    if line.name:
        position = names.fold_again(line.position)
        told = [(body, position) for body in bodies]
    else:
        told = [(body, line.country, names.fold_again(line.group), line.count) for body in bodies]
    there = standing[names.fold_again(line.name)]
    return next((there[key] for key in told if key in there), None)
