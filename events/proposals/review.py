"""The lines of an intake as they are shown to whoever looks them over."""

from collections import Counter
from dataclasses import dataclass, field

from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from events.models import Decision, Role
from events.proposals.deciding import NEW, OUT, TWIN
from events.proposals.lines import ProposedLine
from events.reader.found import Doubt
from organisations.lookup import INSTITUTIONS
from organisations.models import Organisation
from people.lookup import PEOPLE
from people.models import Person
from portal.differences import words
from portal.fields import country_name
from portal.likeness import Certainty, Reason

PER_PAGE = 50
#: What one may look at alone: its word in the address, and the decisions it holds.
SHOWN = {
    "open": (gettext_lazy("to be decided"), [Decision.OPEN]),
    "new": (gettext_lazy("new"), [Decision.NEW]),
    "known": (gettext_lazy("known"), [Decision.KNOWN, Decision.TWIN]),
    "there": (gettext_lazy("in the list already"), [Decision.THERE]),
    "out": (gettext_lazy("left out"), [Decision.OUT]),
}


@dataclass
class Choice:
    """One thing that a line or an institution may be taken for."""

    value: str
    label: str
    hint: str = ""
    #: What is written otherwise in the list than the record has it.
    differs: list = field(default_factory=list)
    chosen: bool = False
    address: str = ""


@dataclass
class Shown:
    """A line or an institution with what may be chosen for it."""

    row: object
    name: str
    says: str
    choices: list
    line: ProposedLine | None = None
    roles: str = ""
    country: str = ""
    #: Why the reader of the text is not sure.
    doubts: list = field(default_factory=list)

    @property
    def is_open(self):
        return self.row.decision == Decision.OPEN

    @property
    def details(self):
        """What a line says beside its name: how many, as what and on whose behalf, from where."""
        body = self.row.body if self.line.name else None
        whole = [self.line.position, body, body and body.inside]
        told = [self.line.count, ", ".join(str(part) for part in whole if part)]
        return " · ".join(str(part) for part in [*told, self.country, self.roles] if part)


def counts(intake):
    """Return what may be looked at alone, with how many lines each has; one query."""
    found = dict(intake.lines.order_by().values_list("decision").annotate(n=Count("pk")))
    return [
        (key, label, sum(found.get(decision, 0) for decision in decisions))
        for key, (label, decisions) in SHOWN.items()
    ]


def page_of(intake, show, number):
    """Return a page of the lines, doubtful ones first, or of one kind in the order of the list."""
    rows = intake.lines.select_related("body__inside", "body__organisation", "twin", "person")
    if show in SHOWN:
        rows = rows.filter(decision__in=SHOWN[show][1])
    return Paginator(rows.order_by("doubt", "number"), PER_PAGE).get_page(number)


def shown_lines(rows):
    """Return lines with what may be chosen for each; three queries, however many lines."""
    people = Person.objects.in_bulk({key for row in rows for key in row.candidates})
    hints = PEOPLE.describe(people.values())
    roles = dict(Role.objects.values_list("pk", "name"))
    return [_line(row, ProposedLine.of(row.values), people, hints, roles) for row in rows]


def _line(row, line, people, hints, roles):
    choices = []
    for key in row.candidates if line.name else []:
        if key in people:
            person = people[key]
            choices.append(_choice(row, "person", person, line.name, hints[key]))
    if line.name and row.decision != Decision.THERE and _is_another(row, "person"):
        twin = ProposedLine.of(row.twin.values)
        label = _("the same as in line %(n)d: %(name)s") % {
            "n": row.twin.number if row.intake.text else _number(row.twin, twin),
            "name": twin.name,
        }
        choices.append(_own(row, TWIN, label, twin.organisation))
    label = _("somebody new") if line.name else _("put it on the list")
    choices.append(_own(row, NEW, label))
    choices.append(_own(row, OUT, _("leave the line out")))
    return Shown(
        row,
        line.name or _called(line),
        _says(row, line),
        choices,
        line,
        ", ".join(roles[key] for key in line.roles if key in roles),
        country_name(line.country) if line.country and line.name else "",
        [Doubt(key).label for key in line.doubts],
    )


def _called(line):
    """Return what a line without a name is called: the smallest that is known first."""
    body = ", ".join(filter(None, [line.group, line.department, line.organisation]))
    return body or country_name(line.country)


def _number(row, line):
    return line.place[0] or row.number


def _choice(row, name, record, written, hint):
    opts = record._meta
    return Choice(
        str(record.pk),
        str(record),
        hint,
        [] if str(record) == written else words(written, str(record)),
        row.decision == Decision.KNOWN and getattr(row, f"{name}_id") == record.pk,
        reverse(f"admin:{opts.app_label}_{opts.model_name}_change", args=[record.pk]),
    )


def _is_another(row, name):
    """Say whether the other one in the list is no record that is offered anyway."""
    if not row.twin_id:
        return False
    return row.decision == TWIN or getattr(row.twin, f"{name}_id") not in row.candidates


def _own(row, value, label, hint=""):
    return Choice(value, label, hint, chosen=row.decision == value)


def _says(row, line):
    """Return in a sentence what will become of a line, and why it is in doubt."""
    decision = Decision(row.decision)
    if decision == Decision.THERE:
        if row.twin_id:
            return _("Stands in this list twice: is added once.")
        return _("Is in the list of the event already: is not added again.")
    if decision == Decision.OPEN:
        return _doubt(row)
    if decision == Decision.KNOWN:
        return _("Is %(person)s, who is known.") % {"person": row.person}
    if decision == Decision.TWIN:
        return _("The same person as in an earlier line.")
    if decision == Decision.OUT:
        return _("Is left out.")
    return _("Is added as somebody new.") if line.name else _("Is added without a name.")


def _doubt(row):
    """Return in a sentence why it is not sure what is meant."""
    reason = Reason(row.reason).label if row.reason else ""
    if row.reason == Reason.ERASED:
        return _(
            "Somebody of this institution was erased from this list at their own wish. If this is "
            "their name, leave the line out."
        )
    if row.certainty == Certainty.NEW:
        return _("May be the same as another in this list: %(why)s.") % {"why": reason}
    return _("Probably known: %(why)s.") % {"why": reason}


def shown_bodies(intake, most=PER_PAGE):
    """Return the institutions of which it is to be decided what they are, or was decided here.

    Six queries, however many there are; more than fit on a page come when these are decided.
    """
    wanted = Q(decision=Decision.OPEN) | Q(settled=True)
    rows = (
        intake.bodies.filter(wanted)
        .exclude(inside__decision=Decision.OPEN)
        .select_related("inside", "twin", "organisation")
    )
    rows = list(rows.order_by("settled", "pk")[:most])
    numbers = Counter(dict(intake.lines.order_by().values_list("body").annotate(n=Count("pk"))))
    for department in intake.bodies.filter(inside__in=rows):
        numbers[department.inside_id] += numbers[department.pk]
    for row in rows:
        row.n = numbers[row.pk]
    bodies = Organisation.objects.select_related("parent").in_bulk(
        {key for row in rows for key in row.candidates}
    )
    hints = INSTITUTIONS.describe(bodies.values())
    return [_body(row, bodies, hints) for row in rows]


def new_bodies(intake, most=4 * PER_PAGE):
    """Return the names of the institutions that are made when the list is taken over; a query."""
    rows = intake.bodies.filter(decision=Decision.NEW, settled=False).select_related("inside")
    return [
        ", ".join(
            filter(None, [row.name, row.inside and row.inside.name, country_name(row.country)])
        )
        for row in rows[:most]
    ]


def _body(row, bodies, hints):
    choices = [
        _choice(row, "organisation", bodies[key], row.name, hints[key])
        for key in row.candidates
        if key in bodies
    ]
    if _is_another(row, "organisation"):
        label = _("the same as “%(name)s” in this list") % {"name": row.twin}
        choices.append(_own(row, TWIN, label, country_name(row.twin.country)))
    choices.append(_own(row, NEW, _("a new institution")))
    says = _doubt(row) if row.decision == Decision.OPEN else _("Decided.")
    name = f"{row.name}, {row.inside}" if row.inside else row.name
    # By it alone those of one name in two countries are told apart.
    return Shown(row, name, says, choices, country=country_name(row.country))
