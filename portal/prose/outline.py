"""Rich text as a flat list of its blocks, each with its words on one line."""

import itertools

from portal.prose.tree import INVISIBLE, Element

# What a block is told to be; a block that is none of these is what it stands in.
KINDS = {"h2", "h3", "h4", "p", "li", "blockquote", "tr"}


def outline(children, kind="p"):
    """Return pairs of a kind and words for the blocks of a tree, in order, without empty ones."""
    found = []
    for is_block, group in itertools.groupby(children, _is_or_holds_block):
        if not is_block:
            found.append((kind, _line(group)))
            continue
        for element in group:
            if element.tag == "tr":
                cells = [_line(cell.children) for cell in _elements(element.children)]
                found.append(("tr", " | ".join(cells)))
            else:
                within = element.tag if element.tag in KINDS else kind
                # A paragraph in an item or a quotation is told as that.
                within = kind if within == "p" else within
                found += outline(element.children, within)
    return [(kind, words) for kind, words in found if words.strip(" |")]


def _is_or_holds_block(child):
    return isinstance(child, Element) and (child.is_block or child.holds_block)


def _elements(children):
    return [child for child in children if isinstance(child, Element)]


def _line(children):
    return " ".join(INVISIBLE.sub("", "".join(_pieces(children))).split())


def _pieces(children):
    """Return the text of a block; behind that of a link stands where it leads."""
    for child in children:
        if isinstance(child, str):
            yield child
            continue
        space = " " if child.is_block or child.tag == "br" else ""
        yield space
        yield from _pieces(child.children)
        if child.tag == "a" and (address := child.attributes.get("href")):
            yield f" ({address})"
        yield space
