"""The rows, totals and counts of lists asked at random, held against a plain count of all rows."""

import random

import pytest
from django.http import QueryDict
from django.utils import timezone, translation

from events.institution import part
from events.institution.figures import figures
from events.institution.filters import OverTimeFilter
from events.institution.lists import OverTime
from events.models import Participation
from organisations.models import Organisation
from people.columns import index
from tests.breadth import turns
from tests.events.at_random import (
    FRAME,
    LISTS,
    PROGRAMS,
    ROLES,
    SWITCHES,
    UNKNOWN,
    asked_at_random,
    offered,
    world,
    written,
)
from tests.events.counted import Plain
from tests.events.given_out import Files, by_api

pytestmark = [pytest.mark.django_db, pytest.mark.breadth]

SETS = turns(40, 1000)


@pytest.fixture(scope="module")
def made(kept):
    """Return a world made at random, and the dice."""
    dice = random.Random(4)  # noqa: S311 (the same dice each time)
    world(dice)
    return dice


def test_page_files_api_totals_and_counts_agree_with_a_plain_count(made):
    dice = made
    plain, totals, unknown = Plain(timezone.now()), set(), set()
    offers = {kind: offered(make, fields) for kind, (make, _count, fields) in LISTS.items()}
    files = {kind: Files(table, "") for kind, (table, _count) in PROGRAMS.items()}
    for turn in range(SETS):
        kind = ["events", "lines", "people"][turn % 3]
        make, count, fields = LISTS[kind]
        asked = asked_at_random(dice, offers[kind])
        query = written(asked)
        in_order = f"{query}&sort={dice.choice(['date', 'name', 'changed'])}"
        filterset, wanted = make(in_order), count(plain, asked)
        totals.add(len(wanted))
        assert not filterset.is_refused, query
        assert filterset.total == len(wanted), query
        page = [row.pk for row in filterset.cut(filterset.listed, 0, 1000)]
        assert sorted(page) == sorted(wanted), query
        table, count_for_programs = PROGRAMS[kind]
        every = count_for_programs(plain, asked)
        as_csv, as_json = files[kind].numbers(filterset, in_order)
        assert sorted(as_csv) == sorted(every), query
        assert as_csv == as_json, query
        assert [key for key in as_csv if key in wanted] == page, in_order
        # Programs walk a list by its numbers, the newest first.
        assert by_api(table, query) == sorted(every, reverse=True), query
        for name in dice.sample(sorted(fields), 3):
            for choice in filterset.choices_of(name):
                given = count(plain, asked | {name: [choice.value]})
                assert choice.count == len(given), (query, name, choice)
        name, values = UNKNOWN[kind]
        known = (count(plain, asked | {name: [value]}) for value in values)
        rest = count(plain, {n: v for n, v in asked.items() if n != name}).difference(*known)
        unknown.add(len(rest))
        assert filterset.unknown(name) == len(rest), (query, name)
        if filterset.chips:
            chip = dice.choice(filterset.chips)
            left = dict(QueryDict(chip.url[1:]).lists())
            gone = [
                (n, v) for n, values in asked.items() for v in values if v not in left.get(n, [])
            ]
            assert len(gone) == 1, (query, chip)
            assert make(chip.url[1:]).total == len(count(plain, left)), (query, chip)
    assert len(totals) > 10
    assert len(unknown) > 3


@pytest.mark.parametrize(
    ("kind", "path"), [("events", "/events/"), ("lines", "/participation/"), ("people", "/people/")]
)
def test_page_is_the_same_whether_answers_were_kept_or_not(made, client, monkeypatch, kind, path):
    """Pages in two languages, drawn with all that was kept since the first, then with nothing."""
    dice, (make, _count, fields) = made, LISTS[kind]
    fields, now = offered(make, fields), timezone.now()
    monkeypatch.setattr(timezone, "now", lambda: now)
    asked = []
    for _ in range(SETS // 8):
        order = dice.choice(["date", "name", "changed"])
        query = f"{path}?{written(asked_at_random(dice, fields))}&sort={order}"
        asked += [(query, "en"), (query, "de"), (f"{query}&year=abc", "de")]

    def drawn(query, language):
        with translation.override(language):
            return client.get(query).content

    kept = {one: drawn(*one) for one in dice.sample(asked, len(asked)) * 2}
    for one in kept:
        monkeypatch.setattr(index, "_kept", index._Kept())
        assert drawn(*one) == kept[one], one


def test_page_of_an_institution_agrees_with_a_plain_count(made, monkeypatch):
    """Its people and events in their order, how many, its years and who else was there."""
    monkeypatch.setattr(part, "MOST_SHARED", 3)
    dice, now = made, timezone.now()
    plain, told = Plain(now), []
    fields = {name: FRAME[name] for name in ("since", "until")} | ROLES
    fields |= {"departments": SWITCHES["departments"]}
    bodies = list(Organisation.objects.public(now))

    def make(query):
        return OverTimeFilter(QueryDict(query), Participation.objects.public(now))

    fields = offered(make, fields)
    for body in bodies * 6:
        asked = asked_at_random(dice, fields)
        lists = OverTime(body, make(written(asked)), now, "en")
        wanted = plain.over_time(body.slug, asked, 3)
        told.append(wanted)
        assert {
            "people": lists.people_paginator.object_list.tolist(),
            "events": lists.part.moment.events.pk[lists.part.events].tolist(),
            "unnamed": lists.numbers["unnamed"],
            "years": dict(lists.part.years),
            "beside": lists.part.beside,
        } == wanted, (body, asked)
        assert len(lists.people(lists.people_paginator.page(1))) == len(wanted["people"])
        assert len(lists.events) == min(len(wanted["events"]), 10)
    assert all(any(one[name] for one in told) for name in told[0])
    every = {body.pk: plain.over_time(body.slug, {}, 3) for body in bodies}
    assert figures(bodies, now) == {
        key: {name: len(one[name]) for name in ("people", "events")} for key, one in every.items()
    }
