"""What the pages print of institutions."""

from django.urls import reverse
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portal import dates, spans
from portal.fields import country_name


def events_word(number):
    return ngettext("%(n)s event", "%(n)s events", number) % {"n": number}


def people_word(number):
    words = ngettext("%(n)s person named", "%(n)s people named", number)
    return words % {"n": number}


def organisation_row(organisation, figures):
    """Return the variables of components/row.html; `parent` is read only if it is public."""
    meta = [{"text": capfirst(organisation.get_kind_display())}]
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


def person_row(person, posts):
    """Return what a row prints of a person: how often they came, as what, and in which roles."""
    return {
        "title": f"{person.honorific} {person.name}" if person.honorific else person.name,
        "title_lang": person.language,
        "url": person.get_absolute_url() if person.visibility == person.Visibility.PAGE else "",
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
                "url": reverse("organisations:detail", args=[told["organisation__slug"]]),
                "lang": told["organisation__language"],
            }
        )
    return {"meta": meta, "years": spans.years(told["first"], told["last"])}


def event_row(event, words):
    """Return the variables of components/row.html for an event and what the institution was.

    `words` are the roles of institutions by their codes.
    """
    status = [] if event.was_held else [event.get_status_display()]
    roles = dict.fromkeys(words(code).label for (code,) in event.roles or [])
    through = [
        {"text": name, "url": reverse("organisations:detail", args=[slug]), "lang": language}
        for name, slug, language in event.through or []
    ]
    return {
        "title": event.title or event.name,
        "title_lang": None if event.title else event.language,
        "url": event.get_absolute_url(),
        "side": event.when,
        "side_datetime": dates.machine_period(event.earliest, event.latest, event.precision),
        "meta": [{"text": capfirst(event.get_kind_display())}, *through],
        "tags": [capfirst(word) for word in [*status, *roles]],
    }


def project_row(project, words):
    """Return the variables of components/row.html for a project and what was its part."""
    return {
        "title": project.title,
        "title_lang": project.language,
        "url": project.get_absolute_url(),
        "side": capfirst(spans.words(project)),
        "meta": [{"text": project.programme}] if project.programme else [],
        "tags": list(dict.fromkeys(capfirst(words(code).label) for (code,) in project.roles or [])),
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


def beside_row(told):
    """Return an institution of some lines with the number of events they are of."""
    return {
        "text": told["organisation__name"],
        "url": reverse("organisations:detail", args=[told["organisation__slug"]]),
        "lang": told["organisation__language"],
        "events": events_word(told["n"]),
    }


def link(organisation):
    return {
        "text": organisation.name,
        "url": organisation.get_absolute_url(),
        "lang": organisation.language,
    }


def facts(organisation, ancestors, team_of):
    """Return the facts beside an institution's page."""
    names = {}
    for other in organisation.names.all():
        names.setdefault(capfirst(other.get_kind_display()), []).append(
            {"text": other.name, "lang": other.language}
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
        (_("What became of it"), [{"text": capfirst(became)}]),
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
