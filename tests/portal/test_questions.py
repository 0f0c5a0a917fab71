import re

import pytest
from django.http import QueryDict
from django.utils.translation import ngettext_lazy

from events.models import Event
from portal.filters import (
    MOST_CHOICES,
    Choice,
    ChoiceFilter,
    ChoicesFilter,
    PortalFilterSet,
    SortFilter,
    YearFilter,
)
from portal.questions import orders, questions
from portal.renderers import Drawn
from tests.pages import words

KINDS = [("a", "Aim"), ("b", "Bee"), ("c", "Cup")]


class Things(PortalFilterSet):
    """A list whose choices were counted somewhere: no database is asked."""

    ROWS = ngettext_lazy("%(n)d thing", "%(n)d things", "n")

    kind = ChoicesFilter(label="Kind", choices=KINDS)
    year = YearFilter(label="Year")
    when = ChoiceFilter(label="When", choices=[("past", "Past")], any_label="Any time")
    sort = SortFilter(usual=("date", "Newest first"), choices=[("name", "By name")])

    counted = {}

    def choices_of(self, name, most=MOST_CHOICES):
        rows = [] if self.is_refused else self.counted.get(name, [])
        return rows[: most + sum(row.chosen for row in rows)]


def choice(value, label=None, count=1, chosen=False, **more):
    return Choice(value, label or value, count, chosen, rows=Things.number(count), **more)


def things(address="", **counted):
    found = Things(QueryDict(address), Event.objects.none())
    found.counted = counted
    return found


def form(filterset):
    drawn = Drawn(
        "drawn/filters.html",
        {
            "form": filterset.form,
            "questions": questions(filterset),
            "kept": filterset.order,
            "button": "Show",
        },
    )
    return drawn.render()


def test_each_choice_says_how_many_rows_it_would_give():
    html = form(things(kind=[choice("a", "Aim", 12), choice("b", "Bee", 1)]))
    assert "Kind Aim , 12 things 12 Bee , 1 thing 1" in words(html)
    assert html.count('<span class="number" aria-hidden="true">') == 2
    assert '<input type="checkbox" name="kind" value="a">' in html


def test_chosen_choices_are_ticked_and_always_before_the_reader():
    years = [choice(f"{2000 + n}", chosen=n < 7) for n in range(9)]
    question = questions(things("year=2000", year=years))[1]
    assert [answer.value for answer in question.first] == [f"{2000 + n}" for n in range(7)]
    assert [answer.value for answer in question.further] == ["2007", "2008"]
    html = form(things("year=2000", year=years))
    assert html.count(" checked>") == 8  # seven years and "Any time"
    assert "<summary>2 more<span" in html


def test_no_click_shows_a_single_choice_more():
    question = questions(things(year=[choice(f"{2000 + n}") for n in range(7)]))[1]
    assert (len(question.first), question.further) == (7, [])


def test_list_that_has_no_box_for_another_value_offers_all_of_them():
    letters = "abcdefghijklmno"
    filterset = things(kind=[choice(letter) for letter in letters])
    filterset.form.fields["kind"].choices = [(letter, letter) for letter in letters]
    question = questions(filterset)[0]
    assert "".join(answer.value for answer in question.first + question.further) == letters
    assert question.other == ""


def test_another_value_is_asked_only_where_more_have_rows():
    some = [choice(f"{2000 + n}") for n in range(11)]
    assert "Another one" not in form(things(year=some))
    html = form(things("year=1999", year=[choice("1999", chosen=True), *some, choice("2011")]))
    assert '<label class="other" for="id_year">Another one</label>' in html
    assert re.search('<script type="module" src="/static/js/finder[^"]*.js">', html)
    # What is chosen is ticked, and is not typed once more.
    assert '<input type="text" name="year" inputmode="numeric" maxlength="4" id="id_year">' in html
    assert html.count('value="1999"') == 1


def test_one_of_several_ways_is_asked_by_buttons():
    html = form(things("when=past", when=[choice("past", "Past", 3, chosen=True)]))
    assert "When Any time Past , 3 things 3" in words(html)
    assert '<input type="radio" name="when" value="past" checked>' in html
    assert '<input type="radio" name="when" value="" checked>' in form(things())


def test_namesakes_come_with_what_tells_them_apart_in_their_language():
    html = form(things(kind=[choice("a", "Министарство", detail="Serbia", language="sr")]))
    assert '<bdi lang="sr">Министарство</bdi> <small>Serbia</small>' in html


def test_orders_are_links_that_keep_the_filters_and_the_form_keeps_the_order():
    filterset = things("kind=a&sort=name&page=3&x=y")
    assert orders(filterset) == [
        ("Newest first", "?kind=a&x=y", False),
        ("By name", "?kind=a&sort=name&x=y", True),
    ]
    assert '<input type="hidden" name="sort" value="name">' in form(filterset)
    assert 'name="sort"' not in form(things("kind=a"))


@pytest.mark.parametrize("address", ["sort=x", "kind=x", "year=x"])
def test_what_was_not_understood_stands_in_a_plain_field_with_its_error(address):
    filterset = things(address, kind=[choice("a", "Aim", 12)])
    html = form(filterset)
    assert "12" not in html
    name = address.partition("=")[0]
    field = next(field for field in filterset.form if field.name == name)
    assert str(field.errors) in html
    assert '<details class="filters" open>' in html
