"""Names offered while one types come from a server that may be slower than the fingers."""

import re

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from tests import builders
from tests.browser.signing import sign_in
from tests.staff import staff

pytestmark = pytest.mark.browser


@pytest.fixture
def late(page):
    """Hold what is asked with the given letters until it is let go, and return those held."""
    held = []

    def hold(letters):
        page.route(re.compile(rf"[?&]q={letters}(&|$)"), lambda route: held.append(route))
        return held

    return hold


def type_and_mark(page, field, late):
    """Type letters of a name in two goes, and mark it while the second answer is not there."""
    field.press_sequentially("bri")
    offered = page.get_by_role("listbox").get_by_role("option", name="Bridge Authority")
    expect(offered).to_be_visible()
    expect(page.get_by_role("listbox").get_by_role("option")).to_have_count(2)
    held = late("bridge")
    with page.expect_request(re.compile("q=bridge")):
        field.press_sequentially("dge")
    field.press("ArrowDown")
    expect(offered).to_have_attribute("aria-selected", "true")
    for route in held:
        route.continue_()
    expect(page.get_by_role("listbox").get_by_role("option")).to_have_count(1)
    return offered


@pytest.fixture
def bodies():
    # The first of them is marked, and the longer word leaves out the second; the rest are so
    # many that visitors type to find one.
    chosen = builders.organisation("Bridge Authority")
    event = builders.event()
    others = [builders.organisation(name) for name in ("Bright Futures", *"ABCDEFGHIJKL")]
    for body in (chosen, *others):
        builders.line(event, person=builders.person(), organisation=body)
    builders.report(event)
    return chosen


def test_what_staff_marked_is_chosen_though_a_later_answer_came_between(page, late, bodies):
    sign_in(page, staff("Editor"))
    page.goto(reverse("admin:events_event_add"))
    field = page.locator("#participations-0").get_by_label("Institution")
    offered = type_and_mark(page, field, late)
    expect(offered).to_have_attribute("aria-selected", "true")
    field.press("Enter")
    assert field.input_value() == "Bridge Authority"
    expect(field).to_have_attribute("aria-expanded", "false")


def test_closed_list_of_staff_is_not_opened_by_an_answer_that_comes_late(page, late, bodies):
    sign_in(page, staff("Editor"))
    page.goto(reverse("admin:events_event_add"))
    field = page.locator("#participations-0").get_by_label("Institution")
    field.press_sequentially("bri")
    expect(page.get_by_role("listbox").get_by_role("option")).to_have_count(2)
    held = late("bridge")
    with page.expect_request(re.compile("q=bridge")):
        field.press_sequentially("dge")
    field.press("Escape")
    with page.expect_response(re.compile("q=bridge")):
        held.pop().continue_()
    # What the browser is asked next is answered after the script has seen the answer.
    page.evaluate("new Promise((done) => setTimeout(done))")
    expect(field).to_have_attribute("aria-expanded", "false")


def test_what_a_visitor_marked_is_chosen_though_a_later_answer_came_between(page, late, bodies):
    page.goto(reverse("people:list"))
    field = page.get_by_role("combobox", name="Another one")
    offered = type_and_mark(page, field, late)
    expect(offered).to_have_attribute("aria-selected", "true")
    field.press("Enter")
    assert field.input_value() == "Bridge Authority"
    page.get_by_role("button", name="Show people").click()
    expect(page).to_have_url(re.compile(f"organisation={bodies.slug}"))
