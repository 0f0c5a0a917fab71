"""A visitor's question, answered from the first page to the files, without JavaScript.

Who from the Ministry of the Interior took part in events on asylum between 2021 and 2023, and in
what? It is asked of that part of the sample site which knows.
"""

import csv
from urllib.parse import parse_qs, urlsplit

import feedparser
import icalendar
import pytest
from django.utils import timezone
from playwright.sync_api import expect

from portal import vocabulary
from portal.sample import asylum, founding
from portal.sample.loader import Loader

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

REFUSAL = "Training on what follows a refusal of asylum"
SCHOOL = "Round table on beds and school places for families who seek asylum"
INTERVIEW = "The first question decides how the others are answered"
ANSWER = [
    ("October 3–4, 2023", REFUSAL, "Ms Ursina Quaderlin", "Head of Section"),
    ("October 3–4, 2023", REFUSAL, "Mr Rätus Malbuner", "Inspector"),
    ("March 9, 2022", SCHOOL, "Ms Fadrina Tschuvel", "State Secretary"),
    ("March 9, 2022", SCHOOL, "Mr Balthasar Öhriger", "Head of Section"),
    ("May 18, 2021", INTERVIEW, "Mr Balthasar Öhriger", "Head of Section"),
    ("May 18, 2021", INTERVIEW, "Ms Ursina Quaderlin", "Interviewing Officer"),
    ("May 18, 2021", INTERVIEW, "not named", ""),
]


@pytest.fixture
def sample():
    loader = Loader(timezone.now())
    vocabulary.settle()
    for part, at in ((founding, {"at": loader.now}), (asylum, {})):
        for row in part.BODIES:
            loader.body(row, **at)
        for row in part.PEOPLE:
            loader.human(row, **at)
    loader.project(founding.PROJECT, at=loader.now)
    for row in (founding.EVENT, *asylum.EVENTS):
        loader.event(row)


def ask(page, button, **ticked):
    page.get_by_label("Since", exact=True).fill("2021-01-01")
    page.get_by_label("Until", exact=True).fill("2023-12-31")
    for question, answer in ticked.items():
        page.get_by_role("group", name=question).get_by_label(answer).check()
    page.get_by_label("Another one").fill("Ministry of the Interior")
    page.get_by_role("button", name=button).click()
    # Two have this name, and the page asks which one is meant.
    meant = page.locator(".candidates li", has_text="Liechtenstein")
    meant.get_by_role("link", name="Ministry of the Interior").click()


def rows(page):
    """Return date, event, who and position then of the rows of the table."""
    cells = [row.locator("td").all_inner_texts() for row in page.locator(".lines tbody tr").all()]
    return [(when, event, who, position) for when, event, who, _body, position, *_rest in cells]


def asked(address):
    """Return what an address asks for, by name."""
    return parse_qs(urlsplit(address).query)


def test_question_is_answered_taken_along_and_followed(sample, new_page):
    page = new_page(java_script_enabled=False)
    page.goto("/")
    page.get_by_role("navigation", name="Main").get_by_role("link", name="Who took part").click()
    ask(page, "Show entries", Topic="Asylum", Role="Trainer")
    count = page.get_by_role("status")
    entries = "from Ministry of the Interior and its departments"
    expect(count).to_have_text(f"1 entry {entries}")
    page.get_by_role("link", name="Remove filter Role: Trainer").click()
    expect(count).to_have_text(f"7 entries {entries}")
    assert rows(page) == ANSWER
    question = asked(page.url)
    assert question.keys() == {"organisation", "topic", "since", "until"}

    # The rows as a file: these and no others.
    with page.expect_download() as download:
        page.get_by_role("link", name="CSV").click()
    with download.value.path().open(encoding="utf-8-sig", newline="") as file:
        taken = [(row["Event"], row["Who"], row["Position then"]) for row in csv.DictReader(file)]
    unnamed = (INTERVIEW, "2 participants", "")
    assert taken == [*(row[1:] for row in ANSWER[:-1]), unnamed]

    # The same asked of events, of which calendar and news follow what is asked.
    page.get_by_role("navigation", name="Main").get_by_role("link", name="Events").click()
    ask(page, "Show events", Topic="Asylum")
    expect(count).to_have_text("3 events")
    calendar = page.get_by_role("link", name="Calendar", exact=True).get_attribute("href")
    news = page.get_by_role("link", name="Atom", exact=True).get_attribute("href")
    assert asked(calendar) == asked(news) == asked(page.url) == question
    days = icalendar.Calendar.from_ical(page.request.get(calendar).body()).events
    assert sorted(str(day.start) for day in days) == ["2021-05-18", "2022-03-09", "2023-10-03"]
    told = feedparser.parse(page.request.get(news).body())
    assert {entry.title for entry in told.entries} == {REFUSAL, SCHOOL, INTERVIEW}
