"""What saves a form is in reach on a telephone, and covers nothing that is typed into."""

import pytest
from django.urls import reverse

from tests import builders
from tests.browser.signing import sign_in
from tests.staff import staff

pytestmark = pytest.mark.browser

HEIGHT = 844
#: A tall field may go on below what saves, but not begin there.
TALL = 60
#: Where what has the focus and what saves begin and end on the screen.
PLACES = """() => {
  const places = (element) => {
    const { top, bottom } = element.getBoundingClientRect();
    return [top, bottom];
  };
  const saves = document.querySelector(".submit-row :is(input, button)");
  const focused = document.activeElement;
  const isAfter = saves.compareDocumentPosition(focused) & Node.DOCUMENT_POSITION_FOLLOWING;
  return { saves: places(saves), focused: places(focused), isDone: focused === saves || !!isAfter };
}"""


@pytest.fixture
def forms():
    event = builders.event("Conference on bridges")
    person = builders.person()
    builders.line(event, person=person, organisation=builders.organisation())
    draft = builders.report(event, published=False)
    return [
        reverse("admin:events_event_change", args=[event.pk]),
        reverse("admin:events_report_change", args=[draft.report.pk]),
        reverse("admin:people_person_change", args=[person.pk]),
    ]


@pytest.mark.parametrize("width", [390, 320])
def test_save_is_in_reach_and_never_over_the_field_in_hand(new_page, forms, width):
    page = new_page(viewport={"width": width, "height": HEIGHT})
    sign_in(page, staff())
    for form in forms:
        page.goto(form)
        top, bottom = page.evaluate(PLACES)["saves"]
        assert (top > HEIGHT - 60, bottom <= HEIGHT) == (True, True), form
        page.locator("h1").click()
        for _turn in range(300):
            page.keyboard.press("Tab")
            places = page.evaluate(PLACES)
            if places["isDone"]:
                break
            top, bottom = places["focused"]
            assert min(bottom, top + TALL) <= places["saves"][0], (form, places)
        assert places["isDone"], form


def test_line_that_is_being_written_is_not_covered(new_page, forms):
    page = new_page(viewport={"width": 390, "height": HEIGHT})
    sign_in(page, staff())
    page.goto(forms[1])
    page.get_by_role("textbox", name="Text").focus()
    for _line in range(20):
        page.keyboard.press("Enter")
        page.keyboard.type("x")
        caret = page.evaluate("getSelection().getRangeAt(0).getBoundingClientRect().bottom")
        assert caret <= page.evaluate(PLACES)["saves"][0]


def test_words_beside_a_choice_are_as_large_as_any_other_label(new_page, forms):
    page = new_page(viewport={"width": 390, "height": HEIGHT})
    sign_in(page, staff())
    for form in (*forms, reverse("admin:auth_user_add"), reverse("admin:my_mail")):
        page.goto(form)
        sizes = "all => all.map(label => getComputedStyle(label).fontSize)"
        assert {*page.locator("main label").evaluate_all(sizes)} == {"13px"}, form
