"""“Did all of these come?”, asked when an event was held."""

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from events.admin.access import event_for
from events.models import Event, Participation
from portal import history

Attendance = Participation.Attendance
#: What an event is before it was held.
AHEAD = (Event.Status.PLANNED, Event.Status.POSTPONED)
CHOICES = [
    (Attendance.CAME.value, gettext_lazy("came")),
    (Attendance.ABSENT.value, gettext_lazy("did not come")),
    (Attendance.EXPECTED.value, gettext_lazy("not known yet")),
]


def still_expected(event):
    """Return the lines of which nobody has said whether they came."""
    return event.participations.filter(attendance=Attendance.EXPECTED)


class CameForm(forms.Form):
    """A choice for each line that is still expected."""

    def __init__(self, lines, data=None):
        super().__init__(data)
        self.lines = {f"line-{line.pk}": line for line in lines}
        for name, line in self.lines.items():
            self.fields[name] = forms.ChoiceField(
                label=str(line),
                choices=CHOICES,
                widget=forms.RadioSelect,
                initial=Attendance.EXPECTED,
                required=False,
            )

    def said(self, all_came):
        """Return by attendance the keys of the lines of which something was said."""
        found = {Attendance.CAME.value: [], Attendance.ABSENT.value: []}
        for name, line in self.lines.items():
            # A line put on the list since was not asked about.
            if name not in self.data:
                continue
            answer = Attendance.CAME.value if all_came else self.cleaned_data.get(name)
            if answer in found:
                found[answer].append(line.pk)
        return found


@require_http_methods(["GET", "HEAD", "POST"])
def came(request, pk):
    event = event_for(request, pk, "events.change_event")
    if event.is_shut_to(request.user) or not event.was_held:
        raise PermissionDenied
    lines = still_expected(event).select_related("person", "organisation")
    form = CameForm(lines, request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            with history.change(event, by=request.user):
                if not Event.objects.get(pk=event.pk).was_held:
                    raise ValidationError(
                        _("Somebody said meanwhile that this was not held, so nothing was saved.")
                    )
                for attendance, keys in form.said("all" in request.POST).items():
                    # Of two who answer at once, the first is believed.
                    still_expected(event).filter(pk__in=keys).update(attendance=attendance)
        except ValidationError as refused:
            messages.error(request, refused.messages[0])
        else:
            messages.success(request, _("Saved: who came."))
        return redirect("admin:events_event_change", event.pk)
    context = admin.site.each_context(request) | {
        "title": _("Did all of these come?"),
        "opts": event._meta,
        "event": event,
        "form": form,
    }
    return render(request, "admin/events/event/came.html", context)
