"""A report in a colleague's mail becomes a public event with its list."""

import pytest
from playwright.sync_api import expect

from events.models import Event
from tests import builders
from tests.browser.signing import sign_in
from tests.staff import staff

pytestmark = pytest.mark.browser

MAIL = """Workshop on old bridges

Within the project “Safer Bridges” a two-day workshop on old bridges was held in Novi Sad on 14 \
and 15 March 2023. Dr Mila Milic, Director of the Institute of Works, opened it, and Mr Jovan \
Jović, adviser at the Ministry of Transport, moderated it. The Chamber of Engineers and \
colleagues from Slovenia and Austria took part. More than 40 people came.
"""


class Hands:
    """What somebody does on a page, counted: every click, every field typed into, every key."""

    def __init__(self, page):
        self.page = page
        self.actions = 0

    def click(self, target):
        self.actions += 1
        target.click()

    def type(self, target, words):
        self.actions += 1
        target.fill(words)

    def press(self, key):
        self.actions += 1
        self.page.keyboard.press(key)


def test_pasted_report_becomes_an_event_with_its_list_in_fewer_than_fifteen_actions(new_page):
    builders.person("Mila Milić", honorific="Dr")
    builders.organisation("Institute of Works")
    for name in ("Opening", "Moderator"):
        builders.role(name)
    page, reader = new_page(), new_page(java_script_enabled=False)
    sign_in(page, staff("Editor"))
    hands = Hands(page)

    # The mail is pasted; what was understood of the event is looked over and saved by Enter.
    hands.click(page.get_by_role("link", name="Begin with a text"))
    hands.type(page.get_by_label("The text"), MAIL)
    hands.click(page.get_by_role("button", name="Read it"))
    assert page.get_by_label("First day").input_value() == "2023-03-14"
    assert page.get_by_label("Last day").input_value() == "2023-03-15"
    assert page.get_by_label("Project").locator("option:checked").inner_text() == (
        "a new one: “Safer Bridges”"
    )
    hands.type(page.get_by_label("What it is"), "Workshop on the care of old bridges")
    hands.press("Enter")

    # One of five lines is in doubt: it is the Mila Milić who is known.
    page.get_by_role("heading", name="Look the list over").wait_for()
    expect(page.locator(".doubtful")).to_have_count(1)
    assert page.locator(".doubtful strong").inner_text() == "Dr Mila Milic"
    page.locator(".doubtful").get_by_role("radio").first.focus()
    hands.press("Space")
    hands.click(page.get_by_role("button", name="Take the lines over"))
    page.get_by_text("5 lines were added to the list. New people: 1;").wait_for()
    event = Event.objects.get()
    address = event.get_absolute_url()
    assert reader.request.get(address).status == 404

    # It is published, with its list: the two who spoke by name, the others as they came.
    hands.click(page.get_by_role("button", name="Publish at once"))
    page.get_by_text("Readers see: “First published.”").wait_for()
    assert hands.actions < 15
    assert reader.goto(address).status == 200
    assert reader.get_by_role("heading", level=1).inner_text() == (
        "Workshop on the care of old bridges"
    )
    # The commas are for those who hear the page.
    assert reader.locator(".delegations").inner_text().split("\n") == [
        "Institute of Works",
        "Dr Mila Milić",
        "Director of the Institute of Works",
        ",",
        "Opening",
        "Ministry of Transport",
        "Mr Jovan Jović",
        "adviser",
        ",",
        "Moderator",
        "Chamber of Engineers",
        "representatives",
        "Slovenia",
        "representatives",
        "Austria",
        "representatives",
    ]
    assert page.complaints == []
