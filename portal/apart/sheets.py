"""Writes workbooks row by row, in memory that stays flat; text is never computed.

Its input is lines of JSON: what a book says of itself, then for each sheet a line about it and
lines of rows, then null. A cell is null, a text, a number, or the kind of a text and that text.
"""

import datetime
import json
import re
import resource
import shutil
import sys
from pathlib import Path

from xlsxwriter import Workbook

from portal.apart.inside import MOST_MEMORY, take_at_most

#: Cells hold 2^15 letters.
MOST_LETTERS = 2**15 - 1
#: What XML 1.0 cannot hold, written out or not.
NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
#: How what is no text and no number is read, and how a sheet shows it.
TIMES = {
    "day": (datetime.date.fromisoformat, "yyyy-mm-dd"),
    "moment": (datetime.datetime.fromisoformat, "yyyy-mm-dd hh:mm"),
    "hour": (datetime.time.fromisoformat, "hh:mm"),
}


class Sheet:
    """A sheet that is written row by row; text is text whatever it looks like."""

    def __init__(self, book, name, widths, filtered=None):
        self.sheet, self.rows = book.add_worksheet(name), 0
        self.bold = book.add_format({"bold": True})
        self.forms = {
            kind: book.add_format({"num_format": form}) for kind, (_read, form) in TIMES.items()
        }
        for number, width in enumerate(widths):
            self.sheet.set_column(number, number, width)
        if filtered is not None:
            # The first row stays in sight, and one chooses among the rows below it.
            self.sheet.freeze_panes(1, 0)
            self.sheet.autofilter(0, 0, filtered, len(widths) - 1)

    def append(self, cells):
        for column, cell in enumerate(cells):
            match cell:
                case None:
                    pass
                case str():
                    self.words(column, cell)
                case ["heading", words]:
                    self.words(column, words, self.bold)
                case [kind, words]:
                    read, _form = TIMES[kind]
                    self.sheet.write_datetime(self.rows, column, read(words), self.forms[kind])
                case _:
                    self.sheet.write_number(self.rows, column, cell)
        self.rows += 1

    def words(self, column, written, form=None):
        lines = written.replace("\r\n", "\n").replace("\r", "\n")
        plain = NOT_IN_XML.sub("", lines)[:MOST_LETTERS]
        self.sheet.write_string(self.rows, column, plain, form)


def write(path, properties, told):
    """Write a book; say whether it was told to its end."""
    book = Workbook(path, {"constant_memory": True, "tmpdir": path.parent})
    book.use_zip64()
    book.set_properties(properties)
    sheet = None
    for each in told:
        match each:
            case None:
                book.close()
                return True
            case dict():
                sheet = Sheet(book, **each)
            case _:
                for row in each:
                    sheet.append(row)
    return False


def answer(path):
    """Write one book after the other as the input tells them; say a line when one is there.

    Each is written under the same name, in a folder that holds nothing else.
    """
    take_at_most(resource.RLIMIT_AS, MOST_MEMORY)
    told = map(json.loads, sys.stdin.buffer)
    try:
        for properties in told:
            if write(path, properties, told):
                print("written", flush=True)
    finally:
        # Who asks ends this process by a signal: here it failed, or who asked is there no more.
        shutil.rmtree(path.parent, ignore_errors=True)


if __name__ == "__main__":
    answer(Path(sys.argv[1]))
