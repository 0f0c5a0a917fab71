"""What a change of an event means to readers: may it be small, and how it is told."""

import datetime

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from portal import dates

# The fields that say when the event was.
DATE_FIELDS = (
    "earliest",
    "latest",
    "precision",
    "date_words",
    "length_days",
    "starts_at",
    "ends_at",
    "time_zone",
)
# Parts of which none may come or go in a small correction, with what is compared of a row:
# each names a person, an institution, a date, a file, or says that it counts.
WEIGHTY = {
    "places": ("country", "day"),
    "participations": ("person_id", "organisation_id", "country", "group", "attendance", "named"),
    "bodies": ("organisation_id", "role"),
    "documents": ("file",),
    "photos": ("file", "people"),
    "sessions": ("day",),
    "withdrawals": ("lifted_at",),
}


def _told():
    return {
        "places": _("the place"),
        "bodies": _("organisers and partners"),
        "participations": _("the list of participants"),
        "sessions": _("the programme"),
        "documents": _("the documents"),
        "photos": _("the photos"),
        "sources": _("the sources"),
        "withdrawals": _("whether this is public"),
    }


# What only staff see: a change of it alone is no news for readers. What `office` and
# `name_hidden` bring about is in `named`, and what consent does in whether a photo is shown.
STAFF_FIELDS = ("names_reason", "public_from", "colleagues", "protected")
STAFF_LINE_FIELDS = {"office": False, "name_hidden": False}
STAFF_PHOTO_FIELDS = ("consent",)
# What is told of nobody whose name is not shown.
UNTOLD = {"printed_name": "", "position": "", "group": "", "note": "", "roles": []}


def shown(snapshot, unseen=(), apart=()):
    """Return of an event's snapshot what its public page is made from.

    `unseen` are the keys of photos that show somebody whose name is not shown, `apart` those of
    events that are not public. Withdrawals of a report are no facts of the event: see `withdrawn`.
    """
    parts = snapshot["parts"]
    unnamed = {int(key) for key, row in parts["participations"].items() if _is_unnamed(row)}
    return {
        "fields": _near(_without(snapshot["fields"], STAFF_FIELDS), apart),
        "parts": parts
        | {
            "participations": {
                key: _line_shown(row) for key, row in parts["participations"].items()
            },
            "sessions": {
                key: row | {"people": [line for line in row["people"] if line not in unnamed]}
                for key, row in parts["sessions"].items()
            },
            "photos": {
                key: _without(row, STAFF_PHOTO_FIELDS)
                for key, row in parts["photos"].items()
                if _photo_shown(row, snapshot["fields"]) and key not in unseen
            },
            "documents": {
                key: row for key, row in parts["documents"].items() if not row.get("withheld")
            },
            "withdrawals": {
                key: row for key, row in parts["withdrawals"].items() if not row["report_id"]
            },
        },
    }


def withdrawn(snapshot):
    """Return the withdrawals of single reports, by report."""
    reports = {}
    for key, row in snapshot["parts"]["withdrawals"].items():
        if row["report_id"]:
            reports.setdefault(row["report_id"], {})[key] = row
    return reports


def _photo_shown(row, event):
    settled = ("nobody",) if event.get("protected") else ("yes", "nobody")
    return row["alternative_text"] and row["consent"] in settled


def _without(row, names):
    return {name: value for name, value in row.items() if name not in names}


def _is_unnamed(row):
    return row["person_id"] and not row["named"]


def _line_shown(row):
    """Return what readers see of a line; the row itself if that is all, as lists are long."""
    hidden = STAFF_LINE_FIELDS | UNTOLD if _is_unnamed(row) else STAFF_LINE_FIELDS
    return row | hidden if any(row.get(name) for name in hidden) else row


def _near(fields, apart):
    """Return the fields of an event without the events beside it that readers are not led to."""
    if not apart:
        return fields
    whole = fields["part_of_id"]
    return fields | {
        "related": [key for key in fields["related"] if key not in apart],
        "part_of_id": None if whole in apart else whole,
    }


def _identities(rows, fields):
    return sorted(str([key, *(row[field] for field in fields)]) for key, row in rows.items())


def never_small(before, after, unseen=()):
    """Return in plain words why a change cannot be called a small correction; empty if it can.

    Takes two snapshots of an event, and what `shown` does not count. Adding or removing a
    person, an institution, a date or a document is always a change that readers are told of
    with a new date.
    """
    if before is None:
        return [_("the event is new")]
    before, after = shown(before, unseen), shown(after, unseen)
    reasons = []
    if any(before["fields"][name] != after["fields"][name] for name in DATE_FIELDS):
        reasons.append(_("the date"))
    if before["fields"]["status"] != after["fields"]["status"]:
        reasons.append(_("whether it was held"))
    if before["fields"]["names_shown"] != after["fields"]["names_shown"]:
        reasons.append(_("who is shown by name"))
    if before["fields"]["projects"] != after["fields"]["projects"]:
        reasons.append(_("the project"))
    told = _told()
    for part, fields in WEIGHTY.items():
        old, new = before["parts"][part], after["parts"][part]
        if _identities(old, fields) != _identities(new, fields):
            reasons.append(told[part])
    return reasons


def _become():
    return {
        "planned": _("The event is planned."),
        "held": _("The event was held."),
        "postponed": _("The event was postponed."),
        "cancelled": _("The event was cancelled."),
    }


def sentence(before, after):
    """Return what readers are told: what became of an event, and which sides of it changed.

    Takes two results of `shown`, so that nothing is told of what readers do not see.
    """
    told = _told()
    changed = [
        words for part, words in told.items() if before["parts"][part] != after["parts"][part]
    ]
    fields = {name for name, value in before["fields"].items() if after["fields"][name] != value}
    said = []
    if "status" in fields:
        said.append(_become()[after["fields"]["status"]])
        # Why stands beside the status.
        fields -= {"status", "status_note"}
    if fields & set(DATE_FIELDS):
        when = _when(after["fields"])
        if when and when != _when(before["fields"]):
            said.append(_("The date is now %(when)s.") % {"when": when})
        else:
            changed.insert(0, _("the date"))
    if "projects" in fields:
        changed.append(_("the project"))
    if fields - {*DATE_FIELDS, "projects"}:
        changed.append(_("details of the event"))
    if changed:
        said.append(capfirst(_("changed: %(what)s.") % {"what": ", ".join(changed)}))
    return " ".join(said)


def _when(fields):
    """Return the date that the fields of a snapshot say; "" if none is known.

    Words of its own may be in another language than the sentence, and stand for themselves.
    """
    if fields["precision"] == dates.Precision.UNKNOWN or fields["date_words"]:
        return ""
    days = [
        fields[name] and datetime.date.fromisoformat(fields[name])
        for name in ("earliest", "latest")
    ]
    return dates.period(*days, fields["precision"])


def searched(snapshot):
    """Return what the search index reads of the snapshot of an event."""
    parts = ("places", "documents", "withdrawals")
    return snapshot and (snapshot["fields"], [snapshot["parts"][name] for name in parts])
