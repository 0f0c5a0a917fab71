import datetime
import io

import pytest
from django.core.files.base import ContentFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from PIL import Image

from portal import history
from tests import builders
from tests.pages import content, words

pytestmark = pytest.mark.django_db


@pytest.fixture
def commissioner():
    person = builders.person("Vladimir Cucić", honorific="Mr", biography="<p>His life.</p>")
    body = builders.organisation("Commissariat", in_directory=True)
    with history.change(person, by=None):
        person.names.create(name="Vladmir Cucic", kind="misspelling", language="en")
        person.names.create(name="Владимир Цуцић", kind="translation", language="sr")
        person.positions.create(
            organisation=body,
            title="Commissioner",
            since=datetime.date(2012, 1, 1),
            since_precision="year",
        )
    return person


class TestPage:
    def test_tells_posts_other_names_and_appearances(self, client, commissioner):
        event = builders.event("The workshop", earliest=datetime.date(2021, 9, 1))
        old = builders.event("Older", earliest=datetime.date(2019, 9, 1))
        ministry = builders.organisation("Ministry of Works", country="RS")
        role = builders.role("Speaker")
        builders.line(
            event, person=commissioner, organisation=ministry, position="Guest", roles=[role]
        )
        builders.line(event, person=commissioner, position="Member of the board")
        builders.line(old, person=commissioner)
        page = words(content(client, commissioner))
        assert "Mr Vladimir Cucić Named in our records at 2 events, 2019–2021." in page
        assert "Posts Since 2012 Commissioner Commissariat" in page
        assert "Also called Владимир Цуцић translation Also written Vladmir Cucic" in page
        assert "His life." in page
        assert (
            "Events in 2021 September 1, 2021 The workshop Guest Ministry of Works Serbia Speaker"
            " Member of the board Events in 2019 September 1, 2019 Older"
        ) in page

    def test_misspelling_is_neither_title_nor_headline(self, client, commissioner):
        builders.line(builders.event(), person=commissioner)
        page = content(client, commissioner)
        assert "Vladmir" not in page.partition("<aside")[0]

    def test_post_at_an_institution_that_is_not_public_is_left_out(self, client, commissioner):
        body = builders.organisation("Secret Office")
        with history.change(commissioner, by=None):
            commissioner.positions.create(organisation=body, title="Quiet Adviser")
        builders.line(builders.event(), person=commissioner)
        page = content(client, commissioner)
        assert "Commissioner" in page
        assert "Secret" not in page
        assert "Quiet" not in page

    def test_only_what_is_on_the_record_is_told(self, client, commissioner):
        builders.line(builders.event("Told"), person=commissioner)
        builders.line(builders.event("Untold one", public=False), person=commissioner)
        builders.line(builders.event("Untold two", status="cancelled"), person=commissioner)
        builders.line(builders.event("Untold three"), person=commissioner, attendance="absent")
        builders.line(builders.event("Untold four"), person=commissioner, name_hidden=True)
        page = content(client, commissioner)
        assert "Told" in page
        assert "Untold" not in page
        assert "at 1 event, 2021" in page

    def test_person_of_the_directory_has_an_honest_empty_page(self, client):
        person = builders.person("New Person", in_directory=True)
        page = content(client, person)
        assert "No event is on record yet" in page
        assert "Named in our records" not in page


class TestPaging:
    def test_many_appearances_are_paged_and_cost_the_same(self, client):
        person = builders.person("Busy Person")
        for number in range(26):
            day = datetime.date(2020, 1, 1) + datetime.timedelta(days=number)
            builders.line(builders.event(f"Event {number}", earliest=day), person=person)
        first = client.get(person.get_absolute_url()).content.decode()
        assert first.count('<article class="row">') == 25
        assert "at 26 events, 2020" in first
        second = client.get(f"{person.get_absolute_url()}?page=2").content.decode()
        assert words(second).count("January 1, 2020 Event 0") == 1
        for page in ["3", "0", "-1", "x", "٢", "9" * 5000]:
            assert client.get(f"{person.get_absolute_url()}?page={page}").status_code == 404

    def test_page_whose_lines_went_after_they_were_counted_is_no_page(self, client):
        person = builders.person("Busy Person")
        for number in range(26):
            builders.line(builders.event(f"Event {number}"), person=person)
        counted = []

        def gone(execute, sql, params, many, context):
            found = execute(sql, params, many, context)
            if sql.startswith("SELECT COUNT(*)") and "events_participation" in sql and not counted:
                counted.append(sql)
                person.participations.all().delete()
            return found

        with connection.execute_wrapper(gone):
            assert client.get(f"{person.get_absolute_url()}?page=2").status_code == 404
        assert counted

    def test_queries_do_not_grow(self, client):
        person = builders.person("Busy Person")
        body = builders.organisation()
        role = builders.role()

        def cost(number):
            event = builders.event(f"Event {number}")
            builders.line(event, person=person, organisation=body, roles=[role])
            with CaptureQueriesContext(connection) as queries:
                content(client, person)
            return len(queries)

        assert [cost(1), cost(2), cost(3)] == [8, 8, 8]


class TestWhoHasAPage:
    @pytest.mark.parametrize("visibility", ["name", "hidden"])
    def test_who_is_shown_less_has_none(self, client, visibility):
        person = builders.person("Shy Person", visibility=visibility, in_directory=True)
        builders.line(builders.event(), person=person)
        assert client.get(person.get_absolute_url()).status_code == 404

    def test_who_is_only_in_a_draft_has_none(self, client):
        person = builders.person("Draft Person")
        builders.line(builders.event(public=False), person=person)
        response = client.get(person.get_absolute_url())
        assert response.status_code == 404
        assert "Draft Person" not in response.content.decode()
        assert client.get(f"/people/{person.pk}-other/").status_code == 404

    def test_another_slug_leads_to_the_one_address(self, client, commissioner):
        builders.line(builders.event(), person=commissioner)
        address = commissioner.get_absolute_url()
        for path in [f"{commissioner.pk}-x", f"0{commissioner.pk}-vladimir-cucic"]:
            response = client.get(f"/people/{path}/")
            assert (response.status_code, response.headers["Location"]) == (301, address)

    @pytest.mark.parametrize(
        "path", ["0-x", "99999999-x", "9" * 30 + "-x", "9" * 5000 + "-x", "٣-x", "1", "1-", "-1-x"]
    )
    def test_what_is_no_address_is_a_404(self, client, path):
        assert client.get(f"/people/{path}/").status_code == 404


class TestRobots:
    NOINDEX = '<meta name="robots" content="noindex">'

    def office(self, person, **fields):
        body = builders.organisation("Office", in_directory=True)
        with history.change(person, by=None):
            person.positions.create(organisation=body, title="Head", **fields)
        builders.line(builders.event(), person=person)

    def test_who_holds_a_public_office_may_be_found_by_search_engines(self, client):
        person = builders.person()
        self.office(person, public_office=True, since=datetime.date(2020, 1, 1))
        assert self.NOINDEX not in content(client, person)
        assert "X-Robots-Tag" not in client.get(person.get_absolute_url())

    @pytest.mark.parametrize(
        "fields",
        [{"public_office": False}, {"public_office": True, "until": datetime.date(2020, 1, 1)}],
    )
    def test_others_are_not_to_be_indexed(self, client, fields):
        person = builders.person()
        self.office(person, **fields)
        assert self.NOINDEX in content(client, person)
        assert client.get(person.get_absolute_url())["X-Robots-Tag"] == "noindex"


class TestPortrait:
    @pytest.fixture
    def pictured(self):
        person = builders.person("Ana Anić")
        data = io.BytesIO()
        Image.new("RGB", (40, 50)).save(data, "PNG")
        person.portrait = ContentFile(data.getvalue(), "a.png")
        return builders.saved(person)

    def test_portrait_is_served_with_its_page(self, client, pictured):
        builders.line(builders.event(), person=pictured)
        address = f"{pictured.get_absolute_url()}portrait-{pictured.portrait_width}"
        page = content(client, pictured)
        assert f'<source type="image/webp" srcset="{address}.webp"><img ' in page
        assert f'src="{address}.jpg" width="144" height="180"' in page
        response = client.get(f"{address}.webp")
        assert (response.status_code, response.headers["Content-Type"]) == (200, "image/webp")
        assert b"".join(response.streaming_content)[8:12] == b"WEBP"
        response = client.get(f"{address}.jpg")
        assert (response.status_code, response.headers["Content-Type"]) == (200, "image/jpeg")
        assert response.headers["Content-Security-Policy"] == "sandbox; default-src 'none'"
        assert b"".join(response.streaming_content)[:3] == b"\xff\xd8\xff"

    def test_portrait_is_gone_with_its_page(self, client, pictured):
        address = f"{pictured.get_absolute_url()}portrait-{pictured.portrait_width}.jpg"
        assert client.get(address).status_code == 404

    @pytest.mark.parametrize("file", ["portrait-1.jpg", "portrait-0.jpg", "portrait-40.svg"])
    def test_a_size_that_was_not_made_is_a_404(self, client, pictured, file):
        builders.line(builders.event(), person=pictured)
        assert client.get(f"{pictured.get_absolute_url()}{file}").status_code == 404
