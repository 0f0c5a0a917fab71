"""The orders of the main lists are read off an index, so that page one asks few rows."""

import pytest
from django.db import connection
from django.utils import timezone

from events.models import Event, Participation, Project, Update
from organisations.models import Organisation
from people.models import Person

pytestmark = pytest.mark.django_db

PAGE = 25
ORDERS = {
    "events": (lambda: Event.objects.all(), "events_event_by_day"),
    "people": (lambda: Person.objects.all(), "people_by_name"),
    "institutions": (lambda: Organisation.objects.all(), "organisations_by_name"),
    "institutions of a kind": (
        lambda: Organisation.objects.filter(kind="ngo"),
        "organisations_by_kind",
    ),
    "institutions of a country": (
        lambda: Organisation.objects.filter(country="RS"),
        "organisations_by_country",
    ),
    "events of a kind": (lambda: Event.objects.filter(kind="workshop"), "events_event_by_kind"),
    "projects": (lambda: Project.objects.all(), "events_project_by_title"),
    "history": (
        lambda: Update.objects.order_by("-at", "-pk"),
        "events_update_by_time",
    ),
    "lines of an event": (
        lambda: Participation.objects.filter(event=1),
        "events_line_in_order",
    ),
}


@pytest.mark.parametrize("name", ORDERS)
def test_order_of_a_list_is_served_by_its_index(name):
    rows, index = ORDERS[name]
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            # Empty tables are read whole otherwise, whatever indexes stand.
            cursor.execute("SET LOCAL enable_seqscan = off")
            cursor.execute("SET LOCAL enable_bitmapscan = off")
            cursor.execute("SET LOCAL enable_sort = off")
            # Of two that serve an order, statistics choose; until the rollback there is one.
            for other in {name for _rows, name in ORDERS.values()} - {index}:
                cursor.execute(f"DROP INDEX {other}")
    rows = rows()
    if hasattr(rows, "public"):
        rows = rows.public(timezone.now())
    plan = rows[:PAGE].explain()
    assert index in plan
    assert "Sort" not in plan
    assert "TEMP B-TREE" not in plan
