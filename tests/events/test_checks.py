import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from events.checks import errors, findings, unanswered
from events.models import Edition
from portal import history
from portal.sample import founding
from portal.sample.directory import rich
from tests import builders
from tests.events.checked import LEAD, keys, text

pytestmark = pytest.mark.django_db


@pytest.fixture
def event():
    return builders.event(earliest=datetime.date(2021, 9, 1), latest=datetime.date(2021, 9, 3))


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
    assert found.words == "The photo “The hall” has no words for those who cannot see it."


def test_day_outside_the_events_in_its_programme_or_places_is_asked_about_once(event):
    for day, title in [(1, "Welcome"), (4, "Way home"), (4, "Farewell")]:
        event.sessions.create(title=title, day=datetime.date(2021, 9, day))
    event.sessions.create(title="Talks", day=None)
    event.places.create(city="Niš", country="RS", day=datetime.date(2012, 9, 2))
    event.places.create(city="Pirot", country="RS", day=datetime.date(2021, 9, 2))
    second, first = findings(text(event, "Much."))
    assert (first.key, first.anchor) == ("day:sessions:2021-09-04", "sessions-group")
    assert first.words == (
        "The programme has the day September 4, 2021; the event has: September 1–3, 2021."
    )
    assert (second.key, second.anchor) == ("day:places:2012-09-02", "places-group")
    assert second.words == (
        "A place has the day September 2, 2012; the event has: September 1–3, 2021."
    )


def test_no_day_is_outside_an_event_whose_days_are_not_known():
    event = builders.event(earliest=None, precision="unknown")
    event.sessions.create(title="Welcome", day=datetime.date(2021, 9, 1))
    assert findings(text(event, "Much.")) == []


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
    assert cost(edition) == 9
    for number in range(3):
        builders.line(event, person=builders.person(f"Otto{number} Berg"))
        builders.person(f"Karla{number} Crane")
        builders.photo(event, alternative_text="")
    names = "".join(f"<p>Otto{n} Berg met Karla{n} Crane.</p>" for n in range(3))
    edition.body = f"{names}<p>Karla Crane, Karlo Crane, Kerla Crane</p>"
    builders.saved(edition)
    assert cost(edition) == 9


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


# Its language

CYRILLIC = "Делегација из Тиране дошла је у октобру да види како се воде регистри."
SERBIAN = "Delegacija je u oktobru bila u Beogradu i videla kako se vode registri na delu."
ENGLISH = "The delegation was in Belgrade in the autumn and saw how to keep registers of the town."


@pytest.mark.parametrize(
    ("words", "language", "asked"),
    [
        (CYRILLIC, "en", "The text is in Cyrillic letters, and its language is: English."),
        (
            CYRILLIC,
            "sr-latn",
            "The text is in Cyrillic letters, and its language is: Serbian Latin.",
        ),
        (SERBIAN, "en", "The text seems to be in Serbian, and its language is: English."),
        (ENGLISH, "sr", "The text seems to be in English, and its language is: Serbian."),
    ],
)
def test_text_in_another_language_than_its_own_is_asked_about(event, words, language, asked):
    edition = text(event, words, lead=words, language=language)
    (found,) = [one for one in findings(edition) if one.place == "language"]
    assert (found.words, found.is_error) == (asked, False)


@pytest.mark.parametrize(
    ("words", "language"),
    [
        (CYRILLIC, "sr"),
        (SERBIAN, "sr"),
        (SERBIAN, "sr-latn"),
        (SERBIAN, "hr"),
        (ENGLISH, "en"),
        (f"{ENGLISH} The guests wrote: “Дошли смо да видимо регистре града”.", "en"),
    ],
)
def test_text_in_its_own_language_is_not_asked_about(event, words, language):
    edition = text(event, words, lead=words, title=words, language=language)
    assert not [one for one in findings(edition) if one.place == "language"]
