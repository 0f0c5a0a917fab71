"""What the pages print of projects."""

from django.utils import timezone
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from events.models import ProjectOrganisation
from organisations.rows import bare, link
from portal import dates, spans
from portal.fields import country_name

Role = ProjectOrganisation.Role


def in_role(project, *roles):
    """Return the institutions that have one of some roles in a project, in its own order."""
    return [body.organisation for body in project.bodies.all() if body.role in roles]


def body_link(organisation):
    """Return an entry of the facts; the country tells namesakes apart."""
    country = {"note": country_name(organisation.country)} if organisation.country else {}
    return link(organisation) | country


def events_word(project):
    number = project.event_count
    return ngettext("%(n)s event", "%(n)s events", number) % {"n": number}


def project_row(project):
    """Return the variables of drawn/row.html for a project read by the list."""
    meta = [{"text": project.programme, "lang": project.language}] if project.programme else []
    if project.reference:
        meta.append({"text": project.reference})
    funders = [name for (name,) in project.funders or []]
    if funders:
        paid = _("funded by %(names)s") % {"names": get_text_list(funders, _("and"))}
        meta.append({"text": paid})
    return {
        "title": project.title,
        "title_lang": project.language,
        "url": project.get_absolute_url(),
        "side": events_word(project),
        "side_note": spans.years(project.first, project.last),
        "meta": meta,
    }


def lead(project):
    """Say in a sentence who pays for a project and through whom; "" if it is not known."""
    funders = get_text_list([row.name for row in in_role(project, Role.FUNDER)], _("and"))
    channels = get_text_list([row.name for row in in_role(project, Role.CHANNEL)], _("and"))
    if funders and channels:
        values = {"funders": funders, "channels": channels}
        return _("Funded by: %(funders)s, through %(channels)s") % values
    return _("Funded by: %(funders)s") % {"funders": funders} if funders else ""


def facts(project, team):
    """Return the facts beside a project's page; `team` only if the public may see it."""
    website = project.website
    changed = {
        "text": dates.day(timezone.localtime(project.changed_at)),
        "datetime": dates.machine_moment(project.changed_at),
    }
    every = [
        (_("Programme"), [{"text": project.programme, "lang": project.language}]),
        (_("Reference"), [{"text": project.reference}]),
        (_("Dates"), [{"text": spans.words(project)}]),
        (_("Funded by"), [body_link(row) for row in in_role(project, Role.FUNDER)]),
        (_("Through"), [body_link(row) for row in in_role(project, Role.CHANNEL)]),
        (_("Led by"), [body_link(row) for row in in_role(project, Role.LEAD)]),
        (_("Partners"), [body_link(row) for row in in_role(project, Role.PARTNER)]),
        (_("Team"), [link(team)] if team else []),
        (_("Website"), [{"text": bare(website), "url": website}] if website else []),
        (_("Entry last changed"), [changed]),
    ]
    return [
        {"term": term, "entries": entries}
        for term, entries in every
        if any(entry["text"] for entry in entries)
    ]
