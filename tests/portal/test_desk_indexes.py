"""What the desk lists is read off an index, so that a desk costs the same in a large record."""

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.utils import timezone

from portal.desk import chores, requests, texts
from portal.desk.piles import SHOWN, Reader

pytestmark = pytest.mark.django_db

INDEXES = {
    "sent-back": "events_edition_one_open",
    "waiting": "events_edition_one_open",
    "being-written": "events_edition_one_open",
    "not-public": "events_event_visible",
    "proposed": "events_remark_open",
    "still-to-be-read": "events_edition_unread",
    "going-out": "events_edition_by_time",
    "public-lately": "events_update_by_time",
    "people-to-complete": "people_to_complete",
    "institutions-to-complete": "organisations_to_complete",
    "lines-without-institution": "events_line_without_body",
    "photos-without-text": "events_photo_undescribed",
    "inexact-dates": "events_event_inexact",
    "no-report": "events_event_by_end",
    "still-planned": "events_event_planned",
    "still-expected": "events_line_expected",
    "people-told-twice": "portal_pair_open",
    "institutions-told-twice": "portal_pair_open",
    "events-told-twice": "portal_pair_open",
    "requests": "events_request_open",
}
PILES = {pile.key: pile for pile in [*requests.PILES, *texts.PILES, *chores.PILES]}
# One's own, of which there are few; the few roles; and what only an office of two languages has.
WITHOUT = {"kept", "roles-without-name", "reports-in-another-language"}


def test_every_pile_is_decided():
    assert set(INDEXES) | WITHOUT == set(PILES)


@pytest.fixture(scope="module")
def stored(django_db_setup, django_db_blocker):
    """Return the names of all indexes that stand."""
    with django_db_blocker.unblock(), connection.cursor() as cursor:
        tables = connection.introspection.table_names(cursor)
        return {
            name
            for table in tables
            for name in connection.introspection.get_constraints(cursor, table)
        }


@pytest.mark.parametrize("key", INDEXES)
def test_pile_is_read_off_its_index(key, stored):
    if connection.vendor != "postgresql":
        # SQLite plans before it knows the values, so it takes few indexes with a condition.
        assert INDEXES[key] in stored
        return
    with connection.cursor() as cursor:
        # What other tests left in the tables and in their statistics would choose the plan.
        cursor.execute("TRUNCATE events_event, people_person, organisations_organisation CASCADE")
        # Empty tables are read whole otherwise, whatever indexes stand.
        cursor.execute("SET LOCAL enable_seqscan = off")
    user = User.objects.create_superuser("root")
    now = timezone.now()
    rows = PILES[key].rows(Reader(user, now, timezone.localdate(now)))
    assert INDEXES[key] in rows[:SHOWN].explain()
