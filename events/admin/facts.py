"""Who may change the facts of an event, and what is told of it: its form, and that of its list."""

from types import SimpleNamespace

from django.contrib import messages
from django.db.models import Exists, OuterRef
from django.utils import timezone
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from events.admin.access import may_read_event, the_one
from events.admin.lines import has_too_many
from events.changes import never_small
from events.forms import country_field, language_field
from events.lookup import EVENTS
from events.models import Event
from events.updates import shut
from portal.admin import RecordAdmin
from portal.prepared import prepared

CHANGED = gettext_lazy("What changed?")


class FactsAdmin(RecordAdmin):
    lookup = EVENTS

    def get_queryset(self, request):
        return opened(super().get_queryset(request), request.user, timezone.now())

    def get_object(self, request, object_id, from_field=None):
        return the_one(request, Event, object_id, _opened)

    def has_change_permission(self, request, obj=None):
        """Facts that readers were told of are changed by editors; others propose."""
        may = super().has_change_permission(request, obj)
        return may and not (self.is_shut(request, obj) and not hasattr(request, "keeps_typed"))

    def is_shut(self, request, obj):
        return bool(obj and obj.pk and obj.is_shut_to(request.user))

    def get_form(self, request, obj=None, change=False, **kwargs):
        if self.is_shut(request, obj):
            request.refused = shut()
        return super().get_form(request, obj, change, **kwargs)

    def view_on_site(self, obj):
        """Ask nothing: who reads the form knows already whether readers see the event."""
        return obj.get_absolute_url() if obj.is_shown else None

    def may_read_trail(self, user, record, newest):
        return may_read_event(user, record.pk if record else newest.record_id)

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        if request.method == "POST":
            # Sent to an event that became public meanwhile: refused, and nothing typed is lost.
            request.keeps_typed = True
        return super().changeform_view(request, object_id, form_url, extra_context)

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        context["countries"] = country_field().labels.items()
        context["languages"] = language_field().labels.items()
        return super().render_change_form(request, context, add, change, form_url, obj)

    def tell(self, request, form, passing):
        update = passing.update
        if not update or not passing.before:
            return
        if update.minor:
            self.message_user(
                request, _("Saved as a small correction: “Last updated” stays as it is.")
            )
        elif form.cleaned_data.get("minor"):
            reasons = never_small(passing.before, passing.after)
            self.message_user(
                request,
                _(
                    "This was not saved as a small correction, because it changes %(what)s. "
                    "“Last updated” has moved; readers see: “%(note)s”"
                )
                % {"what": get_text_list(reasons, _("and")), "note": update.note},
                messages.WARNING,
            )
        else:
            self.message_user(request, _("Readers see: “%(note)s”") % {"note": update.note})


def opened(rows, user, now):
    """Return the events that one of the staff may open, and whether readers see each."""
    public = Event.objects.public(now).filter(pk=OuterRef("pk"))
    return rows.open_to(user, now).annotate(is_shown=Exists(public))


@prepared
def _opened(pk, user, now):
    rows = Event.objects.filter(pk=pk).annotate(is_long=has_too_many())
    return opened(rows, SimpleNamespace(pk=user), now)
