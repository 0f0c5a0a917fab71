"""A text that may name somebody, and what is decided of each place in it."""

from itertools import combinations, islice

from django.utils.translation import gettext as _

from events.models import Cover
from events.rights.calling import hit, numbered, passage, readdressed, reading
from events.rights.stored import is_address, removed
from portal import names
from portal.differences.snapshots import owner_field
from portal.models import Recorded

OPEN, HIDE, REPLACE, KEEP = Cover.Decision.values
#: So many ways are tried in which places may have been decided.
MOST_WAYS = 100


class Text:
    """One column of a row that may name somebody, with a decision for each place.

    `others` are the covers of other people in it, each with all that they are called.
    """

    def __init__(self, row, column, who, near, cover=None, others=()):
        self.row, self.column, self.who, self.cover = row, column, who, cover
        #: What stands there for all that this person has to do with it.
        self.stood = getattr(row, column)
        if cover:
            self._read(cover.was, cover.near)
            for decisions in self._ways(cover.decisions):
                self.decisions = decisions
                layer = self.covered()
                if self._is_left_by(layer, others):
                    self.stood = layer
                    return
        # Somebody wrote on since, so what was covered before stays covered.
        self.cover = None
        self._read(self.stood, near)

    def _ways(self, decided):
        """Yield what may be decided of each place where some were decided.

        There are more since the person got another name.
        """
        every = range(len(self.hits))
        for places in islice(combinations(every, len(decided)), MOST_WAYS):
            said = dict(zip(places, decided, strict=True))
            yield [said.get(place, OPEN) for place in every]

    def _is_left_by(self, layer, others):
        """Say whether what stands is a text in which no more was done than to cover others."""
        others = list(others)
        while layer != self.stood:
            over = next((other for other in others if other[0].was == layer), None)
            if not over:
                return False
            others.remove(over)
            layer = _covered(self.row, *over)
        return True

    def _read(self, was, near):
        self.was, self.read = was, reading(was)
        self.near = near or any(not found.doubtful for found in self.who.hits(self.read.text))
        self.hits = self.who.hits(self.read.text, self.near)
        self.decisions = [OPEN] * len(self.hits)

    @property
    def owner(self):
        """Return the model and the key of the record that it belongs to, None if to none."""
        field = owner_field(type(self.row))
        if isinstance(self.row, Recorded):
            return type(self.row), self.row.pk
        return field and (field.related_model, getattr(self.row, field.attname))

    @property
    def record(self):
        """The record that it belongs to, its row where it is part of none; a query."""
        model, key = self.owner or (type(self.row), self.row.pk)
        return model._base_manager.get(pk=key)

    @property
    def kind(self):
        return self.row._meta.label_lower

    @property
    def is_address(self):
        """Say whether it is an address, of which no sentence can be covered."""
        return is_address(self.row._meta.get_field(self.column))

    def key(self, number):
        return f"{self.row._meta.model_name}-{self.row.pk}-{self.column}-{number}"

    @property
    def is_open(self):
        """Say whether a doubtful place waits for somebody to look at it; erasing settles others."""
        said = zip(self.hits, self.decisions, strict=True)
        return not self.near and any(found.doubtful and what == OPEN for found, what in said)

    def covered(self):
        """Return the text as it stands with its decisions."""
        return self._with({HIDE: self._cover, REPLACE: self._replacement})

    def replaced(self):
        """Return the text in which only what is replaced for good is gone."""
        return self._with({REPLACE: self._replacement})

    def _with(self, ways):
        edits = [
            ways[decision](found)
            for found, decision in zip(self.hits, self.decisions, strict=True)
            if decision in ways
        ]
        if not edits:
            return self.was
        longest = self.row._meta.get_field(self.column).max_length
        if self.is_address:
            return numbered(readdressed(self.read, edits), self.row.pk)[:longest]
        return self.read.mended(_apart(edits))[:longest]

    def _cover(self, found):
        if not found.doubtful or self.is_address:
            return hit(self.read.text, found.start, found.end, False, _("[name not shown]"))
        first, last = passage(self.read.text, found.start, found.end)
        return hit(self.read.text, first, last, True, _("[passage not shown]"))

    def _replacement(self, found):
        return hit(self.read.text, found.start, found.end, False, removed())


def _covered(row, cover, who):
    """Return what somebody's cover leaves of a text."""
    text = Text(row, cover.column, who, cover.near)
    text._read(cover.was, cover.near)
    text.decisions = next(text._ways(cover.decisions), text.decisions)
    return text.covered()


def _apart(edits):
    """Return edits of which none reaches into another; the longer one swallows the others."""
    found = []
    for edit in sorted(edits, key=lambda edit: (edit.start, -edit.end)):
        if not found or edit.start >= found[-1].end:
            found.append(edit)
    return found


class Only:
    """Somebody's names, but of the places only those in which certain words stand."""

    whole = shared = frozenset()

    def __init__(self, who, words):
        self.who, self.words = who, {names.fold(word) for word in words}

    def hits(self, text, near=False, instead=""):
        every = self.who.hits(text, near, instead)
        return [found for found in every if names.fold(found.old) in self.words]
