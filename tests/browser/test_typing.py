"""Where typing begins in a form of the staff, and what a browser would leave out of it."""

import pytest
from django.urls import reverse

from events.models import Edition, Event
from portal import history
from tests import builders
from tests.browser.signing import sign_in
from tests.staff import address_of, staff

pytestmark = pytest.mark.browser

UNFINISHED = "This is not complete: fill in every part of it, or clear it."


@pytest.fixture
def desk(page):
    sign_in(page, staff("Administrator"))
    return page


FIRST = {
    "events_event": "name",
    "events_report": "event",
    "events_project": "title",
    "people_person": "name",
    "organisations_organisation": "official_name",
}


def test_new_form_is_typed_into_at_once(desk):
    for kind, first in FIRST.items():
        address = reverse(f"admin:{kind}_add")
        desk.goto(address)
        desk.keyboard.type("Study visit")
        assert desk.locator(f"#id_{first}").input_value() == "Study visit", kind
        assert desk.url.endswith(address)


def test_after_a_refusal_one_begins_at_what_is_to_be_mended(desk):
    desk.goto(reverse("admin:events_event_add"))
    desk.keyboard.press("Enter")
    desk.get_by_role("alert").get_by_role("heading").wait_for()
    assert desk.evaluate("document.activeElement.className") == "error-summary"
    desk.keyboard.press("Tab")
    assert "needed" not in desk.evaluate("document.activeElement.textContent")
    assert desk.evaluate("document.activeElement.hash") == "#id_name_row"


def test_who_was_told_something_goes_on_from_there(new_page):
    user, page, other = staff("Author"), new_page(), new_page()
    for each in (other, page):
        sign_in(each, user)
    page.goto(reverse("admin:signed_in"))
    page.get_by_role("button", name="End Chrome").focus()
    page.keyboard.press("Enter")
    page.locator(".told:focus", has_text="You are signed out there.").wait_for()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "change your password"


def test_half_of_a_moment_sends_nothing_out(desk):
    words = {"lead": "Roads were spoken of.", "body": "<p>Forty people came.</p>"}
    report = builders.report(builders.event(), published=False, **words).report
    desk.goto(address_of(report))
    field = desk.get_by_label("Goes out on")
    desk.locator("summary", has_text="publish").click()
    field.click()
    field.press_sequentially("1205")
    button = desk.get_by_role("button", name="Publish without a second reader").first
    button.click()
    told = desk.get_by_text(UNFINISHED)
    assert told.is_visible()
    assert desk.evaluate("document.activeElement.id") == field.get_attribute("id")
    assert field.get_attribute("aria-describedby").split()[0] == told.locator(
        "xpath=.."
    ).get_attribute("id")
    assert Edition.objects.get().publish_at is None
    field.fill("2031-05-12T10:30")
    desk.get_by_label("Why is there no second reader?").fill("Nobody else is here")
    assert desk.get_by_text(UNFINISHED).count() == 0
    button.click()
    desk.locator(".messagelist .success").wait_for()
    assert f"{Edition.objects.get().publish_at:%Y-%m-%d}" == "2031-05-12"


def test_half_of_an_hour_and_no_number_are_told_beside_their_fields(desk):
    event = builders.event()
    desk.goto(address_of(event))
    hour = desk.locator("#id_starts_at")
    hour.click()
    hour.press_sequentially("10")
    length = desk.locator("#id_length_days")
    length.click()
    length.press_sequentially("3e")
    desk.get_by_role("button", name="Save and continue editing").click()
    assert desk.get_by_text(UNFINISHED).count() == 2
    assert desk.evaluate("document.activeElement.id") == "id_starts_at"
    assert Event.objects.get().number == event.number


def test_row_that_is_added_begins_in_its_name_and_not_in_its_place_in_the_order(desk):
    desk.goto(address_of(builders.event()))
    for rows, field in ("participations", "who"), ("places", "venue"), ("bodies", "institution"):
        desk.locator(f"#{rows}-group > .add-row").click()
        assert desk.evaluate("document.activeElement.name") == f"{rows}-1-{field}"


def test_half_of_a_day_in_a_removed_row_is_no_hindrance(desk):
    person = builders.person()
    with history.change(person, by=None):
        person.positions.create(title="Head", organisation=builders.organisation())
    desk.goto(address_of(person))
    row = desk.locator("#positions-0")
    since = row.get_by_label("From", exact=True)
    since.click()
    since.press_sequentially("12")
    save = desk.get_by_role("button", name="Save and continue editing")
    save.click()
    assert desk.get_by_text(UNFINISHED).is_visible()
    row.get_by_label("Remove").check()
    save.click()
    desk.locator(".messagelist .success").wait_for()
    assert not person.positions.exists()


WORD = """<h1>Roads</h1><p class=MsoNormal>What was <b>said</b>:</p>
<p class=MsoListParagraphCxSpFirst style='mso-list:l0 level1 lfo1'><span style='mso-list:Ignore'>·
<span>&nbsp;&nbsp;&nbsp;</span></span>First bullet</p>
<p class=MsoListParagraphCxSpLast style='mso-list:l0 level1 lfo1'><span style='mso-list:Ignore'>·
<span>&nbsp;&nbsp;&nbsp;</span></span>Second bullet</p>"""

PASTE = """(area, html) => {
  const data = new DataTransfer();
  data.setData("text/html", html);
  const options = {clipboardData: data, bubbles: true, cancelable: true};
  area.dispatchEvent(new ClipboardEvent("paste", options));
}"""


def test_what_is_pasted_from_word_stands_at_once_as_it_is_saved(desk):
    report = builders.report(builders.event(), published=False).report
    desk.goto(address_of(report))
    area = desk.get_by_role("textbox", name="Text")
    area.click()
    area.evaluate(PASTE, WORD)
    area.get_by_role("heading", name="Roads", level=2).wait_for()
    assert area.get_by_role("listitem").all_inner_texts() == ["First bullet", "Second bullet"]
    assert area.locator("strong").all_inner_texts() == ["said"]
    desk.get_by_role("button", name="Save", exact=True).click()
    desk.locator(".messagelist .success").wait_for()
    body = Edition.objects.get().body
    assert body == (
        "<h2>Roads</h2><p>What was <strong>said</strong>:</p>"
        "<ul><li>First bullet</li><li>Second bullet</li></ul>"
    )


def test_what_is_pasted_is_not_lost_when_nobody_is_asked(desk):
    report = builders.report(builders.event(), published=False).report
    desk.goto(address_of(report))
    desk.route("**/admin/pasted/", lambda route: route.abort())
    area = desk.get_by_role("textbox", name="Text")
    area.click()
    area.evaluate(PASTE, "<p>Forty people came</p>")
    area.get_by_text("Forty people came").wait_for()
    desk.complaints.clear()
