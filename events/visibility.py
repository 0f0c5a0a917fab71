"""Who becomes visible to the public, or vanishes, when an event changes."""

from events.models.project import Project
from organisations.models import Organisation
from people.models import Person


def settle_named(change):
    """Settle what the event names or named before: projects, institutions, people, in this order.

    A project is seen through its events, an institution through events and projects.
    """
    snapshots = [snapshot for snapshot in (change.before, change.after) if snapshot]
    lines = [line for s in snapshots for line in s["parts"]["participations"].values()]
    bodies = [body for s in snapshots for body in s["parts"]["bodies"].values()]
    projects = {pk for s in snapshots for pk in s["fields"]["projects"]}
    people = {line["person_id"] for line in lines}
    organisations = {row["organisation_id"] for row in lines + bodies}
    Project.objects.filter(pk__in=projects).settle()
    for project in Project.objects.filter(pk__in=projects).prefetch_related("bodies"):
        organisations |= project.organisation_keys()
    Organisation.objects.filter(pk__in=organisations - {None}).settle()
    Person.objects.filter(pk__in=people - {None}).settle()
