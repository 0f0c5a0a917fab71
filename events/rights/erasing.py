"""Somebody erased for good: unknown in place, in every stored copy, through the one door."""

from collections import Counter, defaultdict
from functools import partial

from django.core.exceptions import ValidationError
from django.db import connection, models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from events.models import Cover, Document, Event, Participation, Photo
from events.rights import covering
from events.rights.calling import numbered
from events.rights.stored import (
    Near,
    called,
    cleared,
    merged_into,
    removed,
    rows_with,
    stores,
    write,
)
from events.rights.text import HIDE, KEEP, REPLACE
from events.rights.traces import States, former_papers, leave_out
from people.models import Person
from portal import fulltext, history, logs, names, numbers
from portal.asides import let_go, own_files
from portal.differences.snapshots import owner_field
from portal.models import (
    Address,
    Erasure,
    Pair,
    Reassignment,
    Recorded,
    SetAside,
    Site,
    Version,
)
from portal.uploads import delete_file, delete_picture

KIND, EVENT = Person._meta.label_lower, Event._meta.label_lower
#: What of a line would say who came; on whose behalf stays.
_SAYING = {"printed_name": "", "position": "", "note": "", "office": False, "roles": []}


@history.owed()
def erase(person, *, by, documents=(), now=None, log=True):
    """Erase a person and every stored copy of their names; return the rows of Erasure.

    Their lines stay, as a participant of the institution. Every picture of them goes, and the
    documents of these keys, with their files. All or nothing; who is erased already stays so.
    With `log` the numbers are written to the file that outlives a restored backup.
    """
    now = history.whole(now or timezone.now())
    if log:
        numbers.check()
    with transaction.atomic():
        Site.objects.hold()
        try:
            # Somebody else may have renamed, merged or erased them before the site was held.
            person.refresh_from_db()
        except Person.DoesNotExist as error:
            message = _("This person was merged or deleted meanwhile: nobody was erased.")
            raise ValidationError(message, code="gone") from error
        if person.is_erased:
            return []
        erasing = _Erasing(person, by, now)
        erasing.covers()
        erasing.papers(documents)
        erasing.words()
        erasing.person()
        erasing.copies()
        found = [
            Erasure.objects.update_or_create(
                number=number, defaults={"at": now, "by": by, "places": dict(erasing.places)}
            )[0]
            for number in erasing.numbers
        ]
        Site.objects.move(KIND)
        fulltext.forget(connection)
    if log:
        transaction.on_commit(write_down)
    erased = sorted(erasure.number for erasure in found)
    told = partial(logs.note, "people erased", numbers=erased, by=by and by.pk)
    transaction.on_commit(told)
    return found


def write_down():
    """Add to the file of numbers whoever was erased or is hidden and is not told of as such.

    So what a full disk kept out once is written the next time.
    """
    told = numbers.told()
    erased = Erasure.objects.order_by("at", "pk")
    hidden = Person.objects.filter(visibility=Person.Visibility.HIDDEN).exclude(name=Person.ERASED)
    lines = [
        numbers.line(row.pk, numbers.ERASED, row.at, places=row.places, by=row.by_id)
        for row in erased
        if told.get(row.pk) != numbers.ERASED
    ]
    lines += [
        numbers.line(number, numbers.HIDDEN, at)
        for number, at in hidden.order_by("pk").values_list("pk", "changed_at")
        if told.get(number) not in (numbers.ERASED, numbers.HIDDEN)
    ]
    if lines:
        numbers.add(lines)


class _Erasing:
    def __init__(self, person, by, now):
        self.record, self.instead = person, removed()
        self.door = {"by": by, "now": now, "reason": _("Erased.")}
        self.numbers = merged_into(person)
        self.who, theirs = called(person), self._names_told_apart()
        # What those were called who were merged into them, or what they were called before.
        for state in Version.objects.filter(kind=KIND, record_id__in=self.numbers):
            fields, rows = state.data["fields"], state.data["parts"].get("names", {})
            written = [
                fields["name"],
                f"{fields['given_name']} {fields['family_name']}",
                *(row["name"] for row in rows.values()),
            ]
            self.who.add([name for name in written if names.fold(name) not in theirs])
        self.near = Near(person, self.who)
        self.places = Counter()
        self.states = States(self.numbers)
        self.former = former_papers(person, self.who)
        self.gone = {"photos": set(), "documents": set()}

    def _names_told_apart(self):
        """Return the folded names of those who were one with them and are not any more."""
        rows = Reassignment.objects.filter(self._of_theirs(), kind=KIND)
        keys = {key for two in rows.values_list("from_id", "to_id") for key in two}
        others = Person.objects.filter(pk__in=keys - {*self.numbers})
        found = {fold for other in others.only("folded") for fold in other.folded.split("\n")}
        return found - set(self.record.folded.split("\n"))

    def _of_theirs(self):
        return models.Q(from_id__in=self.numbers) | models.Q(to_id__in=self.numbers)

    def covers(self):
        """Replace for good what is covered; what somebody decided to keep in a text stays."""
        found = covering.texts(self.record)
        for text in found:
            text.decisions = [REPLACE if d == HIDE else d for d in text.decisions]
        covering.keep(found, self.record, by=self.door["by"], reason="", now=self.door["now"])
        covers = Cover.objects.filter(person__in=self.numbers)
        kept = covers.filter(pk__in=[c.pk for c in covers if KEEP in c.decisions])
        self.kept = set(kept.values_list("kind", "row_id"))
        covers.delete()

    def papers(self, documents):
        """Take away the pictures of them and the chosen documents, files and all."""
        for name in self.states.pictures:
            delete_picture(name)
        for name in self.former:
            delete_file(name)
        for model, part, delete, rows in (
            (Photo, "photos", delete_picture, Photo.objects.filter(people=self.record)),
            (Document, "documents", delete_file, Document.objects.filter(pk__in=documents)),
        ):
            for row in rows.select_related("event").order_by("pk"):
                for name in {row.file.name} | _files_before(row, part):
                    delete(name)
                with history.change(row.event, follows=True, **self.door):
                    self.gone[part].add(str(row.pk))
                    row.delete()
                self.places[model._meta.label_lower] += 1

    def words(self):
        """Put something else in every place that names them, their own record aside."""
        leave_out(self.numbers, self.instead)
        loose, own, shown = [], defaultdict(list), covering.published()
        # Among the staff's own papers a name too much may go rather than one too few.
        anybody = self.who.of_anybody()
        for model in stores():
            if model is Version:
                continue
            for row in rows_with(model, self.who):
                is_kept = (model._meta.label_lower, row.pk) in self.kept
                if is_kept or covering.is_own(row, self.record):
                    continue
                who = self.who if model in shown else anybody
                others = covering.called_otherwise(row)
                put = cleared(row, who, self.instead, self.near.has(row), others)
                if not put:
                    continue
                self.places[model._meta.label_lower] += 1
                owner = owner_field(model)
                if issubclass(model, Recorded):
                    own[model, row.pk].append((row, put))
                elif owner:
                    own[owner.related_model, getattr(row, owner.attname)].append((row, put))
                else:
                    loose.append((row, put))
        for (model, key), rows in own.items():
            with history.change(model._base_manager.get(pk=key), follows=True, **self.door):
                for row, put in rows:
                    write(row, put)
        for row, put in loose:
            if not isinstance(row, Address):
                write(row, put)
            elif not _is_used(row):
                row.delete()

    def person(self):
        """Leave of the record a number, and of the lines on whose behalf somebody came."""
        record = self.record
        for event in Event.objects.filter(participations__person=record).distinct().order_by("pk"):
            with history.change(event, follows=True, **self.door):
                self._lines(event)
        portraits = Version.objects.filter(kind=KIND, record_id__in=self.numbers)
        files = {state.data["fields"].get("portrait") for state in portraits}
        files |= {record.portrait.name}
        # Of who was one with them once a picture may be in their states.
        others = Person.objects.exclude(pk__in=self.numbers).filter(portrait__in=files - {None})
        for name in files - {*others.values_list("portrait", flat=True)} - {"", None}:
            delete_picture(name)
        with history.change(record, **self.door) as self.last:
            record.names.all().delete()
            record.positions.all().delete()
            record.forget()
            record.save()
        Reassignment.objects.filter(self._of_theirs(), kind=KIND).delete()
        Pair.objects.touching(self.numbers).filter(kind=KIND).delete()
        self._forms()

    def _forms(self):
        """Take them, and new pictures of them, out of the forms that are kept for their writers.

        A picture that stood in the record before stays, whoever a form says is in it.
        """
        for aside in SetAside.objects.filter(kind=KIND, record_id__in=self.numbers):
            let_go(aside)
        for aside in SetAside.objects.filter(kind=EVENT, data__has_key="mine").order_by("pk"):
            mine = aside.data["mine"]
            new, left = own_files(aside), {}
            for key, row in mine["parts"].get("photos", {}).items():
                others = [number for number in row["people"] if number not in self.numbers]
                if others != row["people"] and row["file"] in new:
                    delete_picture(row["file"])
                else:
                    left[key] = row | {"people": others}
            put = self._without_rows(EVENT, mine | {"parts": mine["parts"] | {"photos": left}})
            if put != mine:
                write(aside, {"data": aside.data | {"mine": put}})

    def _lines(self, event):
        """Make their lines say nothing but on whose behalf; those that are then one become one."""
        seen = set()
        for line in event.participations.filter(person=self.record).order_by("order", "pk"):
            self.places[Participation._meta.label_lower] += 1
            if line.organisation_id in seen:
                line.delete()
                continue
            seen.add(line.organisation_id)
            line.roles.clear()
            for name, value in _SAYING.items():
                if name != "roles":
                    setattr(line, name, value)
            line.save()

    def copies(self):
        """Clear the states that are kept of every record."""
        empty = history.snapshot(self.record)
        own = Version.objects.filter(kind=KIND, record_id__in=self.numbers)
        self.places[Version._meta.label_lower] += own.update(data=empty, title=self.instead)
        own.exclude(pk=self.last.version.pk).update(reason="")
        keys = {*rows_with(Version, self.who).values_list("pk", flat=True), *self.states.keys}
        keys = keys.union(*self.former.values())
        for version in Version.objects.filter(pk__in=keys).order_by("pk").iterator(100):
            if version.kind == KIND and version.record_id in self.numbers:
                continue
            put = cleared(version, self.who, self.instead, self.near.has(version))
            data = self._without_rows(version.kind, put.get("data", version.data))
            if (slug := data["fields"].get("slug")) != version.data["fields"].get("slug"):
                data["fields"]["slug"] = numbered(slug, version.record_id)
            if data != version.data:
                put["data"] = data
            if put:
                self.places[Version._meta.label_lower] += 1
                write(version, put)

    def _without_rows(self, kind, data):
        if kind != EVENT:
            return data
        parts, files = dict(data["parts"]), self.states.pictures | self.former.keys()
        for part, keys in self.gone.items():
            parts[part] = {
                key: row
                for key, row in parts.get(part, {}).items()
                if key not in keys and row["file"] not in files
            }
        parts["participations"] = {
            key: row | _SAYING if row.get("person_id") in self.numbers else row
            for key, row in parts.get("participations", {}).items()
        }
        return data | {"parts": parts}


def _files_before(row, part):
    """Return the files that a row of an event had, whatever it has now; reads all its states."""
    states = Version.objects.filter(kind=EVENT, record_id=row.event_id).order_by("pk")
    rows = (state.data["parts"].get(part, {}).get(str(row.pk)) for state in states.iterator(100))
    return {before["file"] for before in rows if before}


def _is_used(address):
    """Say whether a record has an address today: it was decided that the name stays there."""
    record = history.kinds()[address.kind]._base_manager.filter(pk=address.record_id).first()
    return bool(record) and address.path.rpartition("/")[2] == record.slug
