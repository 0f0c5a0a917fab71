"""Who becomes visible to the public, or vanishes, when an event changes."""

from events.models.project import Project
from organisations.models import Organisation
from people.models import Person


def settle_named(change):
    """Settle what the event names or named before: projects, institutions, people, in this order.

    A project is seen through its events, an institution through events and projects. Where
    nothing but rows of its lists changed, only what those rows name is settled.
    """
    snapshots = [snapshot for snapshot in (change.before, change.after) if snapshot]
    frames = [(s["fields"], s["parts"]["withdrawals"]) for s in snapshots]
    rows = _changed if frames == [frames[0]] * 2 else _every
    lines, bodies = rows(snapshots, "participations"), rows(snapshots, "bodies")
    people = {line["person_id"] for line in lines} - {None}
    organisations = {row["organisation_id"] for row in lines + bodies} - {None}
    if rows is _every:
        organisations |= _settle_projects({pk for s in snapshots for pk in s["fields"]["projects"]})
    Organisation.objects.settle(organisations)
    Person.objects.settle(people)


def _settle_projects(keys):
    """Settle some projects and return the keys of the institutions that they name."""
    if not keys:
        return set()
    Project.objects.settle(keys)
    projects = Project.objects.filter(pk__in=keys)
    named = [project.organisation_keys() for project in projects.prefetch_related("bodies")]
    return set().union(*named)


def _every(snapshots, part):
    return [row for snapshot in snapshots for row in snapshot["parts"][part].values()]


def _changed(snapshots, part):
    before, after = (snapshot["parts"][part] for snapshot in snapshots)
    keys = [key for key in before.keys() | after.keys() if before.get(key) != after.get(key)]
    return [rows[key] for rows in (before, after) for key in keys if key in rows]
