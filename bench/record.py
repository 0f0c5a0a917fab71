"""The record that is measured: synthetic events in a database of its own."""

import sys

from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from events.models import Event, Participation
from organisations.models import Organisation

PAGE_SIZE = 25
DEEP_PAGE = 200


def begin(*, filled):
    """Make the tables in an empty database, and the static files that pages name."""
    call_command("migrate", verbosity=0)
    if filled != (Event.objects.exists() or Organisation.objects.exists()):
        wanted = "holds no events: load some." if filled else "is not empty: give one that is."
        sys.exit(f"BENCH_DATABASE_URL names a database that {wanted}")
    # The same names as always; compressing them would take longer than all the rest.
    hashed = "portal.assets.Hashed"
    settings.STORAGES["staticfiles"]["BACKEND"] = hashed
    call_command("collectstatic", interactive=False, verbosity=0)


def end():
    """Leave the tables as empty as they were found."""
    call_command("flush", interactive=False, verbosity=0)


def database():
    if connection.vendor == "sqlite":
        return f"SQLite {connection.Database.sqlite_version}"
    return f"PostgreSQL {connection.pg_version // 10000}"


def size():
    return Event.objects.count()


def grow(size):
    """Add events until there are so many, and let the database look at what it has."""
    missing = size - Event.objects.count()
    if missing > 0:
        call_command("load_synthetic", events=missing, seed=size, stdout=sys.stderr)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE" if connection.vendor == "sqlite" else "VACUUM ANALYZE")
    connection.close()


def pages():
    """Return name and address of what is measured: the middle of the road, and a deep page."""
    public = Event.objects.public()
    last = -(-public.count() // PAGE_SIZE)
    deep = min(DEEP_PAGE, last)
    event = public.filter(status="held", reports__isnull=False).order_by("listed_on", "pk")[50]
    line = Participation.objects.on_record(timezone.now()).filter(event=event).first()
    body = line.organisation
    chosen = [
        ("home", reverse("home")),
        ("events, page 1", reverse("events:list")),
        (f"events, page {deep}", f"{reverse('events:list')}?page={deep}"),
        ("reports", reverse("reports:list")),
        ("projects", reverse("projects:list")),
        ("one event", event.get_absolute_url()),
        ("people of an institution", f"{reverse('people:list')}?organisation={body.slug}"),
        ("an institution", body.get_absolute_url()),
    ]
    connection.close()
    return chosen
