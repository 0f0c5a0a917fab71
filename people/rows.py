"""What the pages print of people and of their lines."""

import datetime
import itertools

from django.utils import timezone
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portal import dates, spans
from portal.fields import country_name
from portal.words import capital


def full_name(person):
    return f"{person.honorific} {person.name}" if person.honorific else person.name


def capacity(line):
    """Return as what and on whose behalf somebody came, as items of a row."""
    items = []
    if line.position:
        items.append({"text": line.position, "lang": line.language})
    body = line.organisation
    if body:
        items.append({"text": body.name, "url": body.get_absolute_url(), "lang": body.language})
    country = line.country or (body.country if body else "")
    if country:
        items.append({"text": country_name(country)})
    if line.group and not body:
        items.append({"text": line.group, "lang": line.language})
    return items


def role_names(line):
    """Return the printed roles of a line read with `role_names`."""
    return [name for (name,) in line.role_names or []]


def person_row(person, line):
    """Return the variables of drawn/row.html for a person and the newest line, if any."""
    row = {
        "title": full_name(person),
        "title_lang": person.language,
        "url": person.get_absolute_url() if person.visibility == person.Visibility.PAGE else "",
    }
    if line is None:
        return row | {"side": _("No event yet")}
    events = ngettext("%(n)s event", "%(n)s events", line.events) % {"n": line.events}
    return row | {
        "side": events,
        "side_note": spans.years(line.first, line.last),
        "meta": capacity(line),
        "tags": role_names(line),
    }


def found(words, filterset):
    """Return what stands after a number: "people from North University and its departments"."""
    bodies = filterset.institutions
    if not bodies:
        return words
    values = {"found": words, "institutions": get_text_list([b.name for b in bodies], _("or"))}
    if not filterset.with_departments:
        words = _("%(found)s from %(institutions)s, departments left out") % values
    elif len(bodies) == 1:
        words = _("%(found)s from %(institutions)s and its departments") % values
    else:
        words = _("%(found)s from %(institutions)s and their departments") % values
    if filterset.with_successors:
        words = _("%(found)s, with what came before and after") % {"found": words}
    return words


def which_people(number, filterset):
    """Return what stands after the number of people, and when they were at an institution."""
    words = found(ngettext("person", "people", number), filterset)
    if not filterset.institutions:
        return words
    when = _("works there today") if filterset.today else _("worked there at the time")
    return _("%(found)s (%(when)s)") % {"found": words, "when": when}


def no_country(number):
    return _("Country not known: %(n)s") % {"n": number} if number else ""


def no_institution(number):
    return _("Institution not known: %(n)s") % {"n": number} if number else ""


def unnamed(events):
    """Say at how many events somebody came on an institution's behalf without a name."""
    return ngettext(
        "… and %(n)s event where it was represented without names",
        "… and %(n)s events where it was represented without names",
        events,
    ) % {"n": events}


def summary(known):
    """Say in a sentence what all lines of a person come to; "" if there are none."""
    if not known["events"]:
        return ""
    events = ngettext("%(n)s event", "%(n)s events", known["events"]) % {"n": known["events"]}
    years = spans.years(known["first"], known["last"])
    if not years:
        return _("Named in our records at %(events)s.") % {"events": events}
    return _("Named in our records at %(events)s, %(years)s.") % {"events": events, "years": years}


def facts(person):
    """Return the facts beside a person's page: other names, how it was written elsewhere."""
    written, called = [], []
    for other in person.names.all():
        misspelt = other.kind == other.Kind.MISSPELLING
        entry = {"text": other.name, "lang": other.language}
        if not misspelt and other.kind != other.Kind.ALIAS:
            entry["note"] = other.get_kind_display()
        (written if misspelt else called).append(entry)
    changed = {
        "text": dates.day(timezone.localtime(person.changed_at)),
        "datetime": dates.machine_moment(person.changed_at),
    }
    every = [
        (_("Also called"), called),
        (_("Also written"), written),
        (_("Entry last changed"), [changed]),
    ]
    return [{"term": term, "entries": entries} for term, entries in every if entries]


def post_row(position):
    """Return the variables of drawn/row.html for a post that somebody held."""
    body = position.organisation
    return {
        "title": capital(position.title),
        "title_lang": position.language,
        "side": capital(spans.words(position)) or _("Dates not known"),
        "meta": [{"text": body.name, "url": body.get_absolute_url(), "lang": body.language}],
    }


def appearance_row(event, lines):
    """Return the variables of an event at which somebody was, in one capacity or several."""
    return {
        "title": event.title or event.name,
        "title_lang": None if event.title else event.language,
        "url": event.get_absolute_url(),
        "date": event.when,
        "datetime": dates.machine_period(event.earliest, event.latest, event.precision),
        "capacities": [
            {
                "meta": capacity(line),
                "tags": role_names(line),
                "note": line.note,
                "note_lang": line.language,
            }
            for line in lines
        ],
    }


def milestones(posts, today):
    """Return when posts began and ended, as (place in the order, variables of drawn/row.html)."""
    for post in posts:
        row = post_row(post)
        for day, precision, is_end, words in (
            (post.until, post.until_precision, True, _("End of the post")),
            (post.since, post.since_precision, False, _("Beginning of the post")),
        ):
            if day and day <= today:
                when = {"side": spans.point(day, precision), "tags": [words]}
                when |= {"side_datetime": spans.machine(day, precision)}
                # On one day a post begins before an event, and ends after it.
                yield (spans.edge(day, precision, is_end), 1 if is_end else -1), row | when


def time_line(lines, points=(), *, newest=None, oldest=None):
    """Return the years of some lines, newest first, each with its events and points in order.

    `points` are `milestones`; those are left out that lie after `newest`, or not after
    `oldest`: the years at which this page begins and the next one.
    """
    years = {}
    for year, of_year in itertools.groupby(lines, lambda line: line.event.address_year):
        years[year] = [
            ((event.earliest or datetime.date.min, 0), appearance_row(event, list(of_event)))
            for event, of_event in itertools.groupby(of_year, lambda line: line.event)
        ]
    with_points = set()
    for place, row in points:
        year = place[0].year
        if (newest is None or year <= newest) and (oldest is None or year > oldest):
            years.setdefault(year, []).append((place, row))
            with_points.add(year)
    return [
        {
            "year": year,
            "has_points": year in with_points,
            "rows": [row for _place, row in sorted(years[year], key=_place_of, reverse=True)],
        }
        for year in sorted(years, reverse=True)
    ]


def _place_of(placed):
    return placed[0]
