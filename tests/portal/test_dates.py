import datetime
import zoneinfo

import pytest
from django import forms
from django.utils import timezone, translation

from portal import dates
from portal.dates import Part, Precision, Season

D = datetime.date
T = datetime.time
UTC = datetime.UTC


@pytest.fixture(autouse=True)
def belgrade():
    with translation.override("en"), timezone.override("Europe/Belgrade"):
        yield


class TestMoment:
    def test_an_instant_is_printed_in_the_time_zone_of_the_site(self):
        assert dates.moment(datetime.datetime(2024, 4, 24, 13, 31, tzinfo=UTC)) == (
            "April 24, 2024, 15:31"
        )

    def test_winter_time_and_midnight_are_right(self):
        assert dates.moment(datetime.datetime(2021, 12, 31, 23, 5, tzinfo=UTC)) == (
            "January 1, 2022, 00:05"
        )

    def test_no_instant_prints_nothing(self):
        assert dates.moment(None) == dates.day(None) == dates.machine_moment(None) == ""

    def test_a_day_has_no_leading_zero(self):
        assert dates.day(D(2024, 4, 4)) == "April 4, 2024"

    def test_the_ends_of_the_calendar_are_printed(self):
        assert dates.moment(datetime.datetime.max.replace(tzinfo=UTC)) == (
            "December 31, 9999, 23:59"
        )
        assert dates.day(D.min) == "January 1, 0001"
        with timezone.override("America/New_York"):
            assert dates.moment(datetime.datetime.min.replace(tzinfo=UTC)) == (
                "January 1, 0001, 00:00"
            )

    def test_another_language_prints_in_its_own_form(self):
        with translation.override("sr-latn"):
            assert dates.day(D(2026, 3, 5)) == "5. mart 2026."


PERIODS = [
    ("days", (2021, 9, 3), (2021, 9, 3), "September 3, 2021", "2021-09-03"),
    ("days", (2021, 9, 3), (2021, 9, 5), "September 3–5, 2021", "2021-09-03"),
    ("days", (2021, 9, 30), (2021, 10, 2), "September 30 – October 2, 2021", "2021-09-30"),
    (
        "days",
        (2021, 12, 30),
        (2022, 1, 2),
        "December 30, 2021 – January 2, 2022",
        "2021-12-30",
    ),
    ("days", (2021, 9, 3), (2022, 9, 3), "September 3, 2021 – September 3, 2022", "2021-09-03"),
    ("part", (2021, 9, 1), (2021, 9, 10), "early September 2021", "2021-09"),
    ("part", (2021, 9, 10), (2021, 9, 10), "early September 2021", "2021-09"),
    ("part", (2021, 9, 11), (2021, 9, 20), "mid-September 2021", "2021-09"),
    ("part", (2021, 9, 21), (2021, 9, 30), "late September 2021", "2021-09"),
    (
        "part",
        (2021, 9, 21),
        (2021, 10, 10),
        "late September 2021 – early October 2021",
        "2021-09",
    ),
    ("month", (2021, 9, 1), (2021, 9, 30), "September 2021", "2021-09"),
    ("month", (2021, 9, 1), (2021, 10, 31), "September–October 2021", "2021-09"),
    ("month", (2021, 12, 1), (2022, 1, 31), "December 2021 – January 2022", "2021-12"),
    ("season", (2021, 3, 1), (2021, 5, 31), "spring 2021", ""),
    ("season", (2021, 6, 1), (2021, 8, 31), "summer 2021", ""),
    ("season", (2021, 9, 1), (2021, 11, 30), "autumn 2021", ""),
    ("season", (2021, 12, 1), (2022, 2, 28), "winter 2021/22", ""),
    ("season", (2022, 1, 1), (2022, 2, 28), "winter 2021/22", ""),
    ("season", (1999, 12, 1), (2000, 2, 29), "winter 1999/2000", ""),
    ("season", (2021, 9, 1), (2022, 2, 28), "autumn 2021 – winter 2021/22", ""),
    ("year", (2021, 1, 1), (2021, 12, 31), "2021", "2021"),
    ("year", (2020, 1, 1), (2021, 12, 31), "2020–2021", "2020"),
    ("unknown", (2020, 1, 1), (2021, 12, 31), "date not known", ""),
]


class TestPeriod:
    @pytest.mark.parametrize(("precision", "earliest", "latest", "printed", "_machine"), PERIODS)
    def test_a_period_claims_no_more_than_is_known(
        self, precision, earliest, latest, printed, _machine
    ):
        assert dates.period(D(*earliest), D(*latest), precision) == printed

    @pytest.mark.parametrize(("precision", "earliest", "latest", "_printed", "machine"), PERIODS)
    def test_a_machine_reads_where_it_begins(self, precision, earliest, latest, _printed, machine):
        assert dates.machine_period(D(*earliest), D(*latest), Precision(precision)) == machine

    @pytest.mark.parametrize("precision", Precision.values)
    def test_no_date_is_said_to_be_not_known(self, precision):
        assert dates.period(None, None, precision) == "date not known"
        assert dates.machine_period(None, None, precision) == ""

    def test_one_missing_end_is_the_other_one(self):
        assert dates.period(D(2021, 9, 3), None, "days") == "September 3, 2021"
        assert dates.period(None, D(2021, 9, 3), "month") == "September 2021"
        assert dates.machine_period(None, D(2021, 9, 3), "days") == "2021-09-03"

    def test_a_member_of_precision_and_its_value_mean_the_same(self):
        for precision in Precision:
            assert dates.period(D(2021, 9, 3), D(2021, 9, 4), precision) == dates.period(
                D(2021, 9, 3), D(2021, 9, 4), precision.value
            )

    @pytest.mark.parametrize("precision", Precision.values)
    def test_the_ends_of_the_calendar_are_printed(self, precision):
        for first, last in [(D.min, D.min), (D.max, D.max), (D.min, D.max)]:
            assert dates.period(first, last, precision)
            dates.machine_period(first, last, precision)

    def test_a_year_has_four_digits(self):
        assert dates.period(D(987, 1, 1), D(987, 12, 31), "year") == "0987"
        assert dates.machine_period(D(987, 1, 1), D(987, 12, 31), "year") == "0987"


class TestTimes:
    @pytest.mark.parametrize(
        ("starts_at", "ends_at", "printed"),
        [
            (T(9), T(17), "09:00–17:00"),
            (T(9, 30), None, "09:30"),
            (None, T(17), "until 17:00"),
            (None, None, ""),
            (T(0), T(0, 1), "00:00–00:01"),
        ],
    )
    def test_hours_are_printed_as_far_as_they_are_known(self, starts_at, ends_at, printed):
        assert dates.times(starts_at, ends_at) == printed


class TestLength:
    @pytest.mark.parametrize(
        ("days", "printed"),
        [
            (None, ""),
            (0, ""),
            (1, "one day"),
            (3, "three days"),
            (10, "ten days"),
            (11, "11 days"),
            (365, "365 days"),
        ],
    )
    def test_days_are_words_up_to_ten(self, days, printed):
        assert dates.length(days) == printed


class TestMachineMoment:
    def test_it_has_seconds_and_the_offset_and_nothing_finer(self):
        at = datetime.datetime(2024, 4, 24, 13, 31, 5, 123456, tzinfo=UTC)
        assert dates.machine_moment(at) == "2024-04-24T15:31:05+02:00"

    def test_it_names_the_same_instant(self):
        at = datetime.datetime(2024, 10, 27, 0, 30, tzinfo=UTC)
        for zone in ("Europe/Belgrade", "Asia/Kolkata", "America/St_Johns", "UTC"):
            with timezone.override(zone):
                assert datetime.datetime.fromisoformat(dates.machine_moment(at)) == at

    def test_an_offset_is_in_whole_minutes(self):
        at = datetime.datetime(1800, 1, 1, 12, tzinfo=UTC)
        assert at.astimezone(zoneinfo.ZoneInfo("Europe/London")).utcoffset().total_seconds() == -75
        with timezone.override("Europe/London"):
            assert dates.machine_moment(at) == "1800-01-01T12:00:00+00:00"

    def test_the_ends_of_the_calendar_are_written(self):
        assert dates.machine_moment(datetime.datetime.max.replace(tzinfo=UTC)) == (
            "9999-12-31T23:59:59+00:00"
        )
        with timezone.override("America/New_York"):
            assert dates.machine_moment(datetime.datetime.min.replace(tzinfo=UTC)) == (
                "0001-01-01T00:00:00+00:00"
            )


class TestBounds:
    @pytest.mark.parametrize(
        ("part", "first", "last"),
        [(Part.EARLY, 1, 10), (Part.MID, 11, 20), (Part.LATE, 21, 29), (None, 1, 29), ("", 1, 29)],
    )
    def test_a_month_has_three_parts(self, part, first, last):
        assert dates.bounds(2024, 2, part) == (D(2024, 2, first), D(2024, 2, last))

    @pytest.mark.parametrize("part", Part)
    def test_what_is_worked_out_is_printed_back(self, part):
        printed = dates.period(*dates.bounds(2021, 9, part), Precision.PART)
        assert (
            printed
            == {
                "early": "early September 2021",
                "mid": "mid-September 2021",
                "late": "late September 2021",
            }[part]
        )

    @pytest.mark.parametrize(
        ("season", "first", "last"),
        [
            (Season.SPRING, D(2023, 3, 1), D(2023, 5, 31)),
            (Season.SUMMER, D(2023, 6, 1), D(2023, 8, 31)),
            (Season.AUTUMN, D(2023, 9, 1), D(2023, 11, 30)),
            (Season.WINTER, D(2023, 12, 1), D(2024, 2, 29)),
        ],
    )
    def test_a_season_has_three_months(self, season, first, last):
        assert dates.season_bounds(2023, season) == (first, last)

    @pytest.mark.parametrize("season", Season)
    def test_a_season_is_printed_back(self, season):
        printed = dates.period(*dates.season_bounds(2023, season), Precision.SEASON)
        assert printed == ("winter 2023/24" if season == "winter" else f"{season} 2023")

    def test_the_last_winter_ends_with_the_calendar(self):
        assert dates.season_bounds(9999, "winter") == (D(9999, 12, 1), D.max)
        assert dates.bounds(9999, 12, "late") == (D(9999, 12, 21), D.max)
        assert dates.bounds(1, 1, "early")[0] == D.min

    @pytest.mark.parametrize(
        ("year", "month", "part"),
        [(0, 1, "mid"), (2021, 13, "mid"), (2021, 0, None), (2021, 1, "x")],
    )
    def test_what_is_no_month_is_refused(self, year, month, part):
        with pytest.raises(ValueError, match=r".+"):
            dates.bounds(year, month, part)

    def test_what_is_no_season_is_refused(self):
        with pytest.raises(ValueError, match="monsoon"):
            dates.season_bounds(2021, "monsoon")


class TestTyping:
    @pytest.mark.parametrize(
        "typed", ["2021-09-03", "3.9.2021", "03.09.2021.", "3 September 2021", "September 3, 2021"]
    )
    def test_a_day_may_be_typed_in_every_clear_form(self, typed):
        assert forms.DateField().clean(typed) == D(2021, 9, 3)

    @pytest.mark.parametrize("typed", ["03/09/2021", "9/3/21", "2021-13-01", "0000-01-01", "x\0"])
    def test_a_day_that_may_be_two_days_is_refused(self, typed):
        with pytest.raises(forms.ValidationError):
            forms.DateField().clean(typed)
