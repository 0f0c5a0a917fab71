"""Rows out of text: which letters the bytes mean, and what parts a line into cells."""

import codecs
import csv
import io
import re
from collections import Counter
from typing import NamedTuple

from django.utils.translation import gettext as _

from events.lists.columns import recognised
from events.lists.slips import broken
from people.written import without_mark

LONGEST_LINE = 50_000
LONGEST_CELL = 4_000
MOST_ROWS = 25_000
MOST_COLUMNS = 60
#: What may stand between two cells; each is tried, and the one that makes a table is taken.
BETWEEN = ("\t", ";", ",", "|")
#: Stands between no cells: the list has one column.
NOWHERE = "\x1f"
#: So many lines are looked at to tell which.
LOOKED_AT = 50
MARKS = [
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, ""),
    (codecs.BOM_UTF32_BE, ""),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
]
_LINE_END = re.compile("\r\n|\r|\n")
_TAB_OF_MARK = re.compile(r"^([ \xa0]*(?:\d{1,4}[.)]|[-–—*•·▪‣o§]))[ \xa0]*\t\s*", re.MULTILINE)
_SEPARATOR = re.compile("sep=(.)\\s*$", re.IGNORECASE)
#: What no database keeps as text: NUL, and halves of a letter.
_UNTEXT = re.compile("[\0\ud800-\udfff]")
#: What stands in no table: bytes of a picture, of a program.
_NO_LETTERS = re.compile("[\0-\x08\x0e-\x1a\x1c-\x1f\x7f]")
_TWO_BYTES = re.compile("[\u0080-\uffff]")


class Row(NamedTuple):
    """A row with the number of its line in the source."""

    line: int
    cells: list[str]


def read_bytes(data: bytes, longest: int = LONGEST_CELL) -> list[Row]:
    """Return the rows of a file of text; BrokenList says where it cannot be read."""
    return read_rows(decoded(data), longest)


def read_rows(text: str, longest: int = LONGEST_CELL) -> list[Row]:
    """Return the rows of a text that are not empty; lines in a cell stay lines."""
    _check(text)
    text = _without_tabs_of_marks(text)
    match = _SEPARATOR.match(_first_line(text))
    between = match[1] if match else _separator(text)
    # Of what stands in many rows, an institution say, one copy is kept for all.
    rows, kept = [], {}
    for line, cells in _table(text, between):
        if match and line == 1:
            continue
        cells = [kept.setdefault(cell, cell) for cell in map(tidy_lines, cells)]
        if any(cells):
            rows.append(Row(line, cells))
            check_size(rows, longest)
    return rows


def _without_tabs_of_marks(text):
    """Return a text without the tab that word processors write behind each number of a list."""
    plain = _TAB_OF_MARK.sub(r"\1 ", text)
    return text if "\t" in plain else plain


def tidy_lines(cell):
    """Return what stands in a cell without white space around its lines."""
    return "\n".join(filter(None, (" ".join(line.split()) for line in cell.splitlines())))


def check_size(rows, longest):
    """Refuse a list as soon as a cell of it, or it itself, is longer or wider than is read."""
    line, cells = rows[-1]
    for column, cell in enumerate(cells, 1):
        if len(cell) > longest:
            raise broken(line, column, too_long(longest))
        if _UNTEXT.search(cell):
            raise broken(line, column, no_text())
    if len(rows) > MOST_ROWS:
        says = _("A list has at most %(most)d rows: cut it into several.") % {"most": MOST_ROWS}
        raise broken(line, 1, says)
    if len(cells) > MOST_COLUMNS:
        says = _("A list has at most %(most)d columns: leave out what is not needed.")
        raise broken(line, MOST_COLUMNS + 1, says % {"most": MOST_COLUMNS})


def too_long(most):
    return _("What stands here is longer than %(most)d letters: is the list cut into lines?") % {
        "most": most
    }


def no_text():
    return _("This is no text: save the list as CSV or XLSX and upload that.")


def no_table():
    return _("This file is no table: save the list as CSV or XLSX and upload that.")


# Letters


def decoded(data: bytes) -> str:
    """Return what the bytes say: UTF-8 or UTF-16, with a mark in front or without, or cp1250."""
    for mark, encoding in MARKS:
        if data.startswith(mark):
            if not encoding:
                raise broken(1, 1, _("The letters are not known: save the file as UTF-8."))
            return _decoded(data[len(mark) :], encoding)
    wide = _looks_wide(data)
    if wide:
        return _decoded(data, wide)
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        return _otherwise(data, error)


def _looks_wide(data):
    """Return the form of UTF-16 without a mark: every other byte of plain letters is zero."""
    start = data[:2000]
    even, odd = start[::2].count(0), start[1::2].count(0)
    half = len(start) / 5
    if odd > half and odd > 3 * even:
        return "utf-16-le"
    return "utf-16-be" if even > half and even > 3 * odd else ""


def _otherwise(data, error):
    """Return what bytes say that are not UTF-8, unless they nearly are."""
    nearly = data.decode("utf-8", "replace")
    lost = nearly.count("\ufffd")
    if len(_TWO_BYTES.findall(nearly)) - lost > lost:
        raise _undecodable(data, error, "utf-8") from error
    return _decoded(data, "cp1250")


def _decoded(data, encoding):
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise _undecodable(data, error, encoding) from error


def _undecodable(data, error, encoding):
    """Return the refusal that names where the first byte stands that is no letter."""
    before = data[: error.start].decode(encoding, "replace")
    if _NO_LETTERS.search(before):
        return broken(1, 1, no_table())
    lines = _LINE_END.split(before)
    column = max(lines[-1].count(between) for between in BETWEEN) + 1
    says = _("A letter here cannot be read: save the file as UTF-8.")
    return broken(len(lines), column, says)


# Cells


def _check(text):
    """Refuse lines that are too long, and what is no text."""
    for number, line in enumerate(_lines(text), 1):
        if len(line) > LONGEST_LINE:
            start = line[:LONGEST_LINE]
            column = max(start.count(between) for between in BETWEEN) + 1
            raise broken(number, column, too_long(LONGEST_LINE))
        if "\0" in line:
            start = line.partition("\0")[0]
            column = max(start.count(between) for between in BETWEEN) + 1
            raise broken(number, column, no_text())


def _lines(text):
    """Yield the lines of a text one by one, without a copy of it all."""
    begins = 0
    for end in _LINE_END.finditer(text):
        yield text[begins : end.start()]
        begins = end.end()
    yield text[begins:]


def _first_line(text):
    return _LINE_END.split(text[:100], maxsplit=1)[0]


def _separator(text):
    """Return what parts the cells: what makes most lines as wide as one another."""
    lines = _LINE_END.split(text, maxsplit=LOOKED_AT)[:LOOKED_AT]
    start = "\n".join(lines)
    best, chosen = (0.0, 0), ","
    for between in BETWEEN:
        if between == "," and _is_prose(lines):
            continue
        widths = [
            len(cells) for cells in csv.reader(io.StringIO(start), delimiter=between) if cells
        ]
        usual, number = Counter(widths).most_common(1)[0] if widths else (1, 0)
        if usual == 1 or (between == "," and usual == 2 and widths[0] == 1):
            # “Anić, Ana” below “Name” is one cell.
            continue
        found = (number / len(widths), usual)
        if found > best:
            best, chosen = found, between
    return chosen if best[1] else NOWHERE


def _is_prose(lines):
    """Say whether lines are a mail’s, “1. Ana Anić, Ministry”: their commas part no cells."""
    lines = [line for line in map(str.strip, lines) if "," in line[:-1]]
    if not lines or recognised([Row(1, lines[0].split(","))]).heads == 0:
        return False
    written = [without_mark(line) != line or ", " in line for line in lines]
    return 2 * sum(written) > len(lines)


def _table(text, between):
    """Yield the line on which each row begins, and its cells."""
    lines = (f"{line}\n" for line in _lines(text))
    reader = csv.reader(lines, delimiter=between, strict=True)
    while True:
        begins = reader.line_num + 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            raise _misquoted(text, begins, between) from error
        yield begins, cells


def _misquoted(text, begins, between):
    """Return the refusal of a row whose quotation marks do not close where they should."""
    part = re.escape(between)
    cell = re.compile(f'(?:"(?:[^"]|"")*"|[^"{part}\n][^{part}\n]*|)(?:{part}|\n)')
    text = "\n".join(_LINE_END.split(text)[begins - 1 :]) + "\n"
    at, column = 0, 1
    while (found := cell.match(text, at)) and found[0][-1] != "\n":
        at, column = found.end(), column + 1
    says = _("A quotation mark is opened here and not closed, or text follows it.")
    return broken(begins, column, says)
