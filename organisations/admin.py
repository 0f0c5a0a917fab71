from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from organisations.lookup import INSTITUTIONS
from organisations.models import Organisation, OrganisationName
from portal.admin import RecordAdmin, RecordForm, Rows
from portal.admin.fields import NameField, NamesField
from portal.admin.values import ValuesFilter


class OrganisationForm(RecordForm):
    parent = NameField(
        INSTITUTIONS,
        required=False,
        label=_("Part of"),
        help_text=_("The institution that this is a department of. A new name is added for you."),
    )
    successors = NamesField(INSTITUTIONS, required=False, label=_("Followed by"))


class NameRows(Rows):
    model = OrganisationName
    fields = ("name", "kind", "language", "source")
    intro = _("Former names, translations, acronyms, and spellings met elsewhere: all are found.")


@admin.register(Organisation)
class OrganisationAdmin(RecordAdmin):
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
    list_display = ["name", "acronym", "kind", "country", "parent", "to_complete"]
    list_filter = [
        "to_complete",
        "kind",
        "in_directory",
        ("country", ValuesFilter),
    ]
    list_select_related = ["parent"]
    search_help_text = _("Any of its names, in any letters.")
