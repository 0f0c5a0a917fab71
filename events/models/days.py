"""What must hold between the days, times, length and status of an event."""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.dates import Precision

RULES = [
    models.CheckConstraint(
        condition=models.Q(precision=Precision.UNKNOWN, earliest__isnull=True, latest__isnull=True)
        | (
            ~models.Q(precision=Precision.UNKNOWN)
            & models.Q(earliest__isnull=False, latest__isnull=False)
        ),
        name="events_event_days_match_precision",
        violation_error_message=_("Give the first day, or say that the date is not known."),
    ),
    models.CheckConstraint(
        condition=models.Q(earliest__isnull=True) | models.Q(latest__gte=models.F("earliest")),
        name="events_event_ends_after_start",
        violation_error_message=_("The last day lies before the first: check both days."),
    ),
    models.CheckConstraint(
        condition=models.Q(starts_at__isnull=True, ends_at__isnull=True)
        | models.Q(precision=Precision.DAYS),
        name="events_event_times_need_days",
        violation_error_message=_("A time can only be given when the day is known."),
    ),
    models.CheckConstraint(
        condition=models.Q(starts_at__isnull=True)
        | models.Q(ends_at__isnull=True)
        | ~models.Q(earliest=models.F("latest"))
        | models.Q(ends_at__gt=models.F("starts_at")),
        name="events_event_times_in_order",
        violation_error_message=_("The event ends before it starts: check both times."),
    ),
    models.CheckConstraint(
        condition=models.Q(length_days__isnull=True) | models.Q(length_days__gte=1),
        name="events_event_lasts_a_day",
        violation_error_message=_("The length is one day or more."),
    ),
]


def settle(event):
    """Give an event of one day its last day, and one of no known date no day."""
    if event.precision == Precision.UNKNOWN:
        event.earliest = event.latest = None
    elif event.earliest and not event.latest:
        event.latest = event.earliest


def is_to_come(first_day):
    """Say whether a first day is surely to come, where the site is."""
    return bool(first_day) and first_day > timezone.localdate()


def status_of(first_day):
    """Return the status of an event of which nothing but its days is told."""
    return "planned" if is_to_come(first_day) else "held"


def check_status(event):
    """Refuse what is held and still to come; what was deleted comes back as it was."""
    is_brought_back = event.pk and event._state.adding
    if event.was_held and is_to_come(event.earliest) and not is_brought_back:
        raise ValidationError({"status": _("The first day is still to come: choose “planned”.")})
