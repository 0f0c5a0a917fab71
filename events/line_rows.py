"""What the table of all lines prints; templates/events/participation_list.html prints it."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from events import listing
from events.delegations import number
from people import rows
from portal import dates
from portal.fields import country_name
from portal.words import capital


def heads():
    """Return the words over the columns of the table of lines."""
    return {
        "date": _("Date"),
        "event": _("Event"),
        "who": _("Who"),
        "institution": _("Institution then"),
        "position": _("Position then"),
        "role": _("Role"),
        "how_many": _("How many"),
    }


def row(line):
    """Return the cells of a line; of who is not shown by name only on whose behalf they came."""
    title, language = listing.title(line.event)
    cells = {
        "date": line.event.when,
        "datetime": dates.machine_period(
            line.event.earliest, line.event.latest, line.event.precision
        ),
        "event": {"text": title, "lang": language, "url": line.event.get_absolute_url()},
        "behalf": behalf(line),
        "count": how_many(line),
    }
    if line.person_id and not line.named:
        return cells
    return cells | {
        "person": person(line),
        "position": line.position,
        "position_lang": line.language,
        "roles": [capital(name) for name, _slug in line.role_names or []],
    }


def person(line):
    """Return the name as a link, if the line has one that is shown."""
    shown = line.person
    if not shown:
        return None
    return {"text": rows.full_name(shown), "lang": shown.language, "url": shown.page_url()}


def behalf(line):
    """Return on whose behalf a line came: the institution, the country, the group in words."""
    body, items = line.organisation, []
    if body:
        items.append({"text": body.name, "lang": body.language, "url": body.get_absolute_url()})
    country = line.country or (body.country if body else "")
    if country:
        items.append({"text": country_name(country)})
    if line.group and (line.named or not line.person_id):
        items.append({"text": line.group, "lang": line.language})
    return items


def how_many(line):
    """Return how many a line stands for, in words that claim no more than is known."""
    if line.person_id:
        return "1"
    return number(line.count, line.qualifier) if line.count else _("not known")


def found(total, filterset):
    """Return what stands after the number of lines found."""
    return rows.found(ngettext("entry", "entries", total), filterset)
