"""One of everything that the portal can hold, with words of the caller in every text field."""

import datetime
import io

from django.core.files.base import ContentFile
from django.db import models
from PIL import Image

from events.models import (
    Document,
    Edition,
    Event,
    EventOrganisation,
    Participation,
    Photo,
    Place,
    Project,
    ProjectOrganisation,
    Report,
    Role,
    RoleName,
    Session,
    Source,
    Topic,
    Withdrawal,
)
from organisations.models import Organisation, OrganisationName
from people.models import Person, PersonName, Position
from portal import history, names
from portal.html import RichTextField
from tests.builders import LONG_AGO

DAY = datetime.date(2021, 9, 1)
# Fields that take no words of one's own: the zone is one of a list.
NO_WORDS = {"time_zone"}


def texts(model, write):
    """Return for every text field of a model what `write` gives for it."""
    return {
        field.name: _fitting(field, write(f"{model.__name__} {field.name}"))
        for field in model._meta.concrete_fields
        if isinstance(field, models.CharField | models.TextField)
        if field.editable and not field.choices and field.name not in NO_WORDS
    }


def _fitting(field, words):
    if isinstance(field, models.SlugField):
        return names.slug(words)
    if isinstance(field, models.URLField):
        return f"https://site.example/{names.slug(words)}"
    if isinstance(field, RichTextField):
        return f"<p>{words}</p>"
    return words[: field.max_length] if field.max_length else words


def picture():
    data = io.BytesIO()
    Image.new("RGB", (600, 20), "#1d4f91").save(data, "PNG")
    return ContentFile(data.getvalue(), name="picture.png")


class World:
    """A body with a department, a person, a project and an event with every kind of part.

    `write` gives the words of a field from its name. `public_from` and `now` are the
    event's; `people` and `bodies` are further ones that its list names.
    """

    def __init__(self, write, *, public_from=LONG_AGO, now=LONG_AGO, person=(), also=None):
        self.write, self.now = write, now
        self.public_from = public_from
        self.body = self.organisation()
        self.department = self.organisation(parent=self.body, slug=self.slug("department"))
        self.person = self.somebody(**dict(person))
        self.project = self.frame()
        self.role = self.vocabulary(Role, speaking=True)
        with history.change(self.role, by=None, now=now):
            RoleName.objects.create(role=self.role, language="de", **self.texts(RoleName))
        self.topic = self.vocabulary(Topic)
        self.event = self.happening()
        self.edition = self.story()
        self.part = self.event_part()
        if also:
            self.share(also)

    def texts(self, model, **fields):
        return texts(model, self.write) | fields

    def slug(self, words):
        return names.slug(self.write(words))

    def vocabulary(self, model, **fields):
        row = model(**self.texts(model), **fields)
        with history.change(row, by=None, now=self.now):
            row.save()
        return row

    def organisation(self, **fields):
        body = Organisation(**self.texts(Organisation, country="RS", **fields))
        with history.change(body, by=None, now=self.now):
            body.logo.save("logo.png", picture(), save=False)
            body.save()
            OrganisationName.objects.create(organisation=body, **self.texts(OrganisationName))
        return body

    def somebody(self, **fields):
        person = Person(**self.texts(Person, **fields))
        with history.change(person, by=None, now=self.now):
            person.portrait.save("portrait.png", picture(), save=False)
            person.save()
            PersonName.objects.create(person=person, **self.texts(PersonName))
            Position.objects.create(
                person=person, organisation=self.body, public_office=True, **self.texts(Position)
            )
        return person

    def frame(self):
        project = Project(**self.texts(Project), team=self.department)
        with history.change(project, by=None, now=self.now):
            project.save()
            for role in ("funder", "partner"):
                ProjectOrganisation.objects.create(
                    project=project, organisation=self.body, role=role
                )
        return project

    def happening(self):
        event = Event(
            **self.texts(Event, date_words=""),
            earliest=DAY,
            latest=DAY,
            public_from=self.public_from,
        )
        event.attendance_number = 60
        with history.change(event, by=None, now=self.now):
            event.save()
            event.topics.add(self.topic)
            event.projects.add(self.project)
            for country in ("RS", ""):
                Place.objects.create(event=event, country=country, **self.texts(Place))
            for role in ("organiser", "host"):
                EventOrganisation.objects.create(event=event, organisation=self.body, role=role)
            self.lines(event)
            for number in range(2):
                document = Document(event=event, **self.texts(Document))
                document.file = ContentFile(
                    self.write(f"content {number}").encode(), name=f"{self.slug('file')}.txt"
                )
                document.save()
                photo = Photo(event=event, consent="yes", file=picture(), **self.texts(Photo))
                photo.save()
                photo.people.add(self.person)
                Source.objects.create(event=event, **self.texts(Source))
            Withdrawal.objects.create(
                event=event, at=self.now, lifted_at=self.now, **self.texts(Withdrawal)
            )
        return event

    def lines(self, event):
        texts_of_a_line = self.texts(Participation, group="")
        line = Participation.objects.create(
            event=event, person=self.person, organisation=self.body, office=True, **texts_of_a_line
        )
        line.roles.add(self.role)
        without_name = texts_of_a_line | {"printed_name": ""}
        Participation.objects.create(event=event, organisation=self.department, **without_name)
        Participation.objects.create(event=event, country="SI", **without_name)
        Participation.objects.create(
            event=event, **without_name | {"group": self.write("Participation group")}
        )
        for hour in (9, 10):
            session = Session.objects.create(
                event=event, day=DAY, starts_at=datetime.time(hour), **self.texts(Session)
            )
            session.people.add(line)

    def story(self):
        """Write a report; once public its text is replaced an hour later."""
        report = Report.objects.create(event=self.event, language="en")
        edition = self.text_of(report)
        if self.public_from:
            at = max(self.public_from, self.now)
            edition.publish(by=None, note=self.write("note")[:300], at=at, now=self.now)
            edition = self.text_of(report)
            later = at + datetime.timedelta(hours=1)
            edition.publish(by=None, note=self.write("note")[:300], at=later, now=self.now)
        return edition

    def text_of(self, report):
        edition = Edition(report=report, **self.texts(Edition))
        with history.change(edition, by=None, now=self.now):
            edition.save()
        return edition

    def event_part(self):
        part = Event(
            **self.texts(Event, date_words="", slug=self.slug("part")),
            part_of=self.event,
            precision="unknown",
            public_from=self.public_from,
        )
        with history.change(part, by=None, now=self.now):
            part.save()
            part.related.add(self.event)
        return part

    def share(self, other):
        """Let the event be about what another world knows already, so that counts could move."""
        with history.change(other.person, by=None, now=self.now):
            Position.objects.create(
                person=other.person, organisation=self.body, **self.texts(Position)
            )
        with history.change(self.event, by=None, now=self.now):
            self.event.topics.add(other.topic)
            self.event.projects.add(other.project)
            self.event.related.add(other.event)
            EventOrganisation.objects.create(
                event=self.event, organisation=other.body, role="organiser"
            )
            line = Participation.objects.create(
                event=self.event, person=other.person, organisation=other.body, office=True
            )
            line.roles.add(other.role)
            other_body = Participation.objects.create(
                event=self.event, organisation=other.department
            )
            other_body.roles.add(other.role)
