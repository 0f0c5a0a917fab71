"""The whole sample, in the order in which it is loaded."""

from django.db import transaction

from events.models import Event
from portal import vocabulary
from portal.models import Address
from portal.sample import asylum, bodies, founding, neighbours, office, people, projects
from portal.sample.events import (
    autumn_2024,
    autumn_2025,
    autumn_2026,
    counter_2025,
    data_conference,
    settlement_week,
    spring_2025,
    spring_2026,
    summer_2025,
    summer_2026,
    unpublished,
    upcoming,
    winter_2024,
    winter_2025,
)
from portal.sample.loader import Loader

SEASONS = [
    asylum,
    autumn_2024,
    winter_2024,
    spring_2025,
    counter_2025,
    settlement_week,
    data_conference,
    summer_2025,
    autumn_2025,
    winter_2025,
    spring_2026,
    summer_2026,
    autumn_2026,
    unpublished,
]


def told(season):
    return season.__name__.rpartition(".")[2].replace("_", " ")


def is_loaded():
    """Say whether the sample was ever loaded: an address once given stays, whatever happened."""
    path = f"2021/{founding.SLUG}"
    return Address.objects.filter(kind=Event._meta.label_lower, path=path).exists()


@transaction.atomic
def load(now, say):
    """Load the whole sample or nothing; `say` is told what comes next, and how many there are."""
    loader = Loader(now)
    bodies_of_all = [*asylum.BODIES, *bodies.BODIES, *bodies.DRAFT_BODIES]
    humans = [*asylum.PEOPLE, *people.PEOPLE, *neighbours.NEIGHBOURS, *people.DRAFT_PEOPLE]
    say(f"{len(founding.BODIES) + len(bodies_of_all)} institutions")
    vocabulary.settle()
    for row in founding.BODIES:
        loader.body(row, at=now)
    for row in bodies_of_all:
        loader.body(row)
    say(f"{len(founding.PEOPLE) + len(humans)} people")
    for row in founding.PEOPLE:
        loader.human(row, at=now)
    for row in humans:
        loader.human(row)
    say(f"{1 + len(projects.PROJECTS)} projects")
    loader.project(founding.PROJECT, at=now)
    for row in projects.PROJECTS:
        loader.project(row)
    say("the founding case")
    loader.event(founding.EVENT)
    for season in SEASONS:
        say(f"events: {told(season)}")
        for row in season.EVENTS:
            loader.event(row)
    say(f"events: {told(upcoming)}")
    for row in upcoming.events(now):
        loader.event(row)
    say("the work of the last days")
    office.work(loader)
    return loader
