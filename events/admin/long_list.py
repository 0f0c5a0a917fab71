"""The page of a list that is too long for the form of its event: a hundred lines at a time."""

import re

from django.contrib import admin, messages
from django.core.paginator import Paginator
from django.db.models import Max, Q
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from events.admin.bar import bar
from events.admin.facts import CHANGED, FactsAdmin
from events.admin.lines import LineFormSet, LineRows
from events.forms import country_field, minor_field, note_field
from events.models import Event
from portal import names
from portal.addresses import number_of
from portal.admin import RecordForm
from portal.admin.rows import MOST_ROWS

PER_PAGE = 100
LONGEST = 200
KEY = re.compile(r"participations-\d{1,9}-id", re.ASCII)


class PartFormSet(LineFormSet):
    """Some lines of a list: what is asked of all of them is asked of those that are stored."""

    def beside(self, sound):
        """Return what the other lines say of the people whom these name."""
        people = {form.instance.person_id for form in sound} - {None}
        others = self.instance.participations.filter(person__in=people)
        return others.exclude(pk__in=list(self.rows_by_key)).values(
            "person", "organisation", "position"
        )

    def last(self, living):
        stored = self.instance.participations.aggregate(last=Max("order"))["last"] or 0
        return max(super().last(living), stored)


class PartRows(LineRows):
    formset = PartFormSet
    can_put_first = False
    intro = gettext_lazy(
        "Change lines, take them away or add some, and save before you turn the page or search: "
        "all other lines stay as they are. The numbers set the order in the whole list; a line "
        "that you add without one stands behind all others."
    )


class PartForm(RecordForm):
    """What is told of a change of some lines; nothing else of the event is typed."""

    note = note_field()
    minor = minor_field()

    class Meta:
        model = Event
        fields = []

    def _post_clean(self):
        """Ask nothing of the event: it stays as it is."""


class PartAdmin(FactsAdmin):
    form = PartForm
    inlines = [PartRows]
    form_order = [PartRows, CHANGED]
    change_form_template = "admin/events/event/lines.html"

    def has_add_permission(self, request):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    def get_fieldsets(self, request, obj=None):
        tells = obj and obj.is_shown and self.has_change_permission(request, obj)
        return [(CHANGED, {"fields": ["note", "minor"]})] if tells else []

    def get_formset_kwargs(self, request, obj, inline, prefix):
        """Take the lines that were sent, wherever in the list they stand by now."""
        params = super().get_formset_kwargs(request, obj, inline, prefix)
        keys = sent(request.POST) if request.method == "POST" else list(self.page(request, obj))
        return params | {"queryset": params["queryset"].filter(pk__in=keys)}

    def page(self, request, event):
        """Return the page of the list that is asked for; costs two queries, once."""
        if not hasattr(request, "page_of_lines"):
            keys = found(event.participations.all(), words_of(request)).values_list("pk", flat=True)
            request.page_of_lines = Paginator(keys, PER_PAGE).get_page(request.GET.get("page"))
        return request.page_of_lines

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        context |= {
            "title": _("Lines of the list"),
            "bar": bar(obj, request.user),
            "words": words_of(request),
            "page": self.page(request, obj),
            "typed_at": request.get_full_path(),
            "show_save_and_continue": False,
        }
        return super().render_change_form(request, context, add, change, form_url, obj)

    def response_change(self, request, obj):
        self.message_user(request, _("“%(name)s” was saved.") % {"name": obj}, messages.SUCCESS)
        return redirect(request.get_full_path())

    def form_address(self, obj):
        return reverse("admin:events_event_lines", args=[obj.pk])


def lines(request, pk):
    return PartAdmin(Event, admin.site).changeform_view(request, str(pk))


def words_of(request):
    return names.tidy(request.GET.get("q", ""))[:LONGEST]


def found(rows, words):
    """Return the lines that tell of whom some words are: each stands in a name, in any letters."""
    if not words:
        return rows
    named = Q()
    for term in names.terms(words):
        named &= Q(person__folded__contains=term) | Q(organisation__folded__contains=term)
    country = country_field().codes.get(names.fold(words))
    abroad = Q(country=country) if country else Q()
    return rows.filter(named | Q(group__icontains=words) | abroad)


def sent(data):
    """Return the keys of the lines that a form has sent, no more than a form may have."""
    keys = [number_of(data[name]) for name in data if KEY.fullmatch(name)]
    return [key for key in keys if key is not None][:MOST_ROWS]
