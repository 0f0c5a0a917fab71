"""The sentences that readers were told, put otherwise by those who may; each change is kept."""

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from events.admin.access import event_for
from events.models import Event
from portal.admin.fields import LineField
from portal.admin.lookup import record_of
from portal.models import NEVER


class SentenceForm(forms.Form):
    note = LineField(label=gettext_lazy("The sentence for readers"), max_length=300)
    was = forms.CharField(widget=forms.HiddenInput, strip=False)


@require_http_methods(["GET", "HEAD", "POST"])
def sentences(request, pk):
    event = event_for(request, pk, "events.publish_edition")
    updates, sent = event.updates.all(), None
    if Event.objects.limited_to_others(request.user).filter(pk=pk).exists():
        # The event is public; what is to go out later is told to its colleagues only.
        updates = updates.due()
    rows = updates.prefetch_related("rewordings__by")
    if request.method == "POST":
        update = record_of(updates, request.POST.get("update"))
        if not update:
            messages.error(request, _("This sentence is not there any more."))
            return redirect("admin:events_event_sentences", event.pk)
        sent = SentenceForm(request.POST, auto_id=f"id_{update.pk}_%s")
        if sent.is_valid():
            try:
                update.reword(by=request.user, **sent.cleaned_data)
            except ValidationError as refused:
                sent.add_error("note", refused)
            else:
                messages.success(request, _("Readers see the new sentence; its date stays."))
                return redirect("admin:events_event_sentences", event.pk)
    context = admin.site.each_context(request) | {
        "title": _("What readers were told"),
        "opts": event._meta,
        "event": event,
        "rows": [
            (row, row.at == NEVER, sent if sent and row == update else fresh(row)) for row in rows
        ],
    }
    return render(request, "admin/events/event/sentences.html", context)


def fresh(update):
    was = {"note": update.note, "was": update.note}
    return SentenceForm(initial=was, auto_id=f"id_{update.pk}_%s")
