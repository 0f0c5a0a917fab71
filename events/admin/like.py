"""What a new event begins with that is made like another one."""

from django.contrib import messages
from django.utils.translation import gettext as _

from events.admin.lines import LineRows
from events.admin.rows import EventBodyRows, PlaceRows
from events.lookup import EVENTS, PROJECTS
from events.models import Event, Participation
from organisations.lookup import INSTITUTIONS
from people.lookup import PEOPLE
from portal.admin.rows import MOST_ROWS


def begun_like(event, request):
    """Return what stands in the fields of the form; "part" in the address asks for a part of it."""
    projects = event.projects.all()
    is_part = "part" in request.GET and not event.part_of_id
    # Of a larger one that is limited to others not even the name is told.
    frame = event.pk if is_part else event.part_of_id
    every = EVENTS.open_to(request.user)
    larger = every.meant(every.records().filter(pk=frame))
    return {
        "kind": event.kind,
        "format": event.format,
        "language": event.language,
        "status": event.status if is_part else Event.Status.PLANNED,
        **_shown(event, is_part=is_part),
        "projects": [*PROJECTS.meant(projects).values()],
        "topics": event.topics.all(),
        "part_of": larger.get(frame, ""),
    }


def rows_like(event, rows, request):
    """Return what stands in rows of the form; "people" in the address asks for the list, too."""
    if rows is PlaceRows:
        return list(event.places.values("venue", "city", "country", "language"))
    if rows is EventBodyRows:
        return _bodies(event)
    return _expected(event, request) if rows is LineRows and "people" in request.GET else []


def _shown(event, *, is_part):
    """Return who is to be shown by name at another event like this one.

    The ground on which everybody is shown was that of one list: it holds for parts of its event.
    """
    if event.names_shown == event.NamesShown.EVERYBODY and not is_part:
        return {}
    return {name: getattr(event, name) for name in ("names_shown", "names_reason", "protected")}


def _bodies(event):
    """Return the institutions of an event as rows."""
    bodies = event.bodies.select_related("organisation")
    called = INSTITUTIONS.meant({body.organisation for body in bodies})
    return [{"institution": called[body.organisation_id], "role": body.role} for body in bodies]


def _expected(event, request):
    """Return the lines of those who are expected again.

    Who was erased since is expected nowhere. As the positions may be others by then, who had two
    on behalf of one institution is expected once. Whom the form does not hold it says.
    """
    lines = event.participations.select_related("person", "organisation").prefetch_related("roles")
    lines = [line for line in lines if not (line.person and line.person.is_erased)]
    people = PEOPLE.meant({line.person for line in lines if line.person})
    bodies = INSTITUTIONS.meant({line.organisation for line in lines if line.organisation})
    rows = {}
    for line in lines:
        beside = () if line.person_id else (line.country, line.group)
        row = rows.setdefault(
            (line.person_id, line.organisation_id, *beside),
            {
                "who": people.get(line.person_id, ""),
                "institution": bodies.get(line.organisation_id, ""),
                "country": line.country,
                "group": line.group,
                "roles": [],
                "office": False,
                "name_hidden": False,
                "attendance": Participation.Attendance.EXPECTED,
                "language": line.language,
            },
        )
        roles = [role.pk for role in line.roles.all()]
        row["roles"] += [key for key in roles if key not in row["roles"]]
        row["office"] |= line.office
        row["name_hidden"] |= line.name_hidden
    found = [*rows.values()]
    if len(found) > MOST_ROWS:
        words = _(
            "Of %(n)d lines only the first %(most)d are here: take the others over as a list, "
            "once this is saved."
        )
        messages.warning(request, words % {"n": len(found), "most": MOST_ROWS})
    return found[:MOST_ROWS]
