"""What a list added is taken away again, as one."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import ProtectedError
from django.utils.translation import gettext as _

from events.models import Event, Participation, Taking
from organisations.models import Organisation
from people.models import Person
from portal import history

AT_ONCE = 1000


def undo(taking, *, by, now=None):
    """Take the lines of a list off the event again, and who was made for them and is used nowhere.

    What somebody changed since of the people and institutions stays, and so do other lines.
    """
    reason = (_("Undone: %(title)s") % {"title": taking.title})[:500]
    with transaction.atomic():
        _take_lines_off(taking, by, reason, now)
        _remove_unused(taking, by, reason, now)


def _take_lines_off(taking, by, reason, now):
    event = Event.there(taking.event_id)
    with history.change(event, by=by, reason=reason, now=now) as passing:
        event.refresh_from_db()
        taking = Taking.objects.select_for_update().get(pk=taking.pk)
        if taking.undone_at:
            raise ValidationError(_("This list was undone already."), code="undone")
        for start in range(0, len(taking.lines), AT_ONCE):
            keys = taking.lines[start : start + AT_ONCE]
            Participation.objects.filter(event=event, pk__in=keys).delete()
        _show_names_as_before(event, taking)
        Taking.objects.filter(pk=taking.pk).update(undone_at=passing.at)


def _show_names_as_before(event, taking):
    """Take back who is shown by name, unless somebody said it anew; a later list passes it on."""
    before = {"names_shown": taking.names_shown, "names_reason": taking.names_reason}
    standing = Taking.objects.filter(event=event, pk__gt=taking.pk, undone_at=None)
    if later := standing.order_by("pk").first():
        if (later.names_shown, later.names_reason) == _then(taking):
            Taking.objects.filter(pk=later.pk).update(**before)
    elif (event.names_shown, event.names_reason) == _then(taking):
        event.names_shown, event.names_reason = taking.names_shown, taking.names_reason
        event.save(update_fields=["names_shown", "names_reason"])


def _then(taking):
    return taking.names_shown_then, taking.names_reason_then


def _remove_unused(taking, by, reason, now):
    for start in range(0, len(taking.people), AT_ONCE):
        people = Person.objects.filter(pk__in=taking.people[start : start + AT_ONCE], number=1)
        history.remove_unused(list(people), by=by, reason=reason, now=now)
    # Departments were made after what they are part of.
    for body in Organisation.objects.filter(pk__in=taking.organisations, number=1).order_by("-pk"):
        try:
            history.remove(body, by=by, reason=reason, now=now)
        except ProtectedError:
            # Somebody else uses it since.
            continue
