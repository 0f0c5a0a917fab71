"""Whatever stands in a cell, each file gives it back as it was and computes nothing."""

import contextlib
import csv
import datetime
import io
import json

import openpyxl
import pytest
from hypothesis import given
from hypothesis.strategies import characters, text

from portal.tables.columns import Column
from portal.tables.formats import FORMATS, About

HOSTILE = [
    "=1+1",
    "+1",
    "-1",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    " =1",
    "＝1",
    "＋1",
    '=cmd|"/c calc"!A1',
]
PLAIN = [
    'He said: "no", twice',
    "two\nlines",
    "Цуцић, Љубица",
    "\u202eright to left\u202c",
    "emoji 😀 and e\u0301",
    "a, b; c",
    "#N/A",
    "2021-09-01",
    "0123",
]
ABOUT = About("Rows", "Our Office", "https://site.example/", datetime.date(2026, 1, 2), ["A: b"], 1)


def written(extension, *rows, labels=("Words",)):
    """Write rows, each a list of values, and return the bytes."""
    columns = [Column(f"key_{n}", label, None) for n, label in enumerate(labels)]
    [found] = [each for each in FORMATS if each.extension == extension]
    with contextlib.closing(found.write(columns, [list(rows)], ABOUT)) as pieces:
        return b"".join(p if isinstance(p, bytes) else p.encode() for p in pieces)


def from_csv(data):
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))[1:]


def sheet(data):
    return openpyxl.load_workbook(io.BytesIO(data))["Rows"]


def test_csv_opens_as_utf_8_in_rows_of_rfc_4180():
    data = written("csv", ["Цуцић"], ["b,c"], labels=("Име",))
    assert data == '\ufeffИме\r\nЦуцић\r\n"b,c"\r\n'.encode()


@pytest.mark.parametrize("words", HOSTILE)
def test_csv_marks_what_would_be_computed_and_keeps_its_words(words):
    assert from_csv(written("csv", [words], [[words, "b"]])) == [[f"'{words}"], [f"'{words}; b"]]


def test_csv_keeps_all_other_words_as_they_are():
    assert from_csv(written("csv", *([words] for words in PLAIN))) == [[words] for words in PLAIN]


@pytest.mark.breadth
@given(text(characters(exclude_categories=["Cs"], exclude_characters="\0")))
def test_any_words_come_back_from_csv_and_json_and_none_is_computed(words):
    [[cell]] = from_csv(written("csv", [words]))
    assert cell in (words, f"'{words}")
    assert not cell.lstrip().startswith(tuple("=+-@＝＋－＠"))
    assert json.loads(written("json", [words]))["rows"] == [{"key_0": words}]


def test_spreadsheet_holds_every_text_as_text():
    words = [*HOSTILE, *PLAIN]
    cells = [row[0] for row in sheet(written("xlsx", *([w] for w in words))).iter_rows(min_row=2)]
    assert {cell.data_type for cell in cells} == {"s"}
    # A carriage return is the end of a line, as XML has it.
    assert [cell.value for cell in cells] == [word.replace("\r", "\n") for word in words]


def test_spreadsheet_leaves_out_characters_that_xml_cannot_hold():
    assert sheet(written("xlsx", ["a\x00b\x0bc"]))["A2"].value == "abc"


def test_spreadsheet_cuts_a_text_where_a_cell_ends():
    rows = [[f"{'Ж' * 32_766}{end}"] for end in ("ab", "\x00ab", "\r\na")]
    cells = [value for (value,) in sheet(written("xlsx", *rows)).iter_rows(2, values_only=True)]
    assert cells == [f"{'Ж' * 32_766}{end}" for end in ("a", "a", "\n")]


def test_spreadsheet_has_days_as_days_and_instants_by_the_sites_clock():
    moment = datetime.datetime(2024, 4, 24, 13, 31, tzinfo=datetime.UTC)
    day, old = datetime.date(2021, 9, 1), datetime.date(1879, 9, 1)
    row = [day, old, moment, datetime.time(9, 5), 7, None, True]
    [cells] = sheet(written("xlsx", row, labels="ABCDEFG")).iter_rows(min_row=2, max_col=7)
    assert [str(cell.value) for cell in cells] == [
        "2021-09-01 00:00:00",
        "1879-09-01",
        "2024-04-24 15:31:00",
        "09:05:00",
        "7",
        "None",
        "yes",
    ]
    assert [cell.is_date for cell in cells] == [True, False, True, True, False, False, False]


def test_spreadsheet_keeps_its_heading_in_sight_and_says_where_it_is_from():
    book = openpyxl.load_workbook(io.BytesIO(written("xlsx", ["a"])))
    assert book["Rows"].freeze_panes == "A2"
    told = [(term, str(value)) for term, value in book["About this file"].values]
    assert told == [
        ("Rows", "Rows"),
        ("Source", "Our Office"),
        ("Page", "https://site.example/"),
        ("Read on", "2026-01-02 00:00:00"),
        ("Number of rows", "1"),
        ("Filter", "A: b"),
    ]


def test_json_gives_the_values_themselves_and_says_where_they_are_from():
    row = [datetime.date(2021, 9, 1), ["a", "b"], True, None, 3, "=1"]
    assert json.loads(written("json", row, row, labels="ABCDEF")) == {
        "title": "Rows",
        "source": "Our Office",
        "page": "https://site.example/",
        "read_on": "2026-01-02",
        "filters": ["A: b"],
        "count": 1,
        "columns": {f"key_{n}": label for n, label in enumerate("ABCDEF")},
        "rows": 2
        * [
            {
                "key_0": "2021-09-01",
                "key_1": ["a", "b"],
                "key_2": True,
                "key_3": None,
                "key_4": 3,
                "key_5": "=1",
            }
        ],
    }
    assert json.loads(written("json"))["rows"] == []
