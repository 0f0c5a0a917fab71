import datetime

from events.models import Project, Role, Topic
from organisations.models import Ancestry, Organisation
from people.models import Person, Position
from portal import indexing, names, vocabulary
from portal.models import Address
from portal.synthetic.words import CYRILLIC_GIVEN, ENDINGS, GIVEN, Words

BATCH = 500
LEVELS = (0, 1, 2, 1, 2, 0)
COUNTRIES = "RS HR BA ME MK SI AL BG RO HU AT IT".split()
TOPICS = "Registers Housing Language Return Statistics Schools Health Transport Work".split()
POSTS = "Adviser, Analyst, Head of Unit, Clerk, Secretary, Inspector, Director, Expert".split(", ")

TYPED_IN = datetime.datetime(2016, 1, 1, 9, 0, tzinfo=datetime.UTC)
RECORDED = {"created_at": TYPED_IN, "changed_at": TYPED_IN}


class Directory(Words):
    """Makes what events point at."""

    def __init__(self, events, seed, say):
        super().__init__(f"{seed} {events}")
        self.number = events
        self.seed = seed
        self.say = say
        self.keys = {model: [] for model in indexing.RECORDS}

    @property
    def stem(self):
        return f"synthetic-{self.seed}"

    def is_loaded(self):
        return Organisation.objects.filter(slug=f"{self.stem}-1").exists()

    def create(self, rows):
        rows = list(rows)
        if rows:
            type(rows[0])._base_manager.bulk_create(rows, batch_size=2 * BATCH)
            if type(rows[0]) in self.keys:
                self.keys[type(rows[0])] += [row.pk for row in rows]
        return rows

    def claim(self, records, path):
        self.create(
            Address(kind=record._meta.label_lower, path=path(record), record_id=record.pk)
            for record in records
        )

    def make_vocabulary(self):
        vocabulary.settle()
        for name in TOPICS:
            Topic.objects.get_or_create(slug=names.slug(name), defaults={"name": name})
        self.roles = {role.slug: role for role in Role.objects.all()}
        self.topics = list(Topic.objects.filter(slug__in=map(names.slug, TOPICS)))

    def make_organisations(self):
        """Make a tenth as many as events, in three levels: of six, two stand on top."""
        rows = [self.organisation(n) for n in range(max(6, self.number // 10))]
        newest = {}
        for number, row in enumerate(rows):
            level = LEVELS[number % len(LEVELS)]
            newest[level] = row
            row.lineage = [newest[above] for above in range(level, -1, -1)]
        for level in sorted(set(LEVELS)):
            here = [row for row in rows if len(row.lineage) == level + 1]
            for row in here:
                row.parent = row.lineage[1] if level else None
            self.create(here)
        self.create(
            Ancestry(ancestor=ancestor, descendant=row, depth=depth)
            for row in rows
            for depth, ancestor in enumerate(row.lineage)
        )
        self.claim(rows, lambda row: row.slug)
        self.organisations = rows
        self.say(f"{len(rows):,} institutions")

    def organisation(self, number):
        level = LEVELS[number % len(LEVELS)]
        what = ("Ministry of", "Department for", "Section for")[level]
        row = Organisation(
            official_name=f"{what} {self.word()} and {self.word()} {number + 1}",
            acronym="" if level else f"S{number + 1}",
            slug=f"{self.stem}-{number + 1}",
            country=COUNTRIES[number // len(LEVELS) % len(COUNTRIES)],
            **RECORDED,
        )
        row.folded = "\n".join(
            names.fold(name) for name in (row.official_name, row.acronym) if name
        )
        row.derive()
        return row

    def make_people(self):
        people = self.create(map(self.person, range(self.number * 3)))
        self.posts = self.create(
            Position(
                person=person,
                organisation=self.dice.choice(self.organisations),
                title=self.dice.choice(POSTS),
                public_office=number % 5 == 0,
            )
            for number, person in enumerate(people)
        )
        self.say(f"{len(people):,} people")

    def person(self, number):
        given = self.dice.choice(GIVEN if number % 20 else CYRILLIC_GIVEN)
        family = self.word() + self.dice.choice(ENDINGS)
        row = Person(
            name=f"{given} {family}",
            given_name=given,
            family_name=family,
            honorific=self.dice.choice(("Mr", "Ms", "Dr", "")),
            visibility="hidden" if number % 97 == 96 else "page",
            **RECORDED,
        )
        row.derive()
        return row

    def make_projects(self, numbers):
        rows = [
            Project(
                title=f"{self.word()} for {self.word()}",
                slug=f"{self.stem}-{numbers[0]}-{number}",
                **RECORDED,
            )
            for number in range(len(numbers) // 50 + 1)
        ]
        for row in rows:
            row.sort_key = names.fold(row.title)
            row.folded = names.fold(f"{row.title} {row.reference} {row.programme}")
        self.create(rows)
        self.claim(rows, lambda row: row.slug)
        return rows
