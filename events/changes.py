"""What a change of an event means to readers: may it be small, and how it is told."""

from django.utils.text import capfirst
from django.utils.translation import gettext as _

# The fields that say when the event was.
DATE_FIELDS = ("earliest", "latest", "precision", "date_words", "length_days")
# Parts of which none may come or go in a small correction, with what is compared of a row.
WEIGHTY = {
    "participations": ("person_id", "organisation_id", "country", "group"),
    "bodies": ("organisation_id", "role"),
    "documents": ("file",),
    "photos": ("file",),
    "sessions": (),
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


# What only staff see of an event: a change of it alone is no news for readers.
STAFF_FIELDS = ("names_reason", "public_from")


def _photo_shown(row):
    return row["alternative_text"] and row["consent"] in ("yes", "nobody")


def shown(snapshot):
    """Return of an event's snapshot what its public page is made from."""
    parts = snapshot["parts"]
    photos = {key: row for key, row in parts["photos"].items() if _photo_shown(row)}
    fields = {k: v for k, v in snapshot["fields"].items() if k not in STAFF_FIELDS}
    return {"fields": fields, "parts": parts | {"photos": photos}}


def _identities(rows, fields):
    return sorted(str([key, *(row[field] for field in fields)]) for key, row in rows.items())


def never_small(before, after):
    """Return in plain words why a change cannot be called a small correction; empty if it can.

    Takes two snapshots of an event. Adding or removing a person, an institution, a date or
    a document is always a change that readers are told of with a new date.
    """
    if before is None:
        return [_("the event is new")]
    before, after = shown(before), shown(after)
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


def sentence(before, after):
    """Return a sentence for readers that says which sides of an event changed."""
    told = _told()
    changed = [
        words for part, words in told.items() if before["parts"][part] != after["parts"][part]
    ]
    fields = {name for name, value in before["fields"].items() if after["fields"][name] != value}
    if fields & set(DATE_FIELDS):
        changed.insert(0, _("the date"))
    if fields - set(DATE_FIELDS):
        changed.append(_("details of the event"))
    return capfirst(_("changed: %(what)s.") % {"what": ", ".join(changed)})
