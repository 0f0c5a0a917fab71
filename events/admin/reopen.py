from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from events.admin.access import text_for
from events.admin.steps import done
from events.steps import WRITE, Step, take


@require_POST
def reopen(request, pk, sequence):
    """Begin a new text with the words of an earlier one, and go to its form."""
    edition = text_for(request, pk, sequence, WRITE)
    try:
        take(Step.REOPEN, edition, by=request.user)
    except ValidationError as refused:
        messages.error(request, refused.messages[0])
    else:
        messages.add_message(request, *done(Step.REOPEN, edition.report))
    return redirect("admin:events_report_change", pk)
