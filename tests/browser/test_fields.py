"""Fields of staff begin at one height, and what has the focus has its ring."""

import pytest
from django.urls import reverse

from tests import builders
from tests.browser.signing import sign_in
from tests.staff import staff

pytestmark = pytest.mark.browser

#: How far the fields of each row lie apart in height, of cells that begin at one height.
APART = """() => {
  const rows = {};
  for (const cell of document.querySelectorAll(".cell")) {
    const field = cell.querySelector("label + :is(input:not([type=file]), select)");
    if (!field?.checkVisibility()) continue;
    const row = Math.round(cell.getBoundingClientRect().top);
    (rows[row] ||= []).push(field.getBoundingClientRect().top);
  }
  const several = Object.values(rows).filter((tops) => tops.length > 1);
  return several.map((tops) => Math.max(...tops) - Math.min(...tops));
}"""


def test_fields_of_a_row_begin_at_one_height(new_page):
    page = new_page(viewport={"width": 1280, "height": 900})
    sign_in(page, staff())
    page.goto(reverse("admin:events_event_add"))
    apart = page.evaluate(APART)
    assert (len(apart) > 5, max(apart) < 1) == (True, True)


@pytest.mark.parametrize("model", ["people_person", "organisations_organisation", "events_report"])
def test_text_that_is_written_in_has_the_ring_of_the_focus(page, model):
    sign_in(page, staff())
    page.goto(reverse(f"admin:{model}_add"))
    page.locator(".ProseMirror[contenteditable]").focus()
    assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"


@pytest.mark.parametrize("name", ["index", "events_event_changelist"])
def test_everything_of_staff_that_has_the_focus_has_its_ring(page, name):
    sign_in(page, staff())
    builders.event()
    page.goto(reverse(f"admin:{name}"))
    rings = set()
    for _turn in range(20):
        page.keyboard.press("Tab")
        rings.add(page.evaluate("getComputedStyle(document.activeElement).outline"))
    assert {ring.rpartition(") ")[2] for ring in rings} == {"solid 3px"}
