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
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from portal.tables.columns import Column, text

# What a spreadsheet takes for the beginning of a formula, full-width signs too, and what some
# of them skip before it (OWASP, "CSV Injection").
FORMULA = re.compile(r"\s*[=+\-@＝＋－＠]|[\t\r\n]")
#: Calendars of spreadsheets begin in 1900, sheets end after 2^20 rows, cells hold 2^15 letters.
FIRST_YEAR = 1900
MOST_ROWS = 2**20 - 1
MOST_LETTERS = 2**15 - 1


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
        book = Workbook(write_only=True)
        book.properties.creator, book.properties.title = about.source, about.title
        sheet = book.create_sheet(_("Rows"))
        sheet.freeze_panes = "A2"
        sheet.auto_filter.ref = f"A1:{get_column_letter(len(columns))}{about.count + 1}"
        for number, column in enumerate(columns, 1):
            sheet.column_dimensions[get_column_letter(number)].width = column.width
        sheet.append([self.heading(sheet, str(column.label)) for column in columns])
        for values in chunks:
            for row in values:
                sheet.append([self.cell(sheet, value) for value in row])
        self.write_about(book.create_sheet(_("About this file")), about)
        file = tempfile.TemporaryFile()  # noqa: SIM115 (the answer closes it when it is sent)
        book.save(file)
        file.seek(0)
        return file

    def write_about(self, sheet, about):
        sheet.column_dimensions["A"].width, sheet.column_dimensions["B"].width = 20, 80
        told = [
            (_("Rows"), about.title),
            (_("Source"), about.source),
            (_("Page"), about.page),
            (_("Read on"), about.read_on),
            (_("Number of rows"), about.count),
            *((_("Filter"), words) for words in about.filters),
        ]
        for term, value in told:
            sheet.append([self.heading(sheet, term), self.cell(sheet, value)])

    def heading(self, sheet, words):
        cell = self.cell(sheet, words)
        cell.font = Font(bold=True)
        return cell

    def cell(self, sheet, value):
        """Return a cell; text is text whatever it looks like, and is never computed."""
        match value:
            case None | "":
                return None
            case bool() | str() | list():
                return self.words(sheet, text(value))
            case datetime.datetime():
                moment = timezone.make_naive(value)
                return self.day(sheet, value, moment, "yyyy-mm-dd hh:mm")
            case datetime.date():
                return self.day(sheet, value, value, "yyyy-mm-dd")
            case datetime.time():
                cell = WriteOnlyCell(sheet, value)
                cell.number_format = "hh:mm"
                return cell
        return value

    def day(self, sheet, value, local, number_format):
        if value.year < FIRST_YEAR:
            return self.words(sheet, text(value))
        cell = WriteOnlyCell(sheet, local)
        cell.number_format = number_format
        return cell

    def words(self, sheet, written):
        cell = WriteOnlyCell(sheet)
        cell.value = ILLEGAL_CHARACTERS_RE.sub("", written)[:MOST_LETTERS]
        cell.data_type = "s"
        return cell


FORMATS = (CSV(), XLSX(), JSON())
