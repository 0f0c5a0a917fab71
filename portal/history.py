"""The one door: every change of a record goes through `change` or `remove`.

A record is a model that inherits `portal.models.Recorded`. The door locks it, compares it
with all its parts before and after, and only if something differs writes a Version and
moves the record's number and the site's. What follows from a change for readers (an
Update, derived columns, addresses) the record does itself in `settle` and `changed`.
"""

import contextlib
import dataclasses
import datetime
import json

from django.core.exceptions import PermissionDenied
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models, transaction
from django.utils import timezone

from portal.models import Site, Version


@dataclasses.dataclass
class Change:
    """One pass through the door; `before` is None for a new record."""

    record: models.Model
    by: models.Model | None
    at: datetime.datetime
    reason: str = ""
    note: str = ""
    minor: bool = False
    before: dict | None = None
    after: dict | None = None
    version: Version | None = None
    update: models.Model | None = None

    @property
    def happened(self):
        return self.before != self.after


def snapshot(record):
    """Return the record's stored fields and all its parts as plain JSON values.

    Costs one query for the row, one for each part and one for each many-to-many relation.
    """
    row = type(record)._base_manager.get(pk=record.pk)
    data = {"fields": _fields(row, row.unrecorded)}
    for name in row.relations:
        data["fields"][name] = sorted(getattr(row, name).values_list("pk", flat=True))
    data["parts"] = {name: _part(row, name) for name in row.parts}
    return json.loads(json.dumps(data, cls=DjangoJSONEncoder))


def _fields(row, unrecorded):
    return {
        field.attname: field.value_from_object(row)
        if not isinstance(field, models.FileField)
        else field.value_from_object(row).name
        for field in row._meta.concrete_fields
        if field.name not in unrecorded
    }


def _part(row, name):
    rows = getattr(row, name).all().order_by("pk")
    many = [field.name for field in rows.model._meta.many_to_many]
    unrecorded = getattr(rows.model, "unrecorded", ())
    # A relation's own default order would cost a sort for nothing: order of keys is all here.
    return {
        str(part.pk): _fields(part, unrecorded)
        | {
            relation: sorted(other.pk for other in getattr(part, relation).all())
            for relation in many
        }
        for part in rows.prefetch_related(*many)
    }


@contextlib.contextmanager
def change(record, *, by, reason="", note="", minor=False, at=None, now=None):
    """Change a record and its parts; yield the Change, filled in when the block ends.

    `by` is the user, None for the system. `reason` is for staff, `note` is the sentence for
    readers. `at` states the instant that readers are told, for archives; it needs the
    permission to state past instants unless the system itself does it. Whatever is raised
    inside leaves nothing saved.
    """
    now = now or timezone.now()
    if at and at < now and by and not by.has_perm("events.state_past"):
        raise PermissionDenied
    with transaction.atomic():
        before = None
        if record.pk:
            type(record)._base_manager.select_for_update().get(pk=record.pk)
            before = snapshot(record)
        passing = Change(record, by, at or now, reason, note, minor, before)
        yield passing
        record.settle()
        passing.after = snapshot(record)
        if passing.happened:
            _write(passing, Version.Action.CHANGED if before else Version.Action.CREATED, now)
            record.changed(passing, now)


def remove(record, *, by, reason="", now=None):
    """Delete a record with its parts; its last Version keeps them whole."""
    now = now or timezone.now()
    with transaction.atomic():
        type(record)._base_manager.select_for_update().get(pk=record.pk)
        passing = Change(record, by, now, reason, before=snapshot(record))
        passing.after = passing.before
        _write(passing, Version.Action.DELETED, now)
        record.delete()
    return passing


def _write(passing, action, now):
    record = passing.record
    model = type(record)
    model._base_manager.filter(pk=record.pk).update(number=models.F("number") + 1, changed_at=now)
    record.number = model._base_manager.values_list("number", flat=True).get(pk=record.pk)
    record.changed_at = now
    passing.version = Version.objects.create(
        kind=model._meta.label_lower,
        record_id=record.pk,
        number=record.number,
        action=action,
        title=str(record)[:300],
        data=passing.after,
        at=now,
        by=passing.by,
        reason=passing.reason,
    )
    Site.objects.move()
