"""Where an old spelling stands in a text, and the text with it mended."""

import html
import itertools
import re
import unicodedata
from typing import NamedTuple

from portal import names
from portal.prose.tree import PIECES

# A case of Serbian adds up to three letters to a name: Cucića, Cucićem, Cucićeva.
_SUFFIX = r"([^\W\d_]{0,3})"
_WORD_BEGINS, _WORD_ENDS = r"(?<![\w\u0300-\u036f])", r"(?![\w\u0300-\u036f])"
_INLINE = re.compile(r"</?(?:a|strong|em|sup|sub)\b", re.IGNORECASE)
# Stands between two blocks, so that no name reaches from one into the next.
BREAK = "\0"


class Hit(NamedTuple):
    """One place in a text: what stands there and what will; doubtful if it is a longer form.

    `pieces` are the words that change: where each begins, what it is, what it becomes.
    """

    start: int
    end: int
    old: str
    new: str
    doubtful: bool
    pieces: tuple


class Spelling:
    """An old spelling and the right one, as whole words; capitals stay capitals."""

    def __init__(self, old, new):
        self.old, self.new = names.tidy(old), names.tidy(new)
        self.words = self.old.split()
        self.new_words = self.new.split()
        self.one_by_one = len(self.words) == len(self.new_words)
        written = [_letters(word) for word in self.words]
        if self.one_by_one:
            pattern = r"(\s+)".join(f"({word}){_SUFFIX}" for word in written)
        else:
            pattern = "({}){}".format(r"\s+".join(written), _SUFFIX)
        self.pattern = re.compile(f"{_WORD_BEGINS}{pattern}{_WORD_ENDS}", re.IGNORECASE)

    def hits(self, text):
        """Return each place of a text where the old spelling stands, or a form of it."""
        every = (self._hit(match) for match in self.pattern.finditer(text))
        return [hit for hit in every if hit.new != hit.old and not self._is_right(text, hit.start)]

    def _hit(self, match):
        words = range(1, 3 * len(self.words), 3) if self.one_by_one else [1]
        old = self.words if self.one_by_one else [self.old]
        new = self.new_words if self.one_by_one else [self.new]
        pieces = tuple(
            (match.start(group), match[group], _like(match[group], *pair))
            for group, *pair in zip(words, old, new, strict=True)
        )
        doubtful = any(match[group + 1] for group in words)
        start = match.start()
        mended = _with(match[0], [(at - start, at - start + len(w), to) for at, w, to in pieces])
        return Hit(start, match.end(), match[0], mended, doubtful, pieces)

    def _is_right(self, text, start):
        """Say whether the right spelling stands there, of which the old one is a piece."""
        right, old = self.new.casefold(), self.old.casefold()
        at = right.find(old) if right != old else -1
        while at >= 0:
            begin = start - at
            if begin >= 0 and text[begin : begin + len(self.new)].casefold() == right:
                return True
            at = right.find(old, at + 1)
        return False


def _letters(word):
    """Return the pattern of a word, its letters composed or with their marks apart."""
    return "".join(
        f"(?:{re.escape(letter)}|{re.escape(apart)})" if apart != letter else re.escape(letter)
        for letter in word
        for apart in [unicodedata.normalize("NFD", letter)]
    )


def _like(written, old, new):
    """Return the new word, in capitals or small letters where those of the old one were changed."""
    if written == old:
        return new
    if len(written) > 1 and written.isupper():
        return new.upper()
    return new.lower() if written.islower() else new


class Plain:
    """A text without tags."""

    def __init__(self, text):
        self.text = text

    def mended(self, hits):
        return _with(self.text, [edit for edit, _letter in _edits(hits)])


class Rich:
    """A text with tags, of which only the words between them are read and changed."""

    def __init__(self, source):
        self.pieces = PIECES.findall(source)
        self.spans, read, length = [], [], 0
        for number, piece in enumerate(self.pieces):
            if piece.startswith("<") and piece != "<":
                words = "" if _INLINE.match(piece) else BREAK
            else:
                words = html.unescape(piece)
                self.spans.append((number, length, words))
            read.append(words)
            length += len(words)
        self.text = "".join(read)

    def mended(self, hits):
        pieces, edits = list(self.pieces), _edits(hits)
        for number, begin, words in self.spans:
            own = _within(edits, begin, begin + len(words))
            if own:
                pieces[number] = html.escape(_with(words, own), quote=False)
        return "".join(pieces)


def _edits(hits):
    """Return the letters that do change: from, to, what stands there then, and beside which.

    What is only put in stays in the tag of the letter before it, or of the word's first.
    """
    edits = []
    for start, old, new in (piece for hit in hits for piece in hit.pieces):
        ahead = _shared(old, new)
        behind = _shared(old[ahead:][::-1], new[ahead:][::-1])
        put = new[ahead : len(new) - behind]
        edit = start + ahead, start + len(old) - behind, put
        edits.append((edit, start + max(ahead - 1, 0)))
    return edits


def _shared(one, other):
    """Return with how many letters two words begin alike."""
    pairs = zip(one, other, strict=False)
    return len(list(itertools.takewhile(lambda pair: pair[0] == pair[1], pairs)))


def _within(edits, begin, end):
    """Return what edits change in a piece, seen from its beginning; new words go in once."""
    own = []
    for (start, stop, put), letter in edits:
        holds = begin <= letter < end
        if holds or (start < end and begin < stop):
            first, last = max(start, begin) - begin, min(stop, end) - begin
            own.append((first, max(first, last), put if holds else ""))
    return own


def _with(text, edits):
    for start, stop, put in reversed(edits):
        text = text[:start] + put + text[stop:]
    return text
