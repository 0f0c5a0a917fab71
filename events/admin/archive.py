"""“Take an archive over”: sheets of events of long ago and of who took part in them."""

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.shortcuts import redirect, render
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods

from events.lists import files
from events.lists.archive import LONGEST_CELL
from events.lists.archiving import check_decided, take_over_archive
from events.lists.slips import BrokenList
from events.models import Event
from events.proposals.deciding import Every
from portal import history

#: What is done here at once, and never without the right to state what has passed.
DUTIES = (
    "events.state_past",
    "events.add_event",
    "events.change_event",
    "events.publish_edition",
    "people.add_person",
    "organisations.add_organisation",
)
ACCEPTED = forms.FileInput(attrs={"accept": ".csv,.xlsx"})


class ArchiveForm(forms.Form):
    events = forms.FileField(
        label=gettext_lazy("Events"),
        widget=ACCEPTED,
        help_text=gettext_lazy(
            "A row for each: Name, Date, Last day, Kind, Venue, Town, Country, Published, "
            "Headline, Lead, Text, Language, Publisher, Source title, Address. Only the name is "
            "needed."
        ),
    )
    participants = forms.FileField(
        label=gettext_lazy("Who took part"),
        required=False,
        widget=ACCEPTED,
        help_text=gettext_lazy("A list as for one event, with a column “Event”."),
    )
    doubtful = forms.ChoiceField(
        label=gettext_lazy("Whoever is in doubt"),
        choices=[("", gettext_lazy("refuse the archive")), *Every.choices],
        required=False,
    )
    trial = forms.BooleanField(
        label=gettext_lazy("Only try it: save nothing"), required=False, initial=True
    )

    def clean(self):
        cleaned = super().clean()
        history.check_open()
        for name in ("events", "participants"):
            if file := cleaned.get(name):
                try:
                    cleaned[name] = files.read(file.read(), LONGEST_CELL)
                except BrokenList as broken:
                    self.add_error(name, broken)
        return cleaned


@require_http_methods(["GET", "HEAD", "POST"])
def archive(request):
    if not request.user.has_perms(DUTIES):
        raise PermissionDenied
    data = (request.POST, request.FILES) if request.method == "POST" else ()
    form, told = ArchiveForm(*data), None
    if form.is_valid():
        try:
            told = _taken_over(form.cleaned_data, request.user)
        except ValidationError as refused:
            form.add_error(None, refused)
        else:
            if not form.cleaned_data["trial"]:
                messages.success(request, _counted(told))
                return redirect("admin:events_event_changelist")
    context = admin.site.each_context(request) | {
        "title": _("Take an archive over"),
        "opts": Event._meta,
        "form": form,
        "told": told,
        "counted": told and _counted(told),
    }
    return render(request, "admin/events/list/archive.html", context)


def _taken_over(said, user):
    """Take the archive over, or only try it; all of it or nothing."""
    how = Every(said["doubtful"]) if said["doubtful"] else None
    with transaction.atomic():
        told = take_over_archive(said["events"], said["participants"] or (), by=user, doubtful=how)
        if said["trial"]:
            transaction.set_rollback(True)
        else:
            check_decided(told)
    return told


def _counted(told):
    """Return in a sentence what came of an archive."""
    events, reports, there = len(told.added), told.reports, len(told.there)
    counted = [
        ngettext("%(n)d event", "%(n)d events", events) % {"n": events},
        ngettext("%(n)d report", "%(n)d reports", reports) % {"n": reports},
        ngettext("%(n)d line of participants", "%(n)d lines of participants", told.lines)
        % {"n": told.lines},
    ]
    already = ngettext("%(n)d event was there already.", "%(n)d events were there already.", there)
    said = f"{get_text_list(counted, _('and'))}; {already % {'n': there}}"
    covered = ngettext(
        "In %(n)d text a name that is not shown is covered.",
        "In %(n)d texts a name that is not shown is covered.",
        told.covered,
    )
    return f"{said} {covered % {'n': told.covered}}" if told.covered else said
