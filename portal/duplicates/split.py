"""What one record has of another's: chosen rows move to another record, or to a new one."""

from collections import defaultdict

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from portal import history
from portal.duplicates.merge import hand_over, stored, told
from portal.duplicates.places import places
from portal.duplicates.rows import Move, without_twins
from portal.models import Reassignment, Site
from portal.snapshots import part_model


def split(record, other, chosen, *, by, now=None):
    """Let rows that name a record, or are its own, be another's; return the Reassignment.

    `other` is a record, or the name of a new one. `chosen` are pairs of the name of a part or
    of a Place and the key of a row of it. All or nothing; ValidationError says why not.
    """
    now = history.whole(now or timezone.now())
    if not chosen:
        raise ValidationError(_("Choose at least one line that moves."), code="nothing")
    model, made = type(record), isinstance(other, str)
    with transaction.atomic():
        Site.objects.hold()
        record, *standing = stored(record, *([] if made else [other]))
        other = _made(record, other, by, now) if made else standing[0]
        if other == record:
            raise ValidationError(_("These are one already: choose another."), code="same")
        if record.is_erased or other.is_erased:
            raise ValidationError(_("Who was erased stays nobody: choose another."), "erased")
        reason = _("Moved from number %(one)d to number %(other)d.")
        door = {"by": by, "now": now, "reason": reason % {"one": record.pk, "other": other.pk}}
        touched = _own_rows(record, other, chosen, door)
        move = Move(model, record.pk, other.pk)
        touched += [
            hand_over(owner, key, move, chosen=rows, note=moved(), **door)
            for (owner, key), rows in _others(record, other, chosen).items()
        ]
        if not touched:
            raise ValidationError(_("What was chosen is gone meanwhile."), code="gone")
        return Reassignment.objects.create(
            action=Reassignment.Action.SPLIT,
            kind=model._meta.label_lower,
            from_id=record.pk,
            to_id=other.pk,
            made=made,
            touched=touched,
            at=now,
            by=by,
        )


def _made(record, name, by, now):
    """Make a new record of a name, shown no more than the one of which it was a part."""
    [other] = type(record).objects.create_named([name], by=by)
    with history.change(other, by=by, now=now):
        for field in record.stricter:
            setattr(other, field, getattr(record, field))
        other.save()
    return other


def moved():
    return _("An entry of our records that stood for two was told apart.")


def _own_rows(record, other, chosen, door):
    """Move the record's own rows; they leave it before they can stand with the other."""
    keys = defaultdict(set)
    for name, key in chosen:
        if name in record.parts:
            keys[name].add(str(key))
    if not keys:
        return []
    with history.change(record, **door) as leaving:
        was = leaving.before["parts"]
        moved = {name: {k: was[name][k] for k in keys[name] & was[name].keys()} for name in keys}
        stays = {
            name: {k: row for k, row in rows.items() if k not in moved.get(name, ())}
            for name, rows in was.items()
        }
        history.put(record, leaving.before | {"parts": stays})
    with history.change(other, **door) as coming:
        parts = dict(coming.before["parts"])
        for name, rows in moved.items():
            part = part_model(type(other), name)
            parts[name], _folded = without_twins(part, parts[name] | rows, set(rows))
        history.put(other, coming.before | {"parts": parts})
    return [told(passing) for passing in (leaving, coming) if passing.version]


def _others(record, other, chosen):
    """Return by (model, key) of other records which of their rows are to name the other."""
    keys = defaultdict(set)
    for name, key in chosen:
        keys[name].add(key)
    found = defaultdict(set)
    for place in places(type(record)):
        wanted = keys.get(place.name)
        if not wanted:
            continue
        rows = place.rows(record).filter(pk__in=wanted).order_by("pk")
        for key, owner in rows.values_list("pk", place.to_owner):
            found[place.owner, owner].add((place.part, str(key) if place.part else ""))
    found.pop((type(other), other.pk), None)
    return found
