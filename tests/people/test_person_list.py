import datetime
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from people.models import Person
from portal import history
from tests import builders
from tests.builders import LONG_AGO
from tests.pages import words

pytestmark = pytest.mark.django_db


def names(client, query=""):
    response = client.get(f"/people/{query}")
    assert response.status_code == 200
    return [row["title"] for row in response.context["rows"]]


@pytest.fixture(scope="module")
def founding(kept):
    """The founding case in small: three by name, one of them for a department of the host."""
    event = builders.event("The workshop", slug="the-workshop")
    host = builders.organisation("Commissariat for Refugees and Migration", country="RS")
    department = builders.organisation("Asylum Office", parent=host)
    network = builders.organisation("", acronym="EMN")
    speaker, chair = builders.role("Speaker"), builders.role("Chair")
    people = [
        builders.person("Vladimir Cucić", family_name="Cucić", honorific="Mr"),
        builders.person("Svetlana Velimirović", family_name="Velimirović"),
        builders.person("Magnus Ovilius", family_name="Ovilius"),
    ]
    builders.line(
        event, person=people[0], organisation=host, position="Commissioner", roles=[speaker]
    )
    builders.line(event, person=people[1], organisation=department, position="Deputy")
    builders.line(event, person=people[2], organisation=network, position="Chair", roles=[chair])
    builders.line(event, organisation=department, count=3)
    return people


class TestRow:
    def test_people_stand_by_family_name(self, client, founding):
        assert names(client) == ["Mr Vladimir Cucić", "Magnus Ovilius", "Svetlana Velimirović"]

    def test_row_says_as_what_and_on_whose_behalf_somebody_came(self, client, founding):
        row = client.get("/people/?q=vladimir").context["rows"][0]
        assert [item["text"] for item in row["meta"]] == [
            "Commissioner",
            "Commissariat for Refugees and Migration",
            "Serbia",
        ]
        assert (row["side"], row["side_note"], row["tags"]) == ("1 event", "2021", ["Speaker"])

    def test_position_is_that_of_the_newest_line_that_fits(self, client, founding):
        person = founding[0]
        later = builders.event("Later", earliest=datetime.date(2024, 5, 1))
        ministry = builders.organisation("Ministry of Works")
        builders.line(later, person=person, organisation=ministry, position="Minister")
        row = client.get("/people/?q=cucic").context["rows"][0]
        assert (row["side"], row["side_note"]) == ("2 events", "2021–2024")
        assert row["meta"][0]["text"] == "Minister"
        row = client.get("/people/?q=cucic&year=2021").context["rows"][0]
        assert (row["side"], row["side_note"]) == ("1 event", "2021")
        assert row["meta"][0]["text"] == "Commissioner"

    def test_two_capacities_at_one_event_are_one_person_and_one_event(self, client, founding):
        event = founding[0].participations.get().event
        builders.line(event, person=founding[0], position="Member of the board")
        assert names(client, "?q=cucic") == ["Mr Vladimir Cucić"]
        assert client.get("/people/?q=cucic").context["rows"][0]["side"] == "1 event"

    def test_person_without_a_page_is_named_without_a_link(self, client):
        event = builders.event()
        builders.line(event, person=builders.person("Only Name", visibility="name"))
        page = client.get("/people/").content.decode()
        assert "Only Name" in page
        assert not re.search('href="/people/[0-9]', page)

    def test_person_in_the_directory_is_listed_without_an_event(self, client):
        builders.person("In Directory", in_directory=True)
        assert client.get("/people/").context["rows"][0]["side"] == "No event yet"


class TestWhoIsAbsent:
    def test_nobody_is_listed_who_is_not_on_the_record(self, client):
        held = builders.event("Held")
        builders.line(held, person=builders.person("Seen Person"))
        builders.line(held, person=builders.person("Hidden Person", visibility="hidden"))
        builders.line(held, person=builders.person("Unnamed Person"), name_hidden=True)
        builders.line(held, person=builders.person("Minor Person"), office=False)
        builders.line(held, person=builders.person("Absent Person"), attendance="absent")
        builders.line(builders.event(public=False), person=builders.person("Draft Person"))
        builders.line(
            builders.event(public_from=timezone.now() + datetime.timedelta(days=1)),
            person=builders.person("Tomorrow Person"),
        )
        builders.line(
            builders.event("Off", status="cancelled"), person=builders.person("Cancelled Person")
        )
        builders.person("Unused Person")
        assert names(client) == ["Seen Person"]
        page = client.get("/people/").content.decode()
        for word in "Hidden Unnamed Minor Absent Draft Tomorrow Cancelled Unused".split():
            assert f"{word} Person" not in page
            assert names(client, f"?q={word}") == []


class TestInstitution:
    ADDRESS = "?organisation=commissariat-for-refugees-and-migration"

    def test_departments_are_included(self, client, founding):
        assert names(client, self.ADDRESS) == ["Mr Vladimir Cucić", "Svetlana Velimirović"]

    def test_departments_are_left_out_on_request(self, client, founding):
        assert names(client, f"{self.ADDRESS}&departments=0") == ["Mr Vladimir Cucić"]
        assert names(client, f"{self.ADDRESS}&departments=1") == names(client, self.ADDRESS)

    def test_it_is_the_institution_at_the_time(self, client, founding):
        ministry = builders.organisation("Ministry of Works")
        later = builders.event("Later", earliest=datetime.date(2024, 5, 1))
        builders.line(later, person=founding[0], organisation=ministry, position="Minister")
        assert names(client, "?organisation=ministry-of-works") == ["Mr Vladimir Cucić"]
        assert "Mr Vladimir Cucić" in names(client, self.ADDRESS)

    def test_count_says_so_in_words(self, client, founding):
        page = words(client.get(f"/people/{self.ADDRESS}").content.decode())
        name = "Commissariat for Refugees and Migration"
        assert f"2 people from {name} and its departments" in page
        page = words(client.get(f"/people/{self.ADDRESS}&departments=0").content.decode())
        assert f"1 person from {name}, departments left out" in page

    def test_several_institutions_mean_any_of_them(self, client, founding):
        assert names(client, f"{self.ADDRESS}&organisation=emn") == [
            "Mr Vladimir Cucić",
            "Magnus Ovilius",
            "Svetlana Velimirović",
        ]

    def test_chips_take_one_choice_off(self, client, founding):
        response = client.get(f"/people/{self.ADDRESS}&departments=0&q=cucic")
        assert [(str(c.label), c.value, c.url) for c in response.context["filterset"].chips] == [
            ("Name", "cucic", f"{self.ADDRESS}&departments=0"),
            (
                "Institution at the time",
                "Commissariat for Refugees and Migration, Serbia",
                "?departments=0&q=cucic",
            ),
            ("Departments", "left out", f"{self.ADDRESS}&q=cucic"),
        ]


class TestPages:
    @pytest.fixture
    def many(self):
        event = builders.event()
        role = builders.role("Speaker")
        people = Person.objects.create_named([f"Person {n:02}" for n in range(26)], by=None)
        with history.change(event, by=None, now=LONG_AGO):
            for person in people:
                event.participations.create(person=person, office=True).roles.add(role)

    def test_page_links_keep_the_filters(self, client, many):
        page = client.get("/people/?role=speaker").content.decode()
        assert 'href="?role=speaker&amp;page=2#results"' in page
        assert names(client, "?role=speaker&page=2") == ["Person 25"]
        assert '<p class="on-paper">Page 1 of 2</p>' in page

    def test_a_page_that_is_not_there_is_a_404(self, client, many):
        for page in ["0", "-1", "3", "abc", "1e30", "01", "٢", "9" * 5000, "last", "", "%00"]:
            assert client.get(f"/people/?page={page}").status_code == 404, page

    def test_an_invalid_filter_shows_its_error_whatever_the_page(self, client, many):
        assert names(client, "?role=nobody&page=2") == []


def test_nothing_is_asked_that_grows_with_the_rows(client):
    event = builders.event("The workshop", slug="the-workshop")
    body = builders.organisation("Ministry of Works")
    role = builders.role("Speaker")
    address = (
        "/people/?q=person&organisation=ministry-of-works&departments=0&role=speaker"
        "&year=2021&event=2021/the-workshop"
    )

    def cost(people):
        for number in range(people):
            builders.line(
                event,
                person=builders.person(f"Person {people}{number}"),
                organisation=body,
                roles=[role],
            )
        # The first reader after a change has what changed read.
        names(client)
        with CaptureQueriesContext(connection) as queries:
            assert len(names(client, address.removeprefix("/people/"))) > 0
        return len(queries)

    assert [cost(1), cost(3)] == [6, 6]


@pytest.mark.parametrize("method", ["post", "put", "delete", "patch", "options", "trace"])
def test_lists_are_only_read(client, method):
    assert getattr(client, method)("/people/").status_code == 405
