"""`manage.py read_participants`: what a file tells, and what is said of one that cannot be read."""

import json

import pytest
from django.core.management import CommandError, call_command

TEXT = "Ms Ana Perić, Head of the Institute of Water, opened the seminar held on 3 May 2023."


@pytest.fixture
def run(tmp_path, capsys):
    def run(data, *options, name="report.txt"):
        path = tmp_path / name
        path.write_bytes(data)
        call_command("read_participants", str(path), *options)
        return capsys.readouterr().out

    return run


def test_all_that_was_found_is_printed_as_json(run):
    told = json.loads(run(TEXT.encode("utf-8-sig"), "--language", "en", "--json"))
    (person,) = told["people"]
    assert (person["honorific"], person["name"]) == ("Ms", "Ana Perić")
    assert (person["given_name"], person["family_name"]) == ("Ana", "Perić")
    assert person["position"] == "Head of the Institute of Water"
    assert (person["institution"], person["role"]) == ("Institute of Water", "opening")
    assert person["words"] == [{"start": 0, "end": 44, "text": TEXT[:44]}]
    assert [body["names"] for body in told["institutions"]] == [["Institute of Water"]]
    assert [date["earliest"] for date in told["dates"]] == ["2023-05-03"]


def test_people_read_it_in_plain_lines(run):
    assert run(TEXT.encode(), "--language", "en").splitlines() == [
        "Ms Ana Perić, Head of the Institute of Water, Institute of Water (opening)",
        "when: 3 May 2023",
    ]


def test_a_page_is_read_by_its_blocks_without_scripts(run):
    page = f"<script>Mr Marko Marić spoke.</script><p>{TEXT}</p><p>Mr Jovan Ilić spoke.</p>"
    told = json.loads(run(page.encode(), "--json", name="report.html"))
    assert [person["name"] for person in told["people"]] == ["Ana Perić", "Jovan Ilić"]


@pytest.mark.parametrize(
    ("data", "options", "says"),
    [
        (b"ab\xff", (), r"is not in UTF-8 \(byte 3\): save it as UTF-8 and try again"),
        (b"a\0b", (), "is no text"),
        (b" \n", (), "The file is empty"),
        (b"a" * 2_000_001, (), "is larger than 2 MB"),
        (b"text", ("--language", "xx"), "“xx” is no language"),
    ],
)
def test_a_file_that_cannot_be_read_is_told_in_plain_words(run, data, options, says):
    with pytest.raises(CommandError, match=says):
        run(data, *options)


def test_a_file_that_is_not_there_is_told_in_plain_words():
    with pytest.raises(CommandError, match="cannot be read: No such file"):
        call_command("read_participants", "/nowhere/report.txt")
