"""A name covered in what was written: at once, to be shown again, or replaced for good."""

import json
import re
from collections import defaultdict

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from events.models import Cover, Event, Participation, Update
from events.rights import papers
from events.rights.stored import (
    Near,
    called,
    cleared,
    columns,
    removed,
    rows_with,
    stores,
    write,
)
from events.rights.text import HIDE, OPEN, REPLACE, Only, Text
from people.models import Person, PersonName
from portal import history
from portal.differences.snapshots import owner_field
from portal.models import Recorded, Site, Version
from portal.snapshots import fields_of


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
    covers = {_place(cover): cover for cover in Cover.objects.filter(person=person)}
    over = _over(covers, person) if covers else {}
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
                place = kind, row.pk, column
                own = covers.get(place), over.get(place, ())
                text = Text(row, column, who, near.has(row), *own)
                if text.hits:
                    found.append(text)
    return found


def _place(cover):
    return cover.kind, cover.row_id, cover.column


def _over(places, person):
    """Return the covers of others in the places of one person, each with what they are called."""
    found, who = defaultdict(list), {}
    rows = {row for _kind, row, _column in places}
    every = Cover.objects.filter(row_id__in=rows, person__isnull=False).exclude(person=person)
    for cover in every.select_related("person"):
        if _place(cover) in places:
            if cover.person not in who:
                who[cover.person] = called(cover.person)
            found[_place(cover)].append((cover, who[cover.person]))
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


def _hidden(but=None):
    """Return each whose name is not shown, but for one, with all that they are called."""
    people = Person.objects.filter(visibility=Person.Visibility.HIDDEN)
    people = people.exclude(name=Person.ERASED).order_by("pk")
    return [(person, called(person)) for person in people if person != but]


def cover_again(records, *, by, now=None):
    """Cover in records with words of elsewhere, or of before, all whose names are not shown now.

    A line of the public history is taken as well. Returns in how many texts somebody was covered.
    Costs some queries for each who is not shown, for each record, and for each who may be named
    in one.
    """
    door = {"by": by, "now": history.whole(now or timezone.now())}
    door["reason"] = _("Came in, or came back, and names somebody who is not shown.")
    with transaction.atomic():
        Site.objects.hold()
        hidden = _hidden()
        covered = _cover_named(records, hidden, door)
        events = [record for record in records if isinstance(record, Event)]
        for person, who in hidden if events else ():
            papers.withhold(papers.naming(person, who, events), person, **door)
    return covered


def _cover_named(records, hidden, door):
    """Cover in records those of the hidden that they name; return in how many texts."""
    covered = 0
    for record in records if hidden else ():
        stored = history.snapshot if isinstance(record, Recorded) else fields_of
        said = json.dumps(stored(record), ensure_ascii=False)
        for person, who in hidden:
            if re.search("|".join(who.patterns), said, re.IGNORECASE):
                covered += _cover(texts(person, record), person, **door)
    return covered


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
    """Save the decisions of some texts, through the door; return how many texts changed.

    What comes back with them of others who are not shown is covered for these.
    """
    now = history.whole(now or timezone.now())
    door = {"by": by, "reason": reason[:500], "now": now}
    changed, back = 0, {}
    for text in found:
        put = text.covered()
        if put != text.stood:
            changed += 1
            _save(text, put, door)
            if text.cover:
                back[text.record] = None
        if REPLACE in text.decisions:
            _replace_copies(text)
        _remember(text, person, by, reason[:300], now)
    if back:
        _cover_named(back, _hidden(but=person), door)
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
