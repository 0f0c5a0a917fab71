"""What lies on the desk: piles of things to do, each with what to do next."""

import datetime
from collections.abc import Callable
from dataclasses import dataclass, field

from django.contrib.auth.models import User
from django.db.models import QuerySet
from django.urls import reverse

#: How many things of a pile the front page shows.
SHOWN = 10
#: How many it shows of what is never worked off.
SHOWN_ENDLESS = 5
#: Up to how many are counted; nobody works off more in a day.
MOST = 1000


@dataclass(frozen=True)
class Reader:
    """Who looks at the desk, and when."""

    user: User
    now: datetime.datetime
    today: datetime.date

    def may(self, permission):
        return self.user.has_perm(permission)


@dataclass(frozen=True)
class Item:
    """One thing of a pile: a link, and in plain words what about it."""

    title: str
    url: str
    about: str = ""
    #: An instant, and what it is the instant of: “waits since”.
    at: datetime.datetime | None = None
    at_words: str = ""
    by: User | None = None
    note: str = ""
    marks: list = field(default_factory=list)


@dataclass(frozen=True)
class Pile:
    key: str
    title: str
    advice: str
    #: Of a Reader, the rows in the order in which they are to be done.
    rows: Callable[[Reader], QuerySet]
    item: Callable
    permission: str = ""
    #: What is said instead of the pile where nothing lies on it; without, nothing is.
    empty: str = ""
    #: The right to do what the advice says, and what is said to those who have it not.
    duty: str = ""
    to_others: str = ""
    #: Whether it is never worked off, so that how much lies on it says nothing.
    endless: bool = False

    @property
    def url(self):
        return reverse("admin:pile", args=[self.key])

    def is_for(self, reader):
        return not self.permission or reader.may(self.permission)

    def advice_for(self, reader):
        return self.advice if not self.duty or reader.may(self.duty) else self.to_others


@dataclass(frozen=True)
class Shown:
    """What the front page shows of a pile."""

    pile: Pile
    advice: str
    items: list
    #: How many there are; None if nobody counts them.
    count: int | None
    more: bool

    @property
    def counted(self):
        return f"{MOST}+" if self.count and self.count > MOST else self.count


def shown(piles, reader):
    """Return what lies on some piles for a reader: one query each, one more where many do."""
    found = []
    for pile in piles:
        if not pile.is_for(reader):
            continue
        rows = pile.rows(reader)
        most = SHOWN_ENDLESS if pile.endless else SHOWN
        first = list(rows[: most + 1])
        if not first and not pile.empty:
            continue
        count, more = len(first), len(first) > most
        if pile.endless:
            count = None
        elif more:
            count = rows.order_by()[: MOST + 1].count()
        items = [pile.item(row, reader) for row in first[:most]]
        found.append(Shown(pile, pile.advice_for(reader), items, count, more))
    return found


def form(record_or_model, pk=None):
    """Return the address of a record's form."""
    opts = record_or_model._meta
    name = f"admin:{opts.app_label}_{opts.model_name}_change"
    return reverse(name, args=[pk or record_or_model.pk])
