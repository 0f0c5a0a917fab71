from django.contrib import admin, messages
from django.db.models import Prefetch
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from organisations.lookup import INSTITUTIONS
from people.lookup import PEOPLE
from people.models import Person, PersonName, Position
from portal.admin import RecordAdmin, Rows
from portal.admin.alike import AlikeForm
from portal.admin.fields import NameField
from portal.admin.files import WithPicture
from portal.admin.rows import RowForm


class NameRows(Rows):
    model = PersonName
    fields = ("name", "kind", "language", "source")
    intro = _("Every other spelling under which this person was met: all are found.")


class PositionForm(RowForm):
    institution = NameField(
        INSTITUTIONS, lazy=True, label=_("Institution"), help_text=_("A new name is added for you.")
    )
    typed = {"institution": "organisation"}
    more = ("language",)


class PositionRows(Rows):
    model = Position
    form = PositionForm
    fields = (
        "title",
        "institution",
        "since",
        "since_precision",
        "until",
        "until_precision",
        "public_office",
        "language",
    )
    intro = _(
        "The post held on an event's day is offered when you write the event. A post of which "
        "the end is empty is held today. Holders of a public office are shown by name."
    )

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("organisation")


class PersonForm(AlikeForm):
    lookup = PEOPLE
    named_by = ("name",)


@admin.register(Person)
class PersonAdmin(WithPicture, RecordAdmin):
    picture = "portrait"
    form = PersonForm
    lookup = PEOPLE
    change_form_template = "admin/named_record_form.html"
    inlines = [NameRows, PositionRows]
    fieldsets = [
        (
            _("Name"),
            {
                "fields": [
                    "name",
                    ("honorific", "given_name", "family_name"),
                    "order_known",
                    "language",
                    "to_complete",
                ]
            },
        ),
        (_("About the person"), {"fields": ["biography", "portrait"]}),
        (_("What the public sees"), {"fields": ["visibility", "in_directory"]}),
    ]
    form_order = [_("Name"), NameRows, PositionRows]
    list_display = ["name", "honorific", "latest_post", "visibility", "missing"]
    list_filter = ["to_complete", "visibility", "in_directory"]
    search_help_text = _("Any spelling of the name, in any letters.")

    def get_queryset(self, request):
        posts = Position.objects.select_related("organisation")
        return super().get_queryset(request).prefetch_related(Prefetch("positions", posts))

    def has_change_permission(self, request, obj=None):
        return not (obj and obj.is_erased) and super().has_change_permission(request, obj)

    def get_readonly_fields(self, request, obj=None):
        """Let nobody show again who is hidden but those who answer for the rights of people."""
        shut = obj and obj.visibility == Person.Visibility.HIDDEN
        shut = shut and not request.user.has_perm("people.erase_person")
        return [*super().get_readonly_fields(request, obj), *["visibility"] * bool(shut)]

    def tell(self, request, form, passing):
        hidden = form.instance.visibility == Person.Visibility.HIDDEN
        if hidden and "visibility" in form.changed_data:
            words = gettext(
                "The name is in no list any more. Texts and documents may still name this person: "
                "a data protection officer hides them there too, on “Where this person is”."
            )
            self.message_user(request, words, messages.WARNING)

    @admin.display(description=_("latest post"))
    def latest_post(self, person):
        return next(iter(person.positions.all()), None)

    @admin.display(description=_("to be completed"), ordering="to_complete", empty_value="")
    def missing(self, person):
        """Say what a person that was added in passing still wants."""
        if not person.to_complete:
            return ""
        wants = {
            gettext("parts of the name"): not (person.given_name and person.family_name),
            gettext("post"): not person.positions.all(),
        }
        return ", ".join(words for words, is_so in wants.items() if is_so) or gettext(
            "look it over, then untick it"
        )

    def view_on_site(self, person):
        if person.visibility != Person.Visibility.PAGE:
            return None
        return super().view_on_site(person)
