"""Puts institutions, people and projects of the sample into the database through the one door."""

from django.core.files.base import ContentFile
from django.utils.html import escape

from events.models import Project, ProjectOrganisation, Topic
from organisations.models import Organisation, OrganisationName
from people.models import Person, PersonName, Position
from portal import history, names
from portal.sample import pictures
from portal.sample.days import TYPED_IN, span


def rich(text):
    """Return HTML of paragraphs between empty lines; "## " begins a heading, "- " an item."""
    blocks = []
    for block in text.strip().split("\n\n"):
        lines = [" ".join(line.split()) for line in block.strip().splitlines()]
        if lines[0].startswith("- "):
            items = " ".join(lines).removeprefix("- ").split(" - ")
            blocks.append("<ul>" + "".join(f"<li>{escape(item)}</li>" for item in items) + "</ul>")
        elif lines[0].startswith("## "):
            blocks.append(f"<h2>{escape(lines[0][3:])}</h2>")
        else:
            blocks.append(f"<p>{escape(' '.join(lines))}</p>")
    return "".join(blocks)


class Directory:
    """Makes what events point at, in order, and keeps it by key."""

    def __init__(self, now):
        self.now = now
        self.organisations = {}
        self.humans = {}
        self.people = {}
        self.projects = {}

    def save(self, record, at):
        with history.change(record, by=None, now=at):
            record.created_at = at
            record.clean()
            record.save()
        return record

    def topic(self, name):
        slug = names.slug(name)
        topic = Topic.objects.filter(slug=slug).first()
        return topic or self.save(Topic(name=name, slug=slug), TYPED_IN)

    def body(self, row, at=TYPED_IN):
        record = Organisation(
            official_name=row.name,
            acronym=row.acronym,
            name=row.name or row.acronym,
            slug=row.slug,
            kind=row.kind,
            country=row.country,
            parent=self.organisations.get(row.parent),
            language=row.language,
            website=row.website,
            about=rich(row.about) if row.about else "",
            outcome=row.outcome,
            in_directory=row.in_directory,
            to_complete=row.to_complete,
            **span(row),
        )
        if row.logo:
            record.logo.save(f"{row.key}.png", ContentFile(pictures.mark(row.logo)), save=False)
        with history.change(record, by=None, now=at):
            record.created_at = at
            record.clean()
            record.save()
            for name, kind, language, source in row.names:
                OrganisationName.objects.create(
                    organisation=record, name=name, kind=kind, language=language, source=source
                )
            record.successors.set(self.organisations[key] for key in row.followed_by)
        self.organisations[row.key] = record

    def human(self, row, at=TYPED_IN):
        given, _space, last = row.name.rpartition(" ")
        family = last if row.family is None else row.family
        record = Person(
            name=row.name,
            honorific=row.honorific,
            family_name=family,
            given_name=row.name.removesuffix(family).strip() if family else "",
            order_known=bool(family and given),
            language=row.language,
            biography=rich(row.biography) if row.biography else "",
            visibility=row.visibility,
            to_complete=row.to_complete,
            created_at=at,
        )
        with history.change(record, by=None, now=at):
            record.clean()
            record.save()
            for name, kind, language, source in row.names:
                PersonName.objects.create(
                    person=record, name=name, kind=kind, language=language, source=source
                )
            for post in row.posts:
                Position.objects.create(
                    person=record,
                    organisation=self.organisations[post.body],
                    title=post.title,
                    language=post.language,
                    public_office=post.office,
                    **span(post),
                )
        key = names.slug(row.name)
        self.people[key] = record
        self.humans[key] = row

    def project(self, row, at=TYPED_IN):
        record = Project(
            title=row.title,
            slug=row.slug,
            reference=row.reference,
            programme=row.programme,
            about=rich(row.about) if row.about else "",
            website=row.website,
            team=self.organisations.get(row.team),
            created_at=at,
            **span(row),
        )
        with history.change(record, by=None, now=at):
            record.clean()
            record.save()
            for order, (key, role) in enumerate(row.bodies, start=1):
                ProjectOrganisation.objects.create(
                    project=record,
                    organisation=self.organisations[key],
                    role=role,
                    order=order * 10,
                )
        self.projects[row.key] = record
