"""Events as linked data in the words of schema.org, from what their page reads anyway."""

import datetime
import zoneinfo

from django.conf import settings
from django.utils import timezone

from events.facts import is_ahead
from events.models import Event, EventOrganisation, Topic
from events.roles import did
from events.tallies import counts
from organisations.linked import named as institution
from people.linked import capacity
from people.linked import named as somebody
from portal import dates, linked
from portal.addresses import absolute
from portal.dates import Precision

STATUS = {
    Event.Status.POSTPONED: "https://schema.org/EventPostponed",
    Event.Status.CANCELLED: "https://schema.org/EventCancelled",
}
MODES = {
    Event.Format.ON_SITE: "https://schema.org/OfflineEventAttendanceMode",
    Event.Format.ONLINE: "https://schema.org/OnlineEventAttendanceMode",
    Event.Format.HYBRID: "https://schema.org/MixedEventAttendanceMode",
}
Role = EventOrganisation.Role
#: schema.org has no host and no partner: both have a part in bringing the event about.
BODIES = {
    Role.ORGANISER: "organizer",
    Role.CO_ORGANISER: "organizer",
    Role.HOST: "organizer",
    Role.FUNDER: "funder",
    Role.CHANNEL: "funder",
    Role.PARTNER: "contributor",
    Role.SUPPORTER: "sponsor",
}


def described(page):
    """Return what the page of an event says of it; `page` is its EventPage."""
    event, now = page.event, page.now
    start, end = when(event)
    bodies = {}
    for body in page.bodies:
        bodies.setdefault(BODIES[body.role], []).append(institution(body.organisation, now))
    return {
        "@type": "Event",
        "@id": linked.identity(event, "event"),
        "url": absolute(event.get_absolute_url()),
        "name": page.title,
        "alternateName": event.name if page.title != event.name else None,
        "description": page.description,
        "startDate": start,
        "endDate": end,
        "eventStatus": STATUS.get(event.status, "https://schema.org/EventScheduled"),
        "eventAttendanceMode": MODES[event.format],
        "location": [*map(place, page.places), *virtual(event, timezone.localdate(now))],
        "about": [{"@type": "DefinedTerm", "name": row.name} for row in page.beside(Topic)],
        **bodies,
        **participants(page),
        "superEvent": [near(row) for row in page.around["whole"]],
        "subEvent": [near(row) for row in page.around["parts"]],
        "subjectOf": report(page),
    }


def when(event):
    """Return the first and the last day as exactly as they are known; None for what is not.

    ISO 8601 with the precision of the record: an event of a month has no invented day.
    """
    first = dates.machine_period(event.earliest, event.latest, event.precision)
    last = dates.machine_period(event.latest, event.latest, event.precision)
    if event.precision != Precision.DAYS:
        return first, last
    zone = zoneinfo.ZoneInfo(event.time_zone or settings.TIME_ZONE)
    return hour(first, event.starts_at, zone), hour(last, event.ends_at, zone)


def hour(day, time, zone):
    if not time:
        return day
    return datetime.datetime.combine(datetime.date.fromisoformat(day), time, zone).isoformat()


def place(row):
    address = {
        "@type": "PostalAddress",
        "addressLocality": row.city,
        "addressCountry": row.country,
    }
    return {"@type": "Place", "name": row.venue or str(row), "address": address}


def virtual(event, today):
    if event.format == Event.Format.ON_SITE:
        return []
    url = event.stream_url or event.registration_url if is_ahead(event, today) else ""
    return [{"@type": "VirtualLocation", "url": url}]


def participants(page):
    """Return who spoke and who came, by name, and the institutions that came without names.

    Who came in two capacities is one person with two affiliations. Nobody attends what was not
    held; who is to speak there is told.
    """
    held = page.event.was_held
    people, bodies = {}, {}
    for line in page.lines:
        if not counts(line, held=held):
            continue
        if line.named:
            people.setdefault(line.person_id, []).append(line)
        elif not line.person_id and line.organisation_id:
            bodies[line.organisation_id] = institution(line.organisation, page.now)
    performer, attendee = [], []
    for lines in people.values():
        who = person(lines, page.now)
        told = {role.printed: role for line in lines for role in did(line)}
        if any(role.speaking for role in told.values()):
            speaking = [name for name, role in told.items() if role.speaking]
            performer.append({"@type": "PerformanceRole", "roleName": speaking, "performer": who})
        else:
            attendee.append(who)
    return {
        "performer": performer,
        "attendee": [*attendee, *bodies.values()] if held else [],
    }


def person(lines, now):
    spoken_for = [
        capacity(line.position, line.organisation, now) for line in lines if line.organisation_id
    ]
    posts = [line.position for line in lines if not line.organisation_id]
    return somebody(lines[0].person, now) | {"affiliation": spoken_for, "jobTitle": posts}


def near(event):
    words = event.title or event.name
    return {
        "@type": "Event",
        "@id": linked.identity(event, "event"),
        "name": words,
        "url": absolute(event.get_absolute_url()),
    }


def report(page):
    """Return the text that tells of an event, or its page, with the instant it last changed."""
    updated = page.last_updated
    return {
        "@type": "Report" if page.edition else "WebPage",
        "name": page.title,
        "url": absolute(page.event.get_absolute_url()),
        "inLanguage": page.report_language,
        "datePublished": dates.machine_moment(page.published),
        "dateModified": dates.machine_moment(updated),
    }
