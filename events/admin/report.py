from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import Exists, F, OuterRef, Q, Subquery
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from events.admin.access import may_read_event, say_if_limited
from events.admin.bar import bar
from events.admin.pages import report_pages
from events.admin.remarks import conversation
from events.forms import ReportForm
from events.models import Edition, Event, Report, Update
from portal import dates, history, names
from portal.admin import StaffAdmin
from portal.admin.lookup import record_of
from portal.fields import language_name
from portal.models import Version

WHICH = _("Which event")
WORDS = _("What was said")
CHANGED = _("What changed?")


class StateFilter(admin.SimpleListFilter):
    title = _("state")
    parameter_name = "state"

    def lookups(self, request, model_admin):
        return [("public", _("public")), ("written", _("being written"))]

    def queryset(self, request, queryset):
        if self.value() == "public":
            return queryset.filter(is_shown=True)
        if self.value() == "written":
            return queryset.filter(is_open=True)
        return queryset


class LanguageFilter(admin.SimpleListFilter):
    """The languages in which there is a report, not all that there are."""

    title = _("language")
    parameter_name = "language"

    def lookups(self, request, model_admin):
        used = Report.objects.order_by("language").values_list("language", flat=True).distinct()
        return [(code, language_name(code)) for code in used]

    def queryset(self, request, queryset):
        return queryset.filter(language=self.value()) if self.value() else queryset


@admin.register(Report)
class ReportAdmin(StaffAdmin):
    form = ReportForm
    change_form_template = "admin/events/report/change_form.html"
    list_display = ["title", "event", "language", "state", "last_updated"]
    list_display_links = ["title"]
    list_filter = [StateFilter, LanguageFilter]
    list_select_related = ["event"]
    search_fields = ["event__folded"]
    search_help_text = _("Words of the event's name or of the report's title.")
    ordering = ["-pk"]

    def get_urls(self):
        return [*report_pages(self.admin_site), *super().get_urls()]

    def get_queryset(self, request):
        now = timezone.now()
        editions = Edition.objects.filter(report=OuterRef("pk"))
        counting = Update.objects.due(now).filter(
            Q(language="") | Q(language=OuterRef("language")),
            event=OuterRef("event"),
            minor=False,
        )
        public = Report.objects.public(now).filter(pk=OuterRef("pk"))
        return (
            super()
            .get_queryset(request)
            .annotate(
                newest_title=Subquery(editions.order_by("-sequence").values("title")[:1]),
                is_open=Exists(editions.filter(publish_at__isnull=True)),
                is_due=Exists(Edition.objects.due(now).filter(report=OuterRef("pk"))),
                is_shown=Exists(public),
                told_at=Subquery(counting.order_by("-at", "-pk").values("at")[:1]),
            )
        )

    def get_object(self, request, object_id, from_field=None):
        found = super().get_object(request, object_id, from_field)
        if not found:
            say_if_limited(request, Report, object_id)
        return found

    def get_fieldsets(self, request, obj=None):
        fieldsets = [
            (WHICH, {"fields": ["event", "language"]}),
            (WORDS, {"fields": ["title", "lead", "body", "credits"]}),
        ]
        if obj and obj.is_due and self.may_publish(request):
            fieldsets.append((CHANGED, {"fields": ["note", "minor"]}))
        return fieldsets

    def get_readonly_fields(self, request, obj=None):
        return ["event", "language"] if obj else []

    def may_publish(self, request):
        return request.user.has_perm("events.publish_edition")

    def versions_of(self, key):
        """Return the report's own Versions and those of its texts, discarded ones too."""
        text = Edition._meta.label_lower
        gone = Version.objects.filter(
            kind=text, action=Version.Action.DELETED, data__fields__report_id=key
        )
        there = Edition.objects.filter(report=key)
        return Version.objects.filter(
            Q(kind=Report._meta.label_lower, record_id=key)
            | Q(kind=text, record_id__in=there.values("pk"))
            | Q(kind=text, record_id__in=gone.values("record_id"))
        )

    def may_read_trail(self, user, record, newest):
        if record:
            return Report.objects.open_to(user).filter(pk=record.pk).exists()
        event = newest.data["fields"].get("event_id")
        return event is not None and may_read_event(user, event)

    # The list

    @admin.display(description=_("title"), ordering="newest_title")
    def title(self, report):
        return report.newest_title or "–"

    @admin.display(description=_("state"))
    def state(self, report):
        if not report.is_due:
            return _("being written")
        if not report.is_shown:
            return _("not public")
        return _("public, a new text is being written") if report.is_open else _("public")

    @admin.display(description=_("last updated"), ordering=F("told_at").desc(nulls_last=True))
    def last_updated(self, report):
        return dates.moment(report.told_at)

    def get_search_results(self, request, queryset, search_term):
        """Find by folded words of the event or of any of the report's texts."""
        terms = names.terms(search_term)
        if search_term and not terms:
            return queryset.none(), False
        for term in terms:
            texts = Edition.objects.filter(report=OuterRef("pk"), folded__contains=term)
            queryset = queryset.filter(Q(event__folded__contains=term) | Exists(texts))
        return queryset, False

    # The form

    def get_changeform_initial_data(self, request):
        event = record_of(Event, request.GET.get("event"))
        if not event:
            return {}
        same = Event.objects.filter(folded__startswith=names.fold(event.name)).exclude(pk=event.pk)
        return {"event": f"{event} ({event.pk})" if same.exists() else str(event)}

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        context["may_publish"] = self.may_publish(request)
        if obj:
            context["bar"] = bar(obj.event)
            context["event"] = obj.event
            context["remarks"] = conversation(obj, request.user)
        return super().render_change_form(request, context, add, change, form_url, obj)

    def view_on_site(self, report):
        public = Report.objects.public().filter(pk=report.pk)
        return report.get_absolute_url() if public.exists() else None

    # Saving

    def save_model(self, request, obj, form, change):
        if not change:
            obj.save()

    def save_related(self, request, form, formsets, change):
        """Save the words where they differ; those that went out stay as they are."""
        report, edition = form.instance, form.edition
        if edition is None or edition.publish_at:
            unchanged = edition and all(
                getattr(edition, name) == words for name, words in form.words.items()
            )
            edition = None if unchanged else Edition(report=report)
        if edition:
            with history.change(edition, by=request.user):
                for name, words in form.words.items():
                    setattr(edition, name, words)
                edition.save()
        if "_publish" in request.POST:
            self.publish(request, form, edition)

    def publish(self, request, form, edition):
        if not self.may_publish(request):
            raise PermissionDenied
        if not edition:
            self.message_user(
                request,
                _("Nothing was published: readers have this text already."),
                messages.WARNING,
            )
            return
        edition.publish(
            by=request.user,
            note=form.cleaned_data.get("note", ""),
            minor=form.cleaned_data.get("minor", False),
        )
        event = Event.objects.get(pk=edition.report.event_id)
        if event.is_public():
            message = _('The report is public: <a href="{}">read it as readers do</a>.')
            self.message_user(request, format_html(message, event.get_absolute_url()))
        else:
            self.message_user(
                request,
                _("The report goes out with the event, which is not public yet."),
                messages.WARNING,
            )

    def has_delete_permission(self, request, obj=None):
        """Words that went out stay: only a report that nobody read can be deleted."""
        may = super().has_delete_permission(request, obj)
        return may and not (obj and obj.editions.filter(publish_at__isnull=False).exists())

    def get_deleted_objects(self, objs, request):
        lacking = {
            str(report) for report in objs if not self.has_delete_permission(request, report)
        }
        return [str(report) for report in objs], {_("reports"): len(objs)}, lacking, []

    def delete_model(self, request, obj):
        for edition in obj.editions.all():
            history.remove(edition, by=request.user)
        obj.delete()

    def delete_queryset(self, request, queryset):
        for report in queryset:
            self.delete_model(request, report)
