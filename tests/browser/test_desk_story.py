"""A text on its way from its author over a second reader to the public."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from tests import builders
from tests.browser.signing import sign_in
from tests.staff import staff

pytestmark = pytest.mark.browser

HOUR = datetime.timedelta(hours=1)


class Clock:
    """The time as the site reads it: that of the machine, and what a test lets pass."""

    def __init__(self):
        self.real, self.passed = timezone.now, datetime.timedelta()

    def read(self):
        return self.real() + self.passed

    def forward(self, span):
        self.passed += span


@pytest.fixture
def clock(monkeypatch):
    clock = Clock()
    monkeypatch.setattr(timezone, "now", clock.read)
    return clock


def press(page, step):
    page.get_by_role("button", name=step, exact=True).click()


def added(page):
    """Return the words that a comparison marks as new."""
    return "".join(mark.text_content() for mark in page.locator("ins").all())


def last_updated(page, event):
    page.goto(event.get_absolute_url())
    told = page.locator("strong", has_text="Last updated:").first
    return told.locator("time").get_attribute("datetime")


def told(page):
    """Return the public history of a page: each sentence, and whether it is a small one."""
    lines = page.locator("#history li").all()
    return [
        (line.locator("span > span").first.inner_text(), line.locator(".tag").count() == 1)
        for line in lines
    ]


def test_text_goes_from_its_author_over_a_second_reader_to_the_public(new_page, clock):
    event = builders.event("Workshop")
    first = builders.report(event, "A workshop", lead="It was held.", body="<p>Much was said.</p>")
    form = reverse("admin:events_report_change", args=[first.report_id])
    author, editor, reader = new_page(), new_page(), new_page()
    sign_in(author, staff("Author"))
    sign_in(editor, staff("Editor"))

    # The author begins a new text and hands it in; the editor compares and sends back.
    author.goto(form)
    author.get_by_label("Title needed").fill("A workshop on bridgs")
    press(author, "Save")
    press(author, "Hand in")
    author.get_by_text("Handed in: a second reader is asked to look at it.").wait_for()
    editor.goto("/admin/")
    editor.get_by_role("link", name="A workshop on bridgs").first.click()
    steps = editor.get_by_label("State and next steps")
    steps.get_by_text("waiting for a second reader").wait_for()
    editor.get_by_role("link", name="Compare texts").click()
    editor.get_by_role("heading", name="Compare two texts").wait_for()
    assert "on bridgs" in added(editor)
    editor.goto(form)
    editor.locator("summary", has_text="Send back").click()
    editor.get_by_label("What is to be mended?").fill("Bridges has an e.")
    press(editor, "Send back")
    editor.get_by_text("Sent back with your remark.").wait_for()

    # The author finds the remark on the desk, mends the text and hands it in again.
    author.goto("/admin/")
    author.get_by_text("Bridges has an e.").wait_for()
    author.get_by_role("link", name="A workshop on bridgs").first.click()
    author.locator("blockquote", has_text="Bridges has an e.").wait_for()
    author.get_by_label("Title needed").fill("A workshop on bridges")
    press(author, "Hand in")
    author.get_by_text("Handed in: a second reader is asked to look at it.").wait_for()

    # The editor gives it its time; readers have it then and no sooner.
    due = (timezone.localtime() + HOUR).replace(second=0, microsecond=0)
    editor.goto(form)
    editor.get_by_label("Goes out on").fill(due.strftime("%Y-%m-%dT%H:%M"))
    editor.get_by_label("What changed? Readers will see this sentence.").fill("More was told.")
    press(editor, "Approve and publish")
    editor.locator(".messagelist .success", has_text="Goes out on").wait_for()
    before = last_updated(reader, event)
    assert reader.get_by_role("heading", level=1).inner_text() == "A workshop"
    clock.forward(HOUR)
    assert last_updated(reader, event) == due.isoformat()
    assert before < due.isoformat()
    assert reader.get_by_role("heading", level=1).inner_text() == "A workshop on bridges"

    # A small correction leaves “Last updated”, a change of the facts moves it.
    # Who looks away for two hours is signed out.
    clock.forward(HOUR / 2)
    editor.goto(form)
    editor.get_by_label("Title needed").fill("A workshop on Bridges")
    press(editor, "Save")
    editor.locator("summary", has_text="Publish without a second reader").click()
    editor.get_by_label("Why is there no second reader?").fill("A capital letter.")
    editor.get_by_label("What changed? Readers will see this sentence.").fill("A capital letter.")
    editor.get_by_label("Small correction:").check()
    press(editor, "Publish without a second reader")
    editor.get_by_role("link", name="read it as readers do").click()
    editor.get_by_role("heading", name="A workshop on Bridges", level=1).wait_for()
    assert last_updated(reader, event) == due.isoformat()
    clock.forward(HOUR)
    editor.goto(reverse("admin:events_event_change", args=[event.pk]))
    editor.locator("#places-0").get_by_label("Town").fill("Niš")
    editor.get_by_label("What changed? Readers will see this sentence.").fill("It was in Niš.")
    press(editor, "Save")
    editor.locator(".messagelist .success").wait_for()
    assert last_updated(reader, event) > due.isoformat()

    # The public history tells all of it, and what changed in the text.
    assert told(reader)[:3] == [
        ("It was in Niš.", False),
        ("A capital letter.", True),
        ("More was told.", False),
    ]
    reader.locator("#history li").nth(2).get_by_role("link", name="What changed").click()
    reader.get_by_role("heading", name="What changed", level=1).wait_for()
    assert "on bridges" in added(reader)
