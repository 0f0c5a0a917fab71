"""Rich text laid out anew, so that what a writer meant survives a paste.

Takes a tree and returns canonical HTML: paragraphs around loose text, no empty blocks, single
spaces, marks in one order, lists for paragraphs with a painted bullet. Built from the inside
out, each block as soon as what is in it is written.
"""

import itertools
import re
import unicodedata
from html import escape

from portal.prose.lists import Block, ListMark, list_mark, with_lists
from portal.prose.tree import INVISIBLE, MARKS, TEXT_BLOCKS, Element, Run, runs_of

_WHITE = re.compile(r"\s+")


def lay_out(children) -> str:
    """Return a tree as canonical HTML."""
    return "".join(map(str, _flow(children)))


def _flow(children, wrap="p"):
    """Return the blocks of mixed content; text outside any block goes into blocks of `wrap`."""
    blocks = []
    for is_block, group in itertools.groupby(children, _is_or_holds_block):
        if is_block:
            for element in group:
                blocks += _block(element, wrap)
        else:
            blocks += _text_blocks(Element(wrap), list(group))
    return with_lists(blocks)


def _is_or_holds_block(child):
    return isinstance(child, Element) and (child.is_block or child.holds_block)


def _block(element, wrap):
    tag = element.tag
    if tag in TEXT_BLOCKS:
        if element.holds_block:
            return _flow(element.children, tag)
        return _text_blocks(element, element.children)
    if tag in ("ul", "ol"):
        rows = "".join(f"<li>{row}</li>" for row in _rows(element))
        return [Block(tag, rows, element.written())] if rows else []
    if tag == "li":
        item = _item(element.children)
        return [Block("p", item, mark=ListMark("li"))] if item else []
    if tag == "blockquote":
        quoted = lay_out(element.children)
        return [Block(tag, quoted)] if quoted else []
    if tag == "table":
        return _table(element)
    return _flow(element.children, wrap)


def _rows(element):
    """Return the items of a list; a list that stands between items belongs to the one before."""
    rows = []
    for child in element.children:
        if isinstance(child, Element) and child.tag in ("ul", "ol"):
            if rows:
                rows[-1] += "".join(map(str, _block(child, "p")))
            else:
                rows += _rows(child)
            continue
        content = child.children if isinstance(child, Element) and child.tag == "li" else [child]
        if item := _item(content):
            rows.append(item)
    return rows


def _item(children):
    """Return what is in an item or a cell, a lone paragraph without its tags."""
    blocks = _flow(children)
    if blocks and blocks[0].tag == "p" and all(b.tag in ("ul", "ol") for b in blocks[1:]):
        return blocks[0].html + "".join(map(str, blocks[1:]))
    return "".join(map(str, blocks))


def _table(element):
    before, sections, filled = [], [], False
    for part in element.children:
        if not isinstance(part, Element):
            continue
        if part.tag == "caption":
            before += _flow(part.children)
            continue
        rows = ""
        for row in part.children if part.tag in ("thead", "tbody") else [part]:
            cells = ""
            for cell in getattr(row, "children", ()):
                if isinstance(cell, Element) and cell.tag in ("th", "td"):
                    item = _item(cell.children)
                    filled = filled or bool(item)
                    cells += f"<{cell.tag}{cell.written()}>{item}</{cell.tag}>"
            rows += cells and f"<tr>{cells}</tr>"
        if rows:
            sections.append(Block("thead" if part.tag == "thead" else "tbody", rows))
    return [*before, Block("table", "".join(map(str, sections)))] if filled else before


def _text_blocks(element, children):
    """Return one block for each paragraph of the text: an empty line begins a new one."""
    mark, runs = None, None
    if element.tag == "p":
        mark, runs = list_mark(element, children)
    lines = [[]]
    for run in runs or runs_of(children):
        if run.text is None:
            lines.append([])
        else:
            lines[-1].append(run)
    paragraphs = []
    for filled, group in itertools.groupby(map(_line, lines), bool):
        if filled:
            paragraphs.append(Block(element.tag, "<br>".join(group)))
    if mark and paragraphs:
        paragraphs[0] = paragraphs[0]._replace(mark=mark)
    return paragraphs


def _line(runs):
    """Return one line of text as HTML, "" where nothing is seen in it."""
    line = []
    for text, marks in runs:
        text = _WHITE.sub(" ", unicodedata.normalize("NFC", INVISIBLE.sub("", text)))
        if not line or line[-1].text.endswith(" "):
            text = text.lstrip(" ")
        if text:
            line.append(Run(text, marks))
    if line and line[-1].text == " ":
        line.pop()
    if line:
        line[-1] = line[-1]._replace(text=line[-1].text.rstrip(" "))
    html, open_marks = [], ()
    for index, (text, marks) in enumerate(line):
        if text == " ":
            marks = tuple(m for m in line[index - 1].marks if m in line[index + 1].marks)
        kept = len(_shared(open_marks, marks))
        html += [f"</{MARKS[order]}>" for order, _attributes in reversed(open_marks[kept:])]
        html += [f"<{MARKS[order]}{attributes}>" for order, attributes in marks[kept:]]
        html.append(escape(text, quote=False))
        open_marks = marks
    html += [f"</{MARKS[order]}>" for order, _attributes in reversed(open_marks)]
    return "".join(html)


def _shared(first, second):
    pairs = zip(first, second, strict=False)
    return [one for one, _two in itertools.takewhile(lambda pair: pair[0] == pair[1], pairs)]
