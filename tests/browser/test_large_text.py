"""On a narrow telephone with letters of twice the size nothing sticks out and all can be read."""

import pytest
from django.urls import reverse

from tests import builders
from tests.browser.signing import sign_in
from tests.staff import address_of, staff

pytestmark = pytest.mark.browser

NARROW = {"width": 320, "height": 640}
TWICE = "html { font-size: 200% !important }"
WIDTH = "() => document.documentElement.scrollWidth"
#: How wide the box of the search is, and what each cell of a table leaves for its words.
BOX = "(box) => box.getBoundingClientRect().width"
NARROWEST = """(cells) => Math.min(...cells.flatMap(
    (cell) => [...cell.children].map((part) => part.getBoundingClientRect().width)
))"""


@pytest.fixture
def addresses(settings):
    settings.SITE_CONTACT = "events-and-records@institute.example"
    event = builders.event("Conference on bridges")
    person = builders.person()
    builders.line(event, person=person, organisation=builders.organisation())
    builders.report(event)
    return [
        reverse("home"),
        reverse("events:list"),
        event.get_absolute_url(),
        person.get_absolute_url(),
        reverse("participation:list"),
        reverse("open-data"),
    ]


def test_nothing_sticks_out_and_all_has_room(new_page, addresses):
    page = new_page(viewport=NARROW, bypass_csp=True)
    for address in addresses:
        page.goto(address)
        page.add_style_tag(content=TWICE)
        assert page.evaluate(WIDTH) == NARROW["width"], address
        assert page.locator(".masthead input").evaluate(BOX) > 200, address


def test_cells_of_a_table_keep_room_for_their_words(new_page, addresses):
    page = new_page(viewport=NARROW, bypass_csp=True)
    page.goto(reverse("participation:list"))
    page.add_style_tag(content=TWICE)
    assert page.locator(".lines td:not(:empty):has(> *)").evaluate_all(NARROWEST) > 40


def test_nothing_of_the_desk_and_the_forms_sticks_out(new_page):
    event, editor = builders.event("Conference on bridges", public=False), staff("Editor")
    text = builders.report(event, "What was said of the roads between three towns", published=False)
    text.hand_in(by=staff("Author", "author"))
    builders.photo(event), builders.document(event)
    page = new_page(viewport=NARROW, bypass_csp=True)
    sign_in(page, editor)
    forms = [event, text.report, builders.person(), builders.organisation()]
    for address in [reverse("admin:index"), *map(address_of, forms)]:
        page.goto(address)
        page.add_style_tag(content=TWICE)
        assert page.evaluate(WIDTH) == NARROW["width"], address
