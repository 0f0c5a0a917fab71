"""Commands as a machine starts them: what goes wrong is told in a line and not in a hundred."""

import contextlib
import os
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, OperationalError, ProgrammingError

from portal.away import in_a_line
from portal.files import StoreAway
from tests import breadth

BASE = Path(__file__).parents[2]
COMMANDS = sorted(path.stem for path in (BASE / "portal/management/commands").glob("[!_]*.py"))
#: What each is given so that it asks the database; no word, where it never does.
GIVEN = {
    "accounts": None,
    "backup": ["{folder}/new"],
    "archive": ["{folder}/new"],
    "import_archive": ["{folder}/archive.csv"],
    "import_organisations": ["{folder}/none.json"],
    "import_participants": ["--event", "x", "{folder}/list.csv"],
    "load_sample": None,
    "load_synthetic": None,
    "merge_records": ["person", "1", "2"],
    "read_participants": None,
    "replay_erasures": ["{folder}/erased.jsonl"],
    "reset_second_factor": ["somebody"],
    "restore": None,
    "write_error_pages": None,
}
#: Those that timers run come first.
ASKED = sorted(
    (name for name in COMMANDS if GIVEN.get(name, []) is not None),
    key=lambda name: name not in ("retain", "send_outbox"),
)
AWAY = "postgres://portal:x@127.0.0.1:1/portal"


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "archive.csv").write_text("Event,Begin,Name\nA,2020-01-01,Ana\n")
    (tmp_path / "list.csv").write_text("Name,Institution\nAna,X\n")
    (tmp_path / "none.json").write_text("[]")
    (tmp_path / "erased.jsonl").write_text('{"number": 1, "at": "2026-01-01T00:00:00+00:00"}\n')
    return tmp_path


def run(folder, database, *words):
    """Return the status of a command and the lines that it writes."""
    done = subprocess.run(
        [sys.executable, BASE / "manage.py", *(word.format(folder=folder) for word in words)],
        env={"PATH": os.environ["PATH"], "DATABASE_URL": database, "MEDIA_ROOT": str(folder)},
        capture_output=True,
        text=True,
        check=False,
    )
    return done.returncode, done.stdout, done.stderr.splitlines()


@pytest.mark.breadth
@pytest.mark.parametrize("name", breadth.share(ASKED, 2, 0))
def test_command_says_in_a_line_that_the_database_is_away(folder, name):
    status, said, lines = run(folder, AWAY, name, *GIVEN.get(name, []))
    assert (status, said) == (1, "")
    assert "connection to server at" in lines[0]
    assert len(lines) == 1


def test_command_says_in_a_line_that_there_are_no_tables(folder):
    assert run(folder, f"sqlite:///{folder}/empty.sqlite3", "send_outbox") == (
        1,
        "",
        [
            "The database has not all that this version of the program needs: run `manage.py "
            "migrate`, then this again. (no such table: portal_letter) More is told with "
            "--traceback."
        ],
    )


def test_command_tells_all_to_whom_asks_for_it(folder):
    status, _said, lines = run(folder, AWAY, "send_outbox", "--traceback")
    assert status == 1
    assert "Traceback (most recent call last):" in lines


def test_word_that_is_none_is_told_in_a_line_and_name_of_a_file_may_be_none(folder):
    database = f"sqlite:///{folder}/site.sqlite3"
    call = ["archive", "{folder}/new", "--project"], ["reset_second_factor"]
    told = (
        "Something that was given holds '\\udcff', which is no letter: write it anew, in UTF-8. "
        "More is told with --traceback."
    )
    assert run(folder, database, "migrate", "--verbosity", "0") == (0, "", [])
    for words in breadth.share(call, 1, 0):
        assert run(folder, database, *words, "\udcff") == (1, "", [told])
    status, said, _lines = run(folder, database, "backup", "{folder}/\udcff")
    assert (status, said.partition(": ")[0]) == (0, f"{folder}/\\udcff")


@pytest.mark.parametrize(
    ("error", "begins"),
    [
        (OperationalError("refused\n\tIs it running?"), "Not done, or not to the end:"),
        (StoreAway("The store of files does not answer: refused"), "Not done, or not to the end:"),
        (OperationalError("no such column: a.b"), "The database has not all"),
        (ProgrammingError('relation "a" does not exist\nLINE 1'), "The database has not all"),
        (ProgrammingError("column a.b does not exist\nLINE 1"), "The database has not all"),
        (
            ValueError("Missing staticfiles manifest entry for 'css/site.css'"),
            "The styles and scripts of this version were not collected: run `manage.py coll",
        ),
        (OSError(28, "No space left on device"), "Not done, or not to the end: No space left"),
    ],
)
def test_what_a_machine_lacks_is_told_in_one_line(error, begins):
    line = in_a_line(error)
    assert line.startswith(begins)
    assert " ".join(str(error.args[-1]).split()) in line
    assert line.isprintable()


def test_folder_that_is_closed_is_named():
    error = PermissionError(13, "Permission denied", "/srv/media")
    assert "/srv/media: Permission denied. See that who runs this may read" in in_a_line(error)


def test_file_of_a_database_that_cannot_be_looked_at_is_told_in_a_line(folder):
    status, said, lines = run(folder, f"sqlite:///{folder}/{'a' * 300}", "send_outbox")
    assert (status, said, len(lines)) == (1, "", 1)
    assert "unable to open database file" in lines[0]


@pytest.mark.parametrize("ends", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_command_that_is_ended_says_so_and_leaves_nothing_half_done(folder, ends):
    database = f"sqlite:///{folder}/site.sqlite3"
    assert run(folder, database, "migrate", "--verbosity", "0") == (0, "", [])
    (folder / "documents").mkdir()
    # A pipe to which nobody writes: it waits there.
    os.mkfifo(folder / "documents" / "slow")
    (folder / "new").mkdir()
    command = subprocess.Popen(
        [sys.executable, BASE / "manage.py", "backup", folder / "new" / "backup"],
        env={"PATH": os.environ["PATH"], "DATABASE_URL": database, "MEDIA_ROOT": str(folder)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        # A shell may have had it pass over Ctrl-C.
        preexec_fn=lambda: signal.signal(ends, signal.SIG_DFL),
    )
    end = time.monotonic() + 60
    while not any((folder / "new").glob(".backup-*/part")) and time.monotonic() < end:
        time.sleep(0.05)
    command.send_signal(ends)
    _said, told = command.communicate(timeout=60)
    assert (command.returncode, told) == (130, "Ended before it was done.\n")
    assert list((folder / "new").iterdir()) == []
    with contextlib.closing(sqlite3.connect(folder / "site.sqlite3")) as database:
        rows = database.execute("SELECT ok, words FROM portal_run").fetchall()
    assert rows == [(0, "It was ended before it was done.")]


@pytest.mark.parametrize(
    "error",
    [
        ProgrammingError("syntax error"),
        IntegrityError("unique"),
        PermissionDenied(),
        OSError("x"),
        ValueError("x"),
    ],
)
def test_fault_of_the_program_is_told_at_length(error):
    assert in_a_line(error) is None
