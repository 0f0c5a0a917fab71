from types import SimpleNamespace

from django.conf import settings
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db.models import Exists, F, OuterRef, Q, Subquery
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from events.admin.access import may_read_event, the_one
from events.admin.bar import bar
from events.admin.checks import questions, take_answers
from events.admin.pages import report_pages
from events.admin.remarks import Talk, conversation
from events.admin.steps import done, panel, versions
from events.forms import ReportForm
from events.models import Edition, Event, Report, Update
from events.steps import PUBLISHING, Step, begin, take, texts
from portal import dates, history, names
from portal.admin import StaffAdmin
from portal.admin.deletion import staying
from portal.admin.lookup import record_of
from portal.fields import language_name
from portal.models import Version
from portal.prepared import prepared

WHICH = _("Which event")
WORDS = _("What was said")
Later = Edition.Status.SCHEDULED


class StateFilter(admin.SimpleListFilter):
    title = _("state")
    parameter_name = "state"

    def lookups(self, request, model_admin):
        return [("public", _("public")), *Edition.State.choices[:-1], ("later", Later.label)]

    def queryset(self, request, queryset):
        if self.value() == "public":
            return queryset.filter(is_shown=True)
        if self.value() == "later":
            return queryset.filter(coming_state=Edition.State.APPROVED)
        if self.value() in Edition.State.values:
            return queryset.filter(coming_state=self.value())
        return queryset


class LanguageFilter(admin.SimpleListFilter):
    """The languages in which there is a report, not all that there are."""

    title = _("language")
    parameter_name = "language"

    def lookups(self, request, model_admin):
        return [(code, language_name(code)) for code in _used_languages()]

    def queryset(self, request, queryset):
        return queryset.filter(language=self.value()) if self.value() else queryset


@admin.register(Report)
class ReportAdmin(Talk, StaffAdmin):
    form = ReportForm
    of_steps = ["remark", "alone", "send_at", "withdrawal"]
    change_form_template = "admin/events/report/change_form.html"
    list_display = ["title", "state", "event", "language", "last_updated"]
    list_display_links = ["title"]
    list_filter = [StateFilter, LanguageFilter]
    list_select_related = ["event"]
    search_fields = ["event__folded"]
    search_help_text = _("Words of the event's name or of the report's title.")
    ordering = ["-pk"]

    def get_urls(self):
        return [*report_pages(self.admin_site), *super().get_urls()]

    def get_queryset(self, request):
        return opened(super().get_queryset(request), request.user, timezone.now())

    def get_object(self, request, object_id, from_field=None):
        return the_one(request, Report, object_id, _opened)

    def get_fieldsets(self, request, obj=None):
        words = ["words"] if self.has_words_shut(request, obj) else Edition.WORDS
        return [(WHICH, {"fields": ["event", "language"]}), (WORDS, {"fields": words})]

    def get_readonly_fields(self, request, obj=None):
        if not obj:
            return []
        shut = Edition.WORDS if self.has_words_shut(request, obj) else []
        return ["event", "language", "words", *shut]

    def has_words_shut(self, request, obj):
        """Say whether the words can only be read; those that were sent are never dropped."""
        if not obj:
            return False
        scheduled = bool(obj.coming_at)
        return not self.has_change_permission(request, obj) or (
            scheduled and "title" not in request.POST
        )

    @admin.display(description=_("the words"))
    def words(self, report):
        edition = report.edition_in_hand()
        return render_to_string("admin/events/report/words.html", {"edition": edition})

    def versions_of(self, key, user):
        """Return the report's own Versions and those of its texts, discarded ones too."""
        text = Edition._meta.label_lower
        gone = Version.objects.filter(
            kind=text, action=Version.Action.DELETED, data__fields__report_id=key
        )
        there = Edition.objects.filter(report=key)
        # Named one by one: asked with OR, PostgreSQL would look at every Version.
        texts = {*there.values_list("pk", flat=True), *gone.values_list("record_id", flat=True)}
        return Version.objects.filter(
            Q(kind=Report._meta.label_lower, record_id=key) | Q(kind=text, record_id__in=texts)
        )

    def may_read_trail(self, user, record, newest):
        if record:
            return Report.objects.open_to(user).filter(pk=record.pk).exists()
        event = newest.data["fields"].get("event_id")
        is_limited = Event.objects.limited_to_others(user).filter(pk=event).exists()
        return event is not None and not is_limited and may_read_event(user, event)

    def open_versions(self, user, versions):
        # A public event may limit its drafts too.
        limited = Event.objects.limited_to_others(user).values("pk")
        events = Event.objects.filter(pk__in={v.data["fields"]["event_id"] for v in versions})
        open_ = set(events.exclude(pk__in=limited).values_list("pk", flat=True))
        return [v for v in versions if v.data["fields"]["event_id"] in open_]

    # The list

    @admin.display(description=_("title"), ordering="newest_title")
    def title(self, report):
        return report.newest_title or "–"

    @admin.display(description=_("state"))
    def state(self, report):
        states = []
        if report.is_due:
            states.append(_("public") if report.is_shown else _("not public"))
        if report.coming_state:
            alone, beside = _("goes out on %(state)s"), _("a new text goes out on %(state)s")
            coming = dates.moment(report.coming_at)
            if not report.coming_at:
                alone, beside = "%(state)s", _("a new text is %(state)s")
                coming = Edition.State(report.coming_state).label
            states.append((beside if states else alone) % {"state": coming})
        return ", ".join(map(str, states))

    @admin.display(description=_("last updated"), ordering=F("told_at").desc(nulls_last=True))
    def last_updated(self, report):
        return dates.moment(report.told_at)

    def get_search_results(self, request, queryset, search_term):
        """Find by folded words of the event or of any of the report's texts."""
        if search_term and not names.terms(search_term):
            return queryset.none(), False
        return queryset.matching(search_term), False

    # The form

    def get_changeform_initial_data(self, request):
        event = record_of(Event.objects.open_to(request.user), request.GET.get("event"))
        if not event:
            return {}
        same = Event.objects.filter(folded__startswith=names.fold(event.name)).exclude(pk=event.pk)
        named = {"event": f"{event} ({event.pk})" if same.exists() else str(event)}
        return named | _free_language(event)

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        form, every = context["adminform"].form, texts(obj, request.user) if obj else []
        if self.has_change_permission(request, obj):
            context["panel"] = panel(obj, every, form, request.user)
        if obj:
            context |= {
                "report": obj,
                "versions": versions(every),
                "newest": next(iter(every), None),
            }
            if form.edition and form.edition.is_open():
                context |= questions(form.edition, form, request)
            context["bar"] = bar(obj.event, request.user)
            context["event"] = obj.event
            context["is_given"] = any(text.edition.publish_at for text in every)
            may = self.has_change_permission(request, obj)
            context["remarks"] = conversation(obj, request.user, field=may and form["said"])
        return super().render_change_form(request, context, add, change, form_url, obj)

    def error_list(self, form, rows, context):
        """Name one by one what stands under “Before you publish”, beside what the step wants."""
        told = super().error_list(form, rows, context)
        is_asked = getattr(form.refused, "code", "questions") == "questions"
        if not form.is_bound or form.step not in PUBLISHING or not is_asked:
            return told
        # Where it is to be mended, or else where it is answered.
        waiting = [
            {
                "message": finding.words,
                "id": finding.anchor if finding.is_error else f"id_answer_{number}",
            }
            for number, finding in enumerate(context.get("findings", ()), 1)
            if not finding.answered
        ]
        # What the door refused says only how many they are.
        return waiting or told if form.refused else told + waiting

    def view_on_site(self, report):
        public = Report.objects.public().filter(pk=report.pk)
        return report.get_absolute_url() if public.exists() else None

    # Two at once: the words are those of a text, and so is the number that the form carries.

    standing_model = Edition

    def standing(self, report):
        if not report or not report.pk:
            return None
        return report.edition_in_hand()

    def is_base(self, report, version):
        return version.data["fields"].get("report_id") == report.pk

    def meant(self, request, edition):
        stands = history.snapshot(edition)
        return stands | {"fields": stands["fields"] | request.words}

    def put_merged(self, request, edition, data):
        words = {name: data["fields"][name] for name in Edition.WORDS}
        if edition.publish_at is None:
            take(Step.EDIT, edition, by=request.user, words=words)
            return edition
        return begin(edition.report, words, by=request.user)

    # Saving

    def save_model(self, request, obj, form, change):
        """Save nothing yet: the words go through the door, with the step that was chosen."""

    def save_related(self, request, form, formsets, change):
        if getattr(request, "is_trial", False):
            request.words = form.words if form.writes else {}
            return
        edition = form.chosen
        if form.step != Step.DISCARD:
            saved = self.save_words(request, form)
            edition = edition or saved
            take_answers(request, form.instance)
        if not form.step:
            return
        if not edition:
            raise ValidationError(_("Readers have this text already: change it first."))
        request.step = form.step
        take(form.step, edition, by=request.user, **form.asked)

    def save_words(self, request, form):
        """Save the words where they differ; those that went out stay as they are."""
        report, edition = form.instance, form.edition
        if not report.pk:
            with history.change(report, by=request.user):
                report.save()
                return begin(report, form.words, by=request.user)
        if not form.writes or (edition and form.words == edition.words):
            return edition if edition and edition.is_open() else None
        if edition and edition.is_open():
            take(Step.EDIT, edition, by=request.user, words=form.words)
            return edition
        return begin(report, form.words, by=request.user)

    def response_add(self, request, obj, post_url_continue=None):
        return self.after_step(request, obj) or super().response_add(
            request, obj, post_url_continue
        )

    def response_change(self, request, obj):
        return self.after_step(request, obj) or super().response_change(request, obj)

    def after_step(self, request, report):
        """Say what a step did, and go on to the form, or to the list if there is none any more."""
        step = getattr(request, "step", None)
        if not step:
            return None
        if not Report.objects.filter(pk=report.pk).exists():
            self.message_user(request, _("The report was discarded."))
            return redirect("admin:events_report_changelist")
        level, message = done(step, report)
        self.message_user(request, message, level)
        return redirect("admin:events_report_change", report.pk)

    def has_delete_permission(self, request, obj=None):
        """Words that went out stay: only a report that nobody read can be deleted."""
        may = super().has_delete_permission(request, obj)
        return may and not (obj and obj.is_given())

    def get_deleted_objects(self, objs, request):
        lacking = staying(objs, self.admin_site, request)
        return [str(report) for report in objs], {_("reports"): len(objs)}, lacking, []


def _used_languages():
    return Report.objects.order_by("language").values_list("language", flat=True).distinct()


def _free_language(event):
    """Choose a language of the site, or else of other reports, in which an event has none yet."""
    taken = set(event.reports.values_list("language", flat=True))
    known = [*dict(settings.LANGUAGES), *_used_languages()]
    free = [code for code in known if code not in taken]
    return {"language": free[0]} if free else {}


def opened(rows, user, now):
    """Return the reports that one of the staff may open, with what their list says of each."""
    editions = Edition.objects.filter(report=OuterRef("pk")).order_by("-sequence")
    coming = editions.exclude(publish_at__lte=now)
    counting = Update.objects.counting_beside(OuterRef("event"), OuterRef("language"), now)
    public = Report.objects.public(now).filter(pk=OuterRef("pk"))
    return rows.open_to(user).annotate(
        newest_title=Subquery(editions.values("title")[:1]),
        coming_state=Subquery(coming.values("state")[:1]),
        coming_at=Subquery(coming.values("publish_at")[:1]),
        is_due=Exists(Edition.objects.due(now).filter(report=OuterRef("pk"))),
        is_shown=Exists(public),
        told_at=Subquery(counting.values("at")[:1]),
    )


@prepared
def _opened(pk, user, now):
    return opened(Report.objects.filter(pk=pk), SimpleNamespace(pk=user), now)
