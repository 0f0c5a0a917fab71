"""“Which of these posts shall be recorded?”: positions of a list that no post accounts for."""

import datetime
from operator import attrgetter

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from events.admin.access import event_for
from people.models import Position
from portal import history
from portal.models import Site

NOT, SINCE, THEN = "not", "since", "then"
MOST = 100
#: What of a line its post is made of.
SAID = ("pk", "person_id", "organisation_id", "position", "office")


def unrecorded(event):
    """Return the lines that say a position of which no post tells on the event's day."""
    lines = event.participations.filter(person__isnull=False, organisation__isnull=False)
    if not event.earliest:
        return lines.none()
    held = Position.objects.covering(event.earliest).filter(
        Q(organisation=OuterRef("organisation")) | Q(title=OuterRef("position")),
        person=OuterRef("person"),
    )
    return lines.exclude(position="").exclude(Exists(held))


def post_of(line, day, answer):
    """Return the post that a line tells of: since the year of a day, or in that year only."""
    end = datetime.date(day.year, 12, 31) if answer == THEN else None
    return Position(
        person=line.person,
        organisation=line.organisation,
        title=line.position,
        language=line.language,
        public_office=line.office,
        since=datetime.date(day.year, 1, 1),
        since_precision=Position.Precision.YEAR,
        until=end,
        until_precision=Position.Precision.YEAR,
    )


class PostsForm(forms.Form):
    """A choice for each line of which the post is not recorded."""

    def __init__(self, lines, day, data=None):
        super().__init__(data)
        self.lines = {f"line-{line.pk}": line for line in lines}
        year = day.year if day else 0
        choices = [
            (SINCE, _("record: since %(year)s, and today") % {"year": year}),
            (THEN, _("record: in %(year)s, no longer today") % {"year": year}),
            (NOT, _("do not record")),
        ]
        for name, line in self.lines.items():
            label = _("%(person)s: %(position)s, %(institution)s") % {
                "person": line.person,
                "position": line.position,
                "institution": line.organisation,
            }
            self.fields[name] = forms.ChoiceField(
                label=label,
                choices=choices,
                widget=forms.RadioSelect,
                initial=NOT,
                required=False,
            )

    def wanted(self):
        """Return the lines whose post is to be recorded, each with the answer; a post once."""
        said = {}
        for name, line in self.lines.items():
            answer = self.cleaned_data.get(name)
            if answer in (SINCE, THEN):
                key = line.person_id, line.organisation_id, line.position
                said.setdefault(key, (line, answer))
        return list(said.values())


@require_http_methods(["GET", "HEAD", "POST"])
def posts(request, pk):
    event = event_for(request, pk, "events.view_event")
    if not request.user.has_perm("people.change_person"):
        raise PermissionDenied
    lines = unrecorded(event).select_related("person", "organisation")[:MOST]
    form = PostsForm(lines, event.earliest, request.POST if request.method == "POST" else None)
    if form.is_valid():
        with transaction.atomic():
            Site.objects.hold()
            # What somebody else, or a first click, recorded meanwhile is not recorded twice, and
            # nothing of a line that says something else by now.
            left = set(unrecorded(event).values_list(*SAID))
            wanted = [(line, to) for line, to in form.wanted() if attrgetter(*SAID)(line) in left]
            for line, answer in wanted:
                with history.change(line.person, by=request.user):
                    post_of(line, event.earliest, answer).save()
        words = ngettext("%(n)d post was recorded.", "%(n)d posts were recorded.", len(wanted))
        messages.success(request, words % {"n": len(wanted)})
        return redirect("admin:events_event_change", event.pk)
    context = admin.site.each_context(request) | {
        "title": _("Which of these posts shall be recorded?"),
        "opts": event._meta,
        "event": event,
        "form": form,
    }
    return render(request, "admin/events/event/posts.html", context)
