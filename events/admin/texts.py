"""“Find participants in a text”: what a text says becomes lines of an event, looked over first."""

import uuid

from django import forms
from django.core.exceptions import PermissionDenied, ValidationError
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from events.admin.lists import DUTIES, FOUND_OUT, event_of, look_for_a_while, page
from events.checks.text import body_lines
from events.forms import language_field
from events.models import Edition, Event, Intake, Project, days
from events.proposals import texts
from events.reader import language_of, read
from portal import dates, history, names
from portal.addresses import number_of
from portal.admin import once
from portal.admin.fields import DayField, LineField, TextField
from portal.prose.tree import Tree

#: A text that is longer is no report.
MOST = 60_000
#: So long is a heading that is taken for the name of the event.
LONGEST_NAME = 300
NO_PROJECT, NEW_PROJECT = "", "new"


class TextForm(forms.Form):
    text = TextField(
        label=gettext_lazy("The text"),
        max_length=MOST,
        widget=forms.Textarea(attrs={"rows": 16}),
        help_text=gettext_lazy("A report, a page, a mail: as it is, in English or Serbian."),
    )
    language = language_field(initial="", required=False, help_text=FOUND_OUT)

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("text") and "language" not in self.errors and not cleaned["language"]:
            cleaned["language"] = language_of(cleaned["text"])
        return cleaned

    def nobody_found(self):
        self.add_error("text", _("Nobody was found in it: add the lines in the form of the event."))


class KeptForm(TextForm):
    """A text of which the lines are kept, to be looked over."""

    def clean(self):
        history.check_open()
        return super().clean()


class FactsForm(KeptForm):
    """A new event that begins with a text: what was understood, to be looked over."""

    name = LineField(
        label=gettext_lazy("What it is"),
        max_length=LONGEST_NAME,
        help_text=gettext_lazy("The plain name: what it was, without praise."),
    )
    precision = forms.ChoiceField(
        label=gettext_lazy("The date is known as"), choices=dates.Precision.choices
    )
    earliest = DayField(label=gettext_lazy("First day"), required=False)
    latest = DayField(
        label=gettext_lazy("Last day"),
        required=False,
        help_text=gettext_lazy("Empty for one day."),
    )
    project = forms.ChoiceField(label=gettext_lazy("Project"), required=False)
    field_order = ["name", "precision", "earliest", "latest", "project", "text", "language"]

    def __init__(self, found, user, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.found, self.user = found, user
        self.title = found.projects[0].title[:300] if found.projects else ""
        self.fields["project"].choices = list(self._projects())

    def _projects(self):
        """Yield none, those whose titles are like that of the text, and a new one; one query."""
        yield NO_PROJECT, _("none")
        if self.title:
            known = Project.objects.called_like(self.title)
            yield from ((str(project.pk), str(project)) for project in known)
            fold = names.fold(self.title)
            if all(project.sort_key != fold for project in known) and self.user.has_perm(
                "events.add_project"
            ):
                yield NEW_PROJECT, _("a new one: “%(title)s”") % {"title": self.title}

    def clean(self):
        cleaned = super().clean()
        first, last = cleaned.get("earliest"), cleaned.get("latest")
        known = cleaned.get("precision") != dates.Precision.UNKNOWN
        if known and not first and "earliest" not in self.errors:
            self.add_error("earliest", _("Give the first day, or say that the date is not known."))
        elif last and first and last < first:
            self.add_error("latest", _("The last day lies before the first: check both days."))
        return cleaned

    def make(self):
        """Make the event, which nobody but staff sees, and keep the lines of its text."""
        typed = self.cleaned_data
        known = typed["precision"] != dates.Precision.UNKNOWN
        event = Event(name=typed["name"], precision=typed["precision"], language=typed["language"])
        if known:
            event.earliest, event.latest = typed["earliest"], typed["latest"] or typed["earliest"]
        event.status = days.status_of(event.earliest)
        event.length_days = self.found.length_days
        for count in self.found.counts[:1]:
            event.attendance_number, event.attendance_qualifier = count.count, count.qualifier
            event.attendance_of = count.of_whom[:120]
            event.attendance_words = count.words.text[:160]
        with history.change(event, by=self.user):
            event.clean()
            event.save()
            event.projects.set(self._projects_chosen())
            title = _("A text")
            return texts.keep(
                event, typed["text"], by=self.user, title=title, language=typed["language"]
            )

    def _projects_chosen(self):
        chosen = self.cleaned_data["project"]
        if chosen != NEW_PROJECT:
            return Project.objects.filter(pk=chosen or None)
        project = Project(title=self.title, language=self.cleaned_data["language"])
        with history.change(project, by=self.user):
            project.clean()
            project.save()
        return [project]


def understood(reading):
    """Return what a reading says of the event itself, as the form has it."""
    found = next((date for date in reading.dates if date.earliest), None)
    return {
        "name": reading.title[:LONGEST_NAME],
        "precision": found.precision if found else dates.Precision.UNKNOWN.value,
        "earliest": found.earliest if found else None,
        "latest": found.latest if found else None,
    }


@require_http_methods(["GET", "HEAD", "POST"])
def find(request, pk):
    """Look for participants of an event in a text, at first that of its report."""
    event = event_of(request, pk)
    text = newest_text(event, request.user, request.GET.get("report", ""))
    initial = {"text": words_of(text), "language": text.report.language} if text else {}
    form = KeptForm(request.POST if request.method == "POST" else None, initial=initial)
    if form.is_valid():
        said = form.cleaned_data
        title = _("A text")
        if said["text"] == initial.get("text"):
            title = _("Report in %(language)s") % {"language": text.report.get_language_display()}
        how = {"by": request.user, "title": title, "language": said["language"]}
        try:
            intake = texts.keep(event, said["text"], **how)
        except ValidationError as refused:
            form.add_error(None, refused)
        else:
            if intake:
                look_for_a_while(intake)
                return redirect("admin:events_event_list_review", pk, intake.pk)
            form.nobody_found()
    context = {"form": form, "languages": language_field().labels.items()}
    return page(request, event, _("Find participants in a text"), "find", context)


@require_http_methods(["GET", "HEAD", "POST"])
def begin_text(request):
    """Begin a new event with a text: first it is read, then what was understood is saved."""
    if not request.user.has_perms(["events.add_event", "events.change_event", *DUTIES]):
        raise PermissionDenied
    posted = request.POST if request.method == "POST" else None
    asked = TextForm(posted)
    form, found = asked, None
    if asked.is_valid():
        said = asked.cleaned_data
        found = read(said["text"], said["language"])
        if not (found.people or found.lines):
            asked.nobody_found()
        elif "save" in request.POST:
            form = FactsForm(found, request.user, request.POST)
            if form.is_valid():
                intake = once.make(request, Intake, form.make)
                if intake is None:
                    return redirect("admin:events_event_changelist")
                look_for_a_while(intake)
                return redirect("admin:events_event_list_review", intake.event_id, intake.pk)
        else:
            form = FactsForm(found, request.user, initial=said | understood(found))
            # If the text names one, it is offered behind none.
            form.initial["project"] = form.fields["project"].choices[:2][-1][0]
    context = {"form": form, "found": found, "once": uuid.uuid4()}
    context |= {"languages": language_field().labels.items()}
    return page(request, None, _("A new event with a text"), "begin_text", context)


def newest_text(event, user, report=""):
    """Return the newest text of an event, or of one report of it, that a user may read; or None."""
    editions = Edition.objects.open_to(user).filter(report__event=event).select_related("report")
    if number := number_of(report):
        editions = editions.filter(report=number)
    return editions.order_by("-pk").first()


def words_of(edition):
    """Return what a report says, a paragraph on each line; its credits are no part of it."""
    lines = [edition.title, edition.lead, *body_lines(Tree(edition.body).children)]
    return "\n".join(filter(None, map(names.tidy, lines)))
