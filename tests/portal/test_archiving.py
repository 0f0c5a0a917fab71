"""An archive is one state of the record, whole or not there, whatever happens meanwhile."""

import datetime
import tempfile
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import OperationalError, connection
from django.utils import timezone
from openpyxl import load_workbook

from events.models import Event
from portal.archive import making, writing
from portal.archive.making import make
from portal.backups import Refused, scratch
from tests import builders


@pytest.mark.django_db(transaction=True)
def test_an_archive_is_one_state_whatever_is_saved_meanwhile(tmp_path, monkeypatch):
    monkeypatch.setattr(writing, "EACH", 1)
    event = builders.event("Workshop on roads")
    other = connection.copy()

    def say(_words):
        with other.cursor() as cursor:
            cursor.execute("UPDATE events_event SET name = 'Something else'")
        other.close()

    # An empty folder is taken as a new one is.
    (tmp_path / "folder").mkdir()
    make(tmp_path / "folder", None, say)
    event.refresh_from_db()
    assert event.name == "Something else"
    assert "Workshop on roads" in Path(tmp_path, "folder", "events", "events.csv").read_text()
    assert [path.name for path in tmp_path.iterdir() if path.name != "media"] == ["folder"]


@pytest.mark.django_db(transaction=True)
def test_one_process_writes_the_workbooks_of_all_events(tmp_path, processes):
    for number in range(3):
        builders.line(builders.event(slug=f"talk-{number}"), person=builders.person())
    make(tmp_path / "folder", None, lambda words: None)
    found = [load_workbook(path)["Rows"].max_row for path in tmp_path.rglob("talk-*/*.xlsx")]
    assert (found, len(processes)) == ([2, 2, 2], 1)


@pytest.mark.django_db(transaction=True)
def test_what_comes_due_meanwhile_has_the_pages_written_anew(tmp_path, monkeypatch):
    said, past, later = [], timezone.now(), timezone.now() + datetime.timedelta(hours=1)
    due = iter([past, later])
    monkeypatch.setattr(making, "next_due", lambda now: next(due))
    make(tmp_path / "folder", None, said.append)
    assert [words for words in said if "came due" in words] == [
        "Something came due meanwhile: the pages are written anew."
    ]
    monkeypatch.setattr(making, "next_due", lambda now: past)
    with pytest.raises(Refused, match="came due all the while"):
        make(tmp_path / "other", None, said.append)
    assert [path.name for path in tmp_path.iterdir()] == ["folder"]


@pytest.mark.django_db(transaction=True)
def test_what_cannot_be_whole_is_not_there(tmp_path, monkeypatch):
    """Nor is anything written over."""
    builders.event()

    def run(*arguments):
        call_command("archive", *arguments, stdout=StringIO(), stderr=StringIO())

    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "letter").write_text("kept")
    with pytest.raises(CommandError, match="is there already"):
        run(str(tmp_path / "full"))
    with pytest.raises(CommandError, match="is no folder"):
        run(str(tmp_path / "nowhere" / "archive"))
    with pytest.raises(CommandError, match="No public project has the address 'roads'"):
        run("--project", "roads", str(tmp_path / "archive"))
    with pytest.raises(CommandError, match="No public project has the address ''"):
        run("--project", "", str(tmp_path / "archive"))
    late, due = tmp_path / "full" / "late", making.next_due
    with monkeypatch.context() as meanwhile:
        meanwhile.setattr(
            making, "next_due", lambda now: (late / "x").mkdir(parents=True) or due(now)
        )
        with pytest.raises(CommandError, match="late is there already"):
            run(str(late))
    monkeypatch.setattr(Event, "get_absolute_url", lambda event: f"/events/2021/{event.pk}/")
    with pytest.raises(CommandError, match="is no page, though the record leads to it"):
        run(str(tmp_path / "archive"))
    assert [path.name for path in tmp_path.iterdir()] == ["full"]
    assert (tmp_path / "full" / "letter").read_text() == "kept"


@pytest.mark.django_db(transaction=True)
def test_what_a_killed_archive_left_behind_goes_and_what_is_in_use_or_of_others_stays(tmp_path):
    builders.event()
    (tmp_path / ".record-of-somebody").mkdir()
    with scratch.folder(tmp_path, making.ASIDE) as used:
        left = Path(tempfile.mkdtemp(dir=tmp_path, prefix=making.ASIDE))
        (left / "copy").write_text("All that the site holds.")
        make(tmp_path / "record", None, lambda words: None)
        assert {path.name for path in tmp_path.iterdir()} == {
            used.name,
            ".record-of-somebody",
            "record",
        }


def test_database_without_tables_is_told_with_what_to_do(monkeypatch, tmp_path):
    def fail(*args):
        raise OperationalError("no such table: events_project")

    monkeypatch.setattr("portal.management.commands.archive.make", fail)
    with pytest.raises(CommandError, match=r"^No archive was made\. .* run `manage\.py migrate`"):
        call_command("archive", tmp_path / "new")
