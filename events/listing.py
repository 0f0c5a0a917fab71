"""What a list prints of each of its events; templates/events/rows.html prints it."""

from django.utils.text import capfirst
from django.utils.translation import get_language

from events.models import Event
from events.places import place
from events.tallies import Tally, tallies
from portal import dates
from portal.fields import language_name


def title(event):
    """Return the title of an event read by `listed`, with the language of its words."""
    return (event.title, get_language()) if event.title else (event.name, event.language)


def row(event):
    """Return the variables of components/event_row.html for an event read by `listed`."""
    words, language = title(event)
    return {
        "title": words,
        "title_lang": language,
        "url": event.get_absolute_url(),
        "date": event.when,
        "datetime": dates.machine_period(event.earliest, event.latest, event.precision),
        "kind": capfirst(event.get_kind_display()),
        "place": place(event),
        "status": "" if event.was_held else event.get_status_display(),
        "status_code": event.status,
        "report": event.has_report,
    }


def report(told):
    """Return what a list prints of a report read by `listed` and `newest_first`."""
    event = told.event
    event.title, event.has_report, event.towns = told.title, True, told.towns
    return row(event) | {
        "title_lang": told.language,
        "lead": told.lead,
        "foreign": "" if told.language == get_language() else language_name(told.language),
        "last_updated": told.last_updated,
    }


def rows(events, now=None):
    """Return the rows of a list with how many came, parts and wholes; costs two queries."""
    events = list(events)
    if not events:
        return []
    told = tallies(events)
    near = Event.objects.public(now).listed(get_language(), now).near(events)
    parts, wholes = {}, {}
    for event in near:
        wholes[event.pk] = event
        parts.setdefault(event.part_of_id, []).insert(0, event)
    return [
        row(event)
        | {
            "tally": told.get(event.pk, Tally()).sentences(held=event.was_held),
            "parts": [row(part) for part in parts.get(event.pk, [])],
            "whole": row(wholes[event.part_of_id]) if event.part_of_id in wholes else None,
        }
        for event in events
    ]
