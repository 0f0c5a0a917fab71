"""What must hold between the days, times and length of an event, as the database keeps it."""

from django.db import models
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
