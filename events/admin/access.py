"""What a page of the staff may be opened for: asked by every page that is no stock form."""

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404

from events.models import Edition, Event, Report


def event_for(request, pk, permission="events.view_event"):
    """Return an event that the user may open; 404 if there is none, 403 if they may not."""
    return _open(request, Event, pk, permission)


def report_for(request, pk, permission="events.view_report"):
    """Return a report whose texts the user may open; 404 if there is none, 403 if not."""
    return _open(request, Report.objects.select_related("event"), pk, permission)


def edition_for(request, pk, permission="events.view_report"):
    """Return one text of a report that the user may read; 404 if there is none, 403 if not."""
    return _open(request, Edition.objects.select_related("report__event"), pk, permission)


def _open(request, rows, pk, permission):
    if not request.user.has_perm(permission):
        raise PermissionDenied
    record = get_object_or_404(rows, pk=pk)
    if not type(record).objects.open_to(request.user).filter(pk=pk).exists():
        raise PermissionDenied
    return record
