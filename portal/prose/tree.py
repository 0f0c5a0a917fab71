"""Rich text as a tree of the tags that nh3 let through."""

import re
from html import escape
from html.parser import HTMLParser
from typing import NamedTuple

TEXT_BLOCKS = {"p", "h2", "h3", "h4"}
# From outside to inside: a link is not cut in two by a bold word in it.
MARKS = ["a", "strong", "em", "sup", "sub"]
CELL_ATTRIBUTES = {"colspan", "rowspan"}
ATTRIBUTES = {
    "a": {"href", "hreflang"},
    "ol": {"start"},
    "td": CELL_ATTRIBUTES,
    "th": {"scope", *CELL_ATTRIBUTES},
}
RENAMED = {"b": "strong", "i": "em", "h1": "h2", "h5": "h4", "h6": "h4", "tfoot": "tbody"}

# Rich text piece by piece: a tag, or the text up to the next.
PIECES = re.compile(r'<[^<>"]*(?:"[^"]*"[^<>"]*)*>|[^<]+|<')

# Deeper than any writer nests, shallower than Python recurses.
DEEPEST = 40

INVISIBLE = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\xad\u200b\u2060\u202a-\u202e\u2066-\u2069\ufeff]"
)
_ADDRESS = re.compile(r"https?://[^/\\]|mailto:.|tel:.|/(?![/\\])|#[^_]", re.IGNORECASE)
_VALUES = {
    "hreflang": re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*"),
    "rel": re.compile("noopener"),
    "scope": re.compile(r"(col|row)(group)?"),
    "colspan": re.compile(r"[2-9]|[1-9][0-9]"),
    "rowspan": re.compile(r"[2-9]|[1-9][0-9]"),
    "start": re.compile(r"[02-9]|[1-9][0-9]{1,3}"),
}


def attribute(tag: str, name: str, value: str) -> str | None:
    """Return the value of an attribute as it may stand, None where it may not.

    A link leads to the web, a mailbox, a telephone, or a place on this site; "//host" is
    another host, and "#_…" a bookmark that Word left in its own file.
    """
    if name == "href":
        address = re.sub(r"[\t\r\n]", "", value).strip()
        return address if _ADDRESS.match(address) else None
    allowed = _VALUES.get(name)
    return value if allowed and allowed.fullmatch(value) else None


class Element:
    __slots__ = ("attributes", "children", "holds_block", "tag")

    def __init__(self, tag, attributes=()):
        self.tag = RENAMED.get(tag, tag)
        self.attributes = dict(attributes)
        self.children = []
        self.holds_block = False

    @property
    def is_block(self):
        return self.tag not in MARKS and self.tag not in ("br", "span")

    def written(self):
        """Return the attributes that may stand, as they are written in a tag."""
        values = (
            (name, attribute(self.tag, name, self.attributes.get(name) or ""))
            for name in sorted(ATTRIBUTES.get(self.tag, ()))
        )
        return "".join(f' {name}="{escape(value)}"' for name, value in values if value)


class Tree(HTMLParser):
    """The elements of well-formed HTML; tags that are nested too deep are passed over."""

    def __init__(self, html):
        super().__init__()
        self.open = [Element("div")]
        self.passed_over = 0
        self.feed(html)
        self.close()

    @property
    def children(self):
        return self.open[0].children

    def handle_starttag(self, tag, attrs):
        if tag in ("br", "hr"):
            self.open[-1].children.append(Element(tag))
        elif len(self.open) > DEEPEST:
            self.passed_over += 1
        else:
            element = Element(tag, attrs)
            self.open[-1].children.append(element)
            if element.is_block:
                for ancestor in self.open:
                    ancestor.holds_block = True
            self.open.append(element)

    def handle_endtag(self, tag):
        if self.passed_over:
            self.passed_over -= 1
        elif len(self.open) > 1:
            self.open.pop()

    def handle_data(self, data):
        self.open[-1].children.append(data)


def words(children) -> str:
    """Return the words of a tree on one line."""
    return " ".join(INVISIBLE.sub("", "".join(_pieces(children))).split())


def _pieces(children):
    for child in children:
        if isinstance(child, str):
            yield child
        else:
            space = " " if child.is_block or child.tag == "br" else ""
            yield space
            yield from _pieces(child.children)
            yield space


class Run(NamedTuple):
    """Some text under the same marks, None for a line break."""

    text: str | None
    marks: tuple[tuple[int, str], ...]


def runs_of(children, marks=(), without=None) -> list[Run]:
    """Return the text of a block that holds no other, piece by piece."""
    runs = []
    for child in children:
        if isinstance(child, str):
            runs.append(Run(child, marks))
        elif child.tag == "br":
            runs.append(Run(None, marks))
        elif child is not without:
            inner = marks
            if child.tag in MARKS:
                order, attributes = MARKS.index(child.tag), child.written()
                known = any(mark[0] == order for mark in marks)
                if not known and (child.tag != "a" or "href=" in attributes):
                    inner = tuple(sorted([*marks, (order, attributes)]))
            runs += runs_of(child.children, inner, without)
    return runs
