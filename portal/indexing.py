"""The search index made anew, for whoever wrote past the door."""

from django.db import transaction

from events.models import Event, Project
from organisations.models import Organisation
from people.models import Person
from portal.models import Entry, Site

RECORDS = [Event, Person, Organisation, Project]
AT_ONCE = 1000


def build(say, using="default"):
    """Make the whole index anew while no other writer is let in; return how many entries it has."""
    entries = Entry.objects.using(using)
    with transaction.atomic(using):
        Site.objects.db_manager(using).hold()
        entries.all().delete()
        for model in RECORDS:
            rows = model.objects.using(using)
            add(rows, rows.order_by().values_list("pk", flat=True), say)
        return entries.count()


def add(rows, keys, say=None):
    """Write what the index tells of some records, a thousand at a time."""
    keys = sorted(keys)
    for first in range(0, len(keys), AT_ONCE):
        Entry.objects.using(rows.db).renew(rows, keys[first : first + AT_ONCE])
        if say:
            done = min(first + AT_ONCE, len(keys))
            say(f"{done:,} of {len(keys):,} {rows.model._meta.verbose_name_plural}")


def settle(using="default"):
    """Make the index of a database that has none yet."""
    if not Entry.objects.using(using).exists():
        build(lambda words: None, using)
