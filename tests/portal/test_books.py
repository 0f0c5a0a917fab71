"""A workbook is whole or not at all, and nothing of its writing stays behind."""

import io
import itertools
import json
import subprocess
import sys
import tempfile
import time

import pytest
from django.core.management import CommandError, call_command
from openpyxl import load_workbook

from portal import apart
from portal.apart import books
from tests import builders
from tests.portal.test_disk import room

CHUNK = [["Ana Anić", 7]] * 500
KILLED = r"^The workbook was not written, its process ended: code -9$"


def told(chunks):
    """Yield what the program is told of a book with one sheet of rows."""
    yield {"title": "Rows"}
    yield {"name": "Rows", "widths": [20, 20]}
    yield from chunks


def cut_off():
    yield CHUNK
    raise ZeroDivisionError


def values(file):
    with file:
        return list(load_workbook(io.BytesIO(file.read()))["Rows"].values)


@pytest.fixture
def folder(monkeypatch, tmp_path):
    """Where all goes that is to be gone afterwards."""
    monkeypatch.setattr(tempfile, "tempdir", f"{tmp_path}")
    return tmp_path


def left(folder, processes):
    """Return what is still there: files, and processes that run or wait to be heard of."""
    open_ways = [way for process in processes for way in (process.stdin, process.stdout)]
    return [
        *folder.iterdir(),
        *(process for process in processes if process.returncode is None),
        *(way for way in open_ways if not way.closed),
    ]


def test_book_stands_in_a_file_without_a_name_and_its_process_is_over(folder, processes):
    file = books.write(told([[["a", 1], [None, 2.5]]]))
    assert (len(processes), left(folder, processes)) == (1, [])
    assert values(file) == [("a", 1), (None, 2.5)]


def test_process_is_given_nothing_of_what_the_site_is_set_to(processes):
    books.write(told([])).close()
    assert [process.variables for process in processes] == [apart.VARIABLES]


def test_process_that_dies_in_the_middle_gives_no_book_and_leaves_nothing(folder, processes):
    def chunks():
        yield CHUNK
        while not any(folder.glob("*/*")):
            time.sleep(0.01)
        processes[0].kill()
        yield from itertools.repeat(CHUNK)

    with pytest.raises(books.NotWritten, match=KILLED):
        books.write(told(chunks()))
    assert left(folder, processes) == []


def test_process_that_dies_over_the_last_row_gives_no_book_either(folder, processes):
    def chunks():
        yield CHUNK
        processes[0].kill()
        processes[0].wait()

    with pytest.raises(books.NotWritten, match=KILLED):
        books.write(told(chunks()))
    assert left(folder, processes) == []


def test_rows_that_are_cut_off_end_the_process(folder, processes):
    with pytest.raises(ZeroDivisionError):
        books.write(told(cut_off()))
    assert (len(processes), left(folder, processes)) == (1, [])


def test_full_disk_is_told_and_leaves_nothing(folder, processes):
    with room(20_000), pytest.raises(books.NotWritten, match=r"\[Errno 27\] File too large$"):
        books.write(told([CHUNK] * 9))
    assert left(folder, processes) == []


def test_process_that_is_kept_writes_all_books_and_ends_with_the_block(folder, processes):
    with books.kept():
        files = [books.write(told([[["a", number]]])) for number in range(3)]
        # The folder of the process, which is empty, as every book was taken out of it.
        assert [[*path.iterdir()] for path in folder.iterdir()] == [[]]
    assert (len(processes), left(folder, processes)) == (1, [])
    assert [values(file) for file in files] == [[("a", number)] for number in range(3)]
    books.write(told([])).close()
    assert len(processes) == 2


def test_process_that_is_kept_writes_no_book_into_one_that_was_cut_off(folder, processes):
    with books.kept():
        with pytest.raises(ZeroDivisionError):
            books.write(told(cut_off()))
        with pytest.raises(books.NotWritten, match=KILLED):
            books.write(told([CHUNK]))
    assert (len(processes), left(folder, processes)) == (1, [])


def test_process_takes_its_folder_away_when_who_asked_is_gone(folder):
    own = folder / "own"
    own.mkdir()
    lines = "".join(f"{json.dumps(each)}\n" for each in told([CHUNK]))
    command = [sys.executable, "-m", books.PROGRAM, own / "book.xlsx"]
    subprocess.run(command, input=lines, text=True, check=True, cwd=apart.ROOT)
    assert list(folder.iterdir()) == []


@pytest.mark.django_db
class TestWithoutAProcess:
    @pytest.fixture(autouse=True)
    def missing(self, monkeypatch):
        monkeypatch.setattr(books, "PROGRAM", "tests.portal.missing")

    def test_list_is_an_error_and_no_file_and_the_log_says_why(self, client, caplog):
        builders.event()
        client.raise_request_exception = False
        assert client.get("/events/events.xlsx").status_code == 500
        assert "NotWritten: The workbook was not written, its process ended: " in caplog.text
        assert "No module named tests.portal.missing" in caplog.text

    @pytest.mark.django_db(transaction=True)
    def test_no_archive_is_made_and_a_sentence_says_why(self, tmp_path):
        builders.line(builders.event(), person=builders.person())
        words = r"^No archive was made\. The workbook was not written, .* tests\.portal\.missing$"
        with pytest.raises(CommandError, match=words):
            call_command("archive", tmp_path / "folder")
        assert not (tmp_path / "folder").exists()
