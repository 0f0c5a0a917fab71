"""The programme of an event, as drawn/programme.html prints it."""

import itertools

from portal import dates
from portal.fields import country_name


def days(sessions, speaking, lines, now=None):
    """Return the days with their sessions.

    `speaking` gives by a session's key the keys of the lines of who speaks in it; `lines` are
    those that the page shows.
    """
    return [
        {
            "title": dates.day(day),
            "datetime": day.isoformat() if day else "",
            "sessions": [
                row(session, speaking.get(session.pk, ()), lines, now) for session in every
            ],
        }
        for day, every in itertools.groupby(sessions, lambda session: session.day)
    ]


def row(session, keys, lines, now=None):
    return {
        "title": session.title,
        "lang": session.language,
        "starts": dates.times(session.starts_at, None),
        "ends": dates.times(session.ends_at, None),
        "datetime": machine_start(session),
        "place": session.place,
        "lines": [speaker(line, now) for line in lines if line.pk in keys and shown(line)],
    }


def machine_start(session):
    """Return when a session starts as <time datetime> takes it, with the day where it is known."""
    if not session.starts_at:
        return ""
    day = f"{session.day.isoformat()}T" if session.day else ""
    return day + session.starts_at.isoformat("minutes")


def shown(line):
    """Say whether a line may be told of by itself: its person by name, or nobody's name at all."""
    return line.named or not line.person_id


def speaker(line, now=None):
    """Return what `person_line` of drawn/macros.html prints of who speaks in the programme."""
    body = line.organisation
    if line.person_id:
        person = line.person
        who = {"name": person.name, "name_lang": person.language, "url": person.page_url(now)}
        return who | {"unit": body.name if body else "", "unit_lang": body and body.language}
    if body:
        return {"name": body.name, "name_lang": body.language, "url": body.page_url(now)}
    if line.group:
        return {"words": line.group, "words_lang": line.language}
    return {"words": country_name(line.country)}
