from types import SimpleNamespace

from django.contrib import admin
from django.http import JsonResponse
from django.shortcuts import redirect
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from events.admin.access import states_of
from events.admin.bar import bar, parts
from events.admin.came import AHEAD, still_expected
from events.admin.checks import tell_days, tell_pictures
from events.admin.facts import CHANGED, FactsAdmin
from events.admin.like import begun_like, rows_like
from events.admin.lines import LineRows, listed, represent, too_many
from events.admin.pages import event_pages
from events.admin.posts import unrecorded
from events.admin.remarks import Talk, proposals
from events.admin.rows import (
    DocumentRows,
    EventBodyRows,
    PhotoRows,
    PlaceRows,
    SessionRows,
    SourceRows,
)
from events.admin.steps import event_panel
from events.forms import EventForm, printed
from events.models import Edition, Event, Report
from events.steps import take_event_step
from organisations.lookup import INSTITUTIONS
from portal import dates, zones
from portal.admin.forms import make_records, with_made
from portal.admin.lookup import New, record_of
from portal.prepared import prepared

WHAT = _("What it is")
WHEN = _("When")
FRAME = _("Projects and topics")
NAMES = _("Who of them is shown by name")
LINES = _("Who took part")
UNNAMED = _("Institutions represented without names")
HOW_MANY = _("How many came, as it was stated")
LINKS = _("Links and larger frame")
PUBLIC = _("When readers see it")
LINKED = ["registration_url", "stream_url", "recording_url"]


class PublicFilter(admin.SimpleListFilter):
    title = _("public")
    parameter_name = "public"

    def lookups(self, request, model_admin):
        return [("yes", _("public")), ("no", _("not public"))]

    def queryset(self, request, queryset):
        if self.value() == "yes":
            return queryset.filter(is_shown=True)
        if self.value() == "no":
            return queryset.filter(is_shown=False)
        return queryset


@admin.register(Event)
class EventAdmin(Talk, FactsAdmin):
    form = EventForm
    of_steps = ["withdrawal"]
    change_form_template = "admin/events/event/change_form.html"
    inlines = [
        PlaceRows,
        EventBodyRows,
        LineRows,
        SessionRows,
        DocumentRows,
        PhotoRows,
        SourceRows,
    ]
    fieldsets = [
        (WHAT, {"fields": ["name", "language", ("kind", "status", "format"), "status_note"]}),
        (
            WHEN,
            {
                "fields": [
                    ("precision", "earliest", "latest"),
                    ("starts_at", "ends_at", "time_zone"),
                    ("length_days", "date_words"),
                    ("date_basis", "date_note"),
                    "printed_date",
                ]
            },
        ),
        (FRAME, {"fields": ["projects", "topics"]}),
        (NAMES, {"fields": ["protected", "names_shown", "names_reason"]}),
        (UNNAMED, {"fields": ["represented"]}),
        (
            HOW_MANY,
            {
                "fields": [
                    ("attendance_qualifier", "attendance_number", "attendance_of"),
                    "attendance_words",
                    "list_incomplete",
                ]
            },
        ),
        (LINKS, {"fields": [*LINKED, "part_of", "related"]}),
        (PUBLIC, {"fields": ["public_from", "slug", "colleagues"]}),
    ]
    form_order = [
        WHAT,
        WHEN,
        PlaceRows,
        FRAME,
        EventBodyRows,
        NAMES,
        LineRows,
        LINES,
        UNNAMED,
        HOW_MANY,
        SessionRows,
        DocumentRows,
        PhotoRows,
        SourceRows,
        LINKS,
        PUBLIC,
        CHANGED,
    ]
    list_display = ["name", "when", "shown_to", "kind", "status", "last_saved"]
    list_filter = [PublicFilter, "status", "kind"]
    search_help_text = _("Name or town, in any letters.")

    def get_urls(self):
        return [
            path(
                "printed-date/",
                self.admin_site.admin_view(self.printed_date_view),
                name="events_event_printed_date",
            ),
            *event_pages(self.admin_site),
            *super().get_urls(),
        ]

    def get_fieldsets(self, request, obj=None):
        may_change = self.has_change_permission(request, obj) if obj else True
        fieldsets = list(self.fieldsets)
        if obj and obj.is_long:
            fieldsets.append((LINES, {"fields": ["lines"]}))
        if not may_change:
            # Other events are not named here: one may be limited to others.
            left_out = (UNNAMED, LINKS)
            shown = [part for part in fieldsets if part[0] not in left_out]
            return [*shown, (LINKS, {"fields": LINKED})]
        if obj and obj.is_shown:
            fieldsets.append((CHANGED, {"fields": ["note", "minor"]}))
        return fieldsets

    def get_inlines(self, request, obj):
        rows = super().get_inlines(request, obj)
        return [one for one in rows if one != LineRows] if obj and obj.is_long else rows

    def get_readonly_fields(self, request, obj=None):
        readonly = ["printed_date", "lines"]
        if not request.user.has_perm("events.publish_edition") or (
            obj and obj.public_from and obj.public_from <= timezone.now()
        ):
            readonly.append("public_from")
        return readonly

    def has_delete_permission(self, request, obj=None):
        """What readers were told of stays, and what they will be told of at its time."""
        may = super().has_delete_permission(request, obj)
        return may and not (obj and (obj.public_from or obj.updates.exists()))

    def versions_of(self, key, user):
        return states_of(user, key, super().versions_of(key, user))

    def open_versions(self, user, versions):
        return [version for version in versions if version.is_for(user)]

    # The list

    @admin.display(description=_("when"), ordering="listed_on")
    def when(self, event):
        return event.when

    @admin.display(description=_("readers"), ordering="public_from")
    def shown_to(self, event):
        if event.is_shown:
            return _("public")
        if event.public_from and event.public_from > timezone.now():
            return _("goes out on %(moment)s") % {"moment": dates.moment(event.public_from)}
        return _("withdrawn") if event.public_from else _("not public")

    @admin.display(description=_("last saved"), ordering="changed_at")
    def last_saved(self, event):
        return dates.moment(event.changed_at)

    # The form

    @admin.display(description=_("Will be printed as"))
    def printed_date(self, event):
        return printed(event)

    @admin.display(description=_("The list"))
    def lines(self, event):
        return too_many(event)

    def printed_date_view(self, request):
        """Return how the days typed so far will be printed, for the script of the form."""
        # What is planned may have any day.
        form = EventForm(request.GET, instance=Event(status=Event.Status.PLANNED))
        names = ["precision", "earliest", "latest", "starts_at", "ends_at", "length_days"]
        form.fields = {name: form.fields[name] for name in [*names, "date_words"]}
        form.is_valid()
        typed = {name: form.cleaned_data.get(name) for name in form.fields}
        typed["date_words"] = typed["date_words"] or ""
        wrong = [
            said for name in form.errors if request.GET.get(name) for said in form.errors[name]
        ]
        return JsonResponse({"printed": wrong[0] if wrong else printed(Event(**typed))})

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        if any(key.startswith("_first-") for key in request.POST):
            request.POST = request.POST.copy()
            request.POST["_continue"] = "1"
        return super().changeform_view(request, object_id, form_url, extra_context)

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        context["event_people"] = listed(obj.pk) if obj else []
        context["zones"] = zones.towns().values()
        if obj:
            # A form that was refused has put on the record what is typed and not saved.
            stands = Event.objects.get(pk=obj.pk) if context["errors"] else obj
            context["bar"] = bar(stands, request.user)
            context["unrecorded"] = unrecorded(obj).count()
            context["expected"] = still_expected(obj).count() if obj.was_held else 0
            may = self.has_change_permission(request, obj)
            if may:
                context["panel"] = event_panel(obj, context["adminform"].form, request.user)
            asked = obj.pk, request.user.pk, timezone.now()
            context["reports"], context["parts"] = _reports(*asked), parts(*asked)
            within = "event_form" if may else ""
            context["remarks"] = proposals(obj, request.user, within=within)
        return super().render_change_form(request, context, add, change, form_url, obj)

    # Another one like it

    def like(self, request):
        """Return the event after which a new one is made, or None; costs a query once."""
        if not hasattr(request, "like"):
            is_asked = request.method == "GET"
            request.like = (
                record_of(Event.objects.open_to(request.user), request.GET.get("like"))
                if is_asked
                else None
            )
        return request.like

    def get_changeform_initial_data(self, request):
        event = self.like(request)
        if not event:
            return super().get_changeform_initial_data(request)
        return begun_like(event, request)

    def prefilled(self, request, rows):
        """Return what the rows of a new event begin with."""
        event = self.like(request)
        if not event:
            return []
        kept = request.__dict__.setdefault("prefilled", {})
        if rows not in kept:
            kept[rows] = rows_like(event, rows, request)
        return kept[rows]

    # Saving

    def save_more(self, request, form):
        chosen = form.cleaned_data.get("represented") or []
        new = [choice for choice in chosen if isinstance(choice, New)]
        made = make_records(INSTITUTIONS, new, request.user, language=form.instance.language)
        represent(form.instance, with_made(chosen, made))
        if form.step and not getattr(request, "is_trial", False):
            reason = form.cleaned_data["withdrawal"]
            take_event_step(form.step, form.instance, by=request.user, reason=reason)

    def response_change(self, request, obj):
        """Ask of an event that was held since who came."""
        response = super().response_change(request, obj)
        if getattr(request, "was_held_since", False) and still_expected(obj).exists():
            return redirect("admin:events_event_came", obj.pk)
        return response

    def tell(self, request, form, passing):
        before = passing.before and passing.before["fields"]["status"]
        request.was_held_since = before in AHEAD and form.instance.was_held
        super().tell(request, form, passing)
        tell_days(request, form.instance)
        tell_pictures(request, passing)


@prepared
def _reports(event, user, now):
    """The reports of an event of which one of the staff may read a text."""
    texts = Edition.objects.open_to(SimpleNamespace(pk=user), now).filter(report__event=event)
    return Report.objects.filter(event=event, pk__in=texts.values("report"))
