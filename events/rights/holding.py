"""All that is held on a person, as plain values for one file."""

from collections import defaultdict

from events.models import Cover, Photo
from events.rights import papers
from events.rights.stored import (
    Near,
    Shut,
    called,
    cleared,
    merged_into,
    removed,
    rows_with,
    stores,
)
from people.models import Person
from portal import history
from portal.models import Reassignment, Version
from portal.snapshots import fields_of


def held(person, user):
    """Return everything that is stored on a person, as far as one of the staff may be told of it.

    Asks every table once, and some more. What names them among much else is told whole, row by
    row: the officer leaves out what is about others before it is handed on.
    """
    shut = Shut(user)
    kind, numbers = Person._meta.label_lower, merged_into(person)
    states = Version.objects.filter(kind=kind, record_id__in=numbers).order_by("at", "pk")
    lines = person.participations.select_related("event", "organisation").order_by("pk")
    photos = Photo.objects.filter(people=person).order_by("pk")
    merges = Reassignment.objects.of(person).order_by("pk")
    return {
        "number": person.pk,
        "numbers_before": [number for number in numbers if number != person.pk],
        "record": history.snapshot(person),
        "lines": [
            fields_of(line)
            | {"event": str(line.event), "institution": str(line.organisation or "")}
            for line in lines
            if not shut.has(line)
        ],
        "photos": [fields_of(photo) for photo in photos if not shut.has(photo)],
        "documents": [
            {"number": paper.pk, "title": paper.title, "event": str(paper.event)}
            | {"names_them": paper.names_them}
            for paper in papers.look_into([*papers.of(person)], called(person))
            if not shut.has(paper)
        ],
        "covered": Cover.objects.filter(person=person).count(),
        "merges": [fields_of(merge) for merge in merges],
        "history": [
            {"at": state.at, "action": state.action, "reason": state.reason, "state": state.data}
            for state in states
        ],
        "named_in": _named_in(person, numbers, shut),
    }


def _named_in(person, numbers, shut):
    """Return by kind what of each row names them, their own record and its history aside."""
    who, found = called(person), defaultdict(list)
    near = Near(person, who)
    for model in stores():
        for row in rows_with(model, who) if model is not Cover else ():
            about = isinstance(row, Version) and row.kind == Person._meta.label_lower
            if row == person or shut.has(row) or (about and row.record_id in numbers):
                continue
            names = cleared(row, who, removed(), near.has(row))
            if names:
                said = {name: value for name, value in fields_of(row).items() if name in names}
                found[model._meta.label_lower].append({"number": row.pk} | said)
    return found
