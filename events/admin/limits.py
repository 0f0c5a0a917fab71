"""What is limited to named colleagues: who else is told, and the way in with a reason."""

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from events.models import Event, Remark
from portal import history, names
from portal.admin.fields import LineField


class OpenForm(forms.Form):
    reason = LineField(
        label=gettext_lazy("Why you have to open it"),
        max_length=300,
        widget=forms.TextInput(attrs={"class": "vTextField"}),
        help_text=gettext_lazy("The colleagues read this sentence. It is kept in the history."),
        error_messages={"required": gettext_lazy("Give the reason: nothing was opened.")},
    )


def limited(request, event, form=None):
    """Answer for what is limited to others: by whom one is let in, or the form that opens it."""
    if not form and request.user.has_perm("events.open_limited"):
        form = OpenForm()
    colleagues = event.colleagues.order_by("username")
    context = {
        "title": _("Limited to named colleagues"),
        "colleagues": get_text_list(list(map(names.colleague, colleagues)), _("and")),
        "form": form,
        "address": reverse("admin:events_event_open", args=[event.pk]),
    }
    return render(
        request,
        "admin/events/limited.html",
        admin.site.each_context(request) | context,
        status=400 if form and form.is_bound else 403,
    )


@require_http_methods(["GET", "HEAD", "POST"])
def open_limited(request, pk):
    """Let somebody in who may open everything, and write down why."""
    if not request.user.has_perm("events.view_event"):
        raise PermissionDenied
    event = get_object_or_404(Event, pk=pk)
    if not Event.objects.limited_to_others(request.user).filter(pk=pk).exists():
        return redirect("admin:events_event_change", pk)
    if request.method != "POST":
        return limited(request, event)
    if not request.user.has_perm("events.open_limited"):
        raise PermissionDenied
    form = OpenForm(request.POST)
    if not form.is_valid():
        return limited(request, event, form)
    try:
        let_in(event, request.user, form.cleaned_data["reason"])
    except ValidationError as refused:
        messages.error(request, refused.messages[0])
    else:
        messages.success(request, _("Opened: your reason stands under the form."))
    return redirect("admin:events_event_change", pk)


def let_in(event, user, reason):
    """Add a colleague; the remark that says why asks for nothing, so it is settled already."""
    words = _("Opened it. The reason: %(reason)s") % {"reason": reason}
    with history.change(event, by=user, reason=reason) as passing:
        event.colleagues.add(user)
        Remark.objects.create(
            event=event,
            text=words,
            by=user,
            at=passing.at,
            settled_by=user,
            settled_at=passing.at,
        )
