import datetime

import pytest
from django.http import QueryDict

from portal import filters
from portal.fields import country_codes
from portal.filters import PortalFilterSet
from portal.models import Address

KINDS = [("a", "First"), ("b", "Second")]


class Trial(PortalFilterSet):
    """Filters addresses, which have two fields of text and no rule of their own."""

    q = filters.WordsFilter(label="Words", method="keep")
    day = filters.DayFilter(label="Day", method="keep")
    year = filters.YearFilter(label="Year", method="keep")
    country = filters.CountryFilter(label="Country", method="keep")
    kind = filters.ChoicesFilter(label="Kind", method="of_kind", choices=KINDS)
    state = filters.ChoiceFilter(label="State", method="keep", choices=KINDS)

    def keep(self, queryset, name, value):
        return queryset

    def of_kind(self, queryset, name, value):
        return queryset.filter(kind__in=value)


def trial(query):
    return Trial(QueryDict(query), Address.objects.all())


def chips(query):
    return [tuple(map(str, chip)) for chip in trial(query).chips]


@pytest.fixture
def two_rows(db):
    for kind in "ab":
        Address.objects.create(kind=kind, path=kind, record_id=1)


def test_an_address_without_any_of_the_fields_is_not_a_filter():
    filterset = trial("utm_source=mail&page=2")
    assert (filterset.is_bound, filterset.filtered, filterset.chips) == (False, False, [])


def test_empty_fields_narrow_nothing(two_rows):
    filterset = trial("q=&day=&year=&country=&state=")
    assert (filterset.is_bound, filterset.filtered, filterset.qs.count()) == (True, False, 2)


def test_several_values_of_one_field_mean_any_of_them(two_rows):
    assert [row.kind for row in trial("kind=a").qs] == ["a"]
    assert [row.kind for row in trial("kind=a&kind=b").qs] == ["a", "b"]


def test_a_refused_value_leaves_no_rows_and_no_chip_of_its_own(two_rows):
    filterset = trial("kind=c&year=2021")
    assert list(filterset.qs) == []
    assert filterset.filtered
    assert [chip.label for chip in filterset.chips] == ["Year"]


def test_each_value_has_a_chip_that_takes_off_that_value_alone():
    assert chips("kind=a&kind=b&year=2021&page=3") == [
        ("Year", "2021", "?kind=a&kind=b"),
        ("Kind", "First", "?kind=b&year=2021"),
        ("Kind", "Second", "?kind=a&year=2021"),
    ]


def test_a_value_given_twice_has_one_chip_that_takes_off_both():
    assert chips("kind=a&kind=a&q=x") == [
        ("Words", "x", "?kind=a&kind=a"),
        ("Kind", "First", "?q=x"),
    ]


def test_a_chip_says_the_value_in_words():
    assert chips("day=2021-09-01&country=RS&state=b") == [
        ("Day", "September 1, 2021", "?country=RS&state=b"),
        ("Country", "Serbia", "?day=2021-09-01&state=b"),
        ("State", "Second", "?day=2021-09-01&country=RS"),
    ]


def test_of_a_field_that_takes_one_value_the_last_counts():
    filterset = trial("q=one&q=two")
    assert [chip.value for chip in filterset.chips] == ["two"]
    assert filterset.form.cleaned_data["q"] == "two"


def test_clear_url_keeps_what_is_no_filter():
    assert trial("q=x&year=2021&page=2&lang=en").clear_url == "?lang=en"


@pytest.mark.parametrize(
    ("query", "field", "sentence"),
    [
        ("q=%00", "q", "This holds a character that cannot be read: type the words anew."),
        ("q=a%00b", "q", "This holds a character that cannot be read: type the words anew."),
        ("q=" + "9" * 5000, "q", "This is too long: write 200 characters at most."),
        ("q=%25_%27%22", "q", "Write at least one letter or number."),
        ("kind=a%00", "kind", "This is not one of the choices: choose from the list."),
        ("state=zz", "state", "This is not one of the choices: choose from the list."),
        ("country=rs", "country", "This is not one of the choices: choose from the list."),
        (
            "country=%00",
            "country",
            "This holds a character that cannot be read: type the words anew.",
        ),
        ("year=" + "9" * 5000, "year", "This is too long: write 200 characters at most."),
        ("year=0000", "year", "Write the year in four digits, like 2021."),
        ("year=-2021", "year", "Write the year in four digits, like 2021."),
        ("year=٢٠٢١", "year", "Write the year in four digits, like 2021."),
        ("year=２０２１", "year", "Write the year in four digits, like 2021."),
        (
            "day=2026-13-99",
            "day",
            "There is no such day: write it as year-month-day, like 2021-09-01.",
        ),
        (
            "day=٢٠٢١-٠٩-٠١",
            "day",
            "There is no such day: write it as year-month-day, like 2021-09-01.",
        ),
        (
            "&".join(f"country={code}" for code in country_codes()[:51]),
            "country",
            "These are too many: choose 50 at most.",
        ),
    ],
)
def test_bad_input_is_refused_beside_its_field(two_rows, query, field, sentence):
    filterset = trial(query)
    assert list(filterset.qs) == []
    assert {name: list(errors) for name, errors in filterset.errors.items()} == {field: [sentence]}


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31"])
def test_the_ends_of_the_calendar_are_days(day):
    filterset = trial(f"day={day}")
    assert not filterset.is_refused
    assert filterset.form.cleaned_data["day"] == datetime.date.fromisoformat(day)


def test_further_values_are_kept_hidden_in_the_form():
    html = str(trial("year=2021&year=2022").form["year"])
    assert 'type="text" name="year" value="2021"' in html
    assert '<input type="hidden" name="year" value="2022">' in html


def test_the_country_in_use_is_the_chosen_option():
    html = str(trial("country=RS").form["country"])
    assert html.count(" selected") == 1
    assert '<option value="RS" selected>Serbia</option>' in html


def test_what_was_typed_is_escaped_where_it_is_shown():
    html = str(trial("country=%22%3E%3Cb%3E&year=1%22%3E%3Cb%3E").form)
    assert "<b>" not in html
    assert 'value="1&#34;&gt;&lt;b&gt;"' in html


def test_what_one_reader_asks_is_in_no_form_of_another(two_rows):
    mine, other = trial("kind=a&year=abc"), trial("kind=b&year=2021")
    mine.form.fields["kind"].choices = [("z", "Last")]
    assert (mine.is_refused, other.is_refused) == (True, False)
    assert [row.kind for row in other.qs] == ["b"]
    assert other.form.fields["kind"].choices == trial("").form.fields["kind"].choices == KINDS


def test_each_filterset_asks_its_own_method(two_rows):
    class Other(Trial):
        def of_kind(self, queryset, name, value):
            return queryset.exclude(kind__in=value)

    other = Other(QueryDict("kind=a"), Address.objects.all())
    assert [row.kind for row in trial("kind=a").qs] == ["a"]
    assert [row.kind for row in other.qs] == ["b"]
    assert [row.kind for row in trial("kind=a").qs] == ["a"]


def test_addresses_of_filters_write_every_sign_as_a_form_does():
    typed = "q=a%26b%3D+%C4%87%2F%3F%23%25&x.y~z=1"
    assert [url for _label, _value, url in chips(f"kind=a&{typed}")] == [
        "?kind=a&x.y~z=1",
        f"?{typed}",
    ]
