"""Whose names stand in a text, in which spelling, and who is in the list."""

import datetime

import pytest

from events.checks import findings
from events.models import Participation
from organisations.models import Organisation
from people.models import Person
from portal import history
from portal.models import Pair
from tests import builders
from tests.events.checked import keys, text

pytestmark = pytest.mark.django_db


@pytest.fixture
def event():
    return builders.event(earliest=datetime.date(2021, 9, 1), latest=datetime.date(2021, 9, 3))


def other_name(person, name, kind="alias"):
    with history.change(person, by=None):
        person.names.create(name=name, kind=kind)
    return person


def told_apart(one, other):
    """Remember that two people are not the same, as staff say it."""
    Pair.objects.say_apart(Person, one.pk, other.pk, by=None)
    return one, other


def test_person_of_the_directory_who_is_not_in_the_list_is_asked_about(event):
    ana, bo = builders.person("Ana Anić"), builders.person("Bo Berg")
    builders.line(event, person=ana)
    edition = text(event, "Ana Anić thanked Bo Berg and Carl Crane.")
    (found,) = findings(edition)
    assert (found.key, found.place) == (f"listed-not:person:{bo.pk}", "participations")
    assert found.words == "Bo Berg is named in the text and is not in the list of who took part."
    assert found.passage == "Ana Anić thanked Bo Berg and Carl Crane."


@pytest.mark.parametrize("written", ["Anna Anitch", "АНА АНИЋ", "Ana ANIĆ", "Ana-Anic"])
def test_person_is_known_by_every_spelling(event, written):
    ana = other_name(builders.person("Ana Anić"), "Anna Anitch")
    assert keys(text(event, f"Then {written} spoke.")) == [f"listed-not:person:{ana.pk}"]


def test_longest_name_is_meant(event):
    builders.person("Ana Anić")
    longer = builders.person("Maria Ana Anić")
    van = builders.person("Jan van der Berg")
    builders.person("Der Berg")
    found = keys(text(event, "Maria Ana Anić met Jan van der Berg."))
    assert found == [f"listed-not:person:{longer.pk}", f"listed-not:person:{van.pk}"]


@pytest.mark.parametrize(
    "body",
    [
        "They met Ana. Anić is a village.",
        "<p>They met Ana</p><p>Anić is a village</p>",
        "Guests came from Ana, Anić and other places.",
        "The anaanić of Anastasia Anićeva.",
    ],
)
def test_name_is_whole_words_in_one_row(event, body):
    builders.person("Ana Anić")
    assert keys(text(event, body)) == []


def test_credits_name_who_wrote_and_not_who_came(event):
    builders.person("Ana Anić")
    assert keys(text(event, "Much was said.", wrote="Ana Anić")) == []


def test_of_two_with_one_name_that_of_the_list_is_meant(event):
    _other, ana = told_apart(builders.person("Ana Anić"), builders.person("Ana Anić"))
    builders.line(event, person=ana)
    assert keys(text(event, "Ana Anić spoke.")) == []


@pytest.mark.parametrize("honorific", ["Ms", "Dr.", "Prof. Dr.", "H.E. Ms"])
def test_who_is_called_ms_and_is_nowhere_known_is_asked_about_once(event, honorific):
    builders.line(event, person=builders.person("Ana Anić"))
    body = f"Ms Anić thanked {honorific} Petra Kovač. Ms Kovač was glad."
    (found,) = findings(text(event, body))
    assert (found.key, found.words) == (
        "stranger:petra kovac",
        "“Petra Kovač” is named in the text and is not in the list of who took part.",
    )


def test_family_name_after_an_honorific_is_that_of_the_list_in_every_case(event):
    builders.line(event, person=builders.person("Petar Petrović"))
    edition = text(event, "Zahvalili su gospodinu i g. Petroviću.", language="sr-latn")
    assert keys(edition) == []
    found = keys(text(event, "They thanked Mr Petroviću."))
    assert found == ["stranger:petrovicu", f"never-named:person:{Person.objects.get().pk}"]


def test_listed_and_never_named_is_asked_about_where_the_text_names_people(event):
    ana, bo = builders.person("Ana Anić"), builders.person("Bo Berg")
    builders.line(event, person=ana)
    builders.line(event, person=bo)
    assert keys(text(event, "Ana Anić spoke.")) == [f"never-named:person:{bo.pk}"]
    event.reports.get().editions.all().delete()
    assert keys(text(event, "Nobody is named here.")) == []


def test_only_who_came_and_is_shown_by_name_is_missed(event):
    builders.line(event, person=builders.person("Ana Anić"))
    builders.line(event, person=builders.person("Bo Berg"), name_hidden=True)
    absent = Participation.Attendance.ABSENT
    builders.line(event, person=builders.person("Carl Crane"), attendance=absent)
    assert keys(text(event, "Ana Anić spoke.")) == []


def test_many_who_are_never_named_are_one_question(event):
    builders.line(event, person=builders.person("Ana Anić"))
    for last in ("Berg", "Crane", "Dietz", "Ekman", "Falk", "Gram"):
        builders.line(event, person=builders.person(f"Otto {last}"))
    (found,) = findings(text(event, "Ana Anić spoke."))
    assert found.words == "6 people of the list are not named in the text."


def test_who_is_listed_without_name_and_named_in_the_text_is_asked_about(event):
    ana = builders.person("Ana Anić")
    builders.line(event, person=ana, name_hidden=True)
    assert keys(text(event, "Ana Anić spoke.")) == [f"not-shown:person:{ana.pk}"]


def test_family_name_of_who_is_not_shown_is_asked_about_once(event):
    ana = builders.person("Ana Anić")
    builders.line(event, person=ana, office=False)
    (found,) = findings(text(event, "Then Ms Anić spoke. Ms Anić was glad."))
    assert (found.key, found.place) == (f"none-shown:{ana.pk}", "body")
    assert found.words == (
        "“Anić” stands in the text, and nobody of that name is shown in the list."
    )


def test_family_name_in_its_case_of_who_is_not_shown_is_asked_about_once(event):
    petar = builders.person("Petar Petrović")
    builders.line(event, person=petar, office=False)
    edition = text(
        event, "Zahvalili su g. Petroviću. Potom je g. Petrović otišao.", language="sr-latn"
    )
    assert keys(edition) == [f"none-shown:{petar.pk}"]


def test_family_name_of_somebody_shown_or_told_already_is_not_asked_about(event):
    ana, bo = builders.person("Ana Anić"), builders.person("Bo Anić")
    builders.line(event, person=ana, office=False)
    told = text(event, "Ana Anić spoke. Ms Anić was glad.")
    assert keys(told) == [f"not-shown:person:{ana.pk}"]
    builders.line(event, person=bo, office=True)
    assert not [key for key in keys(told) if key.startswith("none-shown")]


def test_whose_name_is_shown_nowhere_is_asked_about_wherever_a_text_has_it(event):
    ana = builders.person("Ana Anić", visibility="hidden")
    bo = builders.person("Bo Berg", visibility="hidden")
    builders.line(event, person=ana)
    found = keys(text(event, "Ana Anić met Bo Berg."))
    assert found == [f"hidden:person:{ana.pk}", f"hidden:person:{bo.pk}"]


# Spellings


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Vladmir Berg", "Vladimir Berg"),
        ("Vladmiir Berg", "Vladimir Berg"),
        ("Valdimir Berg", "Vladimir Berg"),
        ("Vladimyr Berg", "Vladimir Berg"),
        ("Petra Kovac", "Petra Kovač"),
    ],
)
def test_two_spellings_of_one_name(event, one, other):
    (found,) = findings(text(event, f"First {one} spoke, then {other} and {one}."))
    assert found.words == f"“{one}” and “{other}”: is this one name in two spellings?"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Ana Berg", "Eva Berg"),
        ("North Macedonia", "South Macedonia"),
        ("Goran Berg", "Zoran Berg"),
        ("Vladimir Berg", "VLADIMIR BERG"),
        ("Петра Ковач", "Petra Kovač"),
        ("Vladmir Berg", "Vladimir Burg"),
    ],
)
def test_two_names_are_not_two_spellings(event, one, other):
    assert keys(text(event, f"First {one} spoke, then {other}.")) == []


def test_two_people_with_names_that_are_near_are_two(event):
    for person in told_apart(builders.person("Marko Berg"), builders.person("Mirko Berg")):
        builders.line(event, person=person)
    assert keys(text(event, "Marko Berg thanked Mirko Berg.")) == []


def test_name_that_is_near_to_one_of_the_list_is_asked_about(event):
    person = builders.person("Vladimir Berg")
    builders.line(event, person=person)
    (found,) = findings(text(event, "Then Vladmir Berg spoke."))
    assert found.key == f"spelling:person:{person.pk}:vladmir berg"
    assert found.words == (
        "“Vladmir Berg” is in the text and “Vladimir Berg” in the list: is this one name?"
    )


@pytest.mark.parametrize("written", ["Vladmir Cucic", "Vladimir Čučik", "Владмир Цуцић"])
def test_misspelling_that_is_kept_of_somebody_in_the_list_is_asked_about(event, written):
    person = other_name(builders.person("Vladimir Cucić"), written, "misspelling")
    builders.line(event, person=person)
    (found,) = findings(text(event, f"Then {written} spoke."))
    assert found.words == (
        f"“{written}” is in the text and “Vladimir Cucić” in the list: is this one name?"
    )


def test_name_that_may_be_written_so_is_no_misspelling(event):
    person = other_name(builders.person("Vladimir Cucić"), "Vladimir Cucic", "misspelling")
    person = other_name(person, "Vladimyr Cucić", "translation")
    builders.line(event, person=person)
    assert keys(text(event, "Then Vladimir Cucic spoke.")) == []
    assert keys(text(event, "Then Vladimyr Cucić spoke.", language="sr-latn")) == []


def test_misspelling_that_is_the_name_of_somebody_else_is_theirs(event):
    marko = other_name(builders.person("Marko Berg"), "Mirko Berg", "misspelling")
    for person in told_apart(marko, builders.person("Mirko Berg")):
        builders.line(event, person=person)
    assert keys(text(event, "Then Mirko Berg spoke.")) == []


def test_name_that_is_near_and_known_is_somebody_else(event):
    marko, mirko = told_apart(builders.person("Marko Berg"), builders.person("Mirko Berg"))
    builders.line(event, person=marko)
    assert keys(text(event, "Then Mirko Berg spoke.")) == [f"listed-not:person:{mirko.pk}"]


def test_case_of_a_name_is_no_other_spelling(event):
    body = "Jelena Ilić je govorila. Zahvalili su Jelenu Ilić."
    assert keys(text(event, body, language="sr-latn")) == []
    assert keys(text(event, body, language="en")) == ["spelling:jelena ilić:jelenu ilić"]


# Told twice


def test_institution_of_the_list_that_may_be_told_twice_is_asked_about(event):
    known = builders.organisation("Ministry of the Interior")
    other = builders.organisation("Ministry of the Interrior")
    builders.line(event, organisation=other)
    (found,) = findings(text(event, "Much."))
    assert (found.key, found.anchor) == (
        f"twice:organisation:{known.pk}:{other.pk}",
        "participations-group",
    )
    assert found.words == (
        "“Ministry of the Interrior” in the list may be “Ministry of the Interior” told twice: "
        "a letter differs."
    )
    assert found.ready == ("They are two.",)


def test_person_of_the_list_who_may_be_told_twice_is_asked_about(event):
    listed = builders.person("Vladimir Cucić")
    builders.line(event, person=listed)
    other = builders.person("V. Cucić")
    found = findings(text(event, "Vladimir Cucić spoke."))
    assert [(one.key, one.words) for one in found] == [
        (
            f"twice:person:{listed.pk}:{other.pk}",
            "“Vladimir Cucić” in the list may be “V. Cucić” told twice: initials in place of a "
            "name.",
        )
    ]


def test_two_that_were_said_not_to_be_the_same_are_not_asked_about(event):
    one = builders.organisation("Ministry of the Interior")
    other = builders.organisation("Ministry of the Interrior")
    builders.line(event, organisation=one)
    edition = text(event, "Much.")
    assert keys(edition) == [f"twice:organisation:{one.pk}:{other.pk}"]
    Pair.objects.say_apart(Organisation, one.pk, other.pk, by=None)
    assert keys(edition) == []


def test_who_is_told_twice_and_stands_on_no_line_of_the_event_is_not_asked_about(event):
    builders.organisation("Ministry of the Interior")
    builders.organisation("Ministry of the Interrior")
    builders.person("Vladimir Cucić")
    builders.line(builders.event(slug="other"), person=builders.person("Vladmir Cucić"))
    builders.line(event, organisation=builders.organisation("Roads"))
    assert keys(text(event, "Much.")) == []


def test_of_many_that_may_be_told_twice_the_likeliest_ten_are_asked_about(event):
    builders.line(event, organisation=builders.organisation("Ministry of the Interior"))
    for number in range(11):
        builders.organisation("Ministry of the Interior", slug=f"again-{number}")
    builders.organisation("Ministry of the Interrior")
    found = findings(text(event, "Much."))
    assert {one.words.rpartition(": ")[2] for one in found} == {"the same name."}
    assert len(found) == 10
