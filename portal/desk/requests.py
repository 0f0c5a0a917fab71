"""What people outside ask about themselves, on the desk of the data protection officer."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from events.models import Request
from portal.desk.piles import Item, Pile


def waiting(reader):
    return Request.objects.open()


def item(asked, reader):
    return Item(
        asked.get_wish_display(),
        reverse("admin:case", args=[asked.pk]),
        about=_("number %(number)d") % {"number": asked.pk},
        at=asked.due,
        at_words=_("to be answered by"),
        marks=[_("late")] if asked.days_left(reader.now) < 0 else [],
    )


PILES = [
    Pile(
        "requests",
        gettext_lazy("Requests of people"),
        gettext_lazy("Check who asks, hide while you examine, decide, answer within thirty days."),
        waiting,
        item,
        "people.erase_person",
    )
]
