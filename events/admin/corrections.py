"""“Correct this name everywhere”: first what will change is shown, then one confirmation."""

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods

from events.corrections import Search, Spelling, mend
from events.models import Event
from organisations.models import Organisation
from people.models import Person
from portal import names
from portal.admin.fields import LineField
from portal.models import Site

RECORDS = {model._meta.model_name: model for model in (Person, Organisation)}
#: What the editor must be allowed, beside changing the record itself.
DUTIES = (
    "events.publish_edition",
    "events.change_report",
    "events.change_event",
    "events.change_public",
)
LONGEST = 200


class SpellingForm(forms.Form):
    old = LineField(
        label=gettext_lazy("As it is written now"),
        max_length=LONGEST,
        widget=forms.TextInput(attrs={"list": "spellings", "autocomplete": "off"}),
        help_text=gettext_lazy("Choose a spelling or type it, letter by letter as it stands."),
    )
    new = LineField(label=gettext_lazy("As it should be"), max_length=LONGEST)

    def clean(self):
        old, new = self.cleaned_data.get("old"), self.cleaned_data.get("new")
        if old and len(names.fold(old)) < 2:
            self.add_error("old", _("Two letters or more: one letter stands everywhere."))
        if new and not names.fold(new):
            self.add_error("new", _("Write a name with letters."))
        if old and old == new:
            self.add_error("new", _("Both are the same: nothing would change."))
        return self.cleaned_data


class ConfirmForm(SpellingForm):
    ticked = None
    note = LineField(
        label=gettext_lazy("What changed? Readers will see this sentence."),
        max_length=300,
        initial=gettext_lazy("The spelling of a name was corrected."),
    )
    keep = forms.BooleanField(
        label=gettext_lazy("Keep the old spelling among the other names, so that it is found"),
        required=False,
        initial=True,
    )


@require_http_methods(["GET", "HEAD", "POST"])
def correct_name(request, label, pk):
    record = _record(request, label, pk)
    if request.method == "POST":
        form = ConfirmForm(request.POST)
        form.ticked = set(request.POST.getlist("spot"))
        if form.is_valid():
            return _confirmed(request, record, form)
        return _page(request, record, form)
    asked = SpellingForm(request.GET if "old" in request.GET else None, initial={"new": record})
    if not asked.is_valid():
        return _page(request, record, asked)
    return _page(request, record, ConfirmForm(initial=asked.cleaned_data))


def _record(request, label, pk):
    model = RECORDS.get(label)
    if not model:
        raise Http404
    own = f"{model._meta.app_label}.change_{model._meta.model_name}"
    if not request.user.has_perms([own, *DUTIES]):
        raise PermissionDenied
    return get_object_or_404(model, pk=pk)


def _confirmed(request, record, form):
    """Mend what is ticked, unless something changed since it was shown."""
    typed, ticked = form.cleaned_data, form.ticked
    try:
        with transaction.atomic():
            # Nobody changes a record between this look and what is saved.
            Site.objects.hold()
            record = type(record).there(record.pk)
            search = Search(record, Spelling(typed["old"], typed["new"]), request.user)
            if search.seen == request.POST.get("seen"):
                went_out = mend(
                    search, ticked, by=request.user, note=typed["note"], keep=typed["keep"]
                )
                return _told(request, record, search, ticked, went_out)
            error = _("Something was changed since you looked. Look again, then confirm.")
    except ValidationError as refused:
        error = " ".join(refused.messages)
    except IntegrityError:
        error = _("With the right spelling a line would stand twice. Leave it out and try again.")
    return _page(request, record, form, error)


def _told(request, record, search, ticked, went_out):
    number = len([key for sheet in search.sheets for key in sheet.keys if key in ticked])
    told = [
        ngettext("%(n)d place was corrected.", "%(n)d places were corrected.", number)
        % {"n": number}
    ]
    if went_out:
        told.append(
            ngettext(
                "%(n)d public text went out again; a second reader should look at it.",
                "%(n)d public texts went out again; a second reader should look at them.",
                went_out,
            )
            % {"n": went_out}
        )
    messages.success(request, " ".join(told))
    return redirect(f"admin:{record._meta.app_label}_{record._meta.model_name}_change", record.pk)


def _page(request, record, form, error=""):
    """Ask for the spellings; with both of them show everything that will change."""
    context = {
        **admin.site.each_context(request),
        "title": _("Correct this name everywhere"),
        "opts": record._meta,
        "kind": capfirst(record._meta.verbose_name),
        "record": record,
        "spellings": spellings(record, request.user),
        "form": form,
        "error": error,
    }
    if isinstance(form, ConfirmForm) and not {"old", "new"} & form.errors.keys():
        search = Search(record, Spelling(form["old"].value(), form["new"].value()), request.user)
        ticked = search.ticked if form.ticked is None else form.ticked
        context |= {"search": search, "ticked": ticked}
    return render(request, "admin/correct_name.html", context)


def spellings(record, user):
    """Return every spelling of a record that is known, its printed ones too; two queries."""
    found = [str(record), *(other.name for other in record.names.all())]
    if isinstance(record, Person):
        open_events = Event.objects.open_to(user).values("pk")
        lines = record.participations.filter(event__in=open_events).exclude(printed_name="")
        found += lines.order_by("printed_name").values_list("printed_name", flat=True).distinct()
    return list(dict.fromkeys(found))
