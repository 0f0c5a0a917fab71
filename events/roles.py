"""What somebody did at an event, read beside their line."""

from typing import NamedTuple

from django.db.models import OuterRef

from events.models import Role
from portal.aggregates import JSONRows


class Done(NamedTuple):
    slug: str
    printed: str
    speaking: bool


def role_rows(language):
    """Return the roles of a line in a reader's language, to annotate it with."""
    roles = Role.objects.in_language(language).filter(participations=OuterRef("pk"))
    return JSONRows(roles, *Done._fields)


def did(line):
    """Return the roles of a line read with `role_rows`."""
    return [Done(*row) for row in line.role_rows or []]
