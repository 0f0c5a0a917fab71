"""What may be told twice: people, institutions, and events, the likeliest first."""

from django.db.models import OuterRef, Subquery
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from events.models import Event
from organisations.models import Organisation
from people.models import Person
from portal.desk.piles import Item, Pile
from portal.models import Pair


def pairs(model, rows=None):
    """Return the open pairs of a kind, each with both names; `rows` are those that may be told."""
    found = Pair.objects.open().filter(kind=model._meta.label_lower)
    if rows is not None:
        found = found.filter(first_id__in=rows.values("pk"), second_id__in=rows.values("pk"))
    named = {
        side: Subquery(model.objects.filter(pk=OuterRef(f"{side}_id")).order_by().values("name"))
        for side in ("first", "second")
    }
    return found.annotate(**named).order_by("-score", "first_id", "second_id")


def events(reader):
    return pairs(Event, Event.objects.open_to(reader.user, reader.now))


def item(model):
    def of_pair(pair, reader):
        both = _("%(first)s and %(second)s") % {"first": pair.first, "second": pair.second}
        url = reverse("admin:pair", args=[pair.pk])
        return Item(both, url, about=model.alike.Reason(pair.reason).label)

    return of_pair


PILES = [
    Pile(
        "people-told-twice",
        gettext_lazy("People who may be told twice"),
        gettext_lazy("Look at both: merge them, or say that they are not the same."),
        lambda reader: pairs(Person),
        item(Person),
        "people.merge_person",
    ),
    Pile(
        "institutions-told-twice",
        gettext_lazy("Institutions that may be told twice"),
        gettext_lazy("Look at both: merge them, or say that they are not the same."),
        lambda reader: pairs(Organisation),
        item(Organisation),
        "organisations.merge_organisation",
    ),
    Pile(
        "events-told-twice",
        gettext_lazy("Events that may be told twice"),
        gettext_lazy("Look at both: take one away, or say that they are not the same."),
        events,
        item(Event),
        "events.change_event",
    ),
]
