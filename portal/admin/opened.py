"""Who else has the form of a record open, said before two save over one another."""

import datetime
import logging

from django.db import DatabaseError, transaction
from django.utils import timezone

from portal.models import Opening
from portal.models.staff import OpeningQuerySet

# Longer ago than this nobody is said to have it open.
LASTS = OpeningQuerySet.LASTS
# Before “0 minutes ago” would be said.
JUST_NOW = datetime.timedelta(minutes=1)

logger = logging.getLogger(__name__)


def note(record, user, now=None):
    """Remember that a user opened the form of a record; a page never fails for it."""
    now = now or timezone.now()
    opening = Opening(kind=record._meta.label_lower, record_id=record.pk, user=user, at=now)
    try:
        with transaction.atomic():
            Opening.objects.filter(at__lt=now - LASTS).delete()
            Opening.objects.bulk_create(
                [opening],
                update_conflicts=True,
                unique_fields=["kind", "record_id", "user"],
                update_fields=["at"],
            )
    except DatabaseError:
        # A copy of the site that may only be read, or a lock held for long.
        logger.warning("It could not be noted who opened %s.", record, exc_info=True)


def others(record, user, now=None):
    """Return the latest Openings of a record's form by others; one query."""
    now = now or timezone.now()
    found = Opening.objects.of(record._meta.label_lower, record.pk, now).exclude(user=user)[:3]
    for opening in found:
        opening.is_fresh = now - opening.at < JUST_NOW
    return list(found)


def closed(record, user):
    """Forget that a user had the form open: it was saved."""
    Opening.objects.filter(kind=record._meta.label_lower, record_id=record.pk, user=user).delete()
