"""What the pages print of institutions."""

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portal import dates, spans
from portal.fields import country_name
from portal.words import capital, said_again


@said_again
def events_word(number):
    return ngettext("%(n)s event", "%(n)s events", number) % {"n": number}


@said_again
def people_word(number):
    words = ngettext("%(n)s person named", "%(n)s people named", number)
    return words % {"n": number}


def kind(organisation):
    """Return the kind of an institution as readers see it, "" while nobody has said it."""
    known = organisation.kind != organisation.Kind.UNKNOWN
    return capital(organisation.get_kind_display()) if known else ""


def organisation_row(organisation, figures):
    """Return the variables of drawn/row.html; `parent` is read only if it is public."""
    meta = [{"text": words} for words in [kind(organisation)] if words]
    if organisation.official_name and organisation.acronym:
        meta.insert(0, {"text": organisation.acronym})
    if organisation.country:
        meta.append({"text": country_name(organisation.country)})
    if organisation.parent:
        parent = organisation.parent
        words = _("part of %(name)s") % {"name": parent.name}
        meta.append({"text": words, "url": parent.get_absolute_url(), "lang": parent.language})
    return {
        "title": organisation.name,
        "title_lang": organisation.language,
        "url": organisation.get_absolute_url(),
        "side": events_word(figures["events"]),
        "side_note": people_word(figures["people"]) if figures["people"] else "",
        "meta": meta,
        "tags": [] if organisation.full_name_known else [_("Full name not known")],
    }


def kin(other):
    """Return what came before or after an institution, in words and with its link.

    `follows` says of the other that it came after.
    """
    if other.follows:
        return {"words": _("Followed by:"), **link(other)}
    if not other.until:
        return {"words": _("Before it:"), **link(other)}
    ended = spans.point(other.until, other.until_precision)
    return {"words": _("Until %(when)s:") % {"when": ended}, **link(other)}


def link(organisation):
    return {
        "text": organisation.name,
        "url": organisation.get_absolute_url(),
        "lang": organisation.language,
    }


def facts(organisation, called, ancestors, team_of):
    """Return the facts beside an institution's page."""
    names = {}
    for other in called:
        names.setdefault(capital(other.get_kind_display()), []).append(
            {"text": other.name, "lang": other.language, "note": spans.words(other)}
        )
    became = organisation.get_outcome_display() if organisation.outcome else ""
    website = organisation.website
    changed = {
        "text": dates.day(timezone.localtime(organisation.changed_at)),
        "datetime": dates.machine_moment(organisation.changed_at),
    }
    every = [
        (_("Acronym"), [{"text": organisation.acronym}] if organisation.acronym else []),
        *names.items(),
        (_("Part of"), [link(ancestors[-1])] if ancestors else []),
        (_("Existed"), [{"text": spans.words(organisation)}]),
        (_("What became of it"), [{"text": capital(became)}]),
        (_("Team of"), team_of),
        (_("Website"), [{"text": bare(website), "url": website}] if website else []),
        (_("Entry last changed"), [changed]),
    ]
    return [
        {"term": term, "entries": entries}
        for term, entries in every
        if any(entry["text"] for entry in entries)
    ]


def bare(address):
    """Return a web address as it is said: without its scheme and last slash."""
    return address.partition("://")[2].removeprefix("www.").rstrip("/")


def tree(root, descendants):
    """Return the departments of an institution as nested nodes, in the order given."""
    nodes = {row.pk: {**link(row), "departments": []} for row in descendants}
    top = []
    for row in descendants:
        above = top if row.parent_id == root.pk else nodes.get(row.parent_id, {}).get("departments")
        (top if above is None else above).append(nodes[row.pk])
    return top
