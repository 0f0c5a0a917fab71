import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext

from organisations.models import Organisation
from portal import history
from tests import builders

pytestmark = pytest.mark.django_db


def suggested(client, typed):
    response = client.get("/organisations/suggest/", {"q": typed})
    assert (response.status_code, response.headers["Content-Type"]) == (200, "application/json")
    return response.json()


def names(client, typed):
    return [row["name"] for row in suggested(client, typed)]


def test_row_says_what_tells_namesakes_apart(client):
    for code in ["DE", "RS"]:
        builders.organisation("Ministry of the Interior", country=code, in_directory=True)
    assert suggested(client, "interior") == [
        {
            "slug": "ministry-of-the-interior",
            "name": "Ministry of the Interior",
            "detail": "Germany",
        },
        {
            "slug": "ministry-of-the-interior-2",
            "name": "Ministry of the Interior",
            "detail": "Serbia",
        },
    ]


def test_department_is_told_by_what_it_is_a_part_of(client):
    ministry = builders.organisation("Ministry of Works")
    department = builders.organisation("Roads Department", parent=ministry, country="RS")
    builders.line(builders.event(), organisation=department)
    assert suggested(client, "roads")[0]["detail"] == "Serbia · part of Ministry of Works"


def test_parent_that_is_not_public_is_not_told(client):
    ministry = builders.organisation("Secret Ministry")
    builders.organisation("Roads Department", parent=ministry, in_directory=True)
    assert suggested(client, "roads")[0]["detail"] == ""


def test_every_alphabet_and_every_name_finds(client):
    body = builders.organisation("Комесаријат за избеглице", acronym="KIRS", in_directory=True)
    with history.change(body, by=None):
        body.names.create(name="Commissariat for Refugees", language="en")
    for typed in ["komesarijat", "КОМЕСАРИЈАТ", "kirs", "refugees commissariat", "izbeg"]:
        assert names(client, typed) == ["Комесаријат за избеглице"]


def test_other_name_that_was_typed_is_told(client):
    body = builders.organisation("Комесаријат за избеглице", country="RS", in_directory=True)
    with history.change(body, by=None):
        body.names.create(name="Commissariat for Refugees", language="en")
        body.names.create(name="KIRS", language="en")
    told = {typed: suggested(client, typed)[0]["detail"] for typed in ["refug", "kirs", "izbeg"]}
    assert told == {
        "refug": "Commissariat for Refugees · Serbia",
        "kirs": "KIRS · Serbia",
        "izbeg": "Serbia",
    }


def test_whole_name_comes_first_then_what_begins_so(client):
    for name in ["A European body", "EU Delegation", "European Union Agency"]:
        builders.organisation(name, in_directory=True)
    builders.organisation("European Union", acronym="EU", in_directory=True)
    assert names(client, "eu") == [
        "European Union",
        "EU Delegation",
        "European Union Agency",
        "A European body",
    ]


def test_only_public_institutions_are_suggested(client):
    builders.organisation("Unused Works")
    drafted = builders.organisation("Drafted Works")
    builders.line(builders.event("Draft", public=False), organisation=drafted)
    host = builders.organisation("Host of Works")
    builders.line(builders.event(), organisation=builders.organisation("Desk", parent=host))
    assert names(client, "works") == ["Host of Works"]


def test_ten_are_enough(client):
    for number in range(12):
        builders.organisation(f"Ministry {number:02}", in_directory=True)
    assert names(client, "ministry") == [f"Ministry {number:02}" for number in range(10)]


@pytest.mark.parametrize(
    "typed", ["", " ", "%", "_", "'", '"', "\\", "\x00", "\u202e", "9" * 5000, "a'\"--", "(a+)+$"]
)
def test_what_is_no_name_suggests_nothing(client, typed):
    builders.organisation("Ministry of Works", in_directory=True)
    assert suggested(client, typed) == []


def test_broken_encoding_suggests_nothing(client):
    builders.organisation("Ministry of Works", in_directory=True)
    assert client.get("/organisations/suggest/?q=%ff%c3").json() == []


def test_queries_do_not_grow(client):
    def cost(number):
        above = builders.organisation(f"Government {number}", in_directory=True)
        builders.organisation(f"Ministry {number}", parent=above, in_directory=True)
        with CaptureQueriesContext(connection) as queries:
            suggested(client, "ministry")
        return len(queries)

    assert [cost(1), cost(2), cost(3)] == [3, 3, 3]


def test_suggestions_are_only_read(client):
    assert client.post("/organisations/suggest/", {"q": "x"}).status_code == 405


def test_institution_never_takes_the_address_of_the_suggestions():
    assert builders.organisation("Suggest").slug == "suggest-2"
    assert [o.slug for o in Organisation.objects.create_named(["Suggest"], by=None)] == [
        "suggest-3"
    ]
    with pytest.raises(ValidationError):
        Organisation(official_name="Other", slug="suggest").clean()
