"""Rows that change hands, as plain values: nothing here asks the database.

A snapshot is taken as `portal.snapshots` gives it, and a new one is returned.
"""

from typing import NamedTuple

from django.db import models

from portal.constraints import holds
from portal.differences.snapshots import owner_field
from portal.snapshots import part_model

#: What of a row says nothing of its own.
SILENT = ("id", "order")


class Move(NamedTuple):
    """That what names the record `old` of a model names `new`."""

    model: type
    old: int
    new: int


def handed_over(owner, data, move, chosen=None):
    """Return the snapshot of a record in which rows name another than before, without twins.

    `chosen` are the rows as (part, key), ("", "") for the record's own fields; None for all.
    """
    fields, parts = data["fields"], {}
    if chosen is None or ("", "") in chosen:
        fields = renamed(owner, fields, move)
    replaced = {}
    for name, rows in data["parts"].items():
        model = part_model(owner, name)
        own = {
            key: renamed(model, row, move)
            for key, row in rows.items()
            if chosen is None or (name, key) in chosen
        }
        moved = {key for key, row in own.items() if row != rows[key]}
        parts[name], folded = without_twins(model, rows | own, moved)
        replaced[model] = folded
    return {"fields": fields, "parts": _followed(owner, parts, replaced)}


def united(model, data, others):
    """Return the parts of a record with those of another: rows that say the same stand once."""
    parts = {}
    for name, rows in data["parts"].items():
        added = others["parts"].get(name, {})
        parts[name], _folded = without_twins(part_model(model, name), rows | added, set(added))
    return parts


def without_twins(model, rows, moved):
    """Return rows of one part without twins among what was moved, and which became which."""
    kept = {key: row for key, row in rows.items() if key not in moved}
    folded = {}
    for key in sorted(moved, key=int):
        twin = _twin(model, kept, rows[key])
        if twin is None:
            kept[key] = rows[key]
        else:
            kept[twin] = joined(model, kept[twin], rows[key])
            folded[int(key)] = int(twin)
    return kept, folded


def _twin(model, kept, row):
    """Return the key of the row with which a row becomes one, None if it stands by itself.

    Of several it is one that leaves room for the others: what is empty in a row is filled.
    """
    twins = [key for key, other in kept.items() if are_twins(model, other, row)]
    for key in twins:
        both = joined(model, kept[key], row)
        if not any(_exclude(model, both, other) for k, other in kept.items() if k != key):
            return key
    return twins[0] if twins else None


def are_twins(model, row, other):
    """Say whether two rows may not stand beside each other, or say the same."""
    return (
        _bare(model, row) == _bare(model, other)
        or _exclude(model, row, other)
        or (hasattr(model, "same_capacity") and model.same_capacity(row, other))
    )


def _exclude(model, row, other):
    """Say whether two rows may not stand beside each other."""
    return any(
        _clash(model, constraint, row, other)
        for constraint in model._meta.constraints
        if isinstance(constraint, models.UniqueConstraint)
    )


def joined(model, row, other):
    """Return a row with what its twin says beside it; what only one of them says is kept."""
    both = dict(row)
    for name, value in other.items():
        mine = row.get(name)
        if isinstance(mine, list):
            both[name] = sorted({*mine, *value})
        elif isinstance(mine, bool):
            both[name] = mine or value
        elif mine in ("", None):
            both[name] = value
            # How well a date is known goes with it.
            if (precision := f"{name}_precision") in other and value:
                both[precision] = other[precision]
    first, last = both.get("since"), both.get("until")
    if first and last and last < first:
        # The beginning of one is no beginning of the other's end.
        both |= {name: row[name] for name in row if name.startswith(("since", "until"))}
    return both | (model.joined(row, other) if hasattr(model, "joined") else {})


def renamed(model, row, move):
    """Return a row that names another record than before."""
    row = dict(row)
    for field in [*model._meta.concrete_fields, *model._meta.many_to_many]:
        if not field.is_relation or field.related_model is not move.model:
            continue
        if field.many_to_many:
            keys = {move.new if key == move.old else key for key in row.get(field.name, ())}
            row[field.name] = sorted(keys)
        elif field is not owner_field(model) and row.get(field.attname) == move.old:
            row[field.attname] = move.new
    return row


def _followed(owner, parts, replaced):
    """Let rows that name other rows of the same record name those that stand for them."""
    for name in parts:
        for field in part_model(owner, name)._meta.many_to_many:
            if folded := replaced.get(field.related_model):
                parts[name] = {
                    key: row | {field.name: sorted({folded.get(k, k) for k in row[field.name]})}
                    for key, row in parts[name].items()
                }
    return parts


def _bare(model, row):
    owner = owner_field(model)
    silent = {*SILENT, owner.attname if owner else ""}
    return {name: value for name, value in row.items() if name not in silent}


def _clash(model, constraint, row, other):
    owner, fields = owner_field(model), {f.name: f.attname for f in model._meta.concrete_fields}
    sides = [{name: side.get(attname) for name, attname in fields.items()} for side in (row, other)]
    names = [name for name in constraint.fields if not owner or name != owner.name]
    if constraint.condition and not all(holds(constraint.condition, side) for side in sides):
        return False
    keys = [[side[name] for name in names] for side in sides]
    return keys[0] == keys[1] and None not in keys[0]
