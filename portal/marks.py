"""The words of a text that a query found, marked as they are written and not as they are folded."""

import functools

from django.utils.html import format_html, format_html_join

from portal import names
from portal.models.entry import WRITTEN

BEFORE, AFTER = 8, 32
#: Of so few letters a word is most often an article or a preposition, with which many others begin.
SHORT = 3


@functools.lru_cache(maxsize=65536)
def _fold(word):
    return names.fold(word).split()


def is_hit(word, terms, inside):
    """Say whether a written word holds one of some folded words, or only begins with it."""
    return any(
        term in fold if inside and len(term) > 2 else fold.startswith(term)
        for fold in _fold(word)
        for term in terms
    )


def spans(text, terms, *, inside=False):
    """Yield where each word stands that a query found."""
    for match in WRITTEN.finditer(text):
        if is_hit(match[0], terms, inside):
            yield match.span()


def marked(text, terms, *, inside=False):
    """Return the whole text with what was found marked.

    Where a short word stands by itself, others that hold it are left as they are: who asked for
    “the” sees no “together”.
    """
    words = {fold for match in WRITTEN.finditer(text) for fold in _fold(match[0])}
    alone = {term for term in terms if len(term) <= SHORT} & words
    others = [term for term in terms if term not in alone]
    pieces, at = [], 0
    for match in WRITTEN.finditer(text):
        if alone.isdisjoint(_fold(match[0])) and not is_hit(match[0], others, inside):
            continue
        start, end = match.span()
        pieces.append((text[at:start], text[start:end]))
        at = end
    before = format_html_join("", "{}<mark>{}</mark>", pieces)
    return format_html("{}{}", before, text[at:])


def excerpt(text, terms):
    """Return the words around the first that was found, marked; "" if nothing was.

    That is the longest of those asked for: an “of” stands in every text.
    """
    longest = sorted(terms, key=len, reverse=True)[:1]
    first = next(spans(text, longest), None) or next(spans(text, terms), None)
    if not first:
        return ""
    before = text[: first[0]].split(" ")
    after = text[first[0] :].split(" ", AFTER + 1)
    shown = " ".join(before[-BEFORE - 1 :] if len(before) > BEFORE else before)
    piece = shown + " ".join(after[:AFTER])
    lead = "… " if len(before) - 1 > BEFORE else ""
    tail = " …" if len(after) > AFTER else ""
    return format_html("{}{}{}", lead, marked(piece, terms), tail)
