"""The three ways to write a table."""

import abc
import csv
import datetime
import io
import json
import re
import tempfile
from typing import NamedTuple

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from xlsxwriter import Workbook

from portal.tables.columns import Column, text

# What a spreadsheet takes for the beginning of a formula, full-width signs too, and what some
# of them skip before it (OWASP, "CSV Injection").
FORMULA = re.compile(r"\s*[=+\-@＝＋－＠]|[\t\r\n]")
#: Calendars of spreadsheets begin in 1900, sheets end after 2^20 rows, cells hold 2^15 letters.
FIRST_YEAR = 1900
MOST_ROWS = 2**20 - 1
MOST_LETTERS = 2**15 - 1
#: What XML 1.0 cannot hold, written out or not.
NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


class About(NamedTuple):
    """What a file says of itself."""

    title: str
    source: str
    page: str
    read_on: datetime.date
    filters: list[str]
    count: int


class Format(abc.ABC):
    extension = label = media_type = ""
    as_attachment = True
    most_rows = None

    @abc.abstractmethod
    def write(self, columns: list[Column], chunks, about: About):
        """Return what to send: an iterator of pieces, or a file that is complete."""


class CSV(Format):
    """RFC 4180; the mark in front tells spreadsheets that it is UTF-8."""

    extension, label = "csv", "CSV"
    media_type = "text/csv; charset=utf-8; header=present"

    def write(self, columns, chunks, about):
        yield "\ufeff" + self.piece([[str(column.label) for column in columns]])
        for values in chunks:
            yield self.piece([[self.cell(value) for value in row] for row in values])

    def cell(self, value):
        """Return the text of a cell, with an apostrophe in front of what would be computed."""
        written = text(value).replace("\x00", "")
        computed = isinstance(value, str | list) and FORMULA.match(written)
        return f"'{written}" if computed else written

    def piece(self, rows):
        file = io.StringIO()
        csv.writer(file).writerows(rows)
        return file.getvalue()


class JSON(Format):
    extension, label = "json", "JSON"
    media_type = "application/json"
    as_attachment = False

    def write(self, columns, chunks, about):
        head = about._asdict() | {"columns": {c.key: str(c.label) for c in columns}}
        yield f'{self.encode(head)[:-1]}, "rows": [\n'
        between = ""
        for values in chunks:
            rows = (
                {column.key: self.plain(value) for column, value in zip(columns, row, strict=True)}
                for row in values
            )
            piece = ",\n".join(map(self.encode, rows))
            yield f"{between}{piece}"
            between = ",\n" if piece else between
        yield "\n]}\n"

    def plain(self, value):
        kept = value is None or isinstance(value, str | int | list)
        return value if kept else text(value)

    def encode(self, value):
        return json.dumps(value, ensure_ascii=False, default=text)


class XLSX(Format):
    """A workbook that is written to the disk row by row and sent when it is complete."""

    extension, label = "xlsx", gettext_lazy("Excel")
    media_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    most_rows = MOST_ROWS

    def write(self, columns, chunks, about):
        file = tempfile.TemporaryFile()  # noqa: SIM115 (the answer closes it when it is sent)
        with Workbook(file, {"constant_memory": True}) as book:
            book.use_zip64()
            book.set_properties({"author": about.source, "title": about.title})
            sheet = Sheet(book, _("Rows"), [column.width for column in columns])
            sheet.append([str(column.label) for column in columns], bold=len(columns))
            for values in chunks:
                for row in values:
                    sheet.append(row)
            sheet.keep_heading(len(columns), about.count)
            self.write_about(Sheet(book, _("About this file"), [20, 80]), about)
        file.seek(0)
        return file

    def write_about(self, sheet, about):
        told = [
            (_("Rows"), about.title),
            (_("Source"), about.source),
            (_("Page"), about.page),
            (_("Read on"), about.read_on),
            (_("Number of rows"), about.count),
            *((_("Filter"), words) for words in about.filters),
        ]
        for row in told:
            sheet.append(row, bold=1)


class Sheet:
    """A sheet that is written row by row; text is text whatever it looks like, never computed."""

    def __init__(self, book, name, widths):
        self.sheet, self.rows = book.add_worksheet(name), 0
        self.bold = book.add_format({"bold": True})
        self.day, self.moment, self.hour = (
            book.add_format({"num_format": form})
            for form in ("yyyy-mm-dd", "yyyy-mm-dd hh:mm", "hh:mm")
        )
        for number, width in enumerate(widths):
            self.sheet.set_column(number, number, width)

    def keep_heading(self, columns, count):
        """Keep the first row in sight, and offer to choose among the rows below it."""
        self.sheet.freeze_panes(1, 0)
        self.sheet.autofilter(0, 0, count, columns - 1)

    def append(self, values, bold=0):
        """Write a row, of which so many cells are headings."""
        for column, value in enumerate(values):
            if column < bold and value:
                self.words(column, text(value), self.bold)
            else:
                self.write(column, value)
        self.rows += 1

    def write(self, column, value):
        match value:
            case None | "":
                pass
            case bool() | str() | list():
                self.words(column, text(value))
            case datetime.datetime():
                self.date(column, value, timezone.make_naive(value), self.moment)
            case datetime.date():
                self.date(column, value, value, self.day)
            case datetime.time():
                self.sheet.write_datetime(self.rows, column, value, self.hour)
            case _:
                self.sheet.write_number(self.rows, column, value)

    def date(self, column, value, local, form):
        if value.year < FIRST_YEAR:
            self.words(column, text(value))
        else:
            self.sheet.write_datetime(self.rows, column, local, form)

    def words(self, column, written, form=None):
        lines = written.replace("\r\n", "\n").replace("\r", "\n")
        plain = NOT_IN_XML.sub("", lines)[:MOST_LETTERS]
        self.sheet.write_string(self.rows, column, plain, form)


FORMATS = (CSV(), XLSX(), JSON())
