"""What the search says of words that find nothing, are none, or mean something to a database."""

import pytest

from tests import builders
from tests.portal.test_search import ask, found, titles

pytestmark = pytest.mark.django_db


def test_near_miss_is_told_what_it_may_have_meant(client):
    event = builders.event("Workshop on asylum in Zagreb")
    builders.line(event, person=builders.person("Vladimir Cucić"))
    builders.line(event, organisation=builders.organisation("Ministry of the Interior"))
    meant = {
        "kucic": ["cucić"],
        "Vladimir Kucić": ["Vladimir Cucić"],
        "Zagerb": ["Zagreb"],
        "minstry": ["ministry"],
        "цуциц х": [],
        "qqqq": [],
        "ab": [],
        "минстри of the interiro": ["ministry of the interior"],
    }
    assert {q: ask(client, q).context.get("suggestions") for q in meant} == meant
    page = ask(client, "kucic").content.decode()
    assert '<a href="?q=cuci%C4%87"><bdi>cucić</bdi></a>' in page
    assert titles(ask(client, "cucić")) == {"person": ["Vladimir Cucić"]}


# Bad input


REFUSED = {
    "\x00": "cannot be read",
    "abc\x00": "cannot be read",
    "9" * 5000: "too long",
    "%": "at least one letter",
    "_": "at least one letter",
    "'\"*-:(": "at least one letter",
    "\u200b": "at least one letter",
}
# Words to both databases, whatever their own languages make of them.
HARMLESS = [
    "NEAR(",
    "a AND b",
    "OR",
    "NOT",
    "words:on",
    '"road',
    "road*",
    "-road",
    "road)",
    "{x}",
]


def test_what_is_no_word_gets_a_sentence_beside_the_box_and_no_rows(client):
    builders.event("Abc 9")
    for q, sentence in REFUSED.items():
        page = ask(client, q).content.decode()
        assert sentence in page, q
        assert 'href="#search-words"' in page
        assert "<title>Error: Search" in page
        assert "Abc 9" not in page
    assert "not one of the choices" in ask(client, "abc", kind="x").content.decode()
    empty = ask(client, "  ")
    assert "Write a name" in empty.content.decode()
    assert "sections" not in empty.context


def test_signs_of_either_database_are_words_or_nothing(client):
    builders.event("Workshop on roads")
    assert {q: ask(client, q).context["total"] for q in HARMLESS} == {
        q: int("road" in q) for q in HARMLESS
    }
    # One letter and two are the beginning of a word, never a part of one.
    assert [len(found(q)) for q in ("r", "ro", "oa", "oad", "w r", "x")] == [1, 1, 0, 1, 1, 0]


# The index
