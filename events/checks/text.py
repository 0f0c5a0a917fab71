"""A text as the checks read it: line by line, in words that know whether they may be a name."""

import re
from functools import cached_property
from typing import NamedTuple

from portal import names
from portal.prose.tree import Tree

WORD = re.compile(r"[^\W_]+")
# What may stand between two words of a name: a space, a hyphen, an apostrophe, “J. Smith”.
_JOINS = re.compile(r"[ \u00a0]|[-‐\u2011'’]|\. ?")
_PARTICLES = frozenset(
    "al bin da de del della den der di dos du el ibn la le ten ter van von zu".split()
)
MOST_WORDS = 5


class Word(NamedTuple):
    start: int
    end: int
    fold: str
    is_capital: bool
    joins: bool


class Passage:
    """One line of a text: the title, the lead, a paragraph, a heading, an item, a cell."""

    def __init__(self, place, text):
        self.place = place
        self.text = names.tidy(text)

    @cached_property
    def words(self):
        """Each word, with whether it is one name with the word before it."""
        found, before = [], None
        for match in WORD.finditer(self.text):
            fold = names.fold(match[0]).replace(" ", "")
            joins = before is not None and self._joins(before, match.start())
            capital = match[0][0].isupper()
            found.append(Word(match.start(), match.end(), fold, capital, joins))
            before = found[-1]
        return found

    def _joins(self, before, start):
        between = self.text[before.end : start]
        if between.startswith("."):
            # A full stop ends a sentence, but not an initial.
            return before.end - before.start == 1 and _JOINS.fullmatch(between) is not None
        return _JOINS.fullmatch(between) is not None

    @cached_property
    def runs(self):
        """Return where names may stand: capital words in a row, particles among them."""
        runs, start = [], None
        for at, word in enumerate(self.words):
            if start is not None and not (word.joins and _may_go_on(word)):
                runs.append(self._trimmed(start, at))
                start = None
            if start is None and word.is_capital:
                start = at
        if start is not None:
            runs.append(self._trimmed(start, len(self.words)))
        return runs

    def _trimmed(self, start, end):
        while not self.words[end - 1].is_capital:
            end -= 1
        return start, end

    def printed(self, start, end):
        """Return some words as they stand in the text."""
        return self.text[self.words[start].start : self.words[end - 1].end]

    def folded(self, start, end):
        return " ".join(word.fold for word in self.words[start:end])

    def phrases(self):
        """Return every row of two to five words that may be a name: start and end."""
        for first, last in self.runs:
            for start in range(first, last - 1):
                for end in range(start + 2, min(last, start + MOST_WORDS) + 1):
                    if self.words[start].is_capital and self.words[end - 1].is_capital:
                        yield start, end


def _may_go_on(word):
    return word.is_capital or word.fold in _PARTICLES


def passages(edition):
    """Return the lines of a text; who wrote it, the credits, is not part of what was said."""
    lines = [("title", edition.title), ("lead", edition.lead)]
    lines += [("body", line) for line in body_lines(Tree(edition.body).children)]
    return [Passage(place, text) for place, text in lines if text.strip()]


def body_lines(children):
    """Return the words of each block."""
    return [line for line in "".join(_pieces(children)).split("\n") if line.strip()]


def _pieces(children):
    for child in children:
        if isinstance(child, str):
            yield " ".join(child.split("\n"))
        else:
            end = "\n" if child.is_block or child.tag == "br" else ""
            yield end
            yield from _pieces(child.children)
            yield end
