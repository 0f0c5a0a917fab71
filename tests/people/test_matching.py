import pytest

from organisations.models import Organisation
from people.matching import LARGE, match
from people.models import Person
from people.written import read_name
from portal.likeness import Certainty, Reason
from tests import builders
from tests.staff import staff

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def directory(kept):
    """Vladimir Cucić of a commissariat, two of the name of Ana Anić, and one alone."""
    body = builders.organisation("Commissariat")
    office = builders.organisation("Asylum Office", parent=body)
    event = builders.event()
    cucic = builders.person("Vladimir Cucić", given_name="Vladimir", family_name="Cucić")
    builders.line(event, person=cucic, organisation=office, position="Commissioner")
    builders.person("Ana Anić")
    ana = builders.person("Ана Анић")
    ana.positions.create(organisation=body, title="Clerk")
    builders.person("Magnus Ovilius")
    return {row.official_name: row.pk for row in Organisation.objects.all()}


def matched(text, body=None, position=""):
    (found,) = match([read_name(text)], organisations=[body], positions=[position])
    return found.certainty, str(found.record or ""), found.reason


@pytest.mark.parametrize("text", ["Vladimir Cucić", "Mr CUCIĆ Vladimir", "Владимир Цуцић"])
@pytest.mark.parametrize("body", ["Commissariat", "Asylum Office"])
def test_same_name_at_the_same_institution_or_a_part_of_it_is_sure(directory, text, body):
    found = matched(text, directory[body], "Commissioner for Refugees")
    assert found == (Certainty.SURE, "Vladimir Cucić", Reason.SAME)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("Vladimir Cucić", Reason.ELSEWHERE),
        ("Vladmir Cucic", Reason.LETTER),
        ("V. Cucić", Reason.INITIALS),
        ("Mr Cucić", Reason.SHORT),
    ],
)
def test_whoever_may_be_another_is_only_probable(directory, text, reason):
    assert matched(text) == (Certainty.PROBABLE, "Vladimir Cucić", reason)


def test_another_post_at_the_same_institution_is_a_doubt(directory):
    found = matched("Vladimir Cucić", directory["Asylum Office"], "Driver")
    assert found == (Certainty.PROBABLE, "Vladimir Cucić", Reason.POSITION)


def test_of_two_with_one_name_that_of_the_institution_comes_first_and_is_not_sure(directory):
    found = matched("Ana Anić", directory["Commissariat"])
    assert found == (Certainty.PROBABLE, "Ана Анић", Reason.SEVERAL)


@pytest.mark.parametrize("text", ["Petar Petrović", "Ana Ovilius", ""])
def test_who_is_like_nobody_is_new(directory, text):
    assert matched(text) == (Certainty.NEW, "", Reason.OTHER)


def test_same_name_in_a_large_institution_is_never_sure(directory):
    body = directory["Asylum Office"]
    crowd = Person.objects.create_named([f"Clerk {n}" for n in range(LARGE)], by=None)
    office = Organisation.objects.get(pk=body)
    model = Person.positions.rel.related_model
    model.objects.bulk_create(model(person=p, organisation=office, title="Clerk") for p in crowd)
    found = matched("Vladimir Cucić", body)
    assert found == (Certainty.PROBABLE, "Vladimir Cucić", Reason.LARGE)


def test_what_is_limited_to_colleagues_says_nothing_of_who_works_where(directory):
    event = builders.event("Secret talks", public=False)
    builders.line(
        event,
        person=Person.objects.get(name="Magnus Ovilius"),
        organisation=Organisation.objects.get(pk=directory["Commissariat"]),
    )
    assert matched("Magnus Ovilius", directory["Commissariat"])[0] == Certainty.SURE
    event.colleagues.add(staff("Author"))
    assert matched("Magnus Ovilius", directory["Commissariat"])[2] == Reason.ELSEWHERE


def test_many_names_cost_as_many_queries_as_one(directory, django_assert_num_queries):
    for number in (1, 40):
        written = [
            read_name("Vladimir Cucić"),
            *[read_name(f"V. Cucić {n}") for n in range(number)],
        ]
        with django_assert_num_queries(7):
            match(written, organisations=[directory["Commissariat"]] * len(written))
