"""Words that nobody may read: newer texts beside public ones, and what staff say of them."""

import datetime
import itertools

from django.contrib.auth.models import User
from django.utils import timezone

from events.models import Edition, ProofLink
from portal import history, names
from portal.models import Letter, SetAside
from tests import builders
from tests.nets.world import texts
from tests.staff import staff

# Stands in every word of what is hidden, and in no word of the site.
MARK = "xqz"

NUMBERS = itertools.count()

# In which a newer text of a public event is not out yet.
TEXT_STATES = ("draft", "submitted", "returned", "scheduled")
LATER = datetime.timedelta(days=1)


def hidden_words():
    """Return a function that gives for each field words of its own, all of them marked."""
    return lambda field: f"{MARK}{next(NUMBERS)} {MARK}{names.slug(field)}"


def add_texts(world):
    """Give the event a live text in four languages."""
    for language in ("de", "fr", "sr"):
        builders.report(world.event, f"Older text in {language}", language=language)


def write_anew(world):
    """Write a newer text in each state, and all that staff say about it."""
    write = hidden_words()
    colleague = staff("Editor", f"{MARK}colleague")
    User.objects.update(first_name=write("first"), last_name=write("last"))
    reports = world.event.reports.order_by("language")
    for report, state in zip(reports, TEXT_STATES, strict=True):
        text = Edition(report=report, **texts(Edition, write))
        with history.change(text, by=colleague):
            text.save()
        bring(text, state, colleague, write)
        report.remarks.create(event=world.event, edition=text, text=write("remark"), by=colleague)
        report.answers.create(key=write("key"), words=write("answer"), by=colleague)
        SetAside.objects.create(
            kind="events.report",
            record_id=report.pk,
            number=1,
            data={"typed": [["title", write("typed")]]},
            note=write("note"),
            user=colleague,
        )
    world.event.remarks.create(event=world.event, text=write("proposal"), by=colleague)
    Letter.objects.create(to="a@office.example", subject=write("subject"), body=write("body"))
    ProofLink.objects.create(
        edition=text, key=f"{MARK}key", made_by=colleague, ends_at=timezone.now() + LATER
    )


def bring(text, state, by, write):
    if state in ("submitted", "returned"):
        text.hand_in(by=by)
    if state == "returned":
        text.send_back(by=by, remark=write("remark"))
    if state == "scheduled":
        at = timezone.now() + LATER
        text.publish(by=by, note=write("note"), alone=write("alone"), at=at)
