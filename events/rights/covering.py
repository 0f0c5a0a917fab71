"""A name covered in what was written: at once, to be shown again, or replaced for good."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from events.models import Cover, Event, Participation, Update
from events.rights import papers
from events.rights.calling import hit, numbered, passage, readdressed, reading
from events.rights.stored import (
    Near,
    called,
    cleared,
    columns,
    is_address,
    removed,
    rows_with,
    stores,
    write,
)
from people.models import Person, PersonName
from portal import history, names
from portal.differences.snapshots import owner_field
from portal.models import Recorded, Site, Version

OPEN, HIDE, REPLACE, KEEP = Cover.Decision.values


class Text:
    """One column of a row that may name somebody, with a decision for each place."""

    def __init__(self, row, column, who, near, cover=None):
        self.row, self.column, self.who, self.cover = row, column, who, cover
        stands = getattr(row, column)
        if cover:
            self._read(cover.was, cover.near, cover.decisions)
            if self.covered() == stands:
                return
        # Somebody wrote on since, so what was covered before stays covered.
        self.cover = None
        self._read(stands, near, [])

    def _read(self, was, near, decisions):
        self.was, self.read = was, reading(was)
        self.near = near or any(not found.doubtful for found in self.who.hits(self.read.text))
        self.hits = self.who.hits(self.read.text, self.near)
        fits = len(decisions) == len(self.hits)
        self.decisions = list(decisions) if fits else [OPEN] * len(self.hits)

    @property
    def owner(self):
        """Return the model and the key of the record that it belongs to, None if to none."""
        field = owner_field(type(self.row))
        if isinstance(self.row, Recorded):
            return type(self.row), self.row.pk
        return field and (field.related_model, getattr(self.row, field.attname))

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


def published():
    """Return the models of whose words readers may see some."""
    return [m for m in stores() if issubclass(m, Recorded) or owner_field(m) or m is Update]


def _kept_with(record):
    """Return the models of which rows are a record or belong to it."""
    own = type(record)
    owners = {model: owner_field(model) for model in published()}
    return [m for m, owner in owners.items() if m is own or (owner and owner.related_model is own)]


def texts(person, of=None):
    """Return every Text that may name a person, their own record aside; many queries.

    With `of` only those of one record.
    """
    who = called(person)
    near = Near(person, who)
    covers = {(c.kind, c.row_id, c.column): c for c in Cover.objects.filter(person=person)}
    found = []
    for model in _kept_with(of) if of else published():
        kind = model._meta.label_lower
        rows = {row.pk: row for row in rows_with(model, who, stored=columns(model), of=of)}
        if not of:
            known = {key for label, key, _column in covers if label == kind}
            rows |= model._base_manager.in_bulk(known - rows.keys())
        for _key, row in sorted(rows.items()):
            if is_own(row, person):
                continue
            others = called_otherwise(row)
            for column in columns(model):
                if column in others:
                    continue
                cover = covers.get((kind, row.pk, column))
                text = Text(row, column, who, near.has(row), cover)
                if text.hits:
                    found.append(text)
    return found


def is_own(row, person):
    """Say whether a row is of the person's own record."""
    return row == person or (
        getattr(row, "person_id", None) == person.pk
        and owner_field(type(row)) is not None
        and owner_field(type(row)).related_model is Person
    )


def called_otherwise(row):
    """Return the columns in which people are called by their own names.

    Those of others do not mean the person, and their own are on no page while they are hidden.
    """
    if isinstance(row, Person):
        return {"name", "honorific", "given_name", "family_name"}
    if isinstance(row, PersonName):
        return {"name"}
    if isinstance(row, Participation):
        return {"printed_name"}
    return set()


def look(person):
    """Return who somebody is now, and the documents of their events, looked into; opens files.

    For `hide`, where the site is held before it: to open files may take a while.
    """
    found = papers.look_into([*papers.of(person)], called(person))
    return (person.pk, person.number), found


@history.owed()
def hide(person, *, by, reason, now=None, looked=None):
    """Let the public have nothing of a person from the next request on.

    Documents of their events that surely name them are kept from readers. The sure places of
    every text are covered, and of the doubtful ones the sentence, until somebody looks at it;
    what was decided before stands.
    """
    door = {"by": by, "reason": reason[:500], "now": history.whole(now or timezone.now())}
    whose, found = looked or look(person)
    with transaction.atomic():
        Site.objects.hold()
        _read_anew(person)
        # What was uploaded meanwhile, and for another name all of them.
        found = found if whose == (person.pk, person.number) else []
        found = papers.look_on(found, papers.of(person), called(person))
        with history.change(person, **door):
            person.visibility = Person.Visibility.HIDDEN
            person.save()
        papers.withhold([paper for paper in found if paper.is_sure], person, **door)
        return _cover(texts(person), person, **door)


def _read_anew(person):
    """Read a person whom somebody else may have changed; ValidationError if they are gone."""
    try:
        person.refresh_from_db()
    except Person.DoesNotExist as error:
        raise person.gone() from error


def _cover(found, person, **door):
    for text in found:
        text.decisions = [decision or HIDE for decision in text.decisions]
    return keep(found, person, **door)


def cover_again(record, *, by):
    """Cover in a record that came back from an earlier state all whose names are not shown now.

    Costs some queries for each of them.
    """
    hidden = Person.objects.filter(visibility=Person.Visibility.HIDDEN)
    door = {"by": by, "now": history.whole(timezone.now())}
    with transaction.atomic():
        Site.objects.hold()
        for person in hidden.exclude(name=Person.ERASED).order_by("pk"):
            door["reason"] = _("Came back, and names somebody who is not shown.")
            _cover(texts(person, record), person, **door)
            if isinstance(record, Event):
                papers.withhold(papers.naming(person, called(person), [record]), person, **door)


@history.owed()
def show(person, *, by, reason, now=None):
    """Show a person again as before they were hidden, and what was covered and not replaced."""
    door = {"by": by, "reason": reason[:500], "now": history.whole(now or timezone.now())}
    with transaction.atomic():
        Site.objects.hold()
        _read_anew(person)
        with history.change(person, **door):
            person.visibility = _shown_before(person)
            person.save()
        papers.give_out(papers.withheld_for(person), person, **door)
        found = texts(person)
        for text in found:
            text.decisions = [OPEN if said == HIDE else said for said in text.decisions]
        return keep(found, person, **door)


def _shown_before(person):
    """Return what the public last saw of somebody; the name alone if it never saw them."""
    states = Version.objects.filter(kind=person._meta.label_lower, record_id=person.pk)
    for state in states.order_by("-number").iterator():
        if state.data["fields"]["visibility"] != Person.Visibility.HIDDEN:
            return state.data["fields"]["visibility"]
    return Person.Visibility.NAME


@history.owed()
def keep(found, person, *, by, reason, now=None):
    """Save the decisions of some texts, through the door; return how many texts changed."""
    now = history.whole(now or timezone.now())
    door = {"by": by, "reason": reason[:500], "now": now}
    changed = 0
    for text in found:
        put = text.covered()
        if put != getattr(text.row, text.column):
            changed += 1
            _save(text, put, door)
        if REPLACE in text.decisions:
            _replace_copies(text)
        _remember(text, person, by, reason[:300], now)
    return changed


def _save(text, put, door):
    # Another column of the same row may have been saved just now.
    row = type(text.row)._base_manager.get(pk=text.row.pk)
    if not text.owner:
        write(row, {text.column: put})
        Site.objects.move(text.kind)
        return
    model, key = text.owner
    with history.change(model._base_manager.get(pk=key), follows=True, **door):
        write(row, {text.column: put})


def _replace_copies(text):
    """Clear what is replaced for good in every state that is kept of the record."""
    if not text.owner:
        return
    model, key = text.owner
    said = zip(text.hits, text.decisions, strict=True)
    only = Only(text.who, [found.old for found, decision in said if decision == REPLACE])
    for version in Version.objects.filter(kind=model._meta.label_lower, record_id=key):
        put = cleared(version, only, removed(), text.near)
        if put:
            write(version, put)


def _remember(text, person, by, reason, now):
    own = {"person": person, "kind": text.kind, "row_id": text.row.pk, "column": text.column}
    left = [decision for decision in text.decisions if decision != REPLACE]
    if not any(left):
        Cover.objects.filter(**own).delete()
        return
    values = {"was": text.replaced(), "near": text.near, "decisions": left}
    standing = text.cover and {name: getattr(text.cover, name) for name in values}
    if standing != values:
        said = {"reason": reason, "by": by, "at": now}
        Cover.objects.update_or_create(**own, defaults=values | said)
