"""Two have one record open in their own browsers: nothing of what the second typed is lost."""

import pytest
from django.urls import reverse

from portal.models import SetAside
from tests import builders
from tests.browser.signing import sign_in
from tests.browser.test_staff_task import line
from tests.staff import staff

pytestmark = [pytest.mark.browser, pytest.mark.staff_task]


def told(page, side):
    """Return line by line what one side changed, with what is said aloud only."""
    rows = page.get_by_role("region", name=side).locator(".differences > li")
    return [" ".join(row.inner_text().split()) for row in rows.all()]


def both(page):
    """Return the rows of the table of what both changed."""
    rows = page.get_by_role("region", name="Changed by both").get_by_role("row").all()
    return [row.locator("th, td").all_inner_texts() for row in rows]


def test_two_windows_on_a_list_and_on_a_text_lose_nothing(new_page):
    event = builders.event("Workshop on roads")
    builders.line(event, person=builders.person("Ana Anić"), position="Head")
    builders.line(event, person=builders.person("Mila Milić"), position="Guest", order=20)
    report = builders.report(event, lead="Two spoke.", body="<p>Roads were built.</p>").report
    one, two = new_page(), new_page()
    sign_in(one, staff("Editor", "one"))
    sign_in(two, staff("Editor", "two"))

    # The list of an event
    address = reverse("admin:events_event_change", args=[event.pk])
    one.goto(address)
    two.goto(address)
    two.get_by_text("Opened by one").wait_for()
    one.get_by_label("Name needed").fill("Workshop on bridges")
    line(one, 1).get_by_label("Position then").fill("Chief")
    one.get_by_role("button", name="Save", exact=True).click()
    one.get_by_text("Readers see:").wait_for()
    line(two, 1).get_by_label("Position then").fill("Director")
    line(two, 2).get_by_label("Position then").fill("Speaker")
    two.get_by_role("button", name="Add: line of the list").click()
    line(two, 3).get_by_label("Person", exact=True).fill("Jovan Jovanović")
    two.get_by_label("What changed? Readers will see this sentence.").fill("Jovan came too.")
    two.get_by_role("button", name="Save", exact=True).click()
    two.get_by_role("heading", name="Two have changed this", level=1).wait_for()
    # Who is told goes on from there.
    begun = two.locator(":focus").get_by_text("While you were writing, somebody else saved.")
    begun.wait_for()
    assert both(two) == [
        ["What", "Before", "Theirs", "Yours"],
        ["Who took part: Ana Anić: Position then", "Head", "Chief", "Director"],
    ]
    assert told(two, "What they changed") == [
        "Name: removed: Workshop on roads added: Workshop on bridges",
        "Who took part: Ana Anić Position then: removed: Head added: Chief",
    ]
    assert told(two, "What you typed") == [
        "Who took part: Ana Anić Position then: removed: Head added: Director",
        "Who took part: Mila Milić Position then: removed: Guest added: Speaker",
        "Who took part: Jovan Jovanović added",
    ]
    assert [str(x.position) for x in event.participations.all()] == ["Chief", "Guest"]
    two.get_by_role("button", name="Put mine onto the newer one").click()
    two.get_by_text("What you had typed is saved onto the newer one.").wait_for()
    event.refresh_from_db()
    assert event.name == "Workshop on bridges"
    assert [(str(x.person), x.position) for x in event.participations.all()] == [
        ("Ana Anić", "Director"),
        ("Mila Milić", "Speaker"),
        ("Jovan Jovanović", ""),
    ]
    assert event.updates.first().note == "Jovan came too."

    # The text of its report, which neither has begun yet
    address = reverse("admin:events_report_change", args=[report.pk])
    one.goto(address)
    two.goto(address)
    for page, lead, body in ((one, "They spoke.", "Roads."), (two, "Both spoke.", "Bridges.")):
        page.get_by_label("Lead").fill(lead)
        page.get_by_role("textbox", name="Text", exact=True).fill(body)
    two.get_by_label("Credits").fill("Written by two")
    for page in (one, two):
        page.get_by_role("button", name="Save", exact=True).click()
    two.get_by_role("heading", name="Two have changed this", level=1).wait_for()
    assert both(two) == [
        ["What", "Before", "Theirs", "Yours"],
        ["Lead", "Two spoke.", "They spoke.", "Both spoke."],
        ["Text", "Roads were built.", "Roads.", "Bridges."],
    ]
    assert told(two, "What they changed")[1:3] == [
        "Lead: removed: Two spoke. added: They spoke.",
        "Text: Roads removed: were built.",
    ]
    assert told(two, "What you typed") == [
        "Lead: removed: Two spoke. added: Both spoke.",
        "Text: removed: Roads were built. added: Bridges.",
        "Credits: added: Written by two",
    ]
    assert report.coming_edition().lead == "They spoke."
    two.get_by_role("button", name="Put mine onto the newer one").click()
    two.get_by_text("What you had typed is saved onto the newer one.").wait_for()
    assert report.coming_edition().words == {
        "title": "What was said",
        "lead": "Both spoke.",
        "body": "<p>Bridges.</p>",
        "credits": "Written by two",
    }
    assert report.live_edition().lead == "Two spoke."
    assert not SetAside.objects.exists()
