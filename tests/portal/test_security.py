"""What docs/security.md says is shown by tests that are there."""

import ast
import re
from pathlib import Path

BASE = Path(__file__).resolve().parents[2]
PAPER = (BASE / "docs" / "security.md").read_text()
ROW = re.compile(r"^\| (\d+\.\d+\.\d+(?:, \d+\.\d+\.\d+)*) \| (.+) \| (.+) \|$", re.MULTILINE)
TEST = re.compile(r"`(tests/[\w/]+\.py)((?:::\w+)*)`")


def rows():
    return [(found[1].split(", "), found[2], found[3]) for found in ROW.finditer(PAPER)]


def is_there(path, names):
    """Say whether a file has a test, or a class with a test, of these names."""
    if not (BASE / path).is_file():
        return False
    node = ast.parse((BASE / path).read_text())
    for name in names.split("::")[1:]:
        inside = [one for one in node.body if getattr(one, "name", None) == name]
        if not inside:
            return False
        [node] = inside
    return True


def test_each_test_that_the_papers_name_is_there():
    named = TEST.findall(PAPER)
    assert len(named) > 150
    assert [path + names for path, names in named if not is_there(path, names)] == []


def test_each_requirement_has_a_test_or_a_reason():
    bare = [
        numbers
        for numbers, words, tests in rows()
        if not TEST.search(tests) and not (tests == "–" and words.startswith("Reason: "))
    ]
    assert bare == []


def test_no_requirement_is_told_twice():
    numbers = [number for row in rows() for number in row[0]]
    assert sorted(numbers) == sorted(set(numbers))


def test_the_first_level_is_whole():
    """By how many of each chapter there are, but for those that are told not to be for it."""
    first = PAPER.split("## Level 2")[0]
    told = [number for row in ROW.finditer(first) for number in row[1].split(", ")]
    by_chapter = {}
    for number in told:
        chapter = int(number.split(".")[0])
        by_chapter[chapter] = by_chapter.get(chapter, 0) + 1
    assert by_chapter == {
        1: 8, 2: 4, 3: 7, 4: 1, 5: 4, 6: 13, 7: 6, 8: 4, 9: 4, 11: 3, 12: 3, 13: 1, 14: 2, 15: 3
    }  # fmt: skip
