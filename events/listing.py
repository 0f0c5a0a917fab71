"""What a list prints of each of its events; drawn/event_rows.html prints it."""

import numpy as np
from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from events.models import Event, Report
from events.places import place
from events.tallies import Tally, tallies
from people.columns import index
from people.columns.reading import NOT_YET
from portal import dates
from portal.fields import language_name
from portal.prepared import Among, prepared
from portal.words import capital, said_again


@prepared
def listed(keys, language, now):
    """Some public events as lists print them."""
    return Event.objects.public(now).filter(Among("pk", keys)).listed(language, now)


@prepared
def near(keys, wholes, language, now):
    """Some public events, their parts and their wholes, as lists print them."""
    return Event.objects.public(now).near(keys, wholes).listed(language, now)


@prepared
def readable(now):
    """The public reports, as far as their order depends on it."""
    return Report.objects.public(now).order_by("pk").values_list("pk", "event", "language")


@prepared
def reports_listed(keys, now):
    """Some public reports as lists print them."""
    found = Report.objects.public(now).filter(Among("pk", keys))
    return found.with_last_updated(now).listed(now).order_by()


def title(event):
    """Return the title of an event read by `listed`, with the language of its words."""
    return (event.title, get_language()) if event.title else (event.name, event.language)


@said_again
def facts(kind, status, form, towns, date_words, *days):
    """Return the facts of a row in words; `days` are those of an event, and how exact they are."""
    return {
        "date": dates.printed(date_words, *days),
        "datetime": dates.machine_period(*days),
        "kind": capital(str(Event.Kind(kind).label)),
        "place": place(form, towns),
        "status": "" if status == Event.Status.HELD else str(Event.Status(status).label),
        "status_code": status,
    }


def row(event):
    """Return what drawn/event_rows.html prints of an event read by `listed`."""
    words, language = title(event)
    days = event.earliest, event.latest, event.precision
    towns = tuple(map(tuple, event.towns or ()))
    return {
        "title": words,
        "title_lang": language,
        "url": event.get_absolute_url(),
        "report": event.has_report,
        **facts(event.kind, event.status, event.format, towns, event.date_words, *days),
    }


def news(told, now=None):
    """Return what drawn/rows.html prints of changes read by `newest`; costs a query."""
    told = list(told)
    keys = [update.event_id for update in told]
    events = {event.pk: event for event in listed(keys, get_language(), now or timezone.now())}
    return [change(events[update.event_id], update) for update in told if update.event_id in events]


def change(event, update):
    words, language = title(event)
    return {
        "title": words,
        "title_lang": language,
        "url": event.get_absolute_url(),
        "side": dates.moment(update.at),
        "side_datetime": dates.machine_moment(update.at),
        "side_note": recorded(update),
        "summary": update.note,
    }


def recorded(update):
    """Say when a change was recorded, if that was not when it was made: of an archive."""
    day = dates.day(timezone.localtime(update.recorded_at))
    return _("recorded here on %(day)s") % {"day": day} if update.told_at > update.at else ""


def report_keys(now, moment=None):
    """Return the keys of all public reports, the one with the newest change first.

    They are put in order once as long as nothing changes.
    """
    moment = moment or index.at(now)

    def work():
        rows = readable(now)
        keys = np.array([key for key, _event, _language in rows], dtype=np.int64)
        languages = np.array([language for *_keys, language in rows], dtype="U10")
        at = moment.index.event_places.of(np.array([event for _key, event, _language in rows]))
        changed = np.full(len(rows), NOT_YET, dtype=np.int64)
        for language in set(languages.tolist()):
            own = (languages == language) & (at >= 0)
            changed[own] = moment.last_changed(language)[at[own]]
        order = np.lexsort((-keys, -changed))
        return keys[order[changed[order] > NOT_YET]]

    return moment.answer("reports", work)


def reports(keys, now=None):
    """Return what a list prints of some reports, in the order of the keys; costs a query."""
    found = {told.pk: told for told in reports_listed(keys, now or timezone.now())}
    return [
        report(told)
        | {
            "updated": dates.moment(told.last_updated),
            "updated_at": dates.machine_moment(told.last_updated),
        }
        for told in (found[key] for key in keys if key in found)
    ]


def report(told):
    """Return what drawn/report_rows.html prints of a report, but for when it changed."""
    event = told.event
    event.title, event.has_report, event.towns = told.title, True, told.towns
    return row(event) | {
        "title_lang": told.language,
        "lead": told.lead,
        "foreign": "" if told.language == get_language() else language_name(told.language),
    }


def rows(events, moment, now):
    """Return the rows of a list of events with how many came, parts and wholes.

    Costs a query; `moment` is that of the columns. Of the events only their keys and wholes are
    looked at: what a row prints is read here, and of no row that is not shown.
    """
    events = list(events)
    if not events:
        return []
    wholes = {event.part_of_id for event in events if event.part_of_id}
    keys = [event.pk for event in events]
    found = {event.pk: event for event in near(keys, [*wholes], get_language(), now)}
    told = tallies([found[key] for key in keys if key in found], moment)
    parts_of = {}
    # The first part of each first.
    for event in reversed(found.values()):
        parts_of.setdefault(event.part_of_id, []).append(event)
    told_of = []
    for event in (found[event.pk] for event in events if event.pk in found):
        parts = [row(part) for part in parts_of.get(event.pk, [])]
        told_of.append(
            row(event)
            | {
                "tally": told.get(event.pk, Tally()).sentences(held=event.was_held),
                "parts": parts,
                "parts_title": parts_word(len(parts)) if parts else "",
                "whole": row(found[event.part_of_id]) if event.part_of_id in found else None,
            }
        )
    return told_of


@said_again
def parts_word(number):
    return ngettext("%(n)s part", "%(n)s parts", number) % {"n": number}


def no_day(number):
    return _("Day not known: %(n)s") % {"n": number} if number else ""
