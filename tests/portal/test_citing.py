"""A page is cited in words, and in the files that programs for references read."""

import datetime
import json

import pytest

from portal import citing
from portal.citing import Citation
from tests import builders
from tests.builders import LONG_AGO
from tests.events.clock import at
from tests.pages import words

NOW = datetime.datetime(2026, 11, 25, 23, 30, tzinfo=datetime.UTC)
HOSTILE = Citation(
    "/events/2021/roads/",
    'Roads & {rails}: 50% of "$_#~^\\"',
    "en",
    "Last updated: January 1, 2022, 13:00",
    LONG_AGO,
    NOW.date(),
    2,
)


def test_bibtex_holds_no_sign_that_is_a_command():
    assert citing.bibtex(HOSTILE) == (
        "@online{events-2021-roads,\n"
        "  author = {{Office of Records}},\n"
        '  title = {{Roads \\& \\{rails\\}: 50\\% of "\\$\\_\\#\\textasciitilde{}'
        '\\textasciicircum{}\\textbackslash{}"}},\n'
        "  year = {2022},\n"
        "  version = {2},\n"
        "  note = {Last updated: January 1, 2022, 13:00},\n"
        "  url = {http://127.0.0.1:8000/events/2021/roads/},\n"
        "  urldate = {2026-11-25},\n"
        "  langid = {en}\n"
        "}\n"
    )


def test_ris_has_a_line_for_each_fact_and_an_end():
    assert citing.ris(HOSTILE._replace(version=None)).split("\r\n") == [
        "TY  - ELEC",
        "AU  - Office of Records",
        'TI  - Roads & {rails}: 50% of "$_#~^\\"',
        "PY  - 2022",
        "DA  - 2022/01/01",
        "N1  - Last updated: January 1, 2022, 13:00",
        "UR  - http://127.0.0.1:8000/events/2021/roads/",
        "Y2  - 2026/11/25",
        "LA  - en",
        "ID  - events-2021-roads",
        "ER  - ",
        "",
    ]


def test_csl_names_institution_version_and_both_days():
    assert json.loads(citing.csl(HOSTILE)) == [
        {
            "id": "events-2021-roads",
            "type": "webpage",
            "author": [{"literal": "Office of Records"}],
            "title": HOSTILE.title,
            "issued": {"date-parts": [[2022, 1, 1]]},
            "accessed": {"date-parts": [[2026, 11, 25]]},
            "URL": "http://127.0.0.1:8000/events/2021/roads/",
            "language": "en",
            "note": "Last updated: January 1, 2022, 13:00",
            "version": "2",
        }
    ]


@pytest.fixture(autouse=True)
def owner(settings):
    settings.SITE_OWNER = "Office of Records"


@pytest.mark.django_db
def test_page_says_how_it_is_cited_as_it_says_when_it_changed(client, monkeypatch):
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOW)
    event = builders.event()
    builders.report(event, "Roads", now=at(1))
    builders.report(event, "Roads for all", now=at(2))
    page = client.get(event.get_absolute_url()).content.decode()
    # Read in Belgrade, where the next day has begun.
    assert (
        "Office of Records. Roads for all . Version 2. Last updated: January 1, 2022, 15:00. "
        "http://127.0.0.1:8000/events/2021/workshop-on-roads/. Read on November 26, 2026."
    ) in words(page)
    assert words(page).count("Last updated: January 1, 2022, 15:00") == 2
    assert f'<a href="{event.get_absolute_url()}versions/2/">' in page
    answer = client.get(f"{event.get_absolute_url()}cite.ris")
    assert "TI  - Roads for all\r\n" in answer.content.decode()
    assert answer["Content-Disposition"] == (
        'attachment; filename="events-2021-workshop-on-roads.ris"'
    )
    version = words(client.get(f"{event.get_absolute_url()}versions/1/").content.decode())
    assert "Roads . Version 1. Published: January 1, 2022, 14:00. http://127.0.0.1:8000" in version
    assert client.get(f"{event.get_absolute_url()}cite.doc").status_code == 404


@pytest.mark.django_db
def test_entry_of_the_directory_is_cited_with_the_day_of_its_last_change(client):
    person = builders.person("Ana Anić", honorific="Dr", in_directory=True)
    body = builders.organisation("Ministry of Works", in_directory=True)
    frame = builders.project("Better roads", in_directory=True)
    type(person).objects.update(changed_at=LONG_AGO)
    type(body).objects.update(changed_at=LONG_AGO)
    type(frame).objects.update(changed_at=LONG_AGO)
    for record, title in ((person, "Dr Ana Anić"), (body, "Ministry of Works"), (frame, "Better")):
        path = record.get_absolute_url()
        told = words(client.get(path).content.decode())
        assert f"Office of Records. {title}" in told
        assert f". Entry last changed: January 1, 2022. http://127.0.0.1:8000{path}. Read" in told
        item = json.loads(client.get(f"{path}cite.json").content)[0]
        assert item["title"].startswith(title)
        assert item["issued"] == {"date-parts": [[2022, 1, 1]]}
    moved = client.get(f"/people/{person.pk}-somebody/cite.bib")
    assert (moved.status_code, moved["Location"]) == (301, f"{person.get_absolute_url()}cite.bib")
