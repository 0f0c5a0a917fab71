"""Rows out of a workbook; what is in it is looked at before it is opened, apart from the site."""

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.utils.translation import gettext as _

from events.lists.slips import broken
from events.lists.text import LONGEST_CELL, MOST_ROWS, Row, check_size, tidy_lines
from portal import apart, documents

#: Cells that are empty and only have a colour count too: a million rows may be full of them.
MOST_CELLS = 4_000_000
MOST_LETTERS = 10_000_000


def read_workbook(data: bytes, longest: int = LONGEST_CELL) -> list[Row]:
    """Return the rows of the first sheet that has any; starts a process."""
    try:
        documents.check(ContentFile(data, "list.xlsx"), "list.xlsx")
    except ValidationError as error:
        raise broken(1, 1, " ".join(error.messages)) from error
    # One row more than a list may have, so that it is told as one too many.
    most = {"rows": MOST_ROWS + 1, "cells": MOST_CELLS, "letters": MOST_LETTERS}
    [found] = apart.read("portal.apart.workbook", [data], **most)
    if found is None:
        says = _("The workbook cannot be read: open it, save it again as .xlsx and upload that.")
        raise broken(1, 1, says)
    if isinstance(found, int):
        says = _("The sheet is too large: copy the rows with names into a new one.")
        raise broken(found, 1, says)
    rows = []
    for line, cells in found:
        rows.append(Row(line, [tidy_lines(cell) for cell in cells]))
        check_size(rows, longest)
    return rows
