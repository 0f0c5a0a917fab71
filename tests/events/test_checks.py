import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from events.checks import errors, findings, unanswered
from events.models import Edition, Participation
from people.models import Person
from portal import history
from portal.sample import founding
from portal.sample.directory import rich
from tests import builders

pytestmark = pytest.mark.django_db

LEAD = "They agreed on the road."


@pytest.fixture
def event():
    return builders.event(earliest=datetime.date(2021, 9, 1), latest=datetime.date(2021, 9, 3))


def text(event, body="", *, title="What was said", lead=LEAD, language="en", wrote=""):
    body = body if body.startswith("<") else f"<p>{body}</p>"
    return builders.report(
        event,
        title,
        published=False,
        lead=lead,
        body=body,
        language=language,
        credits=wrote,
    )


def keys(edition):
    return [finding.key for finding in findings(edition)]


def other_name(person, name):
    with history.change(person, by=None):
        person.names.create(name=name)
    return person


# The founding case


def founding_event():
    event = builders.event(
        founding.EVENT.name,
        earliest=datetime.date(2021, 9, 1),
        latest=datetime.date(2021, 9, 10),
        precision="part",
    )
    role = builders.role()
    for human in founding.PEOPLE:
        person = builders.person(human.name, honorific=human.honorific)
        for name, kind, language, source in human.names:
            with history.change(person, by=None):
                person.names.create(name=name, kind=kind, language=language, source=source)
        builders.line(event, person=person, roles=[role])
    builders.line(event, country="SI")
    return event


def test_founding_report_is_fit_to_be_published():
    edition = builders.report(
        founding_event(),
        founding.REPORT.title,
        lead=founding.REPORT.lead,
        body=rich(founding.REPORT.body),
    )
    assert findings(edition) == []


def test_founding_report_as_it_was_first_printed_has_one_name_in_two_spellings():
    body = rich(founding.REPORT.body).replace(
        "Commissioner Vladimir Cucić", "Commissioner Vladmir Cucic"
    )
    body += "<p>Vladimir Cucic thanked the guests.</p>"
    edition = builders.report(
        founding_event(), founding.REPORT.title, lead=founding.REPORT.lead, body=body
    )
    (found,) = findings(edition)
    assert found.words == (
        "“Vladmir Cucic” and “Vladimir Cucic”: is this one name in two spellings?"
    )
    assert found.passage.startswith("Vladimir Cucic thanked")


# People


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
    builders.person("Ana Anić")
    builders.line(event, person=builders.person("Ana Anić"))
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
    for name in ("Marko Berg", "Mirko Berg"):
        builders.line(event, person=builders.person(name))
    assert keys(text(event, "Marko Berg thanked Mirko Berg.")) == []


def test_name_that_is_near_to_one_of_the_list_is_asked_about(event):
    person = builders.person("Vladimir Berg")
    builders.line(event, person=person)
    (found,) = findings(text(event, "Then Vladmir Berg spoke."))
    assert found.key == f"spelling:person:{person.pk}:vladmir berg"
    assert found.words == (
        "“Vladmir Berg” is in the text and “Vladimir Berg” in the list: is this one name?"
    )


def test_name_that_is_near_and_known_is_somebody_else(event):
    builders.line(event, person=builders.person("Marko Berg"))
    mirko = builders.person("Mirko Berg")
    assert keys(text(event, "Then Mirko Berg spoke.")) == [f"listed-not:person:{mirko.pk}"]


def test_case_of_a_name_is_no_other_spelling(event):
    body = "Jelena Ilić je govorila. Zahvalili su Jelenu Ilić."
    assert keys(text(event, body, language="sr-latn")) == []
    assert keys(text(event, body, language="en")) == ["spelling:jelena ilić:jelenu ilić"]


# Dates


@pytest.mark.parametrize(
    ("written", "key"),
    [
        ("24 April 2024", "date:2024-04-24:2024-04-24"),
        ("24th of April 2024", "date:2024-04-24:2024-04-24"),
        ("April 24, 2024", "date:2024-04-24:2024-04-24"),
        ("September 5–7, 2021", "date:2021-09-05:2021-09-07"),
        ("5-7 September 2021", "date:2021-09-05:2021-09-07"),
        ("October 2021", "date:2021-10-01:2021-10-31"),
        ("Sept. 2020", "date:2020-09-01:2020-09-30"),
        ("24. aprila 2024. godine", "date:2024-04-24:2024-04-24"),
        ("у априлу 2024. године", "date:2024-04-01:2024-04-30"),
        ("24. СЕПТЕМБРА 2024.", "date:2024-09-24:2024-09-24"),
        ("24.04.2024", "date:2024-04-24:2024-04-24"),
        ("24. 4. 2024.", "date:2024-04-24:2024-04-24"),
        ("2024-04-24", "date:2024-04-24:2024-04-24"),
    ],
)
def test_date_that_is_not_the_events(event, written, key):
    (found,) = findings(text(event, f"They met ({written})."))
    assert found.key == key
    assert found.words.endswith("”; the event was: September 1–3, 2021.")


@pytest.mark.parametrize(
    "written",
    [
        "2 September 2021",
        "1–3 September 2021",
        "September 2021",
        "3. septembra 2021.",
        "02.09.2021.",
        "in 2008",
        "on 24 April",
        "31 February 2020",
        "1.2.3.2020",
        "Law 12/2020",
        "2020-2025",
        "may 20215",
    ],
)
def test_date_of_the_event_or_no_whole_date(event, written):
    assert keys(text(event, f"They met ({written}).")) == []


def test_no_date_is_odd_where_the_events_is_not_known():
    event = builders.event(earliest=None, precision="unknown")
    assert keys(text(event, "They met on 24 April 2024.")) == []


# The form


def test_empty_lead_and_text_must_be_mended(event):
    edition = text(event, "<p> </p>", lead=" ")
    assert keys(edition) == ["no-lead", "no-text"]
    assert errors(findings(edition)) == findings(edition)


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("<h2>One</h2><p>x</p><h3>Two</h3><p>x</p><h2>Three</h2><p>x</p>", []),
        ("<h2>One</h2><p>x</p><h4>Two</h4><p>x</p>", ["heading:two"]),
        ("<h3>One</h3><p>x</p>", ["heading:one"]),
    ],
)
def test_heading_that_skips_a_level_must_be_mended(event, body, expected):
    assert keys(text(event, body)) == expected


@pytest.mark.parametrize("words", ["here", "Click <strong>here</strong>", "овде", "Link.", "…"])
def test_link_that_says_nothing_must_be_mended(event, words):
    (found,) = findings(text(event, f'See <a href="https://example.org/a">{words}</a>.'))
    assert found.is_error
    assert found.words.startswith("A link says only “")


def test_link_that_is_printed_as_its_address_is_asked_about(event):
    body = 'See <a href="https://example.org/a">https://example.org/a</a>.'
    (found,) = findings(text(event, body))
    assert (found.key, found.is_error) == ("bare-link:https://example.org/a", False)


def test_link_that_says_where_it_leads_is_right(event):
    assert keys(text(event, 'See <a href="https://example.org/a">the plan here</a>.')) == []


def test_photo_without_words_is_asked_about(event):
    bare = builders.photo(event, alternative_text="", caption="The hall")
    builders.photo(event)
    (found,) = findings(text(event, "Much."))
    assert (found.key, found.place) == (f"photo:{bare.pk}", "photos")
    assert found.words == "The photo “The hall” has no words for who cannot see it."


# Order, answers, cost


def test_what_must_be_mended_stands_first_and_answers_are_remembered(event, django_user_model):
    builders.person("Ana Anić")
    edition = text(event, "Ana Anić spoke on 1 May 2020.", lead="")
    first, second, third = findings(edition)
    assert (first.key, first.is_error) == ("no-lead", True)
    by = django_user_model.objects.create_user("ana")
    answer = edition.report.answers.create(key=second.key, words="Was not there.", by=by)
    again = builders.saved(edition)
    again.body = "<p>Another sentence. Ana Anić spoke on 1 May 2020.</p>"
    builders.saved(again)
    assert [finding.answered for finding in findings(again)] == [None, None, answer]
    assert unanswered(findings(again)) == [
        finding for finding in findings(again) if finding.key == third.key
    ]


def test_more_than_a_form_can_send_is_asked_in_turns(event):
    dates = " ".join(f"<p>1 May {year}</p>" for year in range(1800, 1950))
    assert len(findings(text(event, dates))) == 100


def test_queries_are_the_same_for_one_name_and_for_many(event):
    def cost(edition):
        edition = Edition.objects.select_related("report__event").get(pk=edition.pk)
        with CaptureQueriesContext(connection) as queries:
            findings(edition)
        return len(queries)

    builders.line(event, person=builders.person("Ana Anić"))
    builders.photo(event, alternative_text="")
    edition = text(event, "Ana Anić and Karla Berg met Kerla Berg.")
    assert cost(edition) == 5
    for number in range(3):
        builders.line(event, person=builders.person(f"Otto{number} Berg"))
        builders.person(f"Karla{number} Crane")
        builders.photo(event, alternative_text="")
    names = "".join(f"<p>Otto{n} Berg met Karla{n} Crane.</p>" for n in range(3))
    edition.body = f"{names}<p>Karla Crane, Karlo Crane, Kerla Crane</p>"
    builders.saved(edition)
    assert cost(edition) == 5


HOSTILE = [
    "A " * 20000,
    "Mr " * 20000,
    "Ana Anić " * 5000,
    " ".join(f"Name{n} Berg" for n in range(5000)),
    "1 May 2020 " * 3000,
    "1-" * 20000,
    "\u0301" * 5000 + "А" * 5000,
    "%s %(name)s {0} \\n ' \" ; --",
    "<script>alert(1)</script>",
]


@pytest.mark.parametrize("words", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_text_is_read_to_its_end(event, words):
    builders.line(event, person=builders.person("Ana Anić"))
    edition = builders.report(event, "T", lead=LEAD, published=False)
    edition.body = f"<p>{words}</p>"
    assert all(len(finding.key) <= 200 for finding in findings(edition))
