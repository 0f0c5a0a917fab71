import copy
import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from events import project_rows
from events.models import Project, ProjectOrganisation
from events.project_views import summed_up
from portal import history, spans
from tests import builders
from tests.pages import content, words

pytestmark = pytest.mark.django_db


def take_part(project, organisation, role):
    with history.change(project, by=None):
        ProjectOrganisation.objects.create(project=project, organisation=organisation, role=role)


def put_under(event, project):
    with history.change(event, by=None):
        event.projects.add(project)
    return event


def rows(client, query=""):
    response = client.get(f"/projects/{query}")
    assert response.status_code == 200
    return response.context["rows"]


@pytest.fixture(scope="module")
def made(kept):
    """A project that pays through a delegation, with a team that is public by its event."""
    team = builders.organisation("Project team", kind="team")
    project = builders.project(
        "Support to migration",
        programme="Twinning",
        reference="SR 19",
        team=team,
        since=datetime.date(2020, 1, 1),
        since_precision="month",
        about="<p>Four states helped.</p>",
    )
    take_part(project, builders.organisation("European Union"), "funder")
    take_part(project, builders.organisation("Delegation"), "channel")
    take_part(project, builders.organisation("Ministry of the Interior", country="SI"), "partner")
    put_under(builders.event("Old", earliest=datetime.date(2020, 5, 1)), project)
    put_under(builders.event("New", earliest=datetime.date(2021, 5, 1)), project)
    return project


@pytest.fixture
def twinning(made):
    return copy.deepcopy(made)


class TestList:
    def test_row_tells_programme_reference_funder_and_years(self, client, twinning):
        (row,) = rows(client)
        assert (row["title"], row["side"], row["side_note"]) == (
            "Support to migration",
            "2 events",
            "2020–2021",
        )
        assert [item["text"] for item in row["meta"]] == [
            "Twinning",
            "SR 19",
            "funded by European Union",
        ]

    def test_row_tells_the_same_figures_as_the_page_of_its_project(self, client, twinning):
        other = builders.project("Other", in_directory=True)
        undated = builders.project("Undated", in_directory=True)
        day = datetime.date(2019, 12, 30)
        whole = put_under(builders.event("Whole", earliest=day), other)
        put_under(builders.event("Part of it", part_of=whole, earliest=day), other)
        put_under(builders.event("Part elsewhere", part_of=whole), twinning)
        put_under(builders.event("Long", latest=datetime.date(2023, 1, 2)), other)
        put_under(builders.event("No day", earliest=None, precision="unknown"), undated)
        put_under(builders.event("Draft", public=False, earliest=day), undated)
        now = timezone.now()
        told = {row.title: row for row in summed_up(Project.objects.public(now), now)}
        assert (
            {row["title"]: (row["side"], row["side_note"]) for row in rows(client)}
            == {
                title: (project_rows.events_word(row), spans.years(row.first, row.last))
                for title, row in told.items()
            }
            == {
                "Other": ("2 events", "2019–2023"),
                "Support to migration": ("3 events", "2020–2021"),
                "Undated": ("1 event", ""),
            }
        )

    def test_drafts_are_in_no_row_and_no_figure(self, client, twinning):
        put_under(builders.event("Draft", public=False), twinning)
        put_under(builders.event("Other draft", public=False), builders.project("Draft project"))
        assert [(row["title"], row["side"]) for row in rows(client)] == [
            ("Support to migration", "2 events")
        ]

    @pytest.mark.parametrize(
        ("query", "found"),
        [
            ("?q=twinning", 1),
            ("?q=СУППОРТ SR 19", 1),
            ("?q=roads", 0),
            ("?organisation=delegation", 1),
            ("?organisation=project-team", 1),
            ("?organisation=nobody", 0),
            ("?organisation=delegation&organisation=european-union", 1),
            ("?q=%00", 0),
        ],
    )
    def test_filter(self, client, twinning, query, found):
        assert len(rows(client, query)) == found

    def test_queries_do_not_grow(self, client, twinning):
        def cost():
            with CaptureQueriesContext(connection) as queries:
                rows(client)
            return len(queries)

        # The first reader after a change has what changed read.
        rows(client)
        one = cost()
        for number in range(2):
            other = builders.project(f"Other {number}", in_directory=True)
            take_part(other, builders.organisation(f"Funder {number}"), "funder")
        rows(client)
        assert (one, cost()) == (2, 2)


class TestDetail:
    def test_part_counts_with_its_whole_here_as_in_the_list_of_events(self, client, twinning):
        whole = builders.event("Week", earliest=datetime.date(2021, 6, 1))
        put_under(whole, twinning)
        put_under(builders.event("Day one", part_of=whole), twinning)
        put_under(builders.event("Alone", part_of=builders.event("Not under it")), twinning)
        page = client.get(twinning.get_absolute_url())
        assert page.context["page_obj"].paginator.count == 4
        assert sorted(row["title"] for row in page.context["rows"]) == [
            "Alone",
            "New",
            "Old",
            "Week",
        ]
        assert [row["side"] for row in rows(client)] == ["4 events"]
        events, lines = (way["url"] for way in page.context["ways_on"])
        assert client.get(events).context["page_obj"].paginator.count == 4
        assert lines == f"/participation/?project={twinning.slug}"

    def test_tells_who_pays_through_whom_and_with_whom(self, client, twinning):
        page = words(content(client, twinning))
        assert "Support to migration Funded by: European Union, through Delegation" in page
        assert (
            "Programme Twinning Reference SR 19 Dates since January 2020 Funded by European Union"
            " Through Delegation Partners Ministry of the Interior Slovenia Team Project team"
        ) in page
        assert "Four states helped." in page

    def test_events_stand_newest_first_and_drafts_not_at_all(self, client, twinning):
        put_under(builders.event("Draftword", public=False), twinning)
        response = client.get(twinning.get_absolute_url())
        assert [row["title"] for row in response.context["rows"]] == ["New", "Old"]
        assert "Draftword" not in response.content.decode()

    def test_events_are_paged(self, client, twinning):
        for number in range(24):
            put_under(builders.event(f"Event {number}"), twinning)
        address = twinning.get_absolute_url()
        assert len(client.get(address).context["rows"]) == 25
        assert [row["title"] for row in client.get(f"{address}?page=2").context["rows"]] == ["Old"]
        for page in ["3", "0", "x", "-1", "٢"]:
            assert client.get(f"{address}?page={page}").status_code == 404

    def test_project_without_events_says_so(self, client):
        project = builders.project(in_directory=True)
        assert "No public event so far." in content(client, project)

    def test_address_that_it_had_leads_on_in_one_hop(self, client, twinning):
        for slug in ["second", "third"]:
            with history.change(twinning, by=None):
                twinning.slug = slug
                twinning.save()
        for old in ["support-to-migration", "second"]:
            response = client.get(f"/projects/{old}/")
            assert (response.status_code, response.headers["Location"]) == (
                301,
                "/projects/third/",
            )

    def test_project_of_a_draft_is_a_404_under_every_address(self, client):
        project = builders.project("Draft project", slug="old")
        put_under(builders.event(public=False), project)
        with history.change(project, by=None):
            project.slug = "new"
            project.save()
        for slug in ["old", "new", "none", "9" * 5000]:
            assert client.get(f"/projects/{slug}/").status_code == 404

    def test_queries_do_not_grow(self, client, twinning):
        def cost():
            with CaptureQueriesContext(connection) as queries:
                content(client, twinning)
            return len(queries)

        # The first reader after a change has what changed read.
        content(client, twinning)
        first = cost()
        put_under(builders.event("Another"), twinning)
        take_part(twinning, builders.organisation("Another partner"), "partner")
        content(client, twinning)
        assert (first, cost()) == (7, 7)
