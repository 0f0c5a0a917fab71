"""Small builders: each makes one saved record through the one door, with keyword overrides."""

import datetime
import io

from django.core.files.base import ContentFile
from PIL import Image

from events.models import Document, Edition, Event, Participation, Photo, Project, Report, Role
from organisations.models import Organisation
from people.models import Person
from portal import history

# No record has this number, however far PostgreSQL counts on over all tests.
NOBODYS = 2_000_000_000
LONG_AGO = datetime.datetime(2022, 1, 1, 12, 0, tzinfo=datetime.UTC)


def saved(record, *, now=None):
    """Clean and save a record through the door."""
    with history.change(record, by=None, now=now):
        record.clean()
        record.save()
    return record


def organisation(official_name="Ministry of Works", **fields):
    return saved(Organisation(official_name=official_name, **fields))


def person(name="Ana Anić", **fields):
    return saved(Person(name=name, **fields))


def project(title="Better roads", **fields):
    return saved(Project(title=title, **fields))


def role(name="Speaker", *, speaking=True):
    return Role.objects.get_or_create(
        slug=name.lower().replace(" ", "-"), defaults={"name": name, "speaking": speaking}
    )[0]


def event(name="Workshop on roads", *, public=True, **fields):
    """Make an event; a public one has been public since `LONG_AGO`."""
    fields.setdefault("earliest", datetime.date(2021, 9, 1))
    if fields["earliest"]:
        fields.setdefault("latest", fields["earliest"])
    fields.setdefault("public_from", LONG_AGO if public else None)
    return saved(Event(name=name, **fields), now=LONG_AGO)


def line(event, *, roles=(), now=None, **fields):
    """Put a line on an event's list; `office=True` by default so that a person is named."""
    if fields.get("person"):
        fields.setdefault("office", True)
    with history.change(event, by=None, now=now or LONG_AGO):
        row = Participation.objects.create(event=event, **fields)
        row.roles.add(*roles)
    row.refresh_from_db()
    return row


def report(event, title="What was said", *, published=True, language="en", now=None, **fields):
    """Write a report; a published one went out at `now`, by default at `LONG_AGO`."""
    story, _created = Report.objects.get_or_create(event=event, language=language)
    edition = saved(Edition(report=story, title=title, **fields), now=now or LONG_AGO)
    if published:
        edition.publish(by=None, now=now or LONG_AGO)
        event.refresh_from_db()
    return edition


def document(event, title="Agenda", *, data=b"%PDF-1.4\n", name="a.pdf", **fields):
    """Put a document on an event; the file is what `data` holds."""
    with history.change(event, by=None):
        return Document.objects.create(
            event=event, title=title, file=ContentFile(data, name), **fields
        )


def photo(event, *, size=(600, 20), **fields):
    """Put a photo on an event that may be shown."""
    fields = {"alternative_text": "A long table", "consent": Photo.Consent.NOBODY} | fields
    data = io.BytesIO()
    Image.new("RGB", size).save(data, "JPEG")
    with history.change(event, by=None):
        return Photo.objects.create(
            event=event, file=ContentFile(data.getvalue(), "a.jpg"), **fields
        )
