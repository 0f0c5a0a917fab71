"""The days of an event stand together wherever a line has room for them."""

import datetime

import pytest
from django.urls import reverse

from tests import builders

pytestmark = pytest.mark.browser

#: Each range of days that is broken behind its dash, and whether anything sticks out.
BROKEN = """() => {
  const broken = [];
  for (const time of document.querySelectorAll("time")) {
    const texts = document.createTreeWalker(time, NodeFilter.SHOW_TEXT);
    while (texts.nextNode()) {
      for (const found of texts.currentNode.data.matchAll(/\\S+–\\S+/g)) {
        const range = document.createRange();
        range.setStart(texts.currentNode, found.index);
        range.setEnd(texts.currentNode, found.index + found[0].length);
        const lines = new Set([...range.getClientRects()].map((part) => part.top));
        if (lines.size > 1) broken.push(found[0]);
      }
    }
  }
  return [broken, document.documentElement.scrollWidth > innerWidth];
}"""


def test_a_range_of_days_is_not_broken_behind_its_dash(new_page):
    days = {"earliest": datetime.date(2025, 10, 6), "latest": datetime.date(2025, 10, 10)}
    whole = builders.event("Settlement week", **days)
    for length in range(30, 50):
        name = ("Whose is the house by the landing, and who " * 2)[:length]
        part = builders.event(name, slug=f"part-{length}", part_of=whole, **days)
        builders.line(part, person=builders.person(), organisation=builders.organisation())
    page = new_page()
    for address, width in (("events:list", 390), ("participation:list", 1024)):
        page.set_viewport_size({"width": width, "height": 800})
        page.goto(reverse(address))
        assert page.get_by_text("October").count() >= 20
        assert page.evaluate(BROKEN) == [[], False]
