"""Two rich texts block by block, so that headings, items and paragraphs stay what they are."""

import re
from typing import NamedTuple

from django.utils.translation import gettext_lazy as _

from portal import html
from portal.differences.words import GONE, NEW, SAME, common, words

# How many blocks further on the one is looked for that a new block was made from.
_NEAR = 8
_WORD = re.compile(r"\w+")


# What a reader is told that a block is; a paragraph goes without saying.
_CALLED = {
    "h2": _("Heading"),
    "h3": _("Heading"),
    "h4": _("Heading"),
    "li": _("Item of a list"),
    "blockquote": _("Quotation"),
    "tr": _("Row of a table"),
}


class Block(NamedTuple):
    """A block of either text: what it is, what became of the whole of it, its words marked."""

    kind: str
    change: str
    words: list

    @property
    def called(self):
        return _CALLED.get(self.kind, "")


def blocks(before, after, *, addresses=True):
    """Return what became of the blocks of a rich text, those of both texts in order.

    `change` is SAME for a block that is still there, its own words marked if they changed.
    Where a link leads is told behind its words, if `addresses` are wished.
    """
    old, new = (html.blocks(text, addresses=addresses) for text in (before, after))
    told, at = [], (0, 0)
    for pair in [*common(old, new), (len(old), len(new))]:
        told += _between(old[at[0] : pair[0]], new[at[1] : pair[1]])
        told += [Block(kind, SAME, [(SAME, text)]) for kind, text in new[pair[1] : pair[1] + 1]]
        at = pair[0] + 1, pair[1] + 1
    return told


def _between(old, new):
    """Tell of blocks of which none stayed as it was: rewritten, gone, or new in their place."""
    told, added, first = [], [], 0
    for kind, text in new:
        near = range(first, min(first + _NEAR, len(old)))
        origin = next((at for at in near if _alike(old[at], (kind, text))), None)
        if origin is None:
            added.append(Block(kind, NEW, [(NEW, text)]))
            continue
        told += [*_gone(old[first:origin]), *added]
        told.append(Block(kind, SAME, words(old[origin][1], text)))
        added, first = [], origin + 1
    return [*told, *_gone(old[first:]), *added]


def _gone(old):
    return [Block(kind, GONE, [(GONE, text)]) for kind, text in old]


def _alike(old, new):
    """Say whether a block is another one rewritten: of its kind, with a third of its words."""
    was, now = set(_WORD.findall(old[1])), set(_WORD.findall(new[1]))
    return old[0] == new[0] and 3 * len(was & now) >= max(len(was), len(now))
