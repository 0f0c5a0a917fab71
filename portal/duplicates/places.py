"""Every place where a record may be named by another, read from the models themselves."""

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
    """Return the places where other records name those of a model.

    A relation that is neither a part of a record nor known to follow from others is a
    LookupError: whoever adds one decides what a merge makes of it.
    """
    return tuple(
        _place(model, relation)
        for relation in model._meta.get_fields(include_hidden=True)
        if relation.auto_created and not relation.concrete
        if not relation.related_model._meta.auto_created
        if not (relation.many_to_many and not relation.through._meta.auto_created)
        if relation.get_accessor_name() not in (*model.parts, *model.derived)
    )


def _place(model, relation):
    related, field = relation.related_model, relation.field
    if issubclass(related, Recorded) and not owner_field(related):
        return Place(related, field, related, "", "pk")
    owner = owner_field(related)
    if owner is None:
        message = f"Nobody decided what becomes of {related._meta.label}.{field.name} in a merge."
        raise LookupError(message)
    part = owner.remote_field.get_accessor_name()
    return Place(related, field, owner.related_model, part, owner.attname)


def touched(record):
    """Return by model the keys of all records that name a record; a query for each place."""
    found = {}
    for place in places(type(record)):
        found.setdefault(place.owner, set()).update(place.owners(record))
    return {owner: keys - _own(owner, record) for owner, keys in found.items()}


def _own(owner, record):
    return {record.pk} if isinstance(record, owner) else set()
