"""Lists in disguise: paragraphs with a painted bullet, as Word pastes them."""

import itertools
import re
from typing import NamedTuple

from portal.prose.tree import Element, runs_of, words

_LEVEL = re.compile(r"level([1-9])\b")
_PAINTED = re.compile(
    r"\s*(?:(?P<bullet>[·•▪◦‣●➢\uf0a7\uf0b7\uf0d8])|(?P<dash>[-–—])|(?P<letter>[o§])"
    r"|(?P<number>[0-9]{1,3})[.)])(?P<gap>\s+)(?=\S)"
)


class ListMark(NamedTuple):
    """What tells that a paragraph is an item of a list."""

    kind: str
    level: int | None = None
    number: str | None = None


class Block(NamedTuple):
    tag: str
    html: str
    attributes: str = ""
    mark: ListMark | None = None

    def __str__(self):
        return f"<{self.tag}{self.attributes}>{self.html}</{self.tag}>"


def list_mark(element, children):
    """Return the mark of an item in disguise and its text without the bullet, else None twice.

    Word paints bullets as text, inside a span of the style "mso-list:Ignore". Where class and
    style were lost on the way, the wide gap of no-break spaces after the bullet still tells.
    """
    style = element.attributes.get("style") or ""
    listed = bool(element.attributes.get("class")) or "mso-list" in style
    level = int(found[1]) if (found := _LEVEL.search(style)) else None
    if painted := _painted_span(children):
        runs = runs_of(children, without=painted)
        start = f"{words([painted])}\xa0\xa0_"
    else:
        runs = runs_of(children)
        start = "".join(itertools.takewhile(bool, (run.text for run in runs[:8])))
    match = _PAINTED.match(start)
    if not match:
        # The bullet itself may have been a picture, or lost.
        unpainted = level and not painted
        return (ListMark("", level), runs) if unpainted else (None, None)
    wide = "\xa0" in match["gap"] and len(match["gap"]) > 1
    if not (match["bullet"] or wide or (listed and not match["letter"])):
        return None, None
    number = match["number"]
    kind = "1" if number else match[0].strip()
    if not painted:
        runs = _without_start(runs, match.end())
    return ListMark(kind, level, number), runs


def _painted_span(children):
    for child in children:
        if isinstance(child, Element):
            if child.tag == "span" and "ignore" in (child.attributes.get("style") or "").lower():
                return child
            if found := _painted_span(child.children):
                return found
    return None


def _without_start(runs, length):
    """Return the runs without the first characters."""
    kept = []
    for run in runs:
        cut = min(length, len(run.text or ""))
        length -= cut
        kept.append(run._replace(text=run.text and run.text[cut:]))
    return kept


def with_lists(blocks):
    """Return the blocks with every row of items in disguise made into lists."""
    whole = []
    for marked, group in itertools.groupby(blocks, lambda block: block.mark is not None):
        row = list(group)
        whole += _lists(_levelled(row)) if marked else row
    return whole


def _levelled(items):
    """Return (level, item) pairs; where no level is given another kind of bullet tells it."""
    kinds, levelled = [], []
    for item in items:
        if item.mark.kind in kinds:
            del kinds[kinds.index(item.mark.kind) + 1 :]
        else:
            kinds.append(item.mark.kind)
        levelled.append((item.mark.level or len(kinds), item))
    return levelled


def _lists(items):
    """Return the lists that levelled items make, deeper ones inside the item before them."""
    lists, rows, index = [], [], 0
    while index < len(items):
        level, item = items[index]
        after = index + 1
        while after < len(items) and items[after][0] > level:
            after += 1
        deeper = "".join(map(str, _lists(items[index + 1 : after])))
        tag, number = "ol" if item.mark.number else "ul", item.mark.number or "1"
        if not lists or lists[-1].tag != tag or item.mark.number == "1":
            rows = []
            start = f' start="{int(number)}"' if number != "1" else ""
            lists.append(Block(tag, rows, start))
        rows.append(f"<li>{item.html}{deeper}</li>")
        index = after
    return [block._replace(html="".join(block.html)) for block in lists]
