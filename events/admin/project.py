from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from events.admin.rows import ProjectBodyRows
from events.lookup import PROJECTS
from events.models import Project
from organisations.lookup import INSTITUTIONS
from portal.admin import RecordAdmin, RecordForm
from portal.admin.fields import NameField
from portal.admin.values import ValuesFilter


class ProjectForm(RecordForm):
    team = NameField(
        INSTITUTIONS,
        required=False,
        label=_("Team"),
        help_text=_(
            "The project's own team, as an institution that takes part. A new name is added."
        ),
    )


@admin.register(Project)
class ProjectAdmin(RecordAdmin):
    form = ProjectForm
    lookup = PROJECTS
    inlines = [ProjectBodyRows]
    fieldsets = [
        (_("What it is"), {"fields": ["title", "language", "reference", "programme"]}),
        (
            _("When"),
            {"fields": [("since", "since_precision"), ("until", "until_precision")]},
        ),
        (_("More about it"), {"fields": ["team", "website", "about"]}),
        (_("What the public sees"), {"fields": ["in_directory", "slug"]}),
    ]
    form_order = [_("What it is"), _("When"), ProjectBodyRows]
    list_display = ["title", "reference", "programme", "since", "until"]
    list_filter = [("programme", ValuesFilter), "in_directory"]
    search_help_text = _("Title, reference or programme, in any letters.")
