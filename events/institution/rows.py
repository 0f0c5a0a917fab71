"""What the page of an institution prints of people, events, projects and other institutions."""

from events.models import EventOrganisation, ProjectOrganisation
from organisations.rows import events_word, link
from people.rows import full_name
from portal import dates, spans
from portal.addresses import page
from portal.words import capital


def person_row(person, posts):
    """Return what a row prints of a person: how often they came, as what, and in which roles."""
    return {
        "title": full_name(person),
        "title_lang": person.language,
        "url": person.page_url(),
        "side": events_word(person.events),
        "side_note": spans.years(person.first, person.last),
        "posts": [] if len(posts) == 1 and not posts[0]["meta"] else posts,
        "tags": [role for (role,) in person.role_names or []],
    }


def post(told, organisation):
    """Return a post that somebody had on behalf of an institution, and when they came in it.

    The institution is named only if it is another than that of the page.
    """
    meta = []
    if told["position"]:
        meta.append({"text": told["position"], "lang": told["language"]})
    if told["organisation"] != organisation.pk:
        meta.append(
            {
                "text": told["organisation__name"],
                "url": page("organisations:detail", told["organisation__slug"]),
                "lang": told["organisation__language"],
            }
        )
    return {"meta": meta, "years": spans.years(told["first"], told["last"])}


def event_row(event):
    """Return the variables of drawn/row.html for an event and what the institution was."""
    status = [] if event.was_held else [event.get_status_display()]
    roles = dict.fromkeys(EventOrganisation.Role(code).label for (code,) in event.roles or [])
    through = [
        {"text": name, "url": page("organisations:detail", slug), "lang": language}
        for name, slug, language in event.through or []
    ]
    return {
        "title": event.title or event.name,
        "title_lang": None if event.title else event.language,
        "url": event.get_absolute_url(),
        "side": event.when,
        "side_datetime": dates.machine_period(event.earliest, event.latest, event.precision),
        "meta": [{"text": capital(event.get_kind_display())}, *through],
        "tags": [capital(word) for word in [*status, *roles]],
    }


def project_row(project):
    """Return the variables of drawn/row.html for a project and what was its part."""
    roles = dict.fromkeys(ProjectOrganisation.Role(code).label for (code,) in project.roles or [])
    return {
        "title": project.title,
        "title_lang": project.language,
        "url": project.get_absolute_url(),
        "side": capital(spans.words(project)),
        "meta": [{"text": project.programme}] if project.programme else [],
        "tags": [capital(word) for word in roles],
    }


def beside_row(organisation, events):
    """Return another institution with the number of events at which it was as well."""
    return {**link(organisation), "events": events_word(events)}
