"""Somebody who is named in every place where words are kept, and what of it is left."""

import io
import json
import zipfile

from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.contenttypes.models import ContentType
from django.db.models import JSONField

from events.models import Update
from events.rights import stored
from people.models import Person
from portal import history, names
from portal.documents import MEDIA_TYPES
from portal.duplicates.merge import merge
from portal.models import Entry, Letter, SetAside
from tests import builders
from tests.staff import staff

NAME, LAST = "Petar Kvržić", "kvrzic"
BODY = "<p>Mr <em>Petar</em> Kvržić opened it. Kvržić left early. All others stayed.</p>"


class World:
    def __init__(self):
        self.user = staff("Data protection officer")
        self.body = builders.organisation()
        self.person = builders.person(NAME, family_name="Kvržić", given_name="Petar")
        with history.change(self.person, by=None):
            self.person.names.create(name="Петар Квржић")
            self.person.positions.create(title="Head of Roads", organisation=self.body)
        merge(self.person, builders.person("Petr Kvrzic"), by=None)
        self.event = builders.event()
        line = {"person": self.person, "organisation": self.body}
        builders.line(self.event, **line, position="Head of Roads", printed_name="P. Kvržić")
        builders.line(self.event, **line, position="Chair", note="For Kvržić alone")
        builders.report(self.event, f"{NAME} on roads", body=BODY, lead="Older")
        self.edition = builders.report(self.event, "On roads", body=BODY)
        builders.report(
            self.event, "О путевима", body="<p>Са Петром Квржићем.</p>",
            language="sr", published=False,
        )  # fmt: skip
        self.photo = builders.photo(self.event, caption=f"{NAME} at the table")
        with history.change(self.event, by=None):
            self.photo.people.add(self.person)
        builders.document(self.event, f"Speech of {NAME}", data=broken(), name="a.docx")
        self.elsewhere = builders.event(
            "Visit of Petra Kvržića", recording_url="https://tube.example/petar-kvrzic"
        )
        self.earlier()
        self.papers()

    def again(self):
        """Return the same rows, read anew: what is in memory is not undone with a test."""
        for name, value in vars(self).items():
            if hasattr(value, "refresh_from_db"):
                setattr(self, name, type(value).objects.get(pk=value.pk))
        return self

    def earlier(self):
        """Leave what only kept states tell: a line taken off a list, a draft that was deleted."""
        self.former = builders.event("Meeting", slug="former")
        line = builders.line(
            self.former, person=self.person, organisation=self.body, position="Deputy", note="Ill"
        )
        with history.change(self.former, by=None):
            line.delete()
        draft = builders.event("Draft", slug="draft", public=False)
        photo = builders.photo(draft)
        with history.change(draft, by=None):
            photo.people.add(self.person)
        self.picture = photo.file.name
        history.remove(draft, by=None)

    def papers(self):
        event, by = self.event, self.user
        event.remarks.create(event=event, text=f"Is it {NAME}?", by=by)
        self.edition.report.answers.create(key="x", words=f"{NAME} agreed", by=by)
        Letter.objects.create(to="a@office.example", subject=NAME, body=f"{NAME} asks")
        SetAside.objects.create(
            kind="events.event", record_id=event.pk, number=1, user=by,
            data={"typed": [["name", f"Talk with {NAME}"]], "title": "x"},
        )  # fmt: skip
        rows = [[1, ["Kvržić", "Petar", "Roads"]], [2, ["Kvrčić", "Pjer", "Roads"]]]
        intake = event.intakes.create(title="List", rows=rows)
        intake.lines.create(
            number=1, values={"name": NAME, "given_name": "Petar", "family_name": "Kvržić"}
        )
        # Chosen by hand for somebody who is spelt otherwise there.
        intake.lines.create(
            number=2, values={"name": "Pjer Kvrčić"}, person=self.person, decision="known"
        )
        Update.objects.filter(event=event).update(note=f"{NAME} was added")
        LogEntry.objects.create(
            user=by, content_type=ContentType.objects.get_for_model(Person),
            object_id=str(self.person.pk), object_repr=NAME, action_flag=CHANGE,
        )  # fmt: skip


def broken():
    """Return a document of which nobody can read more than the list of its parts."""
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        archive.writestr("[Content_Types].xml", f"{MEDIA_TYPES['docx']}.main+xml")
        archive.writestr("word/document.xml", "Roads")
    # Of other words than were counted: unlike a PDF, it starts no process to be read in.
    return data.getvalue().replace(b"Roads", b"Ruins")


def said():
    """Return every value that is stored anywhere in which the family name stands."""
    found = set()
    for model in [*stored.stores(), Entry]:
        for row in model._base_manager.all():
            for field in model._meta.concrete_fields:
                value = getattr(row, field.attname)
                if isinstance(field, JSONField):
                    value = json.dumps(value, ensure_ascii=False)
                if LAST in names.fold(str(value)):
                    found.add((model._meta.label, row.pk, field.name))
    return found


def gone(record):
    return type(record).objects.get(pk=record.pk)


def namesake():
    """Return somebody else of the same name, and an event of theirs."""
    other = builders.person(NAME, family_name="Kvržić")
    event = builders.event("Meeting", slug="meeting", attendance_words=NAME)
    builders.line(event, person=other)
    return other, event
