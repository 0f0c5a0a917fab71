"""Links in rich text to the pages of those whom it names, made while it is printed."""

import functools
import html
import re

from portal import names
from portal.prose.tree import PIECES

#: Nothing is linked in what is a link itself, and no heading is one.
SHUT = frozenset(["a", "h2", "h3", "h4"])
_NAME = re.compile(r"</?([a-z][a-z0-9]*)", re.IGNORECASE)
_WORD = re.compile("[^\\W_\u0300-\u036f][^\\W_]*")
#: Words but those that begin with a small letter of the plain alphabet, as most do.
_GREAT = re.compile("(?<![^\\W_])[^\\W_a-z\u0300-\u036f][^\\W_]*")
_JOINED = re.compile(r"[\s\u00a0]+(?:& ?)?|[-‐\u2011'’]|\. ?")
_COMMA = re.compile(r",\s")
_SENTENCE_BEGINS = re.compile(r"(?:^|[.!?:…]\s*)[„“\"«]?$")
# Commas stand in long names only: “Ana, Anić” are two.
_LONG = 4
# Shorter words are a name only where all of it is capitals.
_SHORT = 5


def linked(text, addresses):
    """Return HTML with the first mention of each name linked; `addresses` are by folded name.

    Only whole names are linked, each address once, and nothing but text between two tags is
    read. What is returned is cleaned once more where it is printed.
    """
    begins = {}
    for fold in addresses:
        first, number = fold.split(" ", 1)[0], fold.count(" ") + 1
        begins[first] = max(number, begins.get(first, 0))
    left, written, shut = dict(addresses), [], 0
    for piece in PIECES.findall(text) if left else [text]:
        tag = _NAME.match(piece)
        if tag:
            if tag[1].lower() in SHUT:
                shut += -1 if piece.startswith("</") else 1
        elif not shut and left:
            piece = _with_links(html.unescape(piece), left, begins) or piece
        written.append(piece)
    return "".join(written)


def _with_links(text, left, begins):
    """Return a piece of text as HTML, "" if nothing in it is linked; `left` is what is not yet.

    `begins` gives by the first word of names of how many words the longest of them is.
    """
    written, done, at = [], 0, 0
    while match := _GREAT.search(text, at):
        start, at = match.span()
        # A name begins with a capital letter.
        longest = begins.get(_fold(match[0]), 0) if match[0][0].isupper() else 0
        stop, address = _longest(text, match, left, longest)
        if not address:
            continue
        written.append(html.escape(text[done:start], quote=False))
        name = html.escape(text[start:stop], quote=False)
        written.append(f'<a href="{html.escape(address)}">{name}</a>')
        for fold in [fold for fold, other in left.items() if other == address]:
            del left[fold]
        done = at = stop
    rest = html.escape(text[done:], quote=False)
    return "".join([*written, rest]) if written else ""


@functools.lru_cache(maxsize=2000)
def _fold(word):
    return names.fold(word).replace(" ", "")


def _longest(text, first, left, longest):
    """Return where the longest name ends that begins with a word, and its address, "" for none."""
    found, folds, word = (first.end(), ""), [], first
    while len(folds) < longest:
        folds.append(_fold(word[0]))
        address = left.get(" ".join(folds))
        if address and (word is not first or _is_name(text, *first.span())):
            found = word.end(), address
        before, word = word, _WORD.search(text, word.end())
        if not word or not _is_joined(text[before.end() : word.start()], before[0], len(folds)):
            break
    return found


def _is_joined(between, before, number):
    """Say whether a word may stand in one name with so many words before it."""
    if between.startswith("."):
        # A full stop ends a sentence, but not an initial.
        return len(before) == 1 and _JOINED.fullmatch(between) is not None
    if _COMMA.fullmatch(between):
        return number >= _LONG - 1
    return _JOINED.fullmatch(between) is not None


def _is_name(text, start, end):
    """Say whether one word by itself is a name: letters, or a capital within a sentence."""
    word = text[start:end]
    if word.isupper() and len(word) > 1:
        return True
    return len(word) >= _SHORT and not _SENTENCE_BEGINS.search(text[:start])
