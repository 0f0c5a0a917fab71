"""What one has typed, brought onto what another has saved meanwhile.

Snapshots are compared field by field and row by row: what I changed against the common base
goes onto what stands now. Nothing here asks the database.
"""

ALONE = {"id", "order"}


def merge(base, mine, theirs):
    """Return the snapshot of what stands with my changes on it."""
    merged = {"fields": _row(base["fields"], mine["fields"], theirs["fields"]), "parts": {}}
    for name in theirs["parts"] | mine["parts"]:
        merged["parts"][name] = _rows(*_sides(name, base, mine, theirs))
    return merged


def say_with(said_of, merged, base, mine, theirs):
    """Leave out of a merged snapshot what one said of a value that the other replaced.

    In `said_of` stand, by the name of a part, fields and the one that each is said of: whoever
    changed that one says them. Return part and field of what was left out.
    """
    left_out = []
    for name, said in said_of.items():
        sides, rows = _sides(name, base, mine, theirs), merged["parts"].get(name, {})
        for field, other in said.items():
            for key in set.intersection(*map(set, sides)):
                value = _said_with(other, *(side[key] for side in sides)).get(field)
                if value != rows[key].get(field):
                    rows[key] = rows[key] | {field: value}
                    left_out.append((name, field))
    return left_out


def _sides(name, *snapshots):
    return [snapshot["parts"].get(name, {}) for snapshot in snapshots]


def _said_with(field, base, mine, theirs):
    """Return the row of whoever changed a field, the merged one if nobody did."""
    if mine.get(field) != base.get(field):
        return mine
    return theirs if theirs.get(field) != base.get(field) else _row(base, mine, theirs)


def _row(base, mine, theirs):
    return {
        field: _value(base.get(field), mine.get(field, value), value)
        for field, value in theirs.items()
    }


def _value(base, mine, theirs):
    if isinstance(theirs, list):
        # A list of keys: what I took out or put in.
        base, mine = set(base or ()), set(mine)
        return sorted((set(theirs) - (base - mine)) | (mine - base))
    return theirs if mine == base else mine


def _rows(base, mine, theirs):
    rows = {}
    for key, row in theirs.items():
        if key not in base:
            rows[key] = row
        elif key in mine:
            rows[key] = _row(base[key], mine[key], row)
    for key, row in mine.items():
        if key in base:
            # Taken away by the other: it comes back only if I changed it.
            wanted = key not in theirs and row != base[key]
        else:
            wanted = not _twin(row, theirs.values())
        if wanted:
            rows[key] = row
    return rows


def _twin(row, rows):
    """Say whether the other added the same row."""
    own = {field: value for field, value in row.items() if field not in ALONE}
    return any(own == {f: v for f, v in other.items() if f not in ALONE} for other in rows)


def rekeyed(model, data, keys):
    """Return a snapshot with some keys replaced; `keys` are old and new ones by model."""
    parts = {}
    for name, rows in data["parts"].items():
        if name not in model.parts:
            # The snapshot is older than the model.
            continue
        part = model._meta.get_field(name).related_model
        own = keys.get(part, {})
        parts[name] = {
            str(own.get(int(key), int(key))): _rekeyed(part, row, keys) | _id(row, own)
            for key, row in rows.items()
        }
    return {"fields": _rekeyed(model, data["fields"], keys), "parts": parts}


def _id(row, own):
    return {"id": own.get(row["id"], row["id"])} if "id" in row else {}


def _rekeyed(model, row, keys):
    row = dict(row)
    for field in [*model._meta.concrete_fields, *model._meta.many_to_many]:
        own = keys.get(field.related_model) if field.is_relation else None
        if not own:
            continue
        if field.many_to_many:
            row[field.name] = sorted(own.get(key, key) for key in row.get(field.name, []))
        elif field.attname in row:
            row[field.attname] = own.get(row[field.attname], row[field.attname])
    return row
