"""The panel of facts beside a report, as drawn/facts.html prints it."""

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from events.delegations import number
from events.models import Event
from portal import dates, zones
from portal.addresses import page
from portal.words import capital


def facts(event, places, bodies, projects, topics, now):
    """Return the terms that have an entry, in the order in which a reader asks."""
    panel = [
        fact(_("Event"), name(event)),
        fact(_("When"), when(event)),
        fact(_("Where"), where(event, places)),
        fact(_("Form"), form(event)),
        *organisers(bodies, now),
        fact(_("Project"), [project(row) for row in projects]),
        fact(_("Topics"), [topic(row) for row in topics]),
        fact(_("How many came") if event.was_held else _("How many are expected"), stated(event)),
        fact(_("Links"), links(event, timezone.localdate(now))),
    ]
    return [row for row in panel if row["entries"]]


def fact(term, entries):
    return {"term": term, "entries": entries}


def name(event):
    """Return the plain name, unless the page has it as its title already."""
    return [{"text": event.name, "lang": event.language}] if event.title else []


def when(event):
    """Return the date with its length, the hours, and how the date is known."""
    entries = [
        {
            "text": event.when,
            "datetime": dates.machine_period(event.earliest, event.latest, event.precision),
            "note": dates.length(event.length_days),
        }
    ]
    if hours := dates.times(event.starts_at, event.ends_at):
        entries.append({"text": hours, "note": _zone(event)})
    if event.date_basis == Event.DateBasis.WORKED_OUT:
        words = _("Worked out from %(what)s") % {"what": event.date_note}
        entries.append({"text": words if event.date_note else _("Worked out, not stated")})
    return entries


def _zone(event):
    if event.time_zone in ("", settings.TIME_ZONE):
        return ""
    return _("%(town)s time") % {"town": zones.town(event.time_zone)}


def where(event, places):
    if not places and event.format == Event.Format.ONLINE:
        return [{"text": capital(event.get_format_display())}]
    return [
        {"text": str(place), "lang": place.language, "note": dates.day(place.day)}
        for place in places
    ]


def form(event):
    return [{"text": capital(event.get_format_display())}]


def organisers(bodies, now=None):
    """Return a term for each role that institutions have, in the order of the list."""
    roles = {}
    for body in bodies:
        entry = {
            "text": body.organisation.name,
            "lang": body.organisation.language,
            "url": body.organisation.page_url(now),
        }
        roles.setdefault(capital(body.get_role_display()), []).append(entry)
    return [fact(role, entries) for role, entries in roles.items()]


def project(row):
    notes = [row.programme]
    if row.funders:
        who = ", ".join(name for (name,) in row.funders)
        notes.append(_("funded by %(who)s") % {"who": who})
    return {
        "text": row.title,
        "lang": row.language,
        "url": page("projects:detail", row.slug) if row.seen else "",
        "note": ", ".join(filter(None, notes)),
    }


def topic(row):
    return {"text": row.name, "url": f"{page('events:list')}?topic={row.slug}"}


def stated(event):
    """Return how many came as it was stated; the lines of the list are not added to it."""
    if event.attendance_words:
        return [{"text": event.attendance_words, "lang": event.language}]
    if event.attendance_number is None:
        return []
    count = number(event.attendance_number, event.attendance_qualifier)
    return [{"text": f"{capital(count)} {event.attendance_of}".strip(), "lang": event.language}]


def links(event, today):
    """Return where to register and to watch while that is of use, and the recording after."""
    ahead = is_ahead(event, today)
    offered = [
        (_("Register"), event.registration_url if ahead else ""),
        (_("Watch live"), event.stream_url if ahead else ""),
        (_("Watch the recording"), event.recording_url),
    ]
    return [{"text": label, "url": url} for label, url in offered if url]


def is_ahead(event, today):
    """Say whether it is of use to register for an event or to wait for its stream."""
    off = event.status in (Event.Status.CANCELLED, Event.Status.POSTPONED)
    return not off and (event.latest is None or event.latest >= today)
