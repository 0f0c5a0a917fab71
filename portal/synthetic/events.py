import datetime
import itertools

from django.db import transaction
from django.utils import timezone

from events.models import (
    Edition,
    Event,
    EventOrganisation,
    Participation,
    Place,
    Project,
    Report,
    Session,
    Update,
)
from organisations.models import Organisation
from people.models import Person
from portal import indexing, names
from portal.html import plain
from portal.models import NEVER, Site
from portal.synthetic.directory import BATCH, COUNTRIES, Directory

LINES = 20
FIRST_DAY, DAYS = datetime.date(2016, 1, 1), 3650
TOWNS = "Belov Gradnik Sosan Lipar Vrelo Kamenar Dubrav Jasenar Topolin Orahov Jela Bukov".split()
KINDS = [kind for kind in Event.Kind.values if kind != "other"]
ROLES_IN_TURN = ("chair", "speaker", "participant", "participant", "moderator")


class Synthesis(Directory):
    """One run: the same rows for the same number and seed."""

    @transaction.atomic
    def load(self):
        Site.objects.hold()
        self.make_vocabulary()
        self.make_organisations()
        self.make_people()
        for first in range(0, self.number, BATCH):
            last = min(first + BATCH, self.number)
            self.make_events(range(first, last))
            self.say(f"{last:,} of {self.number:,} events")
        # What is visible, in the order in which one follows from the other.
        for model in (Project, Organisation, Person):
            model.objects.settle(model.objects.order_by().values_list("pk", flat=True))
        for model, keys in self.keys.items():
            indexing.add(model.objects.all(), keys)
            self.say(f"search finds {len(keys):,} {model._meta.verbose_name_plural}")
        Site.objects.move()

    def make_events(self, numbers):
        projects = self.make_projects(numbers)
        events = self.create(map(self.event, numbers))
        self.create(
            Event.projects.through(event=event, project=self.dice.choice(projects))
            for event in events[::3]
        )
        self.create(
            Event.topics.through(event=event, topic=topic)
            for event in events
            for topic in self.dice.sample(self.topics, 2)
        )
        self.create(event.place for event in events if event.place)
        self.create(
            EventOrganisation(event=event, organisation=body, role=role)
            for event in events
            for body, role in zip(
                self.dice.sample(self.organisations, 2), ("organiser", "host"), strict=True
            )
        )
        self.create(
            Session(event=event, title=f"On {self.word()}", day=event.earliest, order=order)
            for event in events
            for order in (10, 20, 30)
        )
        self.make_lines(events)
        public = [event for event in events if event.public_from]
        self.make_reports(public)
        self.claim(public, lambda event: event.path)

    def event(self, number):
        day = FIRST_DAY + datetime.timedelta(days=self.dice.randrange(DAYS))
        hour = datetime.datetime.combine(day, datetime.time(10, number % 60))
        written = timezone.make_aware(hour, datetime.UTC)
        kind = self.dice.choice(KINDS)
        event = Event(
            name=f"{kind.replace('-', ' ').capitalize()} on {self.word()} and {self.word()}",
            slug=f"{self.stem}-{number + 1}",
            kind=kind,
            status="cancelled" if number % 40 == 39 else "held",
            earliest=day,
            latest=day + datetime.timedelta(days=self.dice.choice((0, 0, 1, 2))),
            listed_on=day,
            address_year=day.year,
            public_from=None if number % 50 == 49 else written + datetime.timedelta(days=3),
            attendance_number=self.dice.choice((None, None, 25, 60)),
            created_at=written,
            changed_at=written,
        )
        event.place = number % 10 != 9 and Place(
            event=event, city=self.dice.choice(TOWNS), country=self.dice.choice(COUNTRIES)
        )
        words = [event.name, event.place.city] if event.place else [event.name]
        event.folded = "\n".join(map(names.fold, words))
        event.visible_from = event.public_from or NEVER
        return event

    def make_lines(self, events):
        """Make twenty lines an event: fourteen people, four bodies, a country, a group."""
        lines = self.create(
            Participation(event=event, order=order * 10, **who)
            for event in events
            for order, who in enumerate(self.who_came(), start=1)
        )
        having = Participation.roles.through
        self.create(
            having(participation=line, role=self.roles[slug])
            for line, slug in zip(lines, itertools.cycle(ROLES_IN_TURN), strict=False)
        )
        # The rule itself, in one statement for the batch: all is derived as at the door.
        Participation.objects.filter(event__in=events).settle()

    def who_came(self):
        for post in self.dice.sample(self.posts, min(LINES - 6, len(self.posts))):
            yield {
                "person": post.person,
                "organisation": post.organisation,
                "position": post.title,
                "office": post.public_office,
            }
        for body in self.dice.sample(self.organisations, 4):
            yield {"organisation": body, "count": self.dice.choice((None, 2, 3))}
        yield {"country": self.dice.choice(COUNTRIES)}
        yield {"group": "civil society"}

    def make_reports(self, events):
        reports = self.create(Report(event=event, language="en") for event in events)
        editions = self.create(map(self.edition, reports))
        updates = []
        for number, edition in enumerate(editions):
            event, at = edition.report.event, edition.publish_at
            updates.append(Update(event=event, edition=edition, at=at, note="First published."))
            for later in range(number % 4):
                at += datetime.timedelta(days=self.dice.randint(1, 60))
                small = later == 1
                updates.append(Update(event=event, at=at, note="Changed: the place.", minor=small))
        for update in updates:
            update.recorded_at = update.at
        self.create(updates)

    def edition(self, report):
        at = report.event.public_from
        edition = Edition(
            report=report,
            sequence=1,
            state=Edition.State.APPROVED,
            title=f"{self.word()}, {self.word()} and what was said",
            lead=self.sentence(),
            body=self.prose(),
            publish_at=at,
            created_at=at,
            changed_at=at,
        )
        edition.folded = names.fold(f"{edition.title} {edition.lead} {plain(edition.body)}")
        return edition
