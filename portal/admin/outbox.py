"""The outbox, for administrators: what waits, what was given up, and why."""

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from portal import dates
from portal.admin.records import StaffAdmin
from portal.models import Letter


class StateFilter(admin.SimpleListFilter):
    title = _("state")
    parameter_name = "state"

    def lookups(self, request, model_admin):
        return [("waiting", _("waiting")), ("stuck", _("given up")), ("sent", _("sent"))]

    def queryset(self, request, queryset):
        if self.value() == "sent":
            return queryset.filter(sent_at__isnull=False)
        stuck = Letter.objects.stuck().values("pk")
        if self.value() == "stuck":
            return queryset.filter(pk__in=stuck)
        if self.value() == "waiting":
            return queryset.filter(sent_at__isnull=True).exclude(pk__in=stuck)
        return queryset


class LetterAdmin(StaffAdmin):
    """The outbox. What a letter says is shown to nobody: links in it open accounts."""

    is_of_record = False
    list_display = ["subject", "to", "written", "state", "trouble"]
    list_display_links = None
    list_filter = [StateFilter]
    search_fields = ["to", "subject"]
    actions = ["send_again"]

    @admin.display(description=_("written"), ordering="written_at")
    def written(self, letter):
        return dates.moment(letter.written_at)

    @admin.display(description=_("state"))
    def state(self, letter):
        if letter.sent_at:
            return _("sent %(moment)s") % {"moment": dates.moment(letter.sent_at)}
        if letter.is_stuck:
            return _("given up")
        if letter.tries:
            return _("tried again on %(moment)s") % {"moment": dates.moment(letter.try_at)}
        return _("waiting")

    @admin.action(description=_("Send again what was given up"), permissions=["change"])
    def send_again(self, request, queryset):
        stuck = queryset.filter(pk__in=Letter.objects.stuck().values("pk"))
        count = stuck.update(try_at=timezone.now(), tries=0)
        words = ngettext(
            "%(n)d letter goes out with the next mail.",
            "%(n)d letters go out with the next mail.",
            count,
        )
        self.message_user(request, words % {"n": count})

    def standing(self, obj):
        """A letter is no record: it has no number that a form could carry."""

    def has_add_permission(self, request):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    def change_view(self, request, object_id, form_url="", extra_context=None):
        """There is nothing to open: send to the list."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        return redirect("admin:portal_letter_changelist")
