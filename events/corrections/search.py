"""Everything that is written down in which the old spelling stands, as far as one may see it."""

import hashlib
import itertools
from dataclasses import dataclass, field, replace
from functools import cached_property

from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from events.corrections.spelling import BREAK, Hit, Plain, Rich
from events.models import (
    Document,
    Edition,
    Event,
    EventOrganisation,
    Participation,
    Photo,
    Place,
    Session,
)
from people.models import Person
from portal import dates, names
from portal.html import RichTextField
from portal.models import OtherName

WORDS = ("title", "lead", "body", "credits")
#: Of an event's rows what is printed in words of our own; what a source says stays as it said it.
ROWS = {
    "participations": (Participation, ("printed_name", "position", "note")),
    "sessions": (Session, ("title", "place")),
    "documents": (Document, ("title",)),
    "photos": (Photo, ("alternative_text", "caption", "credit")),
    "places": (Place, ("venue",)),
}
EVENT = ("name", "status_note")
OWN = {
    "person": ("name", "given_name", "family_name", "biography"),
    "organisation": ("official_name", "acronym", "about"),
}
# A form may send a thousand fields; what is more is left for another round.
MOST_SPOTS = 500
#: So many events or texts are read at once.
AT_ONCE = 100
AROUND = 50


@dataclass(frozen=True)
class Spot:
    """One place where the old spelling stands, with the words around it."""

    row: models.Model
    column: str
    number: int
    hit: Hit
    before: str
    after: str
    ticked: bool
    doubt: str = ""

    @property
    def key(self):
        return f"{self.row._meta.model_name}-{self.row.pk}-{self.column}-{self.number}"

    @property
    def label(self):
        return capfirst(self.row._meta.get_field(self.column).verbose_name)


@dataclass
class Sheet:
    """One record in which the old spelling stands; a text that waits for its time is frozen."""

    record: models.Model
    kind: str
    title: str
    says: str
    spots: list = field(default_factory=list)

    @property
    def frozen(self):
        return self.kind == "scheduled"

    @property
    def keys(self):
        """Return what can be ticked."""
        return [] if self.frozen else [spot.key for spot in self.spots]

    @property
    def address(self):
        record = self.record.report if isinstance(self.record, Edition) else self.record
        name = f"admin:{record._meta.app_label}_{record._meta.model_name}_change"
        return reverse(name, args=[record.pk])


def reading(row, column):
    """Return how a column of a row is read and mended."""
    rich = isinstance(row._meta.get_field(column), RichTextField)
    return (Rich if rich else Plain)(getattr(row, column))


class Search:
    """Finds a spelling for one of the staff; its queries are constant for each hundred records."""

    def __init__(self, record, spelling, user, now=None):
        self.record, self.spelling, self.user = record, spelling, user
        self.now = now or timezone.now()
        self.fold_words = names.terms(spelling.old)

    @cached_property
    def _found(self):
        """Return what is found, as far as one form can send it, and whether there is more.

        No more is read than that: a short word stands in half of the record.
        """
        sheets, room = [], MOST_SPOTS
        for sheet in self._every():
            if len(sheet.spots) > room:
                cut = replace(sheet, spots=sheet.spots[:room])
                return [*sheets, cut] if room else sheets, True
            if sheet.spots:
                sheets.append(sheet)
                room -= len(sheet.spots)
        return sheets, False

    @property
    def sheets(self):
        """Each record with its spots: the person or institution, events, then texts."""
        return self._found[0]

    @property
    def is_cut(self):
        """Say whether something is left for another round."""
        return self._found[1]

    @property
    def ticked(self):
        """Return the keys of what is ticked before anybody chose."""
        return {spot.key for sheet in self.sheets for spot in sheet.spots if spot.ticked}

    @property
    def seen(self):
        """Return what tells this finding from any other: records, their numbers, their words."""
        said = [self.spelling.old, self.spelling.new]
        for sheet in self.sheets:
            said += [sheet.kind, str(sheet.record.pk), str(sheet.record.number)]
            said += [f"{spot.key} {spot.hit.old} {spot.hit.new}" for spot in sheet.spots]
        return hashlib.sha256("\n".join(said).encode()).hexdigest()

    # What is searched

    def _every(self):
        yield self._own()
        rows = [
            models.Prefetch(name, model.objects.filter(self._holding(columns)))
            for name, (model, columns) in ROWS.items()
        ]
        for keys in _portions(self._events()):
            naming = self._naming(keys)
            for event in Event.objects.filter(pk__in=keys).prefetch_related(*rows):
                yield self._event(event, naming)
        for keys in _portions(self._texts()):
            texts = Edition.objects.filter(pk__in=keys).select_related("report__event")
            naming = self._naming({text.report.event_id for text in texts})
            for text in texts:
                yield self._text(text, naming)

    def _holding(self, columns):
        """Return the condition that a row has every word of the old spelling in a column."""
        found = models.Q()
        for column in columns:
            every = models.Q()
            for word in self.spelling.words:
                # SQLite knows small and capital letters of ASCII only.
                every &= models.Q(**{f"{column}__icontains": word}) | models.Q(
                    **{f"{column}__contains": word.upper()}
                )
            found |= every
        return found

    def _events(self):
        found = self._holding(EVENT)
        for model, columns in ROWS.values():
            rows = model.objects.filter(self._holding(columns))
            found |= models.Q(pk__in=rows.values("event"))
        return Event.objects.open_to(self.user, self.now).filter(found)

    def _texts(self):
        """Return the texts that are written, wait for their time, or are public."""
        found = models.Q()
        for word in self.fold_words:
            found &= models.Q(folded__contains=word)
        if not self.fold_words:
            found = self._holding(("title", "lead", "body"))
        live = Edition.objects.live(self.now).values("pk")
        return (
            Edition.objects.open_to(self.user, self.now)
            .filter(found | self._holding(["credits"]))
            .filter(
                models.Q(publish_at__isnull=True)
                | models.Q(publish_at__gt=self.now)
                | models.Q(pk__in=live)
            )
        )

    def _naming(self, events):
        """Return which of some events have the record in their lists."""
        if isinstance(self.record, Person):
            rows = [Participation.objects.filter(person=self.record)]
        else:
            own = {"organisation": self.record}
            rows = [Participation.objects.filter(**own), EventOrganisation.objects.filter(**own)]
        return {
            key
            for found in rows
            for key in found.filter(event__in=events).values_list("event", flat=True)
        }

    # What is found

    def _own(self):
        record = self.record
        sheet = Sheet(record, "own", str(record), _("the record itself"))
        for column in OWN[record._meta.model_name]:
            sheet.spots += self._spots(record, column)
        others = list(record.names.all())
        taken = {(other.name, other.kind, other.language) for other in others}
        for other in others:
            spots = self._spots(other, "name")
            mended = spots and Plain(other.name).mended([spot.hit for spot in spots])
            # A spelling that was met stays as it was met, and no name is kept twice.
            was_met = other.kind == OtherName.Kind.MISSPELLING or other.name == self.spelling.old
            if spots and not was_met and (mended, other.kind, other.language) not in taken:
                sheet.spots += spots
        return sheet

    def _event(self, event, naming):
        public = event.is_visible(self.now)
        says = _("public: told as a small correction") if public else _("not public")
        sheet = Sheet(event, "event", str(event), says)
        doubt = "" if event.pk in naming else _("Not in the list of this event: is it the same?")
        for column in EVENT:
            sheet.spots += self._spots(event, column, doubt)
        for name, (_model, columns) in ROWS.items():
            for row in getattr(event, name).all():
                of_another = (
                    name == "participations"
                    and isinstance(self.record, Person)
                    and row.person_id != self.record.pk
                )
                why = _("This is a line of somebody else.") if of_another else doubt
                for column in columns:
                    sheet.spots += self._spots(row, column, why)
        return sheet

    def _text(self, text, naming):
        kind, says = "live", _("public: a small correction goes out at once")
        if text.is_open():
            kind, says = "open", _("being written: changed in place")
        elif text.publish_at > self.now:
            kind = "scheduled"
            says = _("goes out on %(moment)s: stays as it is") % {
                "moment": dates.moment(text.publish_at)
            }
        language = text.report.get_language_display()
        title = _("%(title)s (report in %(language)s)") % {"title": text, "language": language}
        sheet = Sheet(text, kind, title, says)
        listed = text.report.event_id in naming
        doubt = "" if listed else _("Not in the list of this event: is it the same?")
        for column in WORDS:
            sheet.spots += self._spots(text, column, doubt)
        return sheet

    def _spots(self, row, column, doubt=""):
        read = reading(row, column)
        return [
            self._spot(row, column, number, hit, read.text, doubt)
            for number, hit in enumerate(self.spelling.hits(read.text))
        ]

    def _spot(self, row, column, number, hit, text, doubt):
        before, after = surroundings(text, hit.start, hit.end)
        if hit.doubtful:
            doubt = _("A longer form: is it the same name?")
        return Spot(row, column, number, hit, before, after, not doubt, doubt)


def _portions(rows):
    """Yield the keys of some rows, so many at once as are read at once."""
    return itertools.batched(list(rows.values_list("pk", flat=True)), AT_ONCE)


def surroundings(text, start, end):
    """Return the words before and behind a piece of a text, cut at words and blocks."""
    before = text[max(0, start - 2 * AROUND) : start].rpartition(BREAK)[2]
    after = text[end : end + 2 * AROUND].partition(BREAK)[0]
    if len(before) > AROUND:
        before = "… " + before[-AROUND:].partition(" ")[2]
    if len(after) > AROUND:
        after = after[:AROUND].rpartition(" ")[0] + " …"
    return before, after
