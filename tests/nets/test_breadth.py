from types import SimpleNamespace

import pytest

from tests import breadth, halves


@pytest.fixture
def on(monkeypatch):
    """Return a function that tells the tests which half is theirs."""

    def tell(number):
        monkeypatch.setattr(breadth, "IS_FULL", False)
        monkeypatch.setattr(breadth, "IS_HALVED", True)
        monkeypatch.setattr(breadth, "own_half", lambda: number)

    return tell


class Case:
    """A case of a test, as pytest gives it."""

    def __init__(self, name, *marks):
        self.nodeid, self.marks = f"{name}[{id(self)}]", {*marks}
        self.callspec = SimpleNamespace()

    def get_closest_marker(self, name):
        return name if name in self.marks else None

    def add_marker(self, name):
        self.marks.add(name)


def tried(cases):
    config = SimpleNamespace(hook=SimpleNamespace(pytest_deselected=lambda items: None))
    left = [*cases]
    halves.pytest_collection_modifyitems(config, left)
    return left


@pytest.mark.parametrize("number", [0, 1, 2, 7])
@pytest.mark.parametrize("place", [0, 1])
def test_two_halves_are_the_whole_and_nothing_twice(on, number, place):
    found = []
    for own in (0, 1):
        on(own)
        found += breadth.half(range(number), place)
    assert sorted(found) == list(range(number))


def test_two_databases_give_a_place_other_values(on):
    shares = []
    for own in (0, 1):
        on(own)
        shares.append(breadth.share(range(12), 3, place=1))
    assert shares == [[3, 4, 5], [9, 10, 11]]


def test_every_case_is_tried_on_one_database_and_every_test_on_both(on):
    cases = [Case("several"), Case("several"), Case("several"), Case("one")]
    seen = []
    for own in (0, 1):
        on(own)
        seen.append(tried(cases))
    several, one = cases[:3], cases[3]
    assert seen == [[several[0], several[2], one], [several[1], one]]
    assert [case.marks for case in cases] == [{"breadth"}] * 3 + [set()]


@pytest.mark.parametrize("mark", ["plain", "browser", "java", "each_database"])
def test_what_is_not_alike_on_both_or_asks_one_alone_is_not_shared(on, mark):
    on(0)
    cases = [Case("test", mark), Case("test", mark)]
    assert tried(cases) == cases


def test_one_database_alone_tries_all(on, monkeypatch):
    on(0)
    monkeypatch.setattr(breadth, "IS_HALVED", False)
    cases = [Case("test"), Case("test")]
    assert tried(cases) == cases
