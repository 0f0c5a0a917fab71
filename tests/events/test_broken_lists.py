"""Thirty lists that are broken in thirty ways: each is refused, by line and column, whole."""

import functools
import io
import zipfile

import pytest
from openpyxl import Workbook

from events.lists import files, workbook
from events.lists.columns import problems, recognised
from events.lists.rows import Reader
from events.lists.slips import BrokenList
from events.lists.text import LONGEST_CELL, LONGEST_LINE, MOST_COLUMNS, MOST_ROWS

GOOD = "Name;Institution;How many\nAna Anić;Ministry;\n;Institute;3\n"


def sheet(*rows):
    book = Workbook()
    for row in rows:
        book.active.append(row)
    data = io.BytesIO()
    book.save(data)
    return data.getvalue()


def packed(**members):
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name.replace("_", "/"), content)
    return data.getvalue()


BROKEN = {
    "empty": (b"", 1, 1),
    "empty with a mark": (b"\xef\xbb\xbf", 1, 1),
    "separators only": (b";;;\n;;;\n", 1, 1),
    "a PDF": (b"%PDF-1.7 list", 1, 1),
    "an old workbook": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, 1, 1),
    "a page": (b"<!DOCTYPE html><table><tr><td>Ana</table>", 1, 1),
    "a picture": (b"\x89PNG\r\n\x1a\n", 1, 1),
    "a photo": (b"\xff\xd8\xff\xe0\0\x10JFIF\0\x01" + b"\n,\xc3\xa4" * 40 + b"\xff", 1, 1),
    "a program": (b"\x7fELF\x02\n\n\xc3\xa4\xc3\xa4,\xff", 1, 1),
    "NUL": (b"Name;Institution\nAna;Min\0istry\n", 2, 2),
    "NUL in the second line, after a tab": (b"Name\tInstitution\nAna\t\0\n", 2, 2),
    "half a letter of UTF-16": (GOOD.encode("utf-16")[:-1], 3, 3),
    "UTF-32": (GOOD.encode("utf-32"), 1, 1),
    "UTF-8 with a stray byte": (GOOD.encode() + "Đorđe Šćepanović;".encode() + b"\xff", 4, 2),
    "a byte that cp1250 has not": ("Ime;Institucija\nŽika;Š".encode("cp1250") + b"\x81", 2, 2),
    "a line of ten megabytes": (b"Name;Institution\nAna;" + b"x" * 10_000_000, 2, 2),
    "a cell that is too long": (f"Name;Note\nAna;{'x' * (LONGEST_CELL + 1)}".encode(), 2, 2),
    "a name that is too long": (f"Name;Note\n{'x' * 201};\n".encode(), 2, 1),
    "too many rows": (b"Name\n" + b"Ana\n" * MOST_ROWS, MOST_ROWS + 1, 1),
    "too many columns": (b"Name" + b";x" * MOST_COLUMNS, 1, MOST_COLUMNS + 1),
    "a quotation mark never closed": (b'Name,Institution\nAna,"Ministry\nIva,X\n', 2, 2),
    "text behind a quotation mark": (b'Name,Institution\n"Ana"x,Ministry\n', 2, 1),
    "a row with a cell too many": (
        b"Name,Institution\nAna,Works, Ministry of\nIva,X\nBo,Y\n",
        2,
        3,
    ),
    "mixed newlines and a cell too many": (b"Name,Institution\r\nAna,X\rIva,Y\nBo,Z,!\n", 4, 3),
    "no heads": (b"Ana;Ministry;Clerk\nIva;Institute;Head\n", 1, 1),
    "heads that say nobody": (b"Position;Note\nClerk;x\n", 1, 1),
    "one head twice": (b"Name;Institution;Name\nAna;X;Iva\n", 1, 3),
    "a name in one column and in parts": (b"Full name;Surname;Given name\nAna;A;B\n", 1, 1),
    "a row that names nobody": (b"Name;Position\nAna;Clerk\n;Head\n", 3, 2),
    "a formula for a name": (b"Name;Institution\n=HYPERLINK(1);X\n", 2, 1),
    "what a sheet could not look up": (b"Name;Institution\nAna;#N/A\n", 2, 2),
    "a formula in a workbook": (sheet(["Name", "Position"], ["Ana", "=1+1"]), 2, 2),
    "a number that is none": (b"Institution;How many\nMinistry;many\n", 2, 2),
    "a person who is three": (b"Name;How many\nAna;3\n", 2, 2),
    "neither yes nor no": (b"Name;Attended\nAna;perhaps\n", 2, 2),
    "no archive": (b"PK\x03\x04" + b"x" * 100, 1, 1),
    "an archive that is no workbook": (packed(a="b"), 1, 1),
    "a bomb": (functools.partial(packed, xl_workbook="0" * 60_000_000), 1, 1),
    "a workbook cut in half": (sheet(["Name"], ["Ana"])[:3000], 1, 1),
    "an empty workbook": (sheet(), 1, 1),
    "a workbook with a cell too long": (sheet(["Name"], ["x" * (LONGEST_CELL + 1)]), 2, 1),
}


def read(data):
    """Return the lines of a list; BrokenList where anything in it is wrong."""
    rows = files.read(data)
    columns = recognised(rows)
    slips = problems(rows, columns)
    found = None if slips else Reader(columns, roles={}, attendance="came").read(rows)
    slips = slips or found.slips
    if slips:
        raise BrokenList(slips)
    return list(found.lines)


def test_there_are_thirty_and_more():
    assert len(BROKEN) >= 30


@pytest.mark.parametrize("name", BROKEN)
def test_broken_list_is_refused_by_line_and_column(name):
    data, line, column = BROKEN[name]
    # Packing a bomb takes a while, and each of those who run the tests side by side collects it.
    data = data() if callable(data) else data
    with pytest.raises(BrokenList) as refused:
        read(data)
    assert refused.value.slips[0][:2] == (line, column)
    assert refused.value.messages[0].startswith(f"Line {line}, column {column}: ")


@pytest.mark.parametrize(
    "data",
    [
        GOOD.encode(),
        b"\xef\xbb\xbf" + GOOD.encode(),
        GOOD.encode("utf-16"),
        GOOD.encode("utf-16-le"),
        GOOD.encode("utf-16-be"),
        GOOD.encode("cp1250"),
        GOOD.replace(";", ",").encode(),
        GOOD.replace(";", "\t").encode(),
        GOOD.replace("\n", "\r\n").encode(),
        GOOD.replace("\n", "\r").encode(),
        ("sep=;\n" + GOOD).encode(),
        ("List of participants;;\n\n" + GOOD).encode(),
        sheet(
            ["Name", "Institution", "How many"], ["Ana Anić", "Ministry"], [None, "Institute", 3]
        ),
    ],
    ids=range(13),
)
def test_one_list_is_read_alike_in_every_form(data):
    told = [(line.name, line.organisation, line.count) for line in read(data)]
    assert told == [("Ana Anić", "Ministry", None), ("", "Institute", 3)]


def test_sheet_full_of_empty_cells_is_not_read_to_its_end(monkeypatch):
    monkeypatch.setattr(workbook, "MOST_CELLS", 5)
    with pytest.raises(BrokenList, match="Line 3, column 1: The sheet is too large"):
        read(sheet(["Name", "Institution"], ["Ana", "Works"], ["Bo", "Works"]))


def test_many_slips_are_told_twenty_at_once():
    with pytest.raises(BrokenList) as refused:
        read(b"Name;How many\n" + b"Ana;3\n" * 30)
    assert [len(refused.value.slips), len(refused.value.messages)] == [30, 21]
    assert refused.value.messages[-1] == "… and 10 more."


def test_longest_line_is_read():
    assert len(read(f"Name;Note\nAna;{'x' * 250}\n".encode())) == 1
    assert LONGEST_LINE > LONGEST_CELL
