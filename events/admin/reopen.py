from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from events.admin.access import report_for
from events.admin.steps import done
from events.steps import Step, take


@require_POST
def reopen(request, pk, sequence):
    """Begin a new text with the words of an earlier one, and go to its form."""
    report = report_for(request, pk, "events.change_report")
    edition = get_object_or_404(report.editions, sequence=sequence)
    try:
        take(Step.REOPEN, edition, by=request.user)
    except ValidationError as refused:
        messages.error(request, refused.messages[0])
    else:
        messages.add_message(request, *done(Step.REOPEN, report))
    return redirect("admin:events_report_change", report.pk)
