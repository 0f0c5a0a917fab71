"""Has workbooks written by a process of its own: one for each, or one that is kept for many."""

import contextlib
import itertools
import json
import subprocess
import sys
import tempfile
from collections.abc import Iterable
from contextvars import ContextVar
from pathlib import Path
from typing import BinaryIO

from portal.apart import ROOT, VARIABLES

PROGRAM = "portal.apart.sheets"
_kept = ContextVar("kept", default=None)


class NotWritten(OSError):
    """Says in a sentence why there is no workbook."""


@contextlib.contextmanager
def kept():
    """Have one process write all workbooks of a block."""
    with _writer() as writer:
        token = _kept.set(writer)
        try:
            yield
        finally:
            _kept.reset(token)


def write(told: Iterable) -> BinaryIO:
    """Return the workbook of which the program is told, in a file that has no name any more."""
    if writer := _kept.get():
        return writer.write(told)
    with _writer() as writer:
        return writer.write(told)


@contextlib.contextmanager
def _writer():
    """Start a process that writes into a folder; both are gone after the block."""
    with tempfile.TemporaryDirectory() as folder, tempfile.TemporaryFile() as complaints:
        book = Path(folder, "book.xlsx")
        command = [sys.executable, "-m", PROGRAM, book]
        way = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": complaints}
        with subprocess.Popen(command, cwd=ROOT, env=VARIABLES, **way) as process:  # noqa: S603
            try:
                yield Writer(process, book, complaints)
            finally:
                process.kill()
                # What was on the way to it goes nowhere.
                with contextlib.suppress(BrokenPipeError):
                    process.stdin.close()


class Writer:
    """A process that writes one workbook after the other, none after one that failed."""

    def __init__(self, process, book, complaints):
        self.process, self.book, self.complaints = process, book, complaints

    def write(self, told):
        try:
            for each in itertools.chain(told, [None]):
                self.tell(each)
            if not self.process.stdout.readline():
                raise self.failure()
            file = self.book.open("rb")
            self.book.unlink()
        except BaseException:
            # The next book would stand in the middle of this one.
            self.process.kill()
            raise
        return file

    def tell(self, each):
        line = f"{json.dumps(each)}\n".encode()
        try:
            self.process.stdin.write(line)
            self.process.stdin.flush()
        except BrokenPipeError:
            raise self.failure() from None

    def failure(self):
        code = self.process.wait()
        self.complaints.seek(0)
        said = self.complaints.read().decode(errors="replace").strip()
        why = said.rpartition("\n")[2] or f"code {code}"
        failure = NotWritten(f"The workbook was not written, its process ended: {why}")
        failure.add_note(said)
        return failure
