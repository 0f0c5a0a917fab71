"""What somebody decides of the lines and institutions that are looked over."""

import itertools

from django.db import models
from django.utils.translation import gettext_lazy as _

from events.models import Decision, IntakeBody, IntakeLine
from events.proposals.looking import look_again, look_up_bodies
from organisations.models import Organisation
from people.models import Person
from portal.addresses import number_of
from portal.likeness import Reason

AT_ONCE = 1000
#: How a choice is sent: a record by its key, or one of these words.
NEW, TWIN, OUT = "new", "twin", "out"


class Every(models.TextChoices):
    """What may be said of all that is in doubt, at once."""

    LIKELIEST = "likeliest", _("the likeliest is meant")
    NEW = "new", _("new people and institutions")
    OUT = "out", _("leave these lines out")


def decide(row, said, field, there):
    """Take over what was chosen for a line or an institution; say whether that is another choice.

    `field` is where the record goes, and `there` are the keys of those that are not gone since.
    What was not offered changes nothing, and what a page showed as chosen and sent back is no
    decision.
    """
    key = number_of(said)
    if key in row.candidates and key in there:
        chosen = Decision.KNOWN, key
    elif said == NEW or (said == OUT and row.may_be_out) or (said == TWIN and row.twin_id):
        chosen = Decision(said), None
    else:
        return False
    if chosen == (row.decision, getattr(row, f"{field}_id")):
        return False
    row.decision, row.settled = chosen[0], True
    setattr(row, f"{field}_id", chosen[1])
    return True


def _there(model, rows):
    """Return the keys of those offered for some rows that are not gone since; a query."""
    keys = {key for row in rows for key in row.candidates}
    return set(model.objects.filter(pk__in=keys).order_by().values_list("pk", flat=True))


def decide_lines(rows, said):
    """Decide some lines by what was chosen for each number; two queries for all."""
    rows = list(rows)
    there = _there(Person, rows)
    changed = [row for row in rows if decide(row, said.get(row.number, ""), "person", there)]
    IntakeLine.objects.write(changed, "decision", "person", "settled")
    return changed


def decide_bodies(intake, bodies, said):
    """Decide some institutions; what follows for their lines is to be looked up again."""
    bodies = list(bodies)
    there = _there(Organisation, bodies)
    changed = [
        body for body in bodies if decide(body, said.get(body.pk, ""), "organisation", there)
    ]
    IntakeBody.objects.write(changed, "decision", "organisation", "settled")
    if changed:
        look_again(intake, [body.pk for body in changed])


def decide_all(intake, how):
    """Decide all lines that are still in doubt, in one way; a query for each thousand."""
    rows = intake.lines.undecided().order_by("number").iterator(AT_ONCE)
    for some in itertools.batched(rows, AT_ONCE):
        there = _there(Person, some)
        decide_lines(some, {row.number: _said(row, how, there) for row in some})


def decide_all_bodies(intake, how):
    """Decide all institutions that are still in doubt, in one way, and then their departments."""
    # No line is left out because its institution is in doubt.
    how = Every.NEW if how == Every.OUT else how
    for level in (models.Q(inside=None), models.Q(inside__isnull=False)):
        bodies = list(intake.bodies.filter(level, decision=Decision.OPEN))
        there = _there(Organisation, bodies)
        decide_bodies(intake, bodies, {body.pk: _said(body, how, there) for body in bodies})
        look_up_bodies(intake)


def _said(row, how, there):
    if how != Every.LIKELIEST:
        return how.value
    if row.reason == Reason.COUNTRY:
        # Two countries have each a ministry of the interior.
        return NEW
    likeliest = next((key for key in row.candidates if key in there), None)
    if likeliest:
        return str(likeliest)
    return TWIN if row.twin_id else NEW
