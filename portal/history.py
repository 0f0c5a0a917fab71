"""The one door: every change of a record goes through `change` or `remove`.

A record is a model that inherits `portal.models.Recorded`. The door lets one writer in at a
time, compares the record with all its parts before and after, and only if something differs
writes a Version and moves the record's number and the site's. What follows from a change for
readers (an Update, derived columns, addresses) the record does itself in `settle` and
`changed`.
"""

import contextlib
import contextvars
import dataclasses
import datetime
import functools

from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.management.base import CommandError
from django.db import models, router, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.duplicates import pairs
from portal.instances import take_over
from portal.models import Entry, Recorded, Site, Version
from portal.prepared import Prepared, Update
from portal.snapshots import of_new, of_stored, remember, restore
from portal.snapshots import snapshot as snapshot

# The passes that are under way in this thread, the outermost first.
_open = contextvars.ContextVar("open passes", default=())
# Whether what is under way in this thread is owed to somebody.
_owed = contextvars.ContextVar("owed", default=False)


class Closed(PermissionDenied, CommandError):
    """Refused, because the record is closed: with a page of its own, or a command's last words."""

    def __init__(self):
        super().__init__(_("The record is closed, and nothing in it is changed any more."))


@contextlib.contextmanager
def owed():
    """Keep the door of a record that is closed open for what people may ask of it."""
    token = _owed.set(True)
    try:
        yield
    finally:
        _owed.reset(token)


def refusal():
    """Return in a sentence why nobody is let in; "" while the record is open."""
    return str(Closed()) if settings.CLOSED and not _owed.get() else ""


def check_open():
    """Refuse what is typed beside the record as the door would, but as a form says it."""
    if words := refusal():
        raise ValidationError(words, code="closed")


def _hold():
    """Let no other writer in; refuse them all if the record is closed."""
    if refusal():
        raise Closed
    Site.objects.hold()


@dataclasses.dataclass
class Change:
    """One pass through the door; `before` is None for a new record.

    `number` is that of the record when the door was shut behind it; `indexed` are the keys of
    those of which the search index is written anew, by their manager; `made` are the keys of
    what was made meanwhile, by their model.
    """

    record: models.Model
    by: models.Model | None
    at: datetime.datetime
    reason: str = ""
    note: str = ""
    minor: bool = False
    follows: bool = False
    before: dict | None = None
    after: dict | None = None
    version: Version | None = None
    update: models.Model | None = None
    number: int = 0
    indexed: dict = dataclasses.field(default_factory=dict)
    made: dict = dataclasses.field(default_factory=dict)

    @property
    def happened(self):
        return self.before != self.after

    def sets(self, name):
        """Say whether a field that is usually false has another value now."""
        return self.after["fields"][name] != bool(self.before and self.before["fields"][name])

    def is_of(self, record):
        return self.record is record or (record.pk is not None and self.record == record)

    def join(self, reason, note, minor, at):
        """Take over what an inner pass of the same record says, where this one says nothing."""
        self.reason = self.reason or reason
        self.note = self.note or note
        self.minor = self.minor or minor
        self.at = at or self.at


@contextlib.contextmanager
def change(record, *, by, reason="", note="", minor=False, follows=False, at=None, now=None):
    """Change a record and its parts; yield the Change, filled in when the block ends.

    `by` is the user, None for the system. `reason` is for staff, `note` is the sentence for
    readers. `at` states the instant that readers are told, for archives; it needs the
    permission to state past instants unless the system itself does it. What only `follows`
    from a correction of another record is told as small, or, without a note, not at all.
    Whatever is raised inside leaves nothing saved. A door inside a door of the same record is
    the same pass.
    """
    now = whole(now or timezone.now())
    at = at and whole(at)
    if at and at < now and by and not by.has_perm("events.state_past"):
        raise PermissionDenied
    outer = next((passing for passing in _open.get() if passing.is_of(record)), None)
    if outer:
        outer.join(reason, note, minor, at)
        with transaction.atomic():
            yield outer
        return
    passing = Change(record, by, at or now, reason, note, minor, follows)
    with _forgetting(record), transaction.atomic(), _under_way(passing):
        if record.pk:
            stored = _locked(record)
            passing.number = stored.number
            passing.before = of_stored(stored)
        yield passing
        action = Version.Action.CHANGED if passing.before else Version.Action.CREATED
        _shut(passing, action, now)


def _locked(record):
    """Return what is stored of a record, which nobody else writes meanwhile; it may be gone."""
    for stored in _lock(type(record))(record.pk):
        return stored
    raise record.gone()


@functools.cache
def _lock(model):
    return Prepared(lambda pk: model._base_manager.select_for_update().filter(pk=pk).order_by())


def _read(record):
    """Return what is stored of a record of which the door is open, with what it follows."""
    model = type(record)
    for stored in _stored(model).of(router.db_for_write(model), record.pk):
        return stored
    raise model.DoesNotExist


@functools.cache
def _stored(model):
    rows = model._base_manager.order_by()
    rows = rows.select_related(*model.followed) if model.followed else rows
    return Prepared(lambda pk: rows.filter(pk=pk))


@functools.cache
def _moved(model):
    def moved(pk, number, now):
        return model._base_manager.filter(pk=pk), {"number": number, "changed_at": now}

    return Update(moved)


def whole(instant):
    """Return an instant without fractions of a second, which forms cannot carry."""
    return instant.replace(microsecond=0)


@contextlib.contextmanager
def _under_way(passing):
    """Let no other writer in, and let inner doors find this pass.

    One lock for all keeps two passes from meeting in the middle: lines settled by a stale
    rule, a circle of departments, an address given twice. SQLite has no other kind.
    """
    outermost = not _open.get()
    if outermost:
        _hold()
    token = _open.set((*_open.get(), passing))
    try:
        yield
        if outermost:
            for manager, keys in passing.indexed.items():
                Entry.objects.renew(manager, keys)
                pairs.renew(manager.model, keys)
    finally:
        _open.reset(token)


@contextlib.contextmanager
def _forgetting(record):
    """Give a record back the key and number that it had, if what is done inside fails."""
    before = record.pk, record.number, record.changed_at, record._state.adding
    try:
        yield
    except BaseException:
        record.pk, record.number, record.changed_at, record._state.adding = before
        raise


def remove(record, *, by, reason="", now=None):
    """Delete a record with its parts; its last Version keeps them whole, and what is beside it.

    Raises ProtectedError if others point at it.
    """
    now = whole(now or timezone.now())
    passing = Change(record, by, now, reason)
    with _forgetting(record), transaction.atomic(), _under_way(passing):
        stored = _locked(record)
        record.number = stored.number
        linked = linked_to(record)
        if linked:
            raise models.ProtectedError(f"{record} is named by other records.", linked)
        passing.before = passing.after = of_stored(stored, record.parts + record.beside)
        _write(passing, Version.Action.DELETED, now)
        _tell(record.indexed(passing))
        record.delete()
        record.removed(passing)
    return passing


def put(record, data, *, is_typed=False):
    """Make a record and its parts as a snapshot says, with the same keys, inside its open door.

    ValidationError if what it names is gone, or what somebody typed is against the rules.
    """
    if not any(passing.is_of(record) for passing in _open.get()):
        raise RuntimeError("A record is put back inside its open door.")
    restore(record, data, is_typed=is_typed)


def bring_back(version, *, by, reason="", now=None):
    """Make a deleted record whole again from its last Version; return the record.

    ValidationError says in plain words why it cannot be: it is there, something that it names
    is gone, or what only one record may have was given to another.
    """
    now = whole(now or timezone.now())
    model = kinds()[version.kind]
    record = model(pk=version.record_id)
    passing = Change(record, by, now, reason)
    with transaction.atomic(), _under_way(passing):
        versions = Version.objects.filter(kind=version.kind, record_id=version.record_id)
        last = versions.order_by("number").last()
        if last != version or last.action != Version.Action.DELETED:
            raise ValidationError(_("This is there: it was brought back already."), code="there")
        remember(record)
        record.recall(version.title)
        restore(record, version.data)
        _shut(passing, Version.Action.RESTORED, now)
    return record


def kinds():
    """Return the models of records by the kind that their Versions name."""
    return {model._meta.label_lower: model for model in Recorded.__subclasses__()}


def linked_to(record):
    """Return the records that name this one in a many-to-many relation of theirs.

    Foreign keys are protected by Django; rows of a many-to-many relation it would delete
    without a word. Costs one query for each relation.
    """
    return {
        other
        for relation in record._meta.get_fields(include_hidden=True)
        if relation.many_to_many and relation.auto_created and not relation.concrete
        if relation.through._meta.auto_created
        for other in relation.related_model._base_manager.filter(**{relation.field.name: record})
    }


def create_many(records, *, by, now=None):
    """Save new records that have no parts yet, all in a constant number of queries.

    For names typed into a list. `derive` of each is called here, and so is whatever the
    record's `settle` would do but its claims on other tables, which the caller makes.
    """
    if not records:
        return records
    now = whole(now or timezone.now())
    model = type(records[0])
    for record in records:
        record.derive()
        record.number, record.changed_at = 1, now
    with transaction.atomic():
        if not _open.get():
            _hold()
        model._base_manager.bulk_create(records)
        Version.objects.bulk_create(
            _version(record, Version.Action.CREATED, of_new(record), by, "", now)
            for record in records
        )
        Entry.objects.renew(model.objects, [record.pk for record in records])
        pairs.renew(model, [record.pk for record in records])
        Site.objects.move(model._meta.label_lower, [])
    for passing in _open.get()[:1]:
        passing.made.setdefault(model, []).extend(record.pk for record in records)
    return records


def remove_unused(records, *, by, reason="", now=None):
    """Delete those of some records that nothing points at, not even parts; return them.

    For what was made by `create_many` and nobody touched since. Costs a query for each
    relation that points at the model, and some more for all.
    """
    if not records:
        return []
    now = whole(now or timezone.now())
    model, keys = type(records[0]), [record.pk for record in records]
    with transaction.atomic():
        if not _open.get():
            _hold()
        used = set()
        for relation in model._meta.get_fields(include_hidden=True):
            if relation.auto_created and not relation.concrete and not relation.many_to_many:
                rows = relation.related_model._base_manager.order_by()
                held = rows.filter(**{f"{relation.field.name}__in": keys})
                used.update(held.values_list(relation.field.attname, flat=True))
        gone = [record for record in records if record.pk not in used]
        for record in gone:
            record.number, record.changed_at = record.number + 1, now
        Version.objects.bulk_create(
            _version(record, Version.Action.DELETED, of_new(record), by, reason, now)
            for record in gone
        )
        keys = [record.pk for record in gone]
        model._base_manager.filter(pk__in=keys).delete()
        Entry.objects.renew(model.objects, keys)
        pairs.renew(model, keys)
        Site.objects.move(model._meta.label_lower, [])
    return gone


def _version(record, action, data, by, reason, now):
    """Return a Version, not saved yet, of a record that has its number already."""
    return Version(
        kind=record._meta.label_lower,
        record_id=record.pk,
        number=record.number,
        action=action,
        title=str(record)[:300],
        data=data,
        at=now,
        by=by,
        reason=reason,
    )


def _tell(indexed):
    """Have the search index written anew once the outermost pass comes to its end."""
    if indexed:
        manager, key = indexed
        _open.get()[0].indexed.setdefault(manager, set()).add(key)


def _shut(passing, action, now):
    """Shut the door behind a pass: settle the record, and write down what came of it, if anything.

    What is stored counts: neither a field that was not saved nor a list read earlier.
    """
    record = passing.record
    take_over(record, _read(record))
    record.settle()
    passing.after = of_stored(record)
    if passing.happened:
        _write(passing, action, now)
        record.changed(passing, now)
        _tell(record.indexed(passing))


def _write(passing, action, now):
    record = passing.record
    model = type(record)
    # Nobody else writes while this pass holds the site, so the number just read stands.
    record.number, record.changed_at = record.number + 1, record.dated(passing, now)
    _moved(model)(record.pk, record.number, record.changed_at)
    passing.version = _version(record, action, passing.after, passing.by, passing.reason, now)
    passing.version.save(force_insert=True)
    Site.objects.move(model._meta.label_lower, record.events_moved())
