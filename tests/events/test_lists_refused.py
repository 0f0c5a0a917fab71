"""What a list is refused for is said on the page, each with the field that it is about."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from events.models import Intake
from tests import builders
from tests.staff import form_of, staff

pytestmark = pytest.mark.django_db

SUMMARY = re.compile(r'<div class="error-summary" [^>]+ autofocus>\s*(.*?)</div>', re.DOTALL)
ITEM = re.compile(r"<li>(.*?)</li>", re.DOTALL)


@pytest.fixture(scope="module")
def event(kept):
    return builders.event(public=False)


@pytest.fixture(scope="module")
def administrator(kept):
    return staff()


@pytest.fixture
def client(client, administrator):
    client.force_login(administrator)
    return client


@pytest.fixture
def pasted(client, event):
    """A list of one line that is being looked over."""
    client.post(
        reverse("admin:events_event_list", args=[event.pk]),
        {"rows": "Ana Anić", "language": "English"},
    )
    intake = Intake.objects.get()
    columns = reverse("admin:events_event_list_columns", args=[event.pk, intake.pk])
    client.post(columns, {"heads": "-1", "column-0": "name"})
    return intake


def title(answer):
    return re.search("<title>(.*?)</title>", answer.text, re.DOTALL)[1].strip()


def told(answer):
    """Return what the page of a form that was refused lists above it."""
    (summary,) = SUMMARY.findall(answer.text)
    return ITEM.findall(summary)


@pytest.mark.parametrize(
    ("page", "sent", "says"),
    [
        ("list", {"language": "English"}, ["Paste the rows or choose a file: one of them."]),
        (
            "begin",
            {"name": "A workshop", "language": "English"},
            ["Paste the rows or choose a file: one of them."],
        ),
        (
            "begin",
            {"latest": "2021-09-01", "rows": "Ana Anić", "language": "English"},
            [
                '<a href="#id_name_row">What it is</a>: This is empty: fill it in.',
                '<a href="#id_earliest_row">First day</a>: Give the first day, too.',
            ],
        ),
        (
            "begin_text",
            {"text": "", "language": "English"},
            ['<a href="#id_text_row">The text</a>: This is empty: fill it in.'],
        ),
        (
            "text",
            {"text": "Nothing of anybody.", "language": "English"},
            [
                '<a href="#id_text_row">The text</a>: Nobody was found in it: add the lines in '
                "the form of the event."
            ],
        ),
        (
            "archive",
            {"trial": "on"},
            ['<a href="#id_events_row">Events</a>: No file is chosen: choose one.'],
        ),
    ],
)
def test_what_is_to_be_mended_stands_above_a_form_and_in_the_title(client, event, page, sent, says):
    of_event = [event.pk] if page in ("list", "text") else []
    address = reverse(f"admin:events_event_{page}", args=of_event)
    opened = client.get(address)
    assert not title(opened).startswith("Error:")
    assert 'class="error-summary"' not in opened.text
    answer = client.post(address, sent)
    assert told(answer) == says
    assert title(answer) == f"Error: {title(opened)}"


def test_line_that_names_nobody_any_more_is_refused_above_its_form(client, event, pasted):
    address = reverse("admin:events_event_list_line", args=[event.pk, pasted.pk, 1])
    answer = client.post(address, {"name": ""})
    assert told(answer) == ["Say who: a person, an institution, a country or a group in words."]
    assert title(answer).startswith("Error: Mend a line")


def test_columns_and_decisions_that_are_refused_say_so_in_the_title(client, event, pasted):
    columns = reverse("admin:events_event_list_columns", args=[event.pk, pasted.pk])
    assert title(client.post(columns, {"heads": "-1"})).startswith("Error: What stands in")
    review = reverse("admin:events_event_list_review", args=[event.pk, pasted.pk])
    assert title(client.get(review)).startswith("Look the list over")
    said = {"take": "1", "names_shown": "everybody"}
    assert title(client.post(review, said)).startswith("Error: Look the list over")


COUNTRIES = """Name;Institution;Country
Ana Anić;Ministry of Works;Srbja
Bo Bić;;Srbja
Ce Cić;;Atlantis"""


def test_country_that_is_none_is_settled_by_staff_before_the_list_is_looked_over(client, event):
    start = reverse("admin:events_event_list", args=[event.pk])
    page = client.post(start, {"rows": COUNTRIES, "language": "English"}, follow=True)
    columns = page.redirect_chain[-1][0]
    slips = [
        "Line 2, column 3: “Srbja” is no country: write Serbia if that is meant.",
        "Line 3, column 3: “Srbja” is no country: write Serbia if that is meant.",
        "Line 4, column 3: “Atlantis” is no country: write its English name, like Serbia.",
    ]
    assert told(page) == slips
    asked = page.context["countries"]
    assert [(field.label, [value for value, _l in field.field.choices]) for field in asked] == [
        ("What is “Srbja”?", ["", "RS", "institution", "out"]),
        ("What is “Atlantis”?", ["", "institution", "out"]),
    ]
    # What was said stands on the page while something else is to be decided.
    said = form_of(page) | {"country-srbja": "RS"}
    page = client.post(columns, said)
    assert told(page) == slips[2:]
    assert form_of(page)["country-srbja"] == ["RS"]
    client.post(columns, form_of(page) | {"country-atlantis": "out"})
    review = reverse("admin:events_event_list_review", args=[event.pk, Intake.objects.get().pk])
    page = client.get(review)
    lines = Intake.objects.get().lines.all()
    assert [(line.values.get("country"), line.values.get("note"), line.left) for line in lines] == [
        ("RS", None, ""),
        ("RS", None, ""),
        (None, None, "Atlantis"),
    ]
    assert "Not taken over: Atlantis." in page.text
    assert [shown.country for shown in page.context["lines"]] == ["Serbia", "Serbia", ""]
    details = [shown.details for shown in page.context["lines"]]
    assert all(f"<small>{told}</small>" in page.text for told in details)
    assert [told.rpartition(" · ")[2] for told in details[:2]] == ["Serbia", "Serbia"]


def test_country_of_a_line_is_mended(client, event, pasted):
    address = reverse("admin:events_event_list_line", args=[event.pk, pasted.pk, 1])
    data = form_of(client.get(address))
    client.post(address, data | {"country": "serbia"})
    assert pasted.lines.get().values["country"] == "RS"
    assert form_of(client.get(address))["country"] == ["Serbia"]


@pytest.mark.parametrize("data", [b"\xff\xd8\xff\xe0\0\x10JFIF", b"\x01\x02\n\xc3\xa4\xc3\xa4\xff"])
def test_file_that_is_no_table_is_called_none(client, data):
    sent = {"events": SimpleUploadedFile("events.csv", data)}
    assert told(client.post(reverse("admin:events_event_archive"), sent)) == [
        '<a href="#id_events_row">Events</a>: Line 1, column 1: This file is no table: save the '
        "list as CSV or XLSX and upload that."
    ]


def test_archive_is_counted_in_the_singular_and_in_the_plural(client):
    events = b"Name;Published;Headline\nTalks;2021-09-01;What was said\n"
    people = b"Event;Name\nTalks;Ana\n"

    def counted():
        sent = {"events": SimpleUploadedFile("a.csv", events), "trial": "on"}
        sent["participants"] = SimpleUploadedFile("b.csv", people)
        return client.post(reverse("admin:events_event_archive"), sent).context["counted"]

    assert counted() == (
        "1 event, 1 report and 1 line of participants; 0 events were there already."
    )
    builders.event("Talks", earliest=None, precision="unknown")
    assert counted() == (
        "0 events, 0 reports and 0 lines of participants; 1 event was there already."
    )
