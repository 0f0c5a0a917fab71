"""Institutions out of the Research Organization Registry."""

import io
import json

import pytest
from django.core.management import CommandError, call_command

from organisations.models import Organisation
from tests import builders

pytestmark = pytest.mark.django_db


def record(number, name, *names, relationships=(), **fields):
    """Return a record of the registry; further names are texts with their types and language."""
    return {
        "id": f"https://ror.example/{number}",
        "status": "active",
        "names": [
            {"value": name, "types": ["label", "ror_display"], "lang": "en"},
            *(
                {"value": value, "types": types.split(), "lang": lang}
                for value, types, lang in names
            ),
        ],
        "types": ["education", "funder"],
        "relationships": [
            {"type": kind, "id": f"https://ror.example/{other}"} for kind, other in relationships
        ],
        "locations": [{"geonames_details": {"country_code": "RS"}}],
        "links": [{"type": "website", "value": "https://school.example"}],
        "established": 1905,
    } | fields


RECORDS = [
    record(
        1,
        "University of Works",
        ("UW", "acronym", "en"),
        ("Универзитет радова", "label", "sr"),
        ("Works University", "alias", None),
        ("UR", "acronym", "sr"),
    ),
    record(
        2, "Faculty of Roads", relationships=[("parent", 1), ("successor", 3)], status="inactive"
    ),
    record(3, "Faculty of Roads and Bridges", relationships=[("parent", 1), ("predecessor", 2)]),
    record(4, "Faculty of Mistakes", status="withdrawn"),
    record(5, "Office for Roads", types=["government"], relationships=[("parent", 9)]),
]


@pytest.fixture
def take_over(tmp_path):
    def take(records, *arguments):
        file, out = tmp_path / "records.json", io.StringIO()
        file.write_text(records if isinstance(records, str) else json.dumps(records))
        call_command("import_organisations", file, *arguments, stdout=out)
        return out.getvalue().splitlines()

    return take


def test_names_parents_and_successors_are_taken_over(take_over):
    assert take_over(RECORDS) == [
        "Added: 4",
        "Completed: 0",
        "Unchanged: 0",
        "Withdrawn by the registry, left out: 1",
        "Parents, predecessors and successors: 4 tied, 1 not in the file",
    ]
    whole = Organisation.objects.get(official_name="University of Works")
    assert (whole.acronym, whole.kind, whole.country, str(whole.since)) == (
        "UW",
        "academic",
        "RS",
        "1905-01-01",
    )
    names = whole.names.values_list("name", "kind", "language", "source")
    assert sorted(names) == [
        ("UR", "acronym", "sr", "https://ror.example/1"),
        ("Works University", "alias", "", "https://ror.example/1"),
        ("Универзитет радова", "translation", "sr", "https://ror.example/1"),
    ]
    closed = Organisation.objects.get(official_name="Faculty of Roads")
    assert (closed.parent, closed.outcome) == (whole, "closed")
    assert [str(body) for body in closed.successors.all()] == ["Faculty of Roads and Bridges"]
    assert Organisation.objects.get(official_name="Office for Roads").kind == "authority"


def test_again_they_add_nothing(take_over):
    take_over(RECORDS)
    before = list(Organisation.objects.values_list("pk", "number"))
    assert take_over(RECORDS)[:3] == ["Added: 0", "Completed: 0", "Unchanged: 4"]
    assert list(Organisation.objects.values_list("pk", "number")) == before


def test_dry_run_saves_nothing(take_over):
    assert take_over(RECORDS, "--dry-run")[:2] == ["Nothing was saved. It would be:", "Added: 4"]
    assert not Organisation.objects.exists()


def test_known_institution_is_completed_and_what_staff_wrote_stays(take_over):
    body = builders.organisation("University of Works", kind="other", country="RS")
    builders.organisation("Works University", country="RS")
    told = take_over(RECORDS[:1])
    assert told[:2] == ["Added: 0", "Completed: 1"]
    body.refresh_from_db()
    assert (body.kind, body.acronym, body.names.count()) == ("other", "", 4)


def test_institution_of_two_records_does_not_follow_upon_itself(take_over):
    body = builders.organisation("Faculty of Roads", country="RS")
    records = [
        record(1, "Faculty of Roads", relationships=[("successor", 2)], status="inactive"),
        record(2, "Faculty of Roads", relationships=[("predecessor", 1)]),
    ]
    told = take_over(records)
    assert "Parents, predecessors and successors: 0 tied, 2 not in the file" in told
    assert list(body.successors.all()) == []


def test_what_may_be_another_is_left_out_and_told(take_over):
    builders.organisation("Works University", country="RS", slug="one")
    told = take_over(RECORDS[:1])
    assert told[-1] == "May be one that is known, left out: https://ror.example/1"
    assert Organisation.objects.count() == 1


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ('[\n{"id": 1', "Line 2, column 9: this is no JSON"),
        pytest.param("[" * 100_000, "is no file of the registry: it is nested", id="nested"),
        pytest.param(f"[{'9' * 6000}]", "or has a number of thousands of digits", id="digits"),
        ("[3]", "Record 1 is none of the registry's schema 2: it is no object."),
        ([*RECORDS[:1], {"id": "x"}], "Record 2 is none of the registry's schema 2: “names”"),
        (
            [record(1, "A") | {"names": [{"value": "A", "types": []}]}],
            "no name is the one to be shown",
        ),
        ([record(1, "A") | {"names": [{"value": 3, "types": []}]}], "a name has no value"),
        ([record(1, "☺")], "no name is the one to be shown"),
        ([record("1" * 300, "A")], "“id” is missing or of another kind"),
        ([record("1\0", "A")], "“id” is missing or of another kind"),
        ([record(1, "A"), record(2, "B", locations=7)], "Record 2 .+ “locations” is missing or of"),
        ([record(1, "A"), record(2, "B", links=True)], "Record 2 .+ “links” is missing or of"),
    ],
)
def test_broken_file_is_refused_whole(take_over, written, said):
    with pytest.raises(CommandError, match=said):
        take_over(written)
    assert not Organisation.objects.exists()


def test_odd_values_break_nothing(take_over):
    odd = record(1, "A", ("B", "alias", [3]), established="x", locations=[None, {}])
    odd |= {"types": [3, {}], "relationships": [3, {"type": "parent", "id": []}]}
    odd |= {"links": [3, {"type": "website", "value": "javascript:alert(1)"}]}
    assert take_over([odd])[0] == "Added: 1"
    assert Organisation.objects.get().website == ""
