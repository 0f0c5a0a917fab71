"""What a page costs in queries does not grow with the rows."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests import builders
from tests.nets import addresses
from tests.nets.reading import public_words, read
from tests.nets.world import World

pytestmark = pytest.mark.django_db

# An event of which a text was replaced is asked as well whose names stood in both.
LIST, DETAIL = 8, 16


def costs(client, every, lists=()):
    """Return how many queries each of some pages takes, once what changed was read.

    `lists` are the pages of which the answers are known to whoever asks after the first.
    """
    for address in ("/events/", *lists):
        read(client, address)
    return {address: cost(client, address) for address in every}


def cost(client, address):
    with CaptureQueriesContext(connection) as queries:
        response, _body = read(client, address)
    # Some lead on to another one.
    assert response.status_code in (200, 301), address
    return len(queries)


def lists():
    filtered = [
        name
        for name, pattern in addresses.patterns().items()
        if hasattr(getattr(pattern.callback, "view_class", None), "filterset_class")
    ]
    return [*filtered, "reports:list"]


def test_lists_are_known_to_this_net():
    known = {"events:list", "reports:list", "people:list", "organisations:list"}
    assert known | {"events:csv", "people:xlsx"} <= set(lists())


def test_list_costs_the_same_for_one_row_and_for_three_asked_or_not(client):
    World(public_words())
    plain = [addresses.plain()[name][0] for name in lists()]
    # Of each filter the last value is asked for: that of a row, where there are rows of it.
    asked = {
        (path, question.partition("=")[0]): f"{path}?{question}"
        for path, _mark, question in (a.partition("?") for a in addresses.asked(["record"]))
        if path in plain
    }.values()
    one = costs(client, [*plain, *asked], plain)
    words = public_words()
    for turn in range(2):
        World(lambda field, turn=turn: f"{words(field)} {'again ' * (turn + 1)}")
    three = costs(client, one, plain)
    assert {path: three[path] for path in plain} == {path: one[path] for path in plain}
    # A question that finds nothing in the small world has no rows to read.
    assert {a: (one[a], n) for a, n in three.items() if n > max(one[a], LIST)} == {}
    assert {path: three[path] for path in plain if three[path] > LIST} == {}


def test_page_of_one_costs_the_same_however_much_it_holds(client):
    world = World(public_words())
    pages = {
        name: found
        for name, found in addresses.plain().items()
        if name in addresses.ARGUMENTS or name in ("home",)
    }
    # Who else was there is read where there was somebody.
    builders.line(world.event, organisation=builders.organisation("Ministry beside"))
    before = costs(client, [address for found in pages.values() for address in found])
    assert {address: number for address, number in before.items() if number > DETAIL} == {}
    for number in range(3):
        other = World(lambda field, n=number: f"{field} of another world {n} {next(COUNT)}")
        other.share(world)
        builders.line(
            world.event,
            person=builders.person(f"Mila {number}"),
            organisation=builders.organisation(f"Ministry {number}"),
            roles=[world.role],
        )
        world.event.places.create(city=f"Town {number}", country="RS")
        world.event.sources.create(publisher="x")
        world.event.sessions.create(title="x")
    after = costs(client, before)
    grown = {a: (before[a], n) for a, n in after.items() if n > before[a]}
    assert grown == {}
    assert {address: number for address, number in after.items() if number > DETAIL} == {}


COUNT = iter(range(1_000_000))
