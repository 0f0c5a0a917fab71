"""Rich text as a flat list of its blocks, each with its words on one line."""

import itertools

from portal.prose.tree import INVISIBLE, Element

# What a block is told to be; a block that is none of these is what it stands in.
KINDS = {"h2", "h3", "h4", "p", "li", "blockquote", "tr"}


def outline(children, kind="p", *, addresses=True):
    """Return pairs of a kind and words for the blocks of a tree, in order, without empty ones.

    Behind the words of a link stands where it leads, if `addresses` are wished.
    """
    found = []
    for is_block, group in itertools.groupby(children, _is_or_holds_block):
        if not is_block:
            found.append((kind, _line(group, addresses)))
            continue
        for element in group:
            if element.tag == "tr":
                cells = [_line(cell.children, addresses) for cell in _elements(element.children)]
                found.append(("tr", " | ".join(cells)))
            else:
                within = element.tag if element.tag in KINDS else kind
                # A paragraph in an item or a quotation is told as that.
                within = kind if within == "p" else within
                found += outline(element.children, within, addresses=addresses)
    return [(kind, words) for kind, words in found if words.strip(" |")]


def _is_or_holds_block(child):
    return isinstance(child, Element) and (child.is_block or child.holds_block)


def _elements(children):
    return [child for child in children if isinstance(child, Element)]


def _line(children, addresses):
    return " ".join(INVISIBLE.sub("", "".join(_pieces(children, addresses))).split())


def _pieces(children, addresses):
    for child in children:
        if isinstance(child, str):
            yield child
            continue
        space = " " if child.is_block or child.tag == "br" else ""
        yield space
        yield from _pieces(child.children, addresses)
        if addresses and child.tag == "a" and (address := child.attributes.get("href")):
            yield f" ({address})"
        yield space
