import itertools

import pytest

from portal.differences import GONE, NEW, SAME, Block, blocks, words
from portal.differences.words import common


def test_word_that_changed_is_marked_and_the_rest_is_not():
    assert words("The Ministry of Works met.", "The Ministry of Health met.") == [
        (SAME, "The Ministry of "),
        (GONE, "Works"),
        (SAME, " "),
        (NEW, "Health"),
        (SAME, " met."),
    ]


def test_comma_is_a_change_of_its_own():
    assert words("Ana and Mila", "Ana, and Mila") == [
        (SAME, "Ana"),
        (NEW, ","),
        (SAME, " and Mila"),
    ]


def test_accent_is_not_torn_from_its_letter():
    assert words("Cuc\u0301ic", "Cucic") == [(GONE, "Cuc\u0301ic"), (NEW, "Cucic")]


def test_what_is_gone_stands_before_what_is_in_its_place():
    before = "<p>Two days of talks.</p><p>Lunch was late.</p><p>The end.</p>"
    after = "<p>Ana opened it.</p><p>Nobody spoke much.</p><p>The end.</p>"
    assert [(block.change, block.words[0][1]) for block in blocks(before, after)] == [
        (GONE, "Two days of talks."),
        (GONE, "Lunch was late."),
        (NEW, "Ana opened it."),
        (NEW, "Nobody spoke much."),
        (SAME, "The end."),
    ]


def test_white_space_is_no_difference():
    assert words("a  b\n\nc", "a b c") == [(SAME, "a b c")]


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ("", "", []),
        ("", "new", [(NEW, "new")]),
        ("old", "", [(GONE, "old")]),
        ("<b>", "<i>", [(SAME, "<"), (GONE, "b"), (NEW, "i"), (SAME, ">")]),
    ],
)
def test_edges(before, after, said):
    assert words(before, after) == said


def test_both_texts_can_be_read_off_the_marks():
    texts = [" ".join(row) for n in range(5) for row in itertools.product("ab,", repeat=n)]
    for before, after in itertools.product(texts, repeat=2):
        said = words(before, after)
        left = "".join(text for kind, text in said if kind != NEW)
        kept = "".join(text for kind, text in said if kind != GONE)
        assert kept.replace(" ", "") == after.replace(" ", "")
        assert left.replace(" ", "") == before.replace(" ", "")


class Counted(str):
    """A word that counts how often it is looked at."""

    looks = 0
    __slots__ = ()

    def __eq__(self, other):
        Counted.looks += 1
        return str.__eq__(self, other)

    def __hash__(self):
        Counted.looks += 1
        return str.__hash__(self)


def looks(before, after):
    Counted.looks = 0
    common([Counted(word) for word in before], [Counted(word) for word in after])
    return Counted.looks


def nested(size, mark):
    """Return words of which each search finds only one that stands once in the rest."""
    row = []
    for number in range(size):
        row += [number, f"{mark}{number}", number + 1]
    return [str(word) for word in row]


HOSTILE = {
    "one word": lambda n: (["the"] * n, ["the"] * (n - 1) + ["a"]),
    "one word, doubled": lambda n: (["the"] * n, ["a", "the"] * n),
    "two words in turn": lambda n: (["a", "b"] * n, ["b", "b", "a"] * n),
    "all of it new": lambda n: ([f"a{i}" for i in range(n)], [f"b{i}" for i in range(n)]),
    "turned round": lambda n: ([f"a{i}" for i in range(n)], [f"a{n - i}" for i in range(n)]),
    "one in one": lambda n: (nested(n, "a"), nested(n, "b")),
    "islands": lambda n: (
        [f"{i}" if i % 200 == 0 else "ab"[i % 2] for i in range(n)],
        [f"{i}" if i % 200 == 0 else "ab"[i % 3 % 2] for i in range(n)],
    ),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_work_on_a_hostile_text_grows_in_step_with_its_length(name):
    for size in (5_000, 10_000):
        before, after = HOSTILE[name](size)
        assert looks(before, after) < 120 * (len(before) + len(after)), size


def test_fifty_thousand_equal_words_beside_others_are_told_as_one_piece():
    before, after = "the " * 50_000, "a the " * 50_000
    assert [kind for kind, _text in words(before, after)] == [GONE, NEW, SAME]


def test_blocks_stay_what_they_are():
    before = "<h2>Aim</h2><p>The aim was old.</p><ul><li>first</li><li>second</li></ul>"
    after = "<h2>Aim</h2><p>The aim was new.</p><ul><li>second</li><li>third</li></ul>"
    assert blocks(before, after) == [
        Block("h2", SAME, [(SAME, "Aim")]),
        Block(
            "p",
            SAME,
            [(SAME, "The aim was "), (GONE, "old"), (SAME, " "), (NEW, "new"), (SAME, ".")],
        ),
        Block("li", GONE, [(GONE, "first")]),
        Block("li", SAME, [(SAME, "second")]),
        Block("li", NEW, [(NEW, "third")]),
    ]


def test_paragraph_made_a_heading_is_another_block():
    assert blocks("<p>Aim of it</p>", "<h2>Aim of it</h2>") == [
        Block("p", GONE, [(GONE, "Aim of it")]),
        Block("h2", NEW, [(NEW, "Aim of it")]),
    ]


def test_link_that_leads_elsewhere_is_a_change():
    before = '<p>See <a href="https://a.example/">there</a>.</p>'
    after = '<p>See <a href="https://b.example/">there</a>.</p>'
    assert blocks(before, after) == [
        Block(
            "p",
            SAME,
            [
                (SAME, "See there (https://"),
                (GONE, "a"),
                (NEW, "b"),
                (SAME, ".example/)."),
            ],
        )
    ]


def test_table_is_told_by_its_rows():
    before = "<table><tbody><tr><th>Day</th><td>One</td></tr></tbody></table>"
    assert blocks(before, before) == [Block("tr", SAME, [(SAME, "Day | One")])]


def test_items_inside_items_and_quotations_are_told_one_by_one():
    html = "<ul><li>a<ul><li>b</li></ul></li></ul><blockquote><p>c</p><p>d</p></blockquote>"
    assert [(block.kind, block.words) for block in blocks("", html)] == [
        ("li", [(NEW, "a")]),
        ("li", [(NEW, "b")]),
        ("blockquote", [(NEW, "c")]),
        ("blockquote", [(NEW, "d")]),
    ]


def test_markup_typed_as_words_stays_words():
    assert blocks("", "<p>&lt;script&gt;</p><script>x</script>") == [
        Block("p", NEW, [(NEW, "<script>")])
    ]
