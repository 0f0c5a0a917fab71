import copy
import datetime

import pytest
from django.http import QueryDict
from django.utils.translation import get_language

from events.models import Role
from organisations.models import Organisation
from people.filters import PersonFilter
from people.models import Person
from portal import history
from tests import builders

pytestmark = pytest.mark.django_db


def found(query):
    people = PersonFilter(QueryDict(query), Person.objects.public()).qs
    return [person.name for person in people]


def errors(query):
    filterset = PersonFilter(QueryDict(query), Person.objects.public())
    assert list(filterset.qs) == []
    return {name: list(sentences) for name, sentences in filterset.errors.items()}


@pytest.fixture(scope="module")
def made(kept):
    """Ana speaks for a Serbian ministry in 2021; Boris chairs in 2022; Vesna comes for Slovenia."""
    ministry = builders.organisation("Ministry of Works", country="RS")
    first = builders.event("First", slug="first", earliest=datetime.date(2021, 3, 1))
    second = builders.event("Second", slug="second", earliest=datetime.date(2022, 3, 1))
    ana, boris, vesna = (builders.person(name) for name in ["Ana", "Boris", "Vesna"])
    speaker, chair = builders.role("Speaker"), builders.role("Chair")
    builders.line(first, person=ana, organisation=ministry, roles=[speaker])
    builders.line(second, person=boris, organisation=ministry, roles=[chair])
    builders.line(second, person=vesna, country="SI", roles=[speaker])
    return first, second


@pytest.fixture
def three(made):
    return copy.deepcopy(made)


@pytest.mark.parametrize(
    ("query", "people"),
    [
        ("q=АНА", ["Ana"]),
        ("q=ana boris", []),
        ("role=speaker", ["Ana", "Vesna"]),
        ("role=speaker&role=chair", ["Ana", "Boris", "Vesna"]),
        ("country=RS", ["Ana", "Boris"]),
        ("country=SI", ["Vesna"]),
        ("country=SI&country=RS", ["Ana", "Boris", "Vesna"]),
        ("year=2021", ["Ana"]),
        ("year=2021&year=2022", ["Ana", "Boris", "Vesna"]),
        ("year=1999", []),
        ("event=2022/second", ["Boris", "Vesna"]),
        ("event=2022/second&event=2021/first", ["Ana", "Boris", "Vesna"]),
        ("role=speaker&country=RS&year=2021", ["Ana"]),
        ("role=speaker&year=2022&country=RS", []),
    ],
)
def test_filter(three, query, people):
    assert found(query) == people


def test_all_filters_ask_for_one_and_the_same_line(three):
    first, _second = three
    boris = Person.objects.get(name="Boris")
    builders.line(first, person=boris, roles=[builders.role("Guest")])
    assert found("role=chair&year=2021") == []
    assert found("role=chair&year=2022") == ["Boris"]


def test_a_role_is_found_and_counted_however_high_its_number(three):
    far = Role.objects.create(pk=2**15, slug="far-away", name="Far away")
    builders.line(three[0], person=builders.person("Dora"), roles=[far])
    filterset = PersonFilter(QueryDict("role=far-away"), Person.objects.public())
    assert [person.name for person in filterset.qs] == ["Dora"]
    counts = {choice.value: choice.count for choice in filterset.choices_of("role")}
    assert counts == {"far-away": 1, "speaker": 2, "chair": 1}


def test_an_event_over_new_year_belongs_to_both_years():
    event = builders.event(earliest=datetime.date(2021, 12, 30), latest=datetime.date(2022, 1, 2))
    builders.line(event, person=builders.person("Ana"))
    assert (found("year=2021"), found("year=2022"), found("year=2023")) == (["Ana"], ["Ana"], [])


def test_an_event_without_a_date_is_found_by_its_address():
    event = builders.event("Talk", slug="talk", earliest=None, precision="unknown")
    builders.line(event, person=builders.person("Ana"))
    assert found("event=undated/talk") == ["Ana"]


def test_an_event_is_found_by_an_address_that_it_had(three):
    second = three[1]
    with history.change(second, by=None):
        second.slug = "renamed"
        second.save()
    assert found("event=2022/second") == ["Boris", "Vesna"]


@pytest.mark.parametrize(
    "path",
    ["2022/draft", "2022", "second", "2022/nothing", "2022/second/", "\x00", "٢٠٢٢/second", "%"],
)
def test_an_event_that_is_not_public_or_not_there_is_refused(three, path):
    builders.event("Draft", slug="draft", public=False, earliest=datetime.date(2022, 1, 1))
    assert list(errors(f"event={path}")) == ["event"]


def test_a_role_that_only_a_draft_knows_is_not_offered(three):
    draft = builders.event("Draft", public=False)
    builders.line(draft, person=builders.person("Dora"), roles=[builders.role("Draftrole")])
    filterset = PersonFilter(QueryDict(""), Person.objects.public())
    assert "Draftrole" not in str(filterset.form["role"])
    assert errors("role=draftrole") == {
        "role": ["This is not one of the choices: choose from the list."]
    }


def test_departments_takes_only_0_and_1(three):
    assert list(errors("departments=no")) == ["departments"]


class TestInstitutionByName:
    def test_whole_name_wins_over_longer_ones(self, three):
        builders.organisation("Ministry of Works and Transport", in_directory=True)
        assert found("organisation=MINISTRY OF WORKS") == ["Ana", "Boris"]

    def test_other_name_in_any_letters_is_enough(self, three):
        ministry = Person.objects.get(name="Ana").participations.get().organisation
        with history.change(ministry, by=None):
            ministry.names.create(name="Министарство радова", language="sr")
        assert found("organisation=ministarstvo radova") == ["Ana", "Boris"]

    def test_part_of_a_name_is_enough_if_one_fits(self, three):
        assert found("organisation=works") == ["Ana", "Boris"]

    def test_address_that_it_had_is_enough(self, three):
        ministry = Person.objects.get(name="Ana").participations.get().organisation
        with history.change(ministry, by=None):
            ministry.slug = "renamed"
            ministry.save()
        assert found("organisation=ministry-of-works") == ["Ana", "Boris"]

    def test_namesakes_are_told_apart_by_country_and_parent(self, three):
        whole = builders.organisation("Government", country="DE", in_directory=True)
        builders.organisation("Ministry of Works", parent=whole, in_directory=True)
        query = "organisation=ministry+of+works&year=2021&page=2"
        filterset = PersonFilter(QueryDict(query), Person.objects.public())
        assert list(filterset.qs) == []
        assert filterset.errors["organisation"] == [
            "Several institutions have this name. Which one do you mean?"
        ]
        assert [
            (row["detail"], row["url"]) for row in filterset.form["organisation"].candidates
        ] == [
            ("Serbia", "?organisation=ministry-of-works&year=2021"),
            ("part of Government", "?organisation=ministry-of-works-2&year=2021"),
        ]

    def test_institution_that_only_a_draft_uses_is_not_known(self, three):
        body = builders.organisation("Secret Office", slug="secret")
        builders.line(builders.event("Draft", public=False), organisation=body)
        sentence = ["No institution has such a name: write a part of it that you know."]
        assert errors("organisation=secret") == {"organisation": sentence}
        assert errors("organisation=Secret Office") == {"organisation": sentence}

    def test_institution_that_is_misspelt_is_offered_as_it_is_written(self, three):
        builders.line(
            builders.event(),
            organisation=builders.organisation("Ministry of Canals", slug="canals"),
        )
        secret = builders.organisation("Ministry of Canels")
        builders.line(builders.event("Draft", public=False), organisation=secret)
        for typed in ("Minstry of Canalz", "minstry-of-canalz"):
            query = QueryDict(f"organisation={typed}&year=2021")
            field = PersonFilter(query, Person.objects.public())
            assert field.form.errors["organisation"] == [
                "No institution has such a name. Is one of these meant?"
            ]
            assert [(row["name"], row["url"]) for row in field.form["organisation"].candidates] == [
                ("Ministry of Canals", "?organisation=canals&year=2021")
            ]

    @pytest.mark.parametrize(
        ("typed", "sentence"),
        [
            ("%", "Write at least one letter or number."),
            ("_", "Write at least one letter or number."),
            ("'", "Write at least one letter or number."),
            ("\x00", "This holds a character that cannot be read: type the words anew."),
            ("9" * 5000, "This is too long: write 200 characters at most."),
            ("\ufffd\ufffd", "Write at least one letter or number."),
            ("one&organisation=two", "Write one institution at a time."),
        ],
    )
    def test_what_is_no_name_is_refused(self, three, typed, sentence):
        assert errors(f"organisation={typed}") == {"organisation": [sentence]}


def test_institutions_that_one_reader_asks_for_are_not_those_of_another(three):
    school = builders.organisation("School of roads", in_directory=True)
    mine, other = (
        PersonFilter(QueryDict(f"organisation={slug}&event=2021/first"), Person.objects.public())
        for slug in ("ministry-of-works", "school-of-roads")
    )
    assert (mine.is_refused, other.is_refused) == (False, False)
    assert [body.name for body in mine.institutions] == ["Ministry of Works"]
    assert other.institutions == [school]
    assert [chip.value for chip in mine.chips] == ["Ministry of Works, Serbia", "First"]
    assert [chip.value for chip in other.chips] == ["School of roads", "First"]


@pytest.mark.parametrize(
    "query",
    [
        "",
        "organisation=ministry-of-works",
        "organisation=ministry-of-works&departments=0",
        "role=speaker",
        "year=2021",
        "country=RS",
        "event=2021/first",
        "q=ana",
    ],
)
def test_newest_line_and_figures_are_those_of_the_lines_that_fit(three, query):
    first, second = three
    ministry = Organisation.objects.get(slug="ministry-of-works")
    boris = Person.objects.get(name="Boris")
    ana = Person.objects.get(name="Ana")
    part = builders.organisation("Department of Roads", parent=ministry)
    far = Role.objects.create(pk=2**15, slug="far-away", name="Far away")
    undated = builders.event("Undated", slug="undated", earliest=None, precision="unknown")
    long = builders.event("Long", earliest=datetime.date(2019, 12, 30), latest=second.latest)
    for event, fields in [
        (first, {"person": boris, "organisation": part, "position": "Head", "roles": [far]}),
        (first, {"person": boris, "organisation": ministry, "country": "SI"}),
        (undated, {"person": ana, "country": "RS"}),
        (long, {"person": ana, "organisation": ministry, "attendance": "absent"}),
        (long, {"person": boris, "roles": [builders.role("Guest"), far]}),
        (builders.event("Draft", public=False), {"person": ana, "organisation": ministry}),
    ]:
        builders.line(event, **fields)
    filterset = PersonFilter(QueryDict(query), Person.objects.public())
    people = filterset.keys.tolist()
    assert people
    told = filterset.lines.newest_of(Person.objects.filter(pk__in=people), get_language())

    def printed(line):
        return line.pk, line.events, line.first, line.last, line.role_names or [], line.position

    found = map(printed, filterset.newest_lines(people))
    assert sorted(found) == sorted(
        (*one[:4], [tuple(role) for role in one[4]], one[5]) for one in map(printed, told)
    )
