"""Two records made one: all that named one of them names the other, and it goes."""

import contextlib

from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from portal import history
from portal.duplicates import places
from portal.duplicates.choices import GONE, columns, proposed
from portal.duplicates.rows import Move, handed_over, united
from portal.models import OtherName, Pair, Reassignment, Site, Version
from portal.snapshots import part_model


def merge(kept, gone, *, by, chosen=None, name_kind=None, now=None):
    """Make `gone` a part of `kept`; return the Reassignment by which it can be undone.

    `chosen` says of fields whose value stands, KEPT or GONE; the others stand as
    `portal.duplicates.choices` proposes. `name_kind` is what the name given up is called.
    All or nothing; ValidationError says why not.
    """
    now = history.whole(now or timezone.now())
    reason = _("Number %(gone)d was merged into number %(kept)d.") % {
        "gone": gone.pk,
        "kept": kept.pk,
    }
    move = Move(type(kept), gone.pk, kept.pk)
    with transaction.atomic():
        Site.objects.hold()
        refuse(kept, gone)
        others = places.touched(gone)
        with history.change(kept, by=by, reason=reason, now=now) as passing:
            own = history.snapshot(gone)
            sides = proposed(type(kept), passing.before, own, kept.below()) | (chosen or {})
            data = merged(type(kept), passing.before, own, move, sides, name_kind)
            _check(type(kept), data["fields"])
            # What a person's line shows follows from the fields, so they come first.
            history.put(kept, data | {"parts": passing.before["parts"]})
            touched = [
                hand_over(owner, key, move, by=by, reason=reason, now=now, both=made_one())
                for owner, keys in others.items()
                for key in sorted(keys - {kept.pk} if owner is type(kept) else keys)
            ]
            papers = hand_over_papers(move)
            # A copy: the caller's keeps its number.
            going = type(gone)._base_manager.get(pk=gone.pk)
            removal = history.remove(going, by=by, reason=reason, now=now)
            history.put(kept, data)
        Pair.objects.hand_over(type(kept), move.old, move.new)
        # One that said the same already does not change.
        touched += [told(one) for one in (passing, removal) if one.version]
        return Reassignment.objects.create(
            action=Reassignment.Action.MERGE,
            kind=kept._meta.label_lower,
            from_id=move.old,
            to_id=move.new,
            touched=touched,
            papers=papers,
            at=now,
            by=by,
        )


def refuse(kept, gone):
    """Raise ValidationError where two records cannot be made one; costs two queries at most."""
    if kept == gone:
        raise ValidationError(_("These are one already: choose another."), code="same")
    kept, gone = stored(kept, gone)
    kept.check_merge(gone)


def stored(*records):
    """Return records of a kind as they are now; ValidationError where one is gone; a query."""
    model, keys = type(records[0]), [record.pk for record in records]
    found = model._base_manager.in_bulk(keys)
    for missing in sorted({*keys} - found.keys()):
        raise model(pk=missing).gone()
    return [found[key] for key in keys]


def merged(model, data, own, move, sides, name_kind=None):
    """Return the snapshot of the record that stays: its fields, the rows and names of both."""
    fields = dict(data["fields"])
    for name, side in sides.items():
        for column in columns(model, name):
            fields[column] = (own if side == GONE else data)["fields"][column]
    for name in model.relations:
        keys = {*data["fields"][name], *own["fields"][name]} - {move.old, move.new}
        fields[name] = sorted(keys)
    for field in model._meta.concrete_fields:
        if field.related_model is model and fields[field.attname] in (move.old, move.new):
            fields[field.attname] = None
    parts = united(model, data, own)
    parts["names"] |= _given_up(model, fields, parts["names"], [data, own], move, name_kind)
    return {"fields": fields, "parts": parts}


def _check(model, fields):
    """Raise ValidationError where the chosen fields do not go together; a query for each rule."""
    row = model()
    for field in model._meta.concrete_fields:
        if field.attname in fields:
            setattr(row, field.attname, field.to_python(fields[field.attname]))
    row.validate_constraints(exclude=set(model.unrecorded))


def _given_up(model, fields, rows, sides, move, name_kind):
    """Return rows for the names that neither the fields nor the other names have any more."""
    known = {name for name, _kind in _named(model, fields).own_names()}
    known |= {row["name"] for row in rows.values()}
    added = {}
    for side, number in zip(sides, (move.new, move.old), strict=True):
        was = _named(model, side["fields"])
        for name, kind in was.own_names():
            if name in known:
                continue
            known.add(name)
            added[str(-len(added) - 1)] = {
                "name": name,
                "kind": name_kind if name_kind and kind == OtherName.Kind.ALIAS else kind,
                "language": was.language,
                "source": _("Entry number %(number)d, merged.") % {"number": number},
            }
    return added


def _named(model, fields):
    """Return a record that has only the words of its fields."""
    words = {f.name for f in model._meta.concrete_fields if isinstance(f, models.CharField)}
    return model(**{name: value for name, value in fields.items() if name in words})


def hand_over_papers(move):
    """Let working papers name the other; return their keys by the foreign key.

    Of which the other has one already lets go of the record, as if it had been deleted.
    """
    found = {}
    for field in places.loose(move.model):
        rows = field.model._base_manager.filter(**{field.name: move.old})
        for key in rows.order_by("pk").values_list("pk", flat=True):
            found.setdefault(str(field), []).append(key)
            with contextlib.suppress(IntegrityError), transaction.atomic():
                rows.filter(pk=key).update(**{field.name: move.new})
    return found


def made_one():
    return _("Two entries of our records that are one were made one.")


def hand_over(owner, key, move, *, chosen=None, both="", **door):
    """Let one record name another than before, through its own door; return what was touched.

    `both` is the sentence for readers where it named both.
    """
    record = owner._base_manager.get(pk=key)
    with history.change(record, follows=True, **door) as passing:
        if both and names_both(owner, passing.before, move):
            passing.note = both
        history.put(record, handed_over(owner, passing.before, move, chosen))
    return told(passing)


def names_both(owner, data, move):
    """Say whether rows of one part name both: then readers see fewer than before."""
    for name, rows in data["parts"].items():
        fields = part_model(owner, name)._meta.concrete_fields
        pointing = [field.attname for field in fields if field.related_model is move.model]
        named = {row.get(column) for row in rows.values() for column in pointing}
        if {move.old, move.new} <= named:
            return True
    return False


def told(passing):
    """Return the kind, key and number of what a pass changed, with its state before kept."""
    version, record = passing.version, passing.record
    Version.objects.get_or_create(
        kind=version.kind,
        record_id=version.record_id,
        number=version.number - 1,
        # Only of what was put there past the door nobody kept a state.
        defaults={
            "action": Version.Action.CREATED,
            "title": version.title,
            "data": passing.before,
            "at": record.created_at,
        },
    )
    return [version.kind, version.record_id, version.number]
