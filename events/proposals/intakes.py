"""How lines come in to be looked over: what in a list repeats, and what of it may be one."""

import contextlib
import itertools
import re

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy

from events.models import Decision, Intake, IntakeBody, IntakeLine
from events.proposals.lines import Behalf, ProposedLine
from events.proposals.twins import pair
from organisations import matching as bodies_matching
from people.written import read_name
from portal import names
from portal.likeness import Certainty
from portal.models import Site

AT_ONCE = 2000
GONE = gettext_lazy("This list was taken over or thrown away.")
#: What departments are called, and with what the names of institutions begin, folded.
DEPARTMENTS = frozenset(
    "department departments division directorate sector unit section office offices service "
    "bureau cabinet odeljenje odsek sektor sluzba uprava direkcija kabinet".split()
)
INSTITUTIONS = frozenset(
    "ministry ministarstvo university univerzitet commissariat komesarijat agency agencija "
    "institute institut municipality opstina embassy ambasada".split()
)
BEHALF = Behalf._fields
_BETWEEN = re.compile(r"[,;]|\s[-–—]\s")
_LETTERS = re.compile(r"(?P<name>.*\S)\s*\((?P<letters>[^\W\d_a-zа-я]{2,12})\)")


def bare(name):
    """Return a name of an institution without the letters that stand in brackets behind it."""
    match = _LETTERS.fullmatch(name)
    return (match["name"], match["letters"]) if match else (name, "")


def is_named(name):
    """Say whether an institution can be made of a written name: not of signs alone."""
    return bool(names.fold_again(bare(name)[0]))


def begin(event, lines, *, by, title, kind=Intake.Kind.SHEET, left=None, **kept):
    """Keep lines, to be looked over; nothing of it is on the record.

    `left` says by the number of a line what of its row is not taken over; `kept` are further
    fields of the Intake. Costs a query for each two thousand lines. ValidationError if the event
    is gone meanwhile.
    """
    with transaction.atomic():
        intake = Intake.objects.begin(event, by=by, kind=kind, title=title[:200], **kept)
        fill(intake, lines, left or {}, dict.fromkeys(line.behalf for line in lines))
    return intake


@contextlib.contextmanager
def held(intake):
    """Let nobody else write to an intake; ValidationError if it is gone meanwhile."""
    with transaction.atomic():
        # In the order in which a list is taken over: others wait, and nobody for them.
        Site.objects.hold()
        if not Intake.objects.select_for_update().filter(pk=intake.pk).first():
            raise ValidationError(GONE, code="gone")
        yield


def fill(intake, lines, left, whose):
    """Put lines into an intake in place of those that it has, inside a transaction.

    They may be many, and pass by once; `whose` are the Behalf of them all.
    """
    intake.lines.clear()
    intake.bodies.all().delete()
    parted = _departments(whose)
    bodies = _bodies(intake, [_part(behalf, parted) for behalf in whose])
    numbered = enumerate(lines, 1)
    for some in itertools.batched(numbered, AT_ONCE):
        rows = []
        for number, line in some:
            line.organisation, line.department, _country = _part(line.behalf, parted)
            rows.append(
                IntakeLine(
                    intake=intake,
                    number=number,
                    values=line.stored(),
                    left=", ".join(left.get(line.place[0], ()))[:300],
                    body=bodies.get(_body_of(line)),
                )
            )
        IntakeLine.objects.bulk_create(rows)
    pair(intake)


# Institutions


def _departments(whose):
    """Return what is to be parted by the names that are an institution with a department of it.

    Commas stand in names of institutions, too: what the directory knows as a whole stays, and a
    part must be called a department, the other be known or called an institution.
    """
    texts = {behalf.organisation for behalf in whose if not behalf.department}
    ways = {text: found for text in texts if (found := list(_ways(text)))}
    asked = [*ways, *(whole for found in ways.values() for whole, _department in found)]
    matches = bodies_matching.match(asked) if asked else []
    sure = {
        text
        for text, match in zip(asked, matches, strict=True)
        if match.certainty == Certainty.SURE
    }
    parted = {}
    for text, found in ways.items():
        for whole, department in found if text not in sure else ():
            if whole in sure or names.fold_again(whole).split()[0] in INSTITUTIONS:
                parted.setdefault(text, (whole, department))
    return parted


def _part(behalf, parted):
    """Return the Behalf that one is once departments stand apart from their institutions."""
    found = None if behalf.department else parted.get(behalf.organisation)
    return Behalf(*found, behalf.country) if found else behalf


def _ways(text):
    """Yield in which ways a name may be an institution and a department of it."""
    parts = [part.strip() for part in _BETWEEN.split(text) if names.fold_again(part)]
    if len(parts) > 1:
        for whole, others in ((parts[0], parts[1:]), (parts[-1], parts[:-1])):
            if DEPARTMENTS & set(names.fold_again(others[0]).split()):
                yield whole, ", ".join(others)


def _body_of(line):
    """Return what tells the institution or department of a line from others, None without one."""
    whole = names.fold_again(bare(line.organisation)[0])
    return (whole, names.fold_again(line.department), line.country) if whole else None


def _bodies(intake, lines, known=()):
    """Make a row for each institution and department that has none; return all of them."""
    found, made = dict(known), {}
    for wanted in ("organisation", "department"):
        new = {}
        for line in lines:
            key = _body_of(line)
            name = getattr(line, wanted)
            if not key or not name:
                continue
            whole = found.get((key[0], "", key[2]))
            key = (key[0], "", key[2]) if wanted == "organisation" else key
            if key not in found and key not in new:
                new[key] = IntakeBody(intake=intake, name=name, country=line.country, inside=whole)
        IntakeBody.objects.bulk_create(new.values())
        found |= new
        made |= new
    _pair_bodies(found, {key: body for key, body in made.items() if not key[1]})
    return found


def _pair_bodies(found, made):
    """Say of institutions just made which earlier one of the list each may be, in other letters."""
    tops = [(body.pk, key[0]) for key, body in found.items() if not key[1]]
    near = bodies_matching.alike({fold for fold, *_others in made}, tops) if made else {}
    changed = []
    for (fold, *_others), body in made.items():
        earlier = [pk for pk in near.get(fold, ()) if pk < body.pk]
        if earlier:
            body.twin_id = max(earlier, key=lambda pk: (near[fold][pk].score, -pk))
            changed.append(body)
    IntakeBody.objects.write(changed, "twin")


# Lines


def mend(row, said):
    """Put what somebody wrote into a line; it is looked up anew, for all of it may be another.

    So are the lines that were said to be the same as it, and those that repeat it now.
    """
    with held(row.intake):
        _mend(row, said)
        rows = row.intake.lines.order_by("number").iterator(AT_ONCE)
        fold, anew = names.fold_again(said["name"]), []
        for other in rows:
            followed = other.twin_id == row.pk
            is_same = names.fold_again(other.values.get("name", "")) == fold
            # What somebody decided of another line stays, if it was not to be the same as this.
            if (
                other.pk == row.pk
                or (followed and (not other.settled or other.decision == Decision.TWIN))
                or (is_same and not other.settled)
            ):
                other.twin = other.person = None
                other.certainty, other.decision, other.settled = "", Decision.OPEN, False
            elif followed:
                other.twin = None
            else:
                continue
            anew.append(other)
        IntakeLine.objects.write(anew, "twin", "person", "certainty", "decision", "settled")
        pair(row.intake, {other.number for other in anew if not other.settled})


def _mend(row, said):
    line = ProposedLine.of(row.values)
    if said["name"] != line.name:
        name = read_name(said["name"])
        line.name, line.order_known = name.name, name.order_known
        line.given_name, line.family_name = name.given_name, name.family_name
        said = said | {"honorific": said["honorific"] or name.honorific}
    for field in (*BEHALF, "honorific", "position", "group", "note"):
        setattr(line, field, said[field])
    intake = row.intake
    bodies = {_body_key(body): body for body in intake.bodies.select_related("inside")}
    row.values = line.stored()
    row.body = _bodies(intake, [line], bodies).get(_body_of(line))
    row.save(update_fields=["values", "body"])


def _body_key(body):
    """Return what tells an institution of an intake from others, as `_body_of` does of a line."""
    whole = body.inside or body
    department = names.fold_again(body.name) if body.inside_id else ""
    return names.fold_again(bare(whole.name)[0]), department, body.country
