"""How staff name a record by typing: no list to scroll, no window in between."""

import re
from collections import Counter
from typing import NamedTuple

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _

from portal import names
from portal.addresses import number_of
from portal.duplicates import pairs
from portal.folded import is_called

NUMBERED = re.compile(r"(?P<name>.*\S)\s*\((?P<number>\d{1,15})\)")
# So many names are asked for in one query; SQLite refuses conditions much longer.
AT_ONCE = 100
# So many letters more than a name the number behind it may have.
NUMBER_ROOM = 20
OFFERED = 12


def record_of(records, key):
    """Return the one of some records whose number stands in an address, or None."""
    number = number_of(key)
    return None if number is None else records.filter(pk=number).first()


class Found(NamedTuple):
    """What a typed name means: one record, or several to choose from, or none."""

    record: models.Model | None = None
    namesakes: tuple = ()


class New(NamedTuple):
    """A name that no record has yet, and the text as it was typed where that says more."""

    name: str
    typed: str = ""

    def __str__(self):
        return self.name

    @property
    def text(self):
        return self.typed or self.name


def already(hint, reason):
    """Return what tells a record apart, and, where only its name is like another, why it is."""
    if not reason:
        return hint
    words = _("there is already this one: %(why)s") % {"why": reason.label}
    return " · ".join(filter(None, [hint, words]))


class Lookup:
    """Finds records of one model by name, whatever the spelling of its letters."""

    #: The field of the model that holds the name.
    named = "name"
    #: Whether a name that is only like another is worth a question.
    asks_likeness = False

    def __init__(self, manager, *, related=(), create=None):
        self.manager = manager
        self.related = related
        self.create = create

    @property
    def model(self):
        return self.manager.model

    @property
    def longest(self):
        return self.model._meta.get_field(self.named).max_length

    def read(self, value, room=NUMBER_ROOM):
        """Return the tidy text; ValidationError if too long for a name and its number."""
        text = names.tidy(str(value or ""))
        if len(text) > self.longest + room:
            raise ValidationError(
                _("A name has at most %(most)d letters."), "long", {"most": self.longest}
            )
        return text

    def records(self):
        return self.manager.select_related(*self.related) if self.related else self.manager.all()

    def open_to(self, user):
        """Return the lookup of what one of the staff may be told of."""
        return self

    def texts(self, records):
        """Return by key how each record is written into a field: namesakes with their numbers."""
        written = Counter(map(str, records))
        return {
            record.pk: f"{record} ({record.pk})" if written[str(record)] > 1 else str(record)
            for record in records
        }

    def meant(self, records):
        """Return by key how each record is written to be found alone; two queries for a hundred."""
        found = self.find(map(str, records))
        return {
            record.pk: str(record)
            if found[str(record)].record == record
            else f"{record} ({record.pk})"
            for record in records
        }

    def called(self, fold):
        """Return the condition that a record has this folded name."""
        return is_called(fold)

    def folds(self, record):
        """Return the folded names that the record goes by."""
        return record.folded.split("\n")

    def describe(self, records):
        """Return for each record what tells it from its namesakes; costs a query at most."""
        return {record.pk: "" for record in records}

    def find(self, texts):
        """Return what each text means; two queries for a hundred texts."""
        texts = list(dict.fromkeys(texts))
        numbered = {text: match for text in texts if (match := NUMBERED.fullmatch(text))}
        numbers = [int(match["number"]) for match in numbered.values()]
        by_number = self.records().in_bulk(numbers) if numbers else {}
        answers, names_of = {}, {}
        for text in texts:
            match = numbered.get(text)
            record = match and by_number.get(int(match["number"]))
            fold = names.fold(match["name"]) if record else ""
            # Who has no name any more is found by none.
            if fold and fold in self.folds(record):
                answers[text] = Found(record)
            else:
                names_of[text] = [text, match["name"]] if match else [text]
        by_fold = self._by_fold({names.fold(n) for every in names_of.values() for n in every})
        for text, (whole, *rest) in names_of.items():
            same = by_fold.get(names.fold(whole), [])
            exact = [record for record in same if str(record) == whole]
            if len(same) == 1 or len(exact) == 1:
                answers[text] = Found((exact or same)[0])
            else:
                # A number that is nobody's is a slip, not a new name.
                numberless = [r for name in rest for r in by_fold.get(names.fold(name), [])]
                answers[text] = Found(None, tuple(same or numberless))
        return answers

    def _by_fold(self, folds):
        found = {}
        folds = sorted(folds - {""})
        for start in range(0, len(folds), AT_ONCE):
            asked = folds[start : start + AT_ONCE]
            condition = models.Q()
            for fold in asked:
                condition |= self.called(fold)
            for record in self.records().filter(condition):
                for fold in set(self.folds(record)) & set(asked):
                    found.setdefault(fold, []).append(record)
        return found

    def choose(self, text, found):
        """Return the record or a New; ValidationError where several have the name or none may."""
        if found.record:
            return found.record
        if found.namesakes:
            raise ValidationError(self.which(text, found.namesakes), code="several")
        if not self.create and names.fold(text):
            raise ValidationError(
                _("There is no %(kind)s of this name: “%(text)s”."),
                code="unknown",
                params={"kind": self.model._meta.verbose_name, "text": text},
            )
        return self.new(text)

    def new(self, text):
        """Return a typed name as that of a record to be; ValidationError if none may have it."""
        if not names.fold(text):
            raise ValidationError(_("Write a name with letters."), code="no_letters")
        return New(self.read(text, room=0))

    def plain(self, text):
        """Return a typed name as it would stand with a record."""
        return text

    def typed(self, fields):
        """Return the text that a record was made of, by the fields of its snapshot."""
        return fields[self.named]

    def which(self, text, namesakes):
        """Return the sentence that lists namesakes, and how to name each."""
        hints = self.describe(namesakes)
        offers = [
            f"“{record} ({record.pk})”" + (f": {hints[record.pk]}" if hints[record.pk] else "")
            for record in namesakes[:OFFERED]
        ]
        return _("More than one has the name “%(text)s”. Write it with the number: %(offers)s.") % {
            "text": text,
            "offers": "; ".join(offers),
        }

    def near(self, text):
        """Return the records whose names are like a text, best first, each with the Reason."""
        if not self.asks_likeness or not names.fold(text):
            return {}
        found = dict(pairs.near(self.model, text))
        records = self.records().in_bulk(found) if found else {}
        return {records[key]: reason for key, reason in found.items() if key in records}

    def suggest(self, query, on=""):
        """Return what to offer for the letters typed so far, then what is only like it."""
        terms = names.terms(query)
        if not terms:
            return []
        found = self.records().matching(query)
        # Whose name begins with what was typed comes first.
        begins = models.Case(models.When(folded__startswith=" ".join(terms), then=0), default=1)
        found = list(found.order_by(begins, *self.model._meta.ordering)[:OFFERED])
        near = {record: why for record, why in self.near(query).items() if record not in found}
        found += near
        hints, offers = self.describe(found), self.offers(found, on)
        labels = [str(record) for record in found]
        return [
            {
                "value": f"{record} ({record.pk})"
                if labels.count(str(record)) > 1
                else str(record),
                "hint": already(hints[record.pk], near.get(record)),
                "fills": offers.get(record.pk, {}),
            }
            for record in found
        ]

    def doubts(self, records):
        """Return by key what is to be asked of records that were made of typed names."""
        return {}

    def offers(self, records, on):
        """Return by key what else choosing a record fills in on a day, written 2021-09-01."""
        return {}
