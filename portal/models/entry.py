import datetime
import functools
import re
import unicodedata
from typing import NamedTuple

import numpy as np
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal import names
from portal.aggregates import joined
from portal.fulltext import Holds, HoldsInName, WordsField, words
from portal.models.record import NEVER
from portal.prepared import Among, Delete, Update

#: A word as it is written, with its marks and the invisible characters that fold() drops.
WRITTEN = re.compile("[\\w\u00ad\u0300-\u036f\u200b-\u200d]+")
AT_ONCE = 500
NO_DAY = datetime.date(1, 1, 1)
#: What stands before each word of an entry of a kind.
MARKS = {
    "event": "e",
    "report": "r",
    "person": "p",
    "organisation": "o",
    "project": "j",
    "document": "d",
}
#: So many of a kind are put in order and shown; whoever finds more adds a word.
MOST = 1000


class Best(NamedTuple):
    """The keys of what was found of a kind, best first, and whether they are all.

    `place` says where the words stand in the first: in a name, the less the better, or only in
    its text.
    """

    keys: list
    every: bool
    place: int


class EntryQuerySet(models.QuerySet):
    def public(self, now=None):
        """Return what the public may be told of: an instant of each record's own rule."""
        now = now or timezone.now()
        return self.filter(visible_from__lte=now, visible_until__gt=now)

    def holding(self, terms, *kinds, by=Holds):
        """Return those of some kinds in which each word begins a word or stands in a name."""
        marks = [MARKS[kind] for kind in kinds]
        asked = by(models.F("words"), (marks, terms))
        return self.filter(asked, kind__in=kinds) if terms else self.none()

    def each_holding(self, terms, *kinds):
        """Return those of whose owner each word is held by one, be it another."""
        first, *others = (self.holding([term], *kinds) for term in terms)
        for other in others:
            first = first.filter(owner_id__in=other.values("owner_id"))
        return first

    def owners(self):
        """Return the keys of the records that they tell of, as an array; costs a query."""
        written = self.order_by().aggregate(keys=joined("owner_id"))["keys"]
        return np.fromstring(written or "", np.int64, sep=",")

    def narrow(self, rows, query):
        """Return those of some people, institutions or projects that hold the words of a query."""
        entries = self.about(rows.model, query)
        return rows.filter(pk__in=entries.values("owner_id")) if names.terms(query) else rows

    def about(self, model, query):
        """Return those of all people, institutions or projects that hold the words of a query."""
        return self.holding(names.terms(query), *model.entry_kinds)

    def best(self, query, kind):
        """Return the Best of what a query finds of a kind.

        More than a thousand are not put in order: of those the newest are looked at, the ones
        with all the words in their names before the others.
        """
        terms, typed = names.terms(query), spelling(query).split()
        fields = ("called", "spelt", "day", "sort", "record_id")
        rows = self.order_by("-day", "sort", "record_id").values_list(*fields)
        found = set(rows.holding(terms, kind)[: MOST + 1])
        every = len(found) <= MOST
        if not every:
            found |= set(rows.holding(terms, kind, by=HoldsInName)[:MOST])
        ranking = _ranking(terms, typed)
        best = sorted(found, key=ranking)
        place = ranking(best[0])[0] if best else 0
        return Best([record_id for *_row, record_id in best[:MOST]], every, place)

    def renew(self, rows, keys):
        """Write anew what the index tells of some records, `rows` being their manager."""
        keys = list(keys)
        _told(rows.model)(keys)
        self.bulk_create(rows.entries(keys), batch_size=AT_ONCE)

    def follow(self, model, keys):
        """Take over from when the public may see some people, institutions or projects."""
        _following(model)(list(keys))


@functools.cache
def _told(model):
    """Return what takes the entries of some records away, by the keys of these."""
    return Delete(
        lambda keys: Entry.objects.filter(Among("owner_id", keys), kind__in=model.entry_kinds)
    )


@functools.cache
def _following(model):
    def follow(keys):
        own = model._base_manager.filter(pk=models.OuterRef("owner_id"))
        seen = models.Subquery(own.values("visible_from")[:1])
        entries = Entry.objects.filter(Among("owner_id", keys), kind__in=model.entry_kinds)
        return entries.exclude(visible_from=seen), {"visible_from": seen}

    return Update(follow)


def _ranking(terms, typed):
    """Return what puts one entry before another: where the words stand, and how they are spelt."""
    # The whole name, its words, their beginnings, or what stands in them.
    places = [
        [f"\n {' '.join(terms)} \n"],
        [f" {term} " for term in terms],
        [f" {term}" for term in terms],
        terms,
    ]
    spellings = [f" {word} " for word in typed]

    def rank(row):
        called, spelt, day, sort, record_id = row
        fits = (all(part in called for part in parts) for parts in places)
        place = next((place for place, fit in enumerate(fits) if fit), len(places))
        as_typed = all(word in spelt for word in spellings)
        return place, not as_typed, -day.toordinal(), sort, record_id

    return rank


def spelling(text):
    """Return the words of a text as they are spelt, capital letters aside."""
    return " ".join(WRITTEN.findall(unicodedata.normalize("NFC", text).casefold()))


class Entry(models.Model):
    """What one record is found by. The door writes it with the record, staff's drafts too.

    `visible_from` and `visible_until` follow from the record's own rule; what is found is
    read again by that rule before it is printed.
    """

    class Kind(models.TextChoices):
        EVENT = "event", _("events")
        REPORT = "report", _("reports")
        PERSON = "person", _("people")
        ORGANISATION = "organisation", _("institutions")
        PROJECT = "project", _("projects")
        DOCUMENT = "document", _("documents")

    kind = models.CharField(max_length=12, choices=Kind)
    #: Of a report it is the text, as each has its own time.
    record_id = models.BigIntegerField()
    #: The record whose door writes the entry: of a text and a document the event.
    owner_id = models.BigIntegerField()
    visible_from = models.DateTimeField()
    visible_until = models.DateTimeField(default=NEVER)
    #: When it took place; what has no day sorts behind all that has one.
    day = models.DateField(default=NO_DAY)
    sort = models.CharField(max_length=100)
    #: Folded names between spaces, one on each line, so that words are told from their parts.
    called = models.TextField()
    spelt = models.TextField()
    words = WordsField()

    objects = EntryQuerySet.as_manager()

    class Meta:
        verbose_name = _("entry of the search index")
        verbose_name_plural = _("search index")
        ordering = ["kind", "record_id"]
        constraints = [
            models.UniqueConstraint(fields=["kind", "record_id"], name="portal_entry_once")
        ]
        indexes = [
            models.Index(fields=["kind", "owner_id"], name="portal_entry_owner"),
            models.Index(fields=["kind", "-day", "sort", "record_id"], name="portal_entry_newest"),
        ]

    def __str__(self):
        return f"{self.kind} {self.record_id}"

    @classmethod
    def of(cls, kind, record, *, printed, text="", owner=None, **fields):
        """Return the entry of a record with its printed names and the folded words of its text."""
        printed = [name for name in dict.fromkeys(printed) if name]
        called = [fold for fold in dict.fromkeys(map(names.fold, printed)) if fold]
        owner = owner or record
        return cls(
            kind=kind,
            record_id=record.pk,
            owner_id=owner.pk,
            called=_lines(called),
            sort="".join(called[:1])[:100],
            spelt=_lines(map(spelling, printed)),
            words=words(MARKS[kind], "\n".join(called), text),
            **{"visible_from": owner.visible_from} | fields,
        )


def _lines(texts):
    return "".join(f"\n {text} \n" for text in texts)
