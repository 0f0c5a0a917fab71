"""Events in the words of the EU's Core Public Event Vocabulary (SEMIC, release 1.1.1)."""

from django.utils.translation import get_language

from events.delegations import participants
from events.models import Topic
from events.programme import shown
from events.roles import did
from events.tallies import counts
from portal import linked
from portal.addresses import absolute
from portal.dates import Precision
from portal.fields import country_name

CONTEXT = {
    "cv": "http://data.europa.eu/m8g/",
    "dct": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "locn": "http://www.w3.org/ns/locn#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "time": "http://www.w3.org/2006/time#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}


def document(page):
    """Return an event as a document of its own; `page` is its EventPage."""
    return {"@context": CONTEXT} | linked.told(public_event(page))


def public_event(page):
    event = page.event
    lead = page.edition.lead if page.edition else ""
    return {
        "@id": linked.identity(event, "event"),
        "@type": "cv:PublicEvent",
        "dct:identifier": str(event.pk),
        "dct:title": words(page.title, page.title_language),
        "dct:description": lead and words(lead, page.report_language),
        "dct:modified": moment(page.last_updated),
        "dct:type": concept(event.get_kind_display(), code=event.kind),
        "cv:format": concept(event.get_format_display(), code=event.format),
        "cv:eventStatus": concept(event.get_status_display(), code=event.status),
        "dct:subject": [concept(row.name, code=row.slug) for row in page.beside(Topic)],
        "foaf:homepage": link(absolute(event.get_absolute_url())),
        "cv:registrationPage": link(event.registration_url),
        "locn:address": [address(row) for row in page.places],
        "time:hasTime": time(event),
        "cv:hasParticipation": [*bodies(page), *lines(page)],
        "cv:parentEvent": [link(linked.identity(row, "event")) for row in page.around["whole"]],
        "cv:subEvent": [link(linked.identity(row, "event")) for row in page.around["parts"]],
    }


def words(text, language):
    """Return words that say their language, as the vocabulary wants them (rdf:langString)."""
    return {"@value": str(text), "@language": language}


def link(address):
    return {"@id": address} if address else None


def moment(at):
    return {"@value": at.isoformat(), "@type": "xsd:dateTime"} if at else None


def concept(label, *, code=""):
    return {
        "@type": "skos:Concept",
        "skos:prefLabel": words(label, get_language()),
        "skos:notation": code,
    }


def address(row):
    return {
        "@type": "locn:Address",
        "locn:fullAddress": words(row, row.language),
        "locn:locatorName": row.venue and words(row.venue, row.language),
        "locn:postName": row.city and words(row.city, row.language),
        "locn:adminUnitL1": row.country and words(country_name(row.country), get_language()),
    }


def time(event):
    """Return when an event was: in words, and between which days as far as they are known.

    Where the days are not known the event lies in a period that is longer than itself
    (OWL-Time, `intervalDuring`), so that no first day is invented.
    """
    told = {"@type": "time:TemporalEntity", "dct:description": words(event.when, get_language())}
    if event.length_days:
        told["time:hasXSDDuration"] = {
            "@value": f"P{event.length_days}D",
            "@type": "xsd:duration",
        }
    if not event.earliest:
        return told
    bounds = {
        "time:hasBeginning": instant(event.earliest),
        "time:hasEnd": instant(event.latest),
    }
    if event.precision == Precision.DAYS:
        return told | bounds
    return told | {"time:intervalDuring": {"@type": "time:ProperInterval"} | bounds}


def instant(day):
    date = {"@value": day.isoformat(), "@type": "xsd:date"}
    return {"@type": "time:Instant", "time:inXSDDate": date}


def participation(role, agent, capacity=None):
    return {
        "@type": "cv:Participation",
        "cv:role": role,
        "cv:hasParticipant": agent,
        "dct:description": capacity,
    }


def bodies(page):
    """Yield what institutions were to the event, apart from who spoke for them."""
    for body in page.bodies:
        role = concept(body.get_role_display(), code=body.role)
        yield participation(role, institution(body.organisation, page.now))


def lines(page):
    """Yield who took part: people by name, and institutions, countries and groups without."""
    held = page.event.was_held
    for line in page.lines:
        if shown(line) and counts(line, held=held):
            yield participation(roles(line), agent(line, page.now), capacity(line))


def roles(line):
    told = [concept(role.printed, code=role.slug) for role in did(line)]
    return told or [concept(participants(line))]


def agent(line, now):
    if line.person_id:
        person = line.person
        named = {"@type": ["foaf:Agent", "foaf:Person"], "foaf:name": person.name}
        return named | page_of(person, "person", now)
    if line.organisation_id:
        return institution(line.organisation, now)
    if line.group:
        return {"@type": "foaf:Agent", "foaf:name": words(line.group, line.language)}
    country = words(country_name(line.country), get_language())
    return {"@type": "foaf:Agent", "foaf:name": country}


def institution(organisation, now):
    named = {
        "@type": ["foaf:Agent", "foaf:Organization"],
        "foaf:name": words(organisation.name, organisation.language),
    }
    return named | page_of(organisation, "institution", now)


def page_of(record, fragment, now):
    """Return by what address a thing is known, if it has a page."""
    page = absolute(record.page_url(now))
    return {"@id": linked.identity(record, fragment), "foaf:page": link(page)} if page else {}


def capacity(line):
    """Return in words as what somebody came, and on whose behalf."""
    behalf = line.organisation.name if line.person_id and line.organisation_id else ""
    said = ", ".join(filter(None, [line.position, behalf]))
    return words(said, line.language) if said else None
