"""Lines of one list that tell the same capacity twice, as a snapshot has them."""

#: On whose behalf somebody came, and as what.
PERSON = ("organisation_id", "country", "group", "position")
BODY = ("country", "group", "position", "count", "note")


def same(row, other):
    """Say whether one of two lines says nothing of who came that the other does not."""
    if row["person_id"] != other["person_id"]:
        return False
    if row["person_id"] is None and (
        row["organisation_id"] is None
        or row["organisation_id"] != other["organisation_id"]
        or row["attendance"] != other["attendance"]
    ):
        return False
    fields = PERSON if row["person_id"] else BODY
    return _says(row, other, fields) or _says(other, row, fields)


def _says(row, other, fields):
    return all(other[field] in ("", None, row[field]) for field in fields)


def joined(row, other):
    """Return what two lines of one capacity say together where they differ."""
    said = ("came", "expected", "absent")
    notes = dict.fromkeys(filter(None, [row["note"], other["note"]]))
    return {
        "attendance": min(row["attendance"], other["attendance"], key=said.index),
        "note": "; ".join(notes)[:300],
    }
