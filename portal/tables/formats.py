"""The three ways to write a table."""

import abc
import csv
import datetime
import io
import json
import re
from typing import NamedTuple

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.apart import books
from portal.tables.columns import Column, text

# What a spreadsheet takes for the beginning of a formula, full-width signs too, and what some
# of them skip before it (OWASP, "CSV Injection").
FORMULA = re.compile(r"\s*[=+\-@＝＋－＠]|[\t\r\n]")
#: Calendars of spreadsheets begin in 1900, sheets end after 2^20 rows.
FIRST_YEAR = 1900
MOST_ROWS = 2**20 - 1


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
    """A workbook that is written to the disk row by row and sent when it is complete.

    That is done by a process of its own, which knows nothing of languages and of the site's clock.
    """

    extension, label = "xlsx", gettext_lazy("Excel")
    media_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    most_rows = MOST_ROWS

    def write(self, columns, chunks, about):
        return books.write(self.told(columns, chunks, about))

    def told(self, columns, chunks, about):
        """Yield what `portal.apart.sheets` is told."""
        yield {"author": about.source, "title": about.title}
        widths = [column.width for column in columns]
        yield {"name": _("Rows"), "widths": widths, "filtered": about.count}
        yield [[self.heading(str(column.label)) for column in columns]]
        for values in chunks:
            yield [[self.cell(value) for value in row] for row in values]
        yield {"name": _("About this file"), "widths": [20, 80]}
        yield [[self.heading(term), self.cell(value)] for term, value in self.of_itself(about)]

    def of_itself(self, about):
        return [
            (_("Rows"), about.title),
            (_("Source"), about.source),
            (_("Page"), about.page),
            (_("Read on"), about.read_on),
            (_("Number of rows"), about.count),
            *((_("Filter"), words) for words in about.filters),
        ]

    def heading(self, words):
        return ["heading", words]

    def cell(self, value):
        match value:
            case None | "":
                return None
            case datetime.datetime() if value.year >= FIRST_YEAR:
                return ["moment", timezone.make_naive(value).isoformat()]
            case datetime.date() if value.year >= FIRST_YEAR:
                return ["day", value.isoformat()]
            case datetime.time():
                return ["hour", value.isoformat()]
            case bool() | str() | list() | datetime.date():
                return text(value)
        return value


FORMATS = (CSV(), XLSX(), JSON())
