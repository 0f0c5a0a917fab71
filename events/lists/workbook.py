"""Rows out of a workbook; what is in it is looked at before it is opened."""

import datetime
import warnings

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.utils.translation import gettext as _
from openpyxl import load_workbook

from events.lists.slips import BrokenList, broken
from events.lists.text import LONGEST_CELL, Row, check_size, tidy_lines
from portal import documents

#: Cells that are empty and only have a colour count too: a million rows may be full of them.
MOST_CELLS = 4_000_000


def read_workbook(data: bytes, longest: int = LONGEST_CELL) -> list[Row]:
    """Return the rows of the first sheet that has any; formulas are read and never run."""
    try:
        documents.check(ContentFile(data, "list.xlsx"), "list.xlsx")
    except ValidationError as error:
        raise broken(1, 1, " ".join(error.messages)) from error
    try:
        with warnings.catch_warnings():
            # It warns of what it does not read: pictures, validation of what is typed.
            warnings.simplefilter("ignore")
            book = load_workbook(ContentFile(data), read_only=True, keep_links=False)
            sheets = (_rows(sheet, longest) for sheet in book.worksheets)
            return next(filter(None, sheets), [])
    except BrokenList:
        raise
    except Exception as error:
        # A damaged workbook makes it raise whatever it stumbles upon.
        says = _("The workbook cannot be read: open it, save it again as .xlsx and upload that.")
        raise broken(1, 1, says) from error


def _rows(sheet, longest):
    # What it says of its own size may be wrong either way.
    sheet.reset_dimensions()
    rows, seen = [], 0
    for line, values in enumerate(sheet.iter_rows(values_only=True), 1):
        seen += len(values)
        if seen > MOST_CELLS:
            says = _("The sheet is too large: copy the rows with names into a new one.")
            raise broken(line, 1, says)
        cells = [_text(value) for value in values]
        while cells and not cells[-1]:
            cells.pop()
        if cells:
            rows.append(Row(line, cells))
            check_size(rows, longest)
    return rows


def _text(value):
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if isinstance(value, datetime.datetime) and value.time() == datetime.time():
        value = value.date()
    return tidy_lines(str(value))
