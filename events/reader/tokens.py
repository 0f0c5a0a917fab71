"""A text cut into words that know where they stand, and into sentences."""

import re
from dataclasses import dataclass
from functools import cached_property

from portal import names

_TOKEN = re.compile(
    r"(?P<number>\d+(?:[.,:]\d+)*)"
    r"|(?P<own>['’](?:s|S)?\b(?<=['’]s)|(?<=s)['’](?=\s))"
    r"|(?P<word>(?:[^\W\d_]|[\u0300-\u036f])+(?:[-‐\u2011'’](?:[^\W\d_]|[\u0300-\u036f])+)*)"
    r"|(?P<mark>\S)"
)
_OWN = re.compile(r"['’][sS]$")
_PAIRS = {"„": '“”"', "“": "”", "”": "”", "«": "»", "»": "«", '"': '"', "‟": "”"}
# A longer quotation than this is one whose end was forgotten.
_LONGEST_QUOTE = 600
# No writer’s sentence is longer; what is read of one is read against all of it.
_LONGEST_SENTENCE = 400
_WRAPPED_AT = 55
_SMALL_WORD = re.compile(r" [^\W\d_]{1,3}$")


@dataclass(frozen=True)
class Token:
    """A word, a number or a mark; `fold` is the word as it is looked up, hyphens kept."""

    start: int
    end: int
    text: str
    kind: str

    @cached_property
    def fold(self):
        return names.fold(self.text).replace(" ", "-") if self.kind == "word" else self.text

    @property
    def is_word(self):
        return self.kind == "word"

    @property
    def is_capital(self):
        return self.kind == "word" and self.text[0].isupper()

    @cached_property
    def is_acronym(self):
        stem = self.stem
        return self.kind == "word" and 2 <= len(stem) <= 8 and stem.isupper() and stem.isalpha()

    @cached_property
    def stem(self):
        """Return a word without the Serbian ending of an acronym: “UNHCR-a” is “UNHCR”."""
        head, _hyphen, tail = self.text.partition("-")
        return head if tail.islower() and len(tail) < 4 and head.isupper() else self.text

    @property
    def is_initial(self):
        return self.kind == "word" and len(self.text) == 1 and self.text.isupper()


class Sentence:
    """The tokens of one sentence; `line` is the number of its line."""

    def __init__(self, text, tokens, line):
        self.text, self.tokens, self.line = text, tokens, line

    def __len__(self):
        return len(self.tokens)

    @cached_property
    def folds(self):
        return [token.fold for token in self.tokens]

    def fold(self, at):
        """Return the folded word at a place, "" beyond either end."""
        return self.tokens[at].fold if 0 <= at < len(self.tokens) else ""

    def words(self, first, last):
        """Return some tokens as they stand in the text, on one line."""
        if first >= last:
            return ""
        written = self.text[self.tokens[first].start : self.tokens[last - 1].end]
        return " ".join(written.split())

    def span(self, first, last):
        return self.tokens[first].start, self.tokens[last - 1].end

    @cached_property
    def quotes(self):
        """Return where something stands in quotes: the first mark and the one behind the last."""
        found, at = [], 0
        while at < len(self.tokens):
            closing = _PAIRS.get(self.tokens[at].text)
            end = self._closing(at, closing) if closing else None
            if end:
                found.append((at, end))
            at = end or at + 1
        return found

    def _closing(self, at, marks):
        begin = self.tokens[at].end
        for later in range(at + 1, len(self.tokens)):
            token = self.tokens[later]
            if token.start - begin > _LONGEST_QUOTE:
                return None
            if token.text in marks:
                return later + 1
        return None

    def quote(self, at):
        """Return behind which token a quotation ends that begins here, None if none does."""
        return self._quote_ends.get(at)

    @cached_property
    def _quote_ends(self):
        return dict(self.quotes)

    @cached_property
    def in_quotes(self):
        return {at for first, last in self.quotes for at in range(first, last)}


def sentences(text, abbreviations, months=frozenset()):
    """Return the sentences of a text; a line ends one, unless it was only wrapped."""
    found = []
    for number, (start, end) in enumerate(_lines(text)):
        tokens = list(_tokens(text, start, end))
        found += [Sentence(text, some, number) for some in _cut(tokens, abbreviations, months)]
    return found


def _lines(text):
    """Yield where each line of the text stands; lines that were wrapped are one."""
    start = at = 0
    for line in text.splitlines(keepends=True):
        at += len(line)
        if not _goes_on(line.rstrip(), text[at : at + 1]):
            if text[start:at].strip():
                yield start, at
            start = at
    if text[start:at].strip():
        yield start, at


def _goes_on(line, following):
    """Say whether a line was only wrapped: a small letter follows, or it ends with a small word."""
    if len(line) < _WRAPPED_AT or line[-1] in '.!?:;”“"' or not following.isalpha():
        return False
    return following.islower() or line.endswith(",") or _SMALL_WORD.search(line) is not None


def _tokens(text, start, end):
    for match in _TOKEN.finditer(text, start, end):
        kind = match.lastgroup
        own = _OWN.search(match[0]) if kind == "word" else None
        if own:
            cut = match.start() + own.start()
            yield Token(match.start(), cut, text[match.start() : cut], "word")
            yield Token(cut, match.end(), text[cut : match.end()], "own")
        else:
            yield Token(match.start(), match.end(), match[0], kind)


def _cut(tokens, abbreviations, months):
    sentence = []
    for at, token in enumerate(tokens):
        sentence.append(token)
        ends = token.text in (".", "!", "?", "…") and _ends(tokens, at, abbreviations, months)
        if ends or len(sentence) == _LONGEST_SENTENCE:
            yield sentence
            sentence = []
    if sentence:
        yield sentence


def _ends(tokens, at, abbreviations, months):
    if at + 1 == len(tokens):
        return True
    before, after = tokens[at - 1] if at else None, tokens[at + 1]
    if tokens[at].text != ".":
        return not (after.is_word and after.text[0].islower())
    if before and (before.is_initial or before.fold in abbreviations):
        return False
    if after.kind == "number":
        return not (before and before.kind == "number")
    if after.is_word:
        ordinal = before and before.kind == "number" and len(before.text) < 3
        return after.text[0].isupper() and not ordinal and after.fold not in months
    return after.text not in ",;:)–-."
