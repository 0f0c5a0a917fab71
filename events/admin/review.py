"""What came in for an event's list is looked over, decided, mended, and taken over."""

from urllib.parse import urlencode

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods

from events.admin.lists import (
    event_of,
    gone,
    intake_of,
    look_for_a_while,
    of_an_intake,
    page,
)
from events.forms import country_field
from events.models import Event
from events.proposals import deciding, review
from events.proposals.catching_up import catch_up
from events.proposals.intakes import is_named, mend
from events.proposals.lines import ProposedLine
from events.proposals.taking import still_open, take_over
from events.proposals.texts import marked
from people.written import read_name
from portal.addresses import number_of
from portal.admin.fields import LineField
from portal.clicks import A_CLICK


class BasisForm(forms.Form):
    """On what ground names become public: asked once for the whole list."""

    names_shown = forms.ChoiceField(
        label=gettext_lazy("Who of them is shown by name?"),
        choices=Event.NamesShown.choices,
        widget=forms.RadioSelect,
    )
    names_reason = LineField(
        label=gettext_lazy("Reason"),
        required=False,
        max_length=200,
        help_text=gettext_lazy("On what ground everybody's name is public."),
    )

    def clean(self):
        cleaned = super().clean()
        everybody = cleaned.get("names_shown") == Event.NamesShown.EVERYBODY
        if everybody and not cleaned.get("names_reason"):
            self.add_error("names_reason", _("Say on what ground everybody is shown by name."))
        return cleaned


class LineForm(forms.Form):
    """What a line says, to be mended before it is taken over."""

    honorific = LineField(label=gettext_lazy("Mr, Ms, Dr …"), required=False, max_length=60)
    name = LineField(label=gettext_lazy("Name"), required=False, max_length=200)
    position = LineField(label=gettext_lazy("Position then"), required=False, max_length=200)
    organisation = LineField(label=gettext_lazy("Institution"), required=False, max_length=300)
    department = LineField(label=gettext_lazy("Department"), required=False, max_length=300)
    country = country_field()
    group = LineField(label=gettext_lazy("Group in words"), required=False, max_length=200)
    note = LineField(label=gettext_lazy("Note"), required=False, max_length=300)

    def clean(self):
        cleaned = super().clean()
        # Of “Dr” alone, or of signs, nothing is left that could stand on a list.
        named = read_name(cleaned.get("name") or "").name
        body = is_named(cleaned.get("organisation") or "")
        if not self.errors and not (named or body or cleaned["country"] or cleaned["group"]):
            raise ValidationError(
                _("Say who: a person, an institution, a country or a group in words."), code="who"
            )
        return cleaned


@require_http_methods(["GET", "HEAD", "POST"])
@of_an_intake
def review_list(request, pk, intake):
    taking = request.method == "POST" and "take" in request.POST
    if taking and _is_taken(request, pk, intake):
        return redirect("admin:events_event_change", pk)
    event, intake = intake_of(request, pk, intake)
    if intake.rows and not intake.lines.exists():
        # Left before it was said what its columns are.
        return redirect("admin:events_event_list_columns", pk, intake.pk)
    stands, typed = {name: getattr(event, name) for name in BasisForm.base_fields}, {}
    # What is chosen on the page counts, whichever button was pressed.
    moved = request.method == "POST" and _decide(request.POST, intake)
    asked = _asked(request, moved)
    if request.method == "POST":
        typed = {name: request.POST[name] for name in stands if name in request.POST}
        if number := number_of(request.POST.get("mend")):
            return redirect("admin:events_event_list_line", pk, intake.pk, number)
        if not taking and typed.items() <= stands.items():
            return redirect(f"{request.path}?{urlencode(asked)}" if asked else request.path)
    # Said before it is time to take over, it is kept on the page.
    basis = BasisForm(request.POST if taking else None, initial=stands | typed)
    left = intake.lines.filter(certainty="").count()
    if basis.is_valid() and not left:
        try:
            taken = take_over(intake, by=request.user, **basis.cleaned_data)
        except ValidationError as refused:
            basis.add_error(None, refused)
        else:
            return _taken(request, event, taken)
    return _lines(request, event, intake, basis, left, asked)


def _asked(request, moved):
    """Return which lines are shown, as the address says, or the button that was pressed.

    Where lines of one kind are shown alone, those that were `moved` to another have left the page:
    what comes next stands on the same one.
    """
    show, number = request.GET.get("show"), request.GET.get("page")
    if "show" in request.POST:
        show, number = request.POST["show"], ""
    elif "page" in request.POST and not (moved and show):
        number = request.POST["page"]
    asked = {"show": show if show in review.SHOWN else "", "page": number_of(number)}
    return {name: value for name, value in asked.items() if value}


def _lines(request, event, intake, basis, left, asked):
    """Show how far the looking up has come, or the lines."""
    every = intake.lines.count()
    context = {"intake": intake, "every": every, "done": every - left, "basis": basis}
    if left:
        return page(request, event, _("Looking it up"), "progress", context)
    show = asked.get("show", "")
    lines = review.page_of(intake, show, asked.get("page"))
    bodies, people = still_open(intake)
    context |= {
        "page": lines,
        "lines": review.shown_lines(lines),
        "bodies": review.shown_bodies(intake),
        "new_bodies": review.new_bodies(intake),
        "counts": review.counts(intake),
        "show": show,
        "asked": urlencode(asked),
        "open_bodies": bodies,
        "open_lines": people,
        "number": intake.lines.taken().count(),
        "every_way": deciding.Every.choices,
        "paragraphs": marked(intake) if intake.text else [],
    }
    return page(request, event, _("Look the list over"), "review", context)


def _decide(said, intake):
    """Save what was chosen on the page, or for all that is in doubt at once.

    Returns whether any of its lines was decided otherwise.
    """
    chosen = {
        kind: {
            key: value
            for name, value in said.items()
            if name.startswith(f"{kind}-") and (key := number_of(name.removeprefix(f"{kind}-")))
        }
        for kind in ("line", "body")
    }
    # Lines first: of an institution decided otherwise they are looked up anew.
    rows = intake.lines.filter(number__in=chosen["line"])
    moved = bool(deciding.decide_lines(rows, chosen["line"]))
    deciding.decide_bodies(intake, intake.bodies.filter(pk__in=chosen["body"]), chosen["body"])
    if "all" in said and said.get("every") in deciding.Every.values:
        how = deciding.Every(said["every"])
        deciding.decide_all_bodies(intake, how)
        look_for_a_while(intake)
        deciding.decide_all(intake, how)
    # What others saved meanwhile may be meant by a line that was new.
    catch_up(intake)
    look_for_a_while(intake)
    return moved


def _is_taken(request, pk, intake):
    """Say whether the same user took the list over just now: a second click sends it again."""
    lately = timezone.now() - A_CLICK
    event = event_of(request, pk)
    taken = event.takings.filter(by=request.user, at__gte=lately, undone_at=None)
    return taken.exists() and not event.intakes.filter(pk=intake).exists()


def _taken(request, event, taking):
    number = len(taking.lines)
    words = ngettext(
        "%(n)d line was added to the list. New people: %(people)d; new institutions: %(bodies)d. "
        "Under “Take a list over” it can be undone.",
        "%(n)d lines were added to the list. New people: %(people)d; new institutions: "
        "%(bodies)d. Under “Take a list over” it can be undone.",
        number,
    )
    told = {"n": number, "people": len(taking.people), "bodies": len(taking.organisations)}
    messages.success(request, words % told)
    return redirect("admin:events_event_change", event.pk)


@require_http_methods(["GET", "HEAD", "POST"])
@of_an_intake
def line(request, pk, intake, number):
    """Mend what one line says; it is looked up anew."""
    event, intake = intake_of(request, pk, intake)
    row = get_object_or_404(intake.lines, number=number)
    values = ProposedLine.of(row.values)
    form = LineForm(request.POST if request.method == "POST" else None, initial=values.__dict__)
    if form.is_valid():
        try:
            mend(row, form.cleaned_data)
        except ValidationError as refused:
            return gone(request, pk, refused)
        look_for_a_while(intake)
        return redirect("admin:events_event_list_review", pk, intake.pk)
    context = {"intake": intake, "form": form, "line": values}
    context |= {"countries": country_field().labels.items()}
    return page(request, event, _("Mend a line"), "line", context)
