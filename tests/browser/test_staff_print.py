"""The pages of staff on paper: their words and tables alone, as wide as the paper."""

import pytest
from django.urls import reverse

from tests import builders
from tests.browser.signing import sign_in
from tests.staff import staff

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

#: What leads on or is pressed.
OF_THE_SCREEN = "nav, button, [type=submit], [type=search], #user-tools, .object-tools, .begin"


def test_lists_desk_and_where_somebody_is_are_printed_without_what_is_pressed(page):
    event, person = builders.event("Workshop on roads"), builders.person("Ana Anić")
    builders.line(event, person=person)
    sign_in(page, staff())
    page.emulate_media(media="print", color_scheme="dark")
    page.set_viewport_size({"width": 1000, "height": 700})
    for name, args, said in [
        ("events_event_changelist", [], "Workshop on roads"),
        ("where", [person.pk], "Do not show the name here"),
        ("index", [], "Your desk"),
    ]:
        page.goto(reverse(f"admin:{name}", args=args))
        assert page.get_by_text(said).first.is_visible()
        looks = "e => [getComputedStyle(e).color, getComputedStyle(e).backgroundColor]"
        assert page.locator("body").evaluate(looks) == ["rgb(0, 0, 0)", "rgb(255, 255, 255)"]
        shown = page.locator(OF_THE_SCREEN).filter(visible=True)
        assert (name, shown.all_inner_texts()) == (name, [])
        # Beside the list its filters keep no room free, and nothing is wider than the paper.
        wide = "e => Math.round(e.getBoundingClientRect().width)"
        content, paper = (page.locator(e).first.evaluate(wide) for e in ("#content", "body"))
        assert (name, content) == (name, paper)
        if name == "events_event_changelist":
            assert page.locator("#result_list").evaluate(wide) == paper
