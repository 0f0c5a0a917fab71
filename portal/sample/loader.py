"""Puts the events of the sample into the database, each with its history, under its own clock."""

import datetime

from django.core.files.base import ContentFile

from events.models import (
    Document,
    Edition,
    Event,
    EventOrganisation,
    Participation,
    Photo,
    Place,
    Report,
    Role,
    Session,
    Source,
    Withdrawal,
    days,
)
from portal import dates, history, names
from portal.sample import documents, pictures
from portal.sample.days import clock, moment, since, until
from portal.sample.directory import Directory, rich
from portal.sample.shapes import Text


class Loader(Directory):
    """Loads the parts of the sample in order; an event comes after what it points at."""

    def __init__(self, now):
        super().__init__(now)
        self.events = {}

    def event(self, row):
        """Write an event down as a draft, then let its history happen."""
        first, _slash, last = row.days.partition("/")
        written = moment(row.written) or self.now
        first_day = datetime.date.fromisoformat(first) if first else None
        record = Event(
            slug=row.slug,
            name=row.name,
            kind=row.kind,
            status=days.status_of(first_day),
            earliest=first_day,
            latest=datetime.date.fromisoformat(last or first) if first else None,
            part_of=self.events.get(row.part_of),
            created_at=written,
            **({} if first else {"precision": dates.Precision.UNKNOWN}),
        )
        for field, value in row.fields.items():
            setattr(record, field, clock(value) if field in ("starts_at", "ends_at") else value)
        with history.change(record, by=None, now=written):
            record.full_clean()
            record.save()
            self.parts(record, row)
        self.events[row.slug] = record
        if row.announced:
            at = moment(row.announced)
            with history.change(record, by=None, note="Announced.", now=min(at, self.now)):
                record.public_from = at
                record.save()
        for step in row.steps:
            record.refresh_from_db()
            if isinstance(step, Text):
                self.text(record, step)
            else:
                self.correction(record, step)

    def parts(self, event, row):
        event.projects.set(self.projects[key] for key in row.projects)
        event.related.set(self.events[key] for key in row.related)
        event.topics.set(self.topic(topic) for topic in row.topics)
        for order, place in enumerate(row.places, start=1):
            Place.objects.create(event=event, order=order * 10, **place)
        for order, (key, role) in enumerate(row.bodies, start=1):
            EventOrganisation.objects.create(
                event=event, organisation=self.organisations[key], role=role, order=order * 10
            )
        lines = self.lines(event, row.lines)
        for order, item in enumerate(row.items, start=1):
            starts_at, _dash, ends_at = item.hours.partition("-")
            session = Session.objects.create(
                event=event,
                title=item.title,
                day=item.day or None,
                starts_at=clock(starts_at),
                ends_at=clock(ends_at),
                place=item.place,
                language=item.language,
                order=order * 10,
            )
            session.people.set(lines[key] for key in item.people)
        for order, source in enumerate(row.sources, start=1):
            Source.objects.create(event=event, order=order * 10, **source)
        self.papers(event, row.papers)
        self.pictures(event, row.pictures)

    def lines(self, event, rows):
        """Write lines below those that are there; return those of people by key."""
        of_people = {}
        for order, row in enumerate(rows, start=event.participations.count() + 1):
            post = self.post(row, event.earliest or self.now.date())
            line = Participation.objects.create(
                event=event,
                person=self.people.get(row.person),
                organisation=self.organisations.get(
                    row.body if row.body is not None else post and post.body
                ),
                country=row.country,
                group=row.group,
                position=row.position if row.position is not None else (post.title if post else ""),
                printed_name=row.printed_name,
                count=row.count,
                qualifier=row.qualifier,
                attendance=row.attendance,
                office=bool(post and post.office),
                name_hidden=row.hidden,
                note=row.note,
                language=post.language if post else row.language,
                order=order * 10,
            )
            line.roles.set(Role.objects.filter(slug__in=row.roles))
            if row.person:
                of_people.setdefault(row.person, line)
        return of_people

    def post(self, row, day):
        """Return the post in which a person came: at the institution named, or held that day."""
        for post in self.humans[row.person].posts if row.person else ():
            begun, ended = since(post.since)[0], until(post.until)[0]
            held = (not begun or begun <= day) and (not ended or ended >= day)
            if held and row.body in (None, post.body):
                return post
        return None

    def papers(self, event, rows):
        for order, row in enumerate(rows, start=event.documents.count() + 1):
            content = documents.written(row)
            document = Document(event=event, title=row.title, language=row.language)
            document.order = order * 10
            document.file = ContentFile(content, name=f"{names.slug(row.title)}.{row.form}")
            document.save()

    def pictures(self, event, rows):
        for order, row in enumerate(rows, start=event.photos.count() + 1):
            seed = f"{event.slug} {order}"
            photo = Photo(
                event=event,
                alternative_text=row.alt,
                caption=row.caption,
                credit=row.credit,
                consent=row.consent,
                order=order * 10,
            )
            photo.file = ContentFile(pictures.drawn(row.scene, seed), name=f"{row.scene}.jpg")
            photo.save()
            photo.people.set(self.people[key] for key in row.people)

    # What happened to an event later

    def text(self, event, step):
        at = moment(step.at)
        report, _created = Report.objects.get_or_create(event=event, language=step.language)
        edition = Edition(
            report=report,
            title=step.title,
            lead=" ".join(step.lead.split()),
            body=rich(step.body),
            credits=step.credits,
        )
        typed_in = self.now if step.archive or not at else min(at, self.now)
        self.save(edition, typed_in)
        if at:
            edition.publish(by=None, note=step.note, minor=step.minor, at=at, now=typed_in)

    def correction(self, event, step):
        at = moment(step.at)
        with history.change(event, by=None, note=step.note, minor=step.minor, now=at):
            for field, value in step.event.items():
                setattr(event, field, value)
            event.full_clean()
            event.save()
            if step.place:
                event.places.filter(pk=event.places.first().pk).update(**step.place)
            for key, position in step.positions.items():
                event.participations.filter(person=self.people[key]).update(position=position)
            self.lines(event, step.lines)
            self.papers(event, step.papers)
            self.pictures(event, step.pictures)
            if step.withdrawn:
                Withdrawal.objects.create(event=event, reason=step.withdrawn, at=at)
