import pytest

from organisations.matching import match
from portal.likeness import Certainty, Reason
from tests import builders

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def directory(kept):
    ministry = builders.organisation("Ministry of the Interior", acronym="MoI", country="RS")
    builders.organisation("Ministry of the Interior", country="HR", slug="moi-hr")
    builders.organisation("Asylum Office", parent=ministry, country="RS")
    builders.organisation("European Migration Network")
    return ministry


def matched(text, inside=None, country=""):
    (found,) = match([text], inside=[inside], countries=[country])
    record = f"{found.record} {found.record.country}".strip() if found.record else ""
    return found.certainty, record, found.reason


@pytest.mark.parametrize("text", ["European Migration Network", "EUROPEAN migration network"])
def test_only_one_of_the_very_name_is_sure(directory, text):
    assert matched(text) == (Certainty.SURE, "European Migration Network", Reason.SAME)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("EMN", Reason.ACRONYM),
        ("European Network for Migration", Reason.ORDER),
        ("European Migraton Network", Reason.LETTER),
        ("Eurpean Migration Network", Reason.LETTER),
    ],
)
def test_other_spellings_are_probable_with_the_reason(directory, text, reason):
    assert matched(text) == (Certainty.PROBABLE, "European Migration Network", reason)


def test_of_one_name_in_two_countries_that_of_the_country_is_meant(directory):
    name = "Ministry of the Interior"
    assert matched(name) == (Certainty.PROBABLE, f"{name} RS", Reason.SEVERAL)
    assert matched(name, country="HR") == (Certainty.SURE, f"{name} HR", Reason.SAME)
    assert matched("MoI", country="HR")[:2] == (Certainty.PROBABLE, f"{name} HR")
    assert matched(name, country="SI")[0] == Certainty.PROBABLE


def test_department_is_sure_only_inside_its_institution(directory):
    assert matched("Asylum Office", directory.pk) == (
        Certainty.SURE,
        "Asylum Office RS",
        Reason.SAME,
    )
    assert matched("Asylum Office")[2] == Reason.DEPARTMENT
    assert matched("European Migration Network", directory.pk)[0] == Certainty.NEW


@pytest.mark.parametrize("text", ["Ministry of Justice", "", "???"])
def test_what_is_like_nothing_is_new(directory, text):
    assert matched(text) == (Certainty.NEW, "", Reason.OTHER)


def test_many_names_cost_as_many_queries_as_one(directory, django_assert_num_queries):
    for number in (1, 40):
        texts = ["MoI", *[f"Ministry of the Interior {n}" for n in range(number)]]
        with django_assert_num_queries(2):
            match(texts)
