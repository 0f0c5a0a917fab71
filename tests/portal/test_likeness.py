import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.likeness import PROBABLE, Reason, likeness, of_bodies
from portal.names import fold
from tests.breadth import turns

WORDS = st.lists(st.text("abcde", min_size=1, max_size=6), max_size=5).map(" ".join)


@pytest.mark.parametrize(
    ("one", "other", "reason"),
    [
        ("Vladimir Cucić", "Владимир Цуцић", Reason.SAME),
        ("Cucić Vladimir", "Vladimir Cucic", Reason.ORDER),
        ("Maria Teresa Anić", "Mariateresa Anić", Reason.TOGETHER),
        ("Vladmir Cucic", "Vladimir Cucić", Reason.LETTER),
        ("Aleksandar Novak", "Alexandar Novak", Reason.LETTERS),
        ("V. Cucić", "Vladimir Cucić", Reason.INITIALS),
        ("Marija Anić", "Marija Anić Babić", Reason.SHORT),
    ],
)
def test_two_names_of_one_person_are_like_with_the_reason(one, other, reason):
    found = likeness(fold(one), fold(other))
    assert (found.reason, found.score >= PROBABLE) == (reason, True)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Ana Anić", "Ana Babić"),
        ("Ana Anić", "Eva Anić"),
        ("A. A.", "Ana Anić"),
        ("Ovilius", "Magnus Ovilius"),
        ("Ana Anić", ""),
    ],
)
def test_names_of_two_people_are_not_like_enough(one, other):
    assert likeness(fold(one), fold(other)).score < PROBABLE


@pytest.mark.parametrize(
    ("one", "other", "reason"),
    [
        ("European Network for Migration", "European Migration Network", Reason.ORDER),
        ("Ministry of Interior", "Ministry of the Interior", Reason.ORDER),
        ("Ministry of Intrior", "Ministry of the Interior", Reason.LETTER),
        ("MoI", "Ministry of the Interior", Reason.ACRONYM),
        ("МУП", "Ministarstvo unutrašnjih poslova", Reason.ACRONYM),
        ("Ministry of the Interior", "Ministry of the Interior of Serbia", Reason.SHORT),
        ("Ministry of Justice", "Ministry of Labour", Reason.OTHER),
        ("Sector 1", "Sector 2", Reason.OTHER),
        ("UNHCR", "UNHRC", Reason.OTHER),
    ],
)
def test_institutions_are_compared_by_their_telling_words(one, other, reason):
    found = of_bodies(fold(one), fold(other))
    assert (found.reason, found.score >= PROBABLE) == (reason, reason != Reason.OTHER)


@pytest.mark.breadth
@settings(max_examples=turns(30, 600))
@given(WORDS, WORDS)
def test_order_does_not_matter_and_only_the_same_is_wholly_alike(one, other):
    for compare in (likeness, of_bodies):
        found = compare(one, other)
        assert found == compare(other, one)
        assert 0 <= found.score <= 1
        assert (found.score == 1) == (bool(one) and one == other)
