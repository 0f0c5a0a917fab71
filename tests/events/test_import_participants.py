"""manage.py import_participants: the same as the pages do, from the command line."""

import io
import json

import pytest
from django.core.management import CommandError, call_command

from events.models import Intake
from people.models import Person
from tests import builders

pytestmark = pytest.mark.django_db

LIST = "Name;Institution\nAna Anić;Works\nVladmir Cucic;Works\n"


@pytest.fixture
def event():
    builders.person("Vladimir Cucić")
    return builders.event(slug="talks")


@pytest.fixture
def take_over(tmp_path, event):
    def take(text, *arguments, address="2021/talks"):
        file, out = tmp_path / "list.csv", io.StringIO()
        file.write_bytes(text if isinstance(text, bytes) else text.encode())
        arguments = ("--event", address, *arguments)
        call_command("import_participants", file, *arguments, stdout=out)
        return out.getvalue()

    return take


def test_nothing_is_saved_while_somebody_is_in_doubt(event, take_over):
    with pytest.raises(CommandError, match="Nothing was taken over") as refused:
        take_over(LIST)
    assert "institutions: 0, people: 1" in str(refused.value)
    assert (event.participations.count(), Intake.objects.count()) == (0, 0)


@pytest.mark.parametrize(
    ("doubtful", "names"),
    [
        ("likeliest", ["Ana Anić", "Vladimir Cucić"]),
        ("new", ["Ana Anić", "Vladmir Cucic"]),
        ("out", ["Ana Anić"]),
    ],
)
def test_what_is_in_doubt_is_taken_as_one_says(event, take_over, doubtful, names):
    assert take_over(LIST, "--doubtful", doubtful).endswith("Taken over.\n")
    assert [str(line) for line in event.participations.all()] == names


def test_dry_run_tells_each_line_and_saves_nothing(event, take_over):
    told = json.loads(take_over(LIST, "--dry-run", "--json"))
    assert (told["event"], told["dry_run"], told["lines_to_decide"]) == ("2021/talks", True, 1)
    lines = [(line["line"], line["name"], line["decision"]) for line in told["lines"]]
    assert lines == [(2, "Ana Anić", "new"), (3, "Vladmir Cucic", "open")]
    assert told["lines"][1]["may_be"] == [Person.objects.get().pk]
    assert "Line 3: Vladmir Cucic: to be decided (a letter differs)" in take_over(LIST, "--dry-run")
    assert (event.participations.count(), Person.objects.count()) == (0, 1)


def test_everybody_is_named_with_a_reason(event, take_over):
    with pytest.raises(CommandError, match="on what ground"):
        take_over("Name\nAna Anić", "--names", "everybody")
    take_over("Name\nAna Anić", "--names", "everybody", "--reason", "They agreed.")
    assert event.participations.get().named


@pytest.mark.parametrize(
    ("text", "address", "said"),
    [
        (b"Name;How many\nAna;3", "2021/talks", "Line 2, column 2: A line with a name"),
        (b"PK\x03\x04", "2021/talks", "Line 1, column 1: "),
        (b"Position;Note\nClerk;x", "talks", "Line 1, column 1: No column says who took part"),
        (
            b"Name\nAna",
            "2022/talks",
            "There is no event at “2022/talks”: give what follows /events/",
        ),
        (b"Name\nAna", "x/y/z", "There is no event at “x/y/z”"),
    ],
)
def test_what_is_wrong_is_told_and_nothing_saved(event, take_over, text, address, said):
    with pytest.raises(CommandError) as refused:
        take_over(text, address=address)
    assert said in str(refused.value)
    assert not event.participations.exists()
