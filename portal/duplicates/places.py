"""Every place where a record may be named, read from the models themselves."""

import functools
from typing import NamedTuple

from django.db import models

from portal.differences.snapshots import owner_field
from portal.models import Recorded


class Place(NamedTuple):
    """A relation of `model` to the records of a kind; `owner` is the record that it is part of.

    `part` is the name under which the owner's snapshot keeps the rows, "" for the owner's own
    fields; `to_owner` is the column of the row that holds the owner's key.
    """

    model: type
    field: models.Field
    owner: type
    part: str
    to_owner: str

    @property
    def name(self):
        """The name of the relation as the records that are named have it."""
        return self.field.remote_field.get_accessor_name()

    def rows(self, record):
        """Return the rows that name a record; a query."""
        return self.model._base_manager.filter(**{self.field.name: record.pk})

    def owners(self, record):
        """Return the keys of the records of which a row names a record; a query."""
        return set(self.rows(record).order_by().values_list(self.to_owner, flat=True))


@functools.cache
def places(model):
    """Return the places where other records name those of a model."""
    return tuple(
        Place(field.model, field, *_owner(field.model))
        for field in _naming(model)
        if _owner(field.model)
    )


@functools.cache
def loose(model):
    """Return the foreign keys by which what is no record names those of a model.

    Such a row is a working paper that lets go of what is deleted. Any other that is no part of a
    record is a LookupError: whoever adds one decides what a merge makes of it.
    """
    found = tuple(field for field in _naming(model) if not _owner(field.model))
    for field in found:
        if field.many_to_many or field.remote_field.on_delete is not models.SET_NULL:
            raise LookupError(f"Nobody decided what becomes of {field} in a merge.")
    return found


def _naming(model):
    """Return the fields that name the records of a model, but those that it answers for itself."""
    return [
        relation.field
        for relation in model._meta.get_fields(include_hidden=True)
        if relation.auto_created and not relation.concrete
        if not relation.related_model._meta.auto_created
        if not (relation.many_to_many and not relation.through._meta.auto_created)
        if relation.get_accessor_name() not in (*model.parts, *model.derived)
    ]


def _owner(model):
    """Return the record that a row is or belongs to, as which part and by which column."""
    owner = owner_field(model)
    if owner:
        return owner.related_model, owner.remote_field.get_accessor_name(), owner.attname
    return (model, "", "pk") if issubclass(model, Recorded) else ()


def touched(record):
    """Return by model the keys of all records that name a record; a query for each place."""
    found = {}
    for place in places(type(record)):
        found.setdefault(place.owner, set()).update(place.owners(record))
    return {owner: keys - _own(owner, record) for owner, keys in found.items()}


def _own(owner, record):
    return {record.pk} if isinstance(record, owner) else set()
