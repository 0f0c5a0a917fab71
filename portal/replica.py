"""A second database that follows the first: pages that everybody is given are drawn from it.

It lags behind, now and then by much. So a page is drawn from it only once it has come to the
mark under which that page will be kept, and what is asked by staff, or on their behalf, never is.
"""

import contextlib
import contextvars
import time

from django.db import DEFAULT_DB_ALIAS, Error, connections

from portal.models import Site

ALIAS = "replica"
#: For how many seconds one that did not answer is left alone.
REST = 5

_read = contextvars.ContextVar("the database that is read", default=None)
_rests_until = 0


class Router:
    def db_for_read(self, model, **hints):
        return _read.get()

    def db_for_write(self, model, **hints):
        return DEFAULT_DB_ALIAS

    def allow_relation(self, one, other, **hints):
        return True

    def allow_migrate(self, db, app_label, **hints):
        return False if db == ALIAS else None


def rest():
    global _rests_until
    _rests_until = time.monotonic() + REST


def mark():
    """Return the mark that the replica has come to, None if it does not answer."""
    try:
        return Site.objects.db_manager(ALIAS).mark()
    except Error:
        return None


def has_come_to(wanted):
    """Say whether there is a replica that has a mark; costs it a query."""
    if ALIAS not in connections.settings or time.monotonic() < _rests_until:
        return False
    found = mark()
    if found is None:
        rest()
    return found == wanted


@contextlib.contextmanager
def reading(alias):
    """Let all that is read meanwhile be read from a database."""
    before = _read.set(alias)
    try:
        yield
    finally:
        _read.reset(before)
