"""Who of the event's list may be somebody told twice, people and institutions."""

from django.db.models import Exists, OuterRef, Subquery
from django.utils.translation import gettext as _

from events.checks.finding import Finding, Severity, key
from organisations.models import Organisation
from people.models import Person
from portal.models import Pair

#: So many of a kind are asked about, the likeliest; the desk lists all.
MOST = 10
#: By the field of a line, what it names.
NAMED = {"organisation": Organisation, "person": Person}


def told_twice(event):
    """Return whom of the list the directory may have a second time; a query for each kind."""
    return [_finding(field, pair) for field in NAMED for pair in _pairs(event, field)]


def _pairs(event, field):
    """Return the likeliest open pairs of which one stands on the list, with the names of both."""
    model, lines = NAMED[field], event.participations.order_by()
    open_ = Pair.objects.open().filter(kind=model._meta.label_lower)
    names = {
        f"{side}_name": Subquery(
            model.objects.filter(pk=OuterRef(f"{side}_id")).order_by().values("name")
        )
        for side in ("first", "second")
    }
    listed = Exists(lines.filter(**{field: OuterRef("first_id")}))
    found = open_.touching(lines.values(field)).annotate(**names, first_is_listed=listed)
    return found.order_by("-score", "first_id", "second_id")[:MOST]


def _finding(field, pair):
    both = [pair.first_name, pair.second_name]
    one, other = both if pair.first_is_listed else reversed(both)
    why = NAMED[field].alike.Reason(pair.reason).label
    return Finding(
        key("twice", field, pair.first_id, pair.second_id),
        Severity.WARNING,
        _("“%(one)s” in the list may be “%(other)s” told twice: %(why)s.")
        % {"one": one, "other": other, "why": why},
        _("Name in the list the one that is meant, or say that they are two."),
        place="participations",
        ready=(_("They are two."),),
    )
