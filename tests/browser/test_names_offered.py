"""Names offered while one types come from a server that may be slower than the fingers."""

import re

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from portal import history
from portal.models import Session
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


def test_half_a_name_is_not_saved_when_its_keys_are_quicker_than_the_names(page, late, bodies):
    sign_in(page, staff("Editor"))
    page.goto(reverse("admin:events_event_add"))
    page.get_by_label("Name needed").fill("Conference on bridges")
    field = page.locator("#participations-0").get_by_label("Institution")
    held = late("bri")
    with page.expect_request(re.compile("q=bri")):
        field.press_sequentially("bri")
        field.press("ArrowDown")
    field.press("Enter")
    for route in held:
        route.continue_()
    offered = page.get_by_role("listbox").get_by_role("option")
    expect(offered.first).to_have_attribute("aria-selected", "true")
    # Where a system's own colours replace the page's, the marked one is told from the others.
    page.emulate_media(forced_colors="active")
    colours = offered.evaluate_all("(all) => all.map((o) => getComputedStyle(o).backgroundColor)")
    assert len(colours) == len(set(colours)) == 2
    field.press("Enter")
    expect(field).to_have_value("Bridge Authority")
    assert page.url.endswith(reverse("admin:events_event_add"))


def test_post_of_one_chosen_by_mistake_goes_with_the_name_and_a_typed_one_stays(page):
    works, rivers = builders.organisation("Works"), builders.organisation("Rivers")
    for name, title, body in (("Ana Anić", "Head", works), ("Anja Anić", "Chief", rivers)):
        person = builders.person(name)
        with history.change(person, by=None):
            person.positions.create(title=title, organisation=body, since="2012-01-01")
    builders.person("Andrej Anić")
    sign_in(page, staff("Editor"))
    page.goto(reverse("admin:events_event_add"))
    page.get_by_label("First day").fill("2021-09-01")
    line = page.locator("#participations-0")
    who = line.get_by_label("Person", exact=True)
    position, body = line.get_by_label("Position then"), line.get_by_label("Institution")
    for name, *post in (
        ("Ana Anić", "Head", "Works"),
        ("Anja Anić", "Chief", "Rivers"),
        ("Andrej Anić", "", ""),
        ("Ana Anić", "Head", "Works"),
    ):
        who.fill("")
        who.press_sequentially(name)
        line.get_by_role("option", name=name).click()
        expect(who).to_have_value(name)
        assert [position.input_value(), body.input_value()] == post
    position.fill("Deputy")
    who.fill("")
    who.press_sequentially("Anja Anić")
    line.get_by_role("option", name="Anja Anić").click()
    assert [position.input_value(), body.input_value()] == ["Deputy", "Works"]


def test_names_that_are_asked_for_after_a_session_ended_trouble_nobody(page):
    """The test fails where the page throws an error."""
    sign_in(page, staff("Editor"))
    page.goto(reverse("admin:events_event_add"))
    Session.objects.all().delete()
    field = page.locator("#participations-0").get_by_label("Institution")
    with page.expect_response(re.compile("q=bri")):
        field.press_sequentially("bri")
    with page.expect_response(re.compile("printed-date")):
        page.get_by_label("First day").fill("2021-09-01")
        page.get_by_label("First day").blur()
    page.get_by_label("Name needed").fill("Conference")
    page.evaluate("new Promise((done) => setTimeout(done))")
    expect(field).to_have_attribute("aria-expanded", "false")
