"""“Take a list over”: a sheet or pasted rows become lines of an event, looked over first."""

import itertools
import time
import uuid
from functools import wraps

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from events.admin.access import event_for
from events.forms import language_field
from events.lists import files, sheets
from events.lists.columns import Columns, Meaning
from events.lists.rows import BODY, OUT
from events.lists.slips import MOST_TOLD, BrokenList
from events.models import Event, Intake, days
from events.proposals.intakes import GONE
from events.proposals.looking import look_up
from events.proposals.undoing import undo
from events.reader import language_of
from portal import history, names
from portal.admin import once
from portal.admin.fields import DayField, LineField
from portal.countries import near
from portal.dates import Precision
from portal.fields import country_name

#: What an officer must be allowed: people and institutions of a list may be new.
DUTIES = ("people.add_person", "organisations.add_organisation")
#: So many seconds of looking up a request takes before it shows how far it has come.
PATIENCE = 8
SAMPLE = 8
#: From so many rows the language is found out.
LOOKED_AT = 100
FOUND_OUT = gettext_lazy("Left empty, it is found out from the words.")


class RowsField(forms.CharField):
    """Rows as they were pasted; what is wrong with them is told by line and column."""

    def run_validators(self, value):
        """Leave NUL to whoever reads the rows."""


class ListForm(forms.Form):
    """A list as a file, or as rows pasted from a sheet or a mail."""

    rows = RowsField(
        label=gettext_lazy("Paste the rows"),
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=gettext_lazy(
            "Copied from a sheet, with the heads of the columns, or from a mail: one name on each "
            "line, its institution behind it."
        ),
    )
    file = forms.FileField(
        label=gettext_lazy("or choose a file"),
        required=False,
        widget=forms.FileInput(attrs={"accept": ".csv,.tsv,.txt,.xlsx"}),
        help_text=gettext_lazy("CSV or Excel (.xlsx), up to 25,000 rows."),
    )
    language = language_field(initial="", required=False, help_text=FOUND_OUT)

    def clean(self):
        cleaned = super().clean()
        history.check_open()
        file, rows = cleaned.get("file"), cleaned.get("rows")
        if self.errors:
            return cleaned
        if bool(file) == bool((rows or "").strip()):
            raise ValidationError(_("Paste the rows or choose a file: one of them."), code="one")
        try:
            found = files.read(file.read()) if file else files.pasted(rows)
        except BrokenList as broken:
            self.add_error("file" if file else "rows", broken)
        else:
            self.found = found
            self.title = names.tidy(file.name) if file else _("Pasted rows")
            cells = [cell for row in found[:LOOKED_AT] for cell in row.cells]
            typed = " ".join([cleaned.get("name", ""), *cells])
            cleaned["language"] = cleaned["language"] or language_of(typed)
        return cleaned

    def keep(self, event, user):
        """Keep what was read, to be looked over."""
        language = self.cleaned_data["language"]
        return sheets.keep(event, self.found, by=user, title=self.title, language=language)


class BeginForm(ListForm):
    """A new event that begins with its list: what it is and when, the rest comes later."""

    name = LineField(
        label=gettext_lazy("What it is"),
        max_length=300,
        help_text=gettext_lazy("The plain name: what it was, without praise."),
    )
    earliest = DayField(label=gettext_lazy("First day"), required=False)
    latest = DayField(
        label=gettext_lazy("Last day"),
        required=False,
        help_text=gettext_lazy("Empty for one day. Both empty: the date is not known yet."),
    )
    field_order = ["name", "earliest", "latest"]

    def clean(self):
        cleaned = super().clean()
        first, last = cleaned.get("earliest"), cleaned.get("latest")
        if last and not first:
            self.add_error("earliest", _("Give the first day, too."))
        elif last and last < first:
            self.add_error("latest", _("The last day lies before the first: check both days."))
        return cleaned

    def make(self, user):
        """Make the event, which nobody but staff sees, and keep its list."""
        typed = self.cleaned_data
        event = Event(name=typed["name"], earliest=typed["earliest"], latest=typed["latest"])
        event.language = typed["language"]
        event.precision = Precision.DAYS if event.earliest else Precision.UNKNOWN
        event.status = days.status_of(event.earliest)
        with history.change(event, by=user):
            event.clean()
            event.save()
            return self.keep(event, user)


class ColumnsForm(forms.Form):
    """What stands in each column of a list."""

    def __init__(self, rows, columns, data=None):
        super().__init__(data)
        self.rows = rows
        width = len(columns.meanings)
        heads = [("-1", _("there are none"))]
        heads += [(str(at), self._head(at)) for at in range(min(len(rows), SAMPLE))]
        self.fields["heads"] = forms.TypedChoiceField(
            label=_("The heads of the columns stand in"),
            choices=heads,
            coerce=int,
            initial=str(columns.heads),
        )
        for at in range(width):
            self.fields[f"column-{at}"] = forms.TypedChoiceField(
                label=_("Column %(n)d") % {"n": at + 1},
                choices=Meaning.choices,
                coerce=Meaning,
                empty_value=Meaning.NOTHING,
                required=False,
                initial=columns.meanings[at],
            )
        self.width = width

    def _head(self, at):
        cells = Truncator(" · ".join(filter(None, self.rows[at].cells))).chars(60)
        return _("line %(n)d: %(cells)s") % {"n": self.rows[at].line, "cells": cells}

    @property
    def columns(self):
        meanings = [self.cleaned_data[f"column-{at}"] for at in range(self.width)]
        return Columns(meanings, self.cleaned_data["heads"])

    def by_column(self):
        return [self[f"column-{at}"] for at in range(self.width)]

    def sample(self):
        """Return the first rows, each with a cell for every column."""
        blank = [""] * self.width
        return [(row.cells + blank)[: self.width] for row in self.rows[:SAMPLE]]


class CountriesForm(forms.Form):
    """What the words are that stand for a country and name none: asked once for all their rows."""

    #: How the fields are called, each with the folded words behind it.
    BEGINS = "country-"

    def __init__(self, words, data=None):
        super().__init__(data)
        for fold, told in itertools.islice(words.items(), MOST_TOLD):
            self.fields[f"{self.BEGINS}{fold}"] = forms.ChoiceField(
                label=_("What is “%(text)s”?") % {"text": Truncator(told).chars(40)},
                choices=[
                    ("", _("to be decided")),
                    *((code, country_name(code)) for code in near(told)),
                    (BODY, _("an institution")),
                    (OUT, _("left out: not taken over")),
                ],
                required=False,
            )

    @classmethod
    def said(cls, data):
        """Return by the folded words what was chosen for each."""
        return {
            name.removeprefix(cls.BEGINS): value
            for name, value in data.items()
            if name.startswith(cls.BEGINS)
        }


def event_of(request, pk):
    """Return an event to whose list this user may add lines, people and institutions."""
    event = event_for(request, pk, "events.change_event")
    if event.is_shut_to(request.user) or not request.user.has_perms(DUTIES):
        raise PermissionDenied
    return event


def intake_of(request, pk, intake):
    """Return an event and what this user is looking over for it."""
    event = event_of(request, pk)
    return event, event.intakes.of(request.user).get(pk=intake)


def of_an_intake(view):
    """Lead whoever comes back to a list that is gone to where one is begun; refuse what is sent."""

    @wraps(view)
    def answer(request, pk, intake, **more):
        try:
            return view(request, pk, intake, **more)
        except Intake.DoesNotExist:
            if request.method == "POST" or Intake.objects.filter(pk=intake).exists():
                raise Http404 from None
            return gone(request, pk, ValidationError(GONE))

    return answer


@require_http_methods(["GET", "HEAD", "POST"])
def start(request, pk):
    event = event_of(request, pk)
    data = (request.POST, request.FILES) if request.method == "POST" else ()
    form = ListForm(*data, initial={"language": event.language})
    if form.is_valid():
        try:
            intake = form.keep(event, request.user)
        except ValidationError as refused:
            form.add_error(None, refused)
        else:
            return redirect("admin:events_event_list_columns", pk, intake.pk)
    context = {
        "form": form,
        "languages": language_field().labels.items(),
        "begun": event.intakes.of(request.user),
        "takings": event.takings.filter(undone_at=None).select_related("by"),
    }
    return page(request, event, _("Take a list over"), "start", context)


@require_http_methods(["GET", "HEAD", "POST"])
def begin(request):
    """Begin a new event with its list."""
    if not request.user.has_perms(["events.add_event", "events.change_event", *DUTIES]):
        raise PermissionDenied
    data = (request.POST, request.FILES) if request.method == "POST" else ()
    form = BeginForm(*data)
    if form.is_valid():
        intake = once.make(request, Intake, lambda: form.make(request.user))
        if intake is None:
            return redirect("admin:events_event_changelist")
        return redirect("admin:events_event_list_columns", intake.event_id, intake.pk)
    context = {"form": form, "once": uuid.uuid4(), "languages": language_field().labels.items()}
    return page(request, None, _("A new event with its list"), "begin", context)


@require_http_methods(["GET", "HEAD", "POST"])
@of_an_intake
def columns(request, pk, intake):
    event, intake = intake_of(request, pk, intake)
    rows = sheets.rows_of(intake)
    if not rows:
        # Out of a text come lines, not columns.
        return redirect("admin:events_event_list_review", pk, intake.pk)
    known = Columns([Meaning(meaning) for meaning in intake.meanings], intake.heads)
    form = ColumnsForm(rows, known, request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        known = form.columns
    found = sheets.read(intake, rows, known, CountriesForm.said(request.POST))
    may_go_on = found.number and (not found.slips or "leave" in request.POST)
    if form.is_bound and form.is_valid() and may_go_on:
        try:
            sheets.fill(intake, known, found)
        except ValidationError as refused:
            return gone(request, pk, refused)
        look_for_a_while(intake)
        return redirect("admin:events_event_list_review", pk, intake.pk)
    context = {
        "intake": intake,
        "form": form,
        "countries": CountriesForm(found.no_countries, request.POST or None),
        "slips": found.slips[:MOST_TOLD],
        "more": max(0, len(found.slips) - MOST_TOLD),
        "lines": found.number,
    }
    return page(request, event, _("What stands in the columns?"), "columns", context)


def gone(request, pk, refused):
    """Say that a list is not there any more, on the page where the next is begun."""
    messages.error(request, refused.messages[0])
    return redirect("admin:events_event_list", pk)


@require_POST
@of_an_intake
def discard(request, pk, intake):
    _event, intake = intake_of(request, pk, intake)
    Intake.objects.filter(pk=intake.pk).throw_away()
    messages.success(request, _("Thrown away: nothing was taken over."))
    return redirect("admin:events_event_list", pk)


@require_POST
def undo_list(request, pk, taking):
    event = event_of(request, pk)
    taking = get_object_or_404(event.takings, pk=taking)
    try:
        undo(taking, by=request.user)
    except ValidationError as refused:
        messages.error(request, refused.messages[0])
    else:
        words = _("Undone: the lines of “%(title)s” are off the list again.")
        messages.success(request, words % {"title": taking.title})
    return redirect("admin:events_event_list", pk)


def look_for_a_while(intake):
    """Look lines up for as long as somebody waits for a page; the rest comes with the next."""
    begun = time.monotonic()
    while look_up(intake) and time.monotonic() - begun < PATIENCE:
        pass


def page(request, event, title, name, context):
    """Answer with one of the pages of a list that is taken over."""
    context = admin.site.each_context(request) | context
    context |= {"title": title, "opts": Event._meta, "event": event}
    return render(request, f"admin/events/list/{name}.html", context)
