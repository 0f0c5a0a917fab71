"""What may be told twice: people, institutions, and events, the likeliest first."""

from django.db.models import OuterRef, Subquery
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from events.models import Event
from organisations.models import Organisation
from people.models import Person
from portal.desk.piles import Item, Pile
from portal.fields import country_name
from portal.models import Pair


def pairs(model, rows=None, told=("name",)):
    """Return the open pairs of a kind, each with both names; `rows` are those that may be told.

    `told` are the fields that are read of both.
    """
    found = Pair.objects.open().filter(kind=model._meta.label_lower)
    if rows is not None:
        found = found.filter(first_id__in=rows.values("pk"), second_id__in=rows.values("pk"))
    read = {
        f"{side}_{name}": Subquery(
            model.objects.filter(pk=OuterRef(f"{side}_id")).order_by().values(name)
        )
        for side in ("first", "second")
        for name in told
    }
    return found.annotate(**read).order_by("-score", "first_id", "second_id")


def events(reader):
    return pairs(Event, Event.objects.open_to(reader.user, reader.now))


def countries(pair):
    """Return the countries by which a pair is told from others of the same names."""
    codes = [getattr(pair, f"{side}_country", "") for side in ("first", "second")]
    return [country_name(code) for code in dict.fromkeys(filter(None, codes))]


def item(model):
    def of_pair(pair, reader):
        names = {"first": pair.first_name, "second": pair.second_name}
        both = _("%(first)s and %(second)s") % names
        url = reverse("admin:pair", args=[pair.pk])
        why = str(model.alike.Reason(pair.reason).label)
        return Item(both, url, about=" · ".join([*countries(pair), why]))

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
        lambda reader: pairs(Organisation, told=("name", "country")),
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
