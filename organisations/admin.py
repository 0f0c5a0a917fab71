import datetime

from django import forms
from django.contrib import admin
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from organisations.lookup import INSTITUTIONS
from organisations.models import Organisation, OrganisationName
from portal import spans
from portal.admin import RecordAdmin, Rows
from portal.admin.alike import AlikeForm
from portal.admin.fields import DayField, NameField, NamesField
from portal.admin.files import WithPicture
from portal.admin.rows import RowForm
from portal.admin.values import ValuesFilter
from portal.models import Span

#: Since when the official name is a new one, and how well that is known.
RENAMED = ("renamed_on", "renamed_precision")


class OrganisationForm(AlikeForm):
    lookup = INSTITUTIONS
    named_by = ("official_name", "acronym")

    parent = NameField(
        INSTITUTIONS,
        required=False,
        label=_("Part of"),
        help_text=_("The institution that this is a department of. A new name is added for you."),
    )
    successors = NamesField(INSTITUTIONS, required=False, label=_("Followed by"))

    renamed_on = DayField(
        required=False,
        label=_("Renamed on"),
        help_text=_(
            "Where the official name above is a new one since that day: the old one is kept as "
            "a former name, and events before that day show it. Of a year or a month, give any "
            "day in it."
        ),
    )
    renamed_precision = forms.ChoiceField(
        choices=Span.Precision,
        initial=Span.Precision.DAY,
        required=False,
        label=_("Renamed on, known to the"),
    )

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("renamed_on") and "official_name" not in self.changed_data:
            self.add_error("renamed_on", _("Write the new official name above."))
        exists = cleaned.get("outcome") == Organisation.Outcome.EXISTS
        # Asked of whoever says it, and not of who came for something else.
        if exists and cleaned.get("successors") and "successors" in self.changed_data:
            self.add_error("outcome", _("Something follows it: say what became of it."))
        return cleaned


class NameForm(RowForm):
    more = ("since", "since_precision", "until", "until_precision")


class NameRows(Rows):
    model = OrganisationName
    form = NameForm
    fields = ("name", "kind", "language", "source", *NameForm.more)
    intro = _(
        "Former names, translations, acronyms, and spellings met elsewhere: all are found. A "
        "former name of which the days are given, under “More”, stands on the pages of events "
        "of that time."
    )


@admin.register(Organisation)
class OrganisationAdmin(WithPicture, RecordAdmin):
    picture = "logo"
    form = OrganisationForm
    lookup = INSTITUTIONS
    change_form_template = "admin/named_record_form.html"
    inlines = [NameRows]
    fieldsets = [
        (_("Name"), {"fields": ["official_name", "acronym", "language", "to_complete"]}),
        (_("What it is"), {"fields": ["kind", "country", "parent", "website", "about", "logo"]}),
        (
            _("Since when, and what became of it"),
            {
                "fields": [
                    ("since", "since_precision"),
                    ("until", "until_precision"),
                    "outcome",
                    "successors",
                ]
            },
        ),
        (_("What the public sees"), {"fields": ["in_directory", "slug"]}),
    ]
    form_order = [_("Name"), NameRows]

    def get_fieldsets(self, request, obj=None):
        """Ask of an institution that is there already when it got another name."""
        fieldsets = super().get_fieldsets(request, obj)
        if not (obj and obj.official_name and self.has_change_permission(request, obj)):
            return fieldsets
        (title, first), *rest = fieldsets
        official, *others = first["fields"]
        return [(title, first | {"fields": [official, RENAMED, *others]}), *rest]

    def save_more(self, request, form):
        day, old = form.cleaned_data.get("renamed_on"), form.initial.get("official_name")
        if day and old:
            known = form.cleaned_data.get("renamed_precision") or Span.Precision.DAY
            first = spans.edge(day, known, is_end=False)
            form.instance.names.get_or_create(
                name=old,
                kind=OrganisationName.Kind.FORMER,
                language=form.instance.language,
                defaults={
                    "until": first - datetime.timedelta(days=1),
                    "until_precision": known,
                },
            )

    list_display = ["name", "acronym", "kind", "country", "parent", "missing"]
    list_filter = [
        "to_complete",
        "kind",
        "in_directory",
        ("country", ValuesFilter),
    ]
    list_select_related = ["parent"]
    search_help_text = _("Any of its names, in any letters.")

    @admin.display(description=_("to be completed"), ordering="to_complete", empty_value="")
    def missing(self, organisation):
        """Say what an institution that was added in passing still wants."""
        if not organisation.to_complete:
            return ""
        wants = {
            gettext("full name"): not organisation.official_name,
            gettext("kind"): organisation.kind == Organisation.Kind.UNKNOWN,
            gettext("country"): not organisation.country,
        }
        return ", ".join(words for words, is_so in wants.items() if is_so) or gettext(
            "look it over, then untick it"
        )
