"""What a page of the staff may be opened for: asked by every page that is no stock form."""

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from events.models import Edition, Event, Report
from portal.addresses import number_of
from portal.models import Version


class Limited(PermissionDenied):
    """Refused, because the event or its texts are limited to others; see events/admin/limits.py."""

    def __init__(self, event):
        super().__init__()
        self.event = event


def event_for(request, pk, permission="events.view_event"):
    """Return an event that the user may open; 404 if there is none, 403 if they may not."""
    return _open(request, Event, permission, pk=pk)


def report_for(request, pk, permission="events.view_report"):
    """Return a report whose texts the user may open; 404 if there is none, 403 if not."""
    return _open(request, Report.objects.select_related("event"), permission, pk=pk)


def text_for(request, report, sequence, permission="events.view_report"):
    """Return a text by its report and its number there; 404 if there is none, 403 if not."""
    texts = Edition.objects.select_related("report__event")
    return _open(request, texts, permission, report=report, sequence=sequence)


def may_read_event(user, key):
    """Say whether a user may read of an event, one that was deleted too; up to two queries."""
    event = Event.objects.filter(pk=key)
    if event.exists():
        return event.open_to(user).exists()
    newest = Version.objects.filter(kind=Event._meta.label_lower, record_id=key).first()
    return not newest or newest.is_for(user)


def states_of(user, key, versions):
    """Leave out of the Versions of an event what a user may not read of them.

    Where its drafts are limited to others, these are the states that readers never saw.
    """
    if not Event.objects.limited_to_others(user).filter(pk=key).exists():
        return versions
    states = versions.order_by("number").values_list(
        "pk", "at", "data__fields__public_from", "data__parts__withdrawals"
    )
    seen, until = [], timezone.now()
    for pk, at, public_from, withdrawals in reversed(states):
        is_withdrawn = any(
            not (row["report_id"] or row["lifted_at"]) for row in withdrawals.values()
        )
        if public_from and not is_withdrawn and parse_datetime(public_from) <= until:
            seen.append(pk)
        until = at
    return versions.filter(pk__in=seen)


def _open(request, rows, permission, **which):
    if not request.user.has_perm(permission):
        raise PermissionDenied
    record = get_object_or_404(rows, **which)
    if not type(record).objects.open_to(request.user).filter(pk=record.pk).exists():
        raise Limited(event_of(record))
    return record


def event_of(record):
    """Return the event that a report or a text is about, or the event itself."""
    report = record.report if isinstance(record, Edition) else record
    return report.event if isinstance(report, Report) else report


def the_one(request, model, key, rows):
    """Return the record of a key in an address, None without one; Limited if it is for others.

    `rows` gives, by a number, the key of a user and an instant, what that user may open.
    """
    number = number_of(str(key))
    if number is None:
        return None
    for record in rows(number, request.user.pk, timezone.now()):
        return record
    opts = model._meta
    if not request.user.has_perm(f"{opts.app_label}.view_{opts.model_name}"):
        return None
    record = model.objects.filter(pk=number).first()
    if record and not model.objects.open_to(request.user).filter(pk=record.pk).exists():
        raise Limited(event_of(record))
    return None
