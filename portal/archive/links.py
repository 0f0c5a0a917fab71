"""The links of a page of ours, found and replaced; all else stays, letter for letter."""

import itertools
from html import escape
from html.parser import HTMLParser

LINKS = {
    "a": {"href"},
    "link": {"href"},
    "img": {"src", "srcset"},
    "source": {"srcset"},
    "script": {"src"},
}
#: By which a page says where it belongs, wherever a copy of it lies.
BELONGS = ("rel", "canonical")
NOT_INDEXED = '<meta name="robots" content="noindex">'


class _Tags(HTMLParser):
    """Collects what is to be put in the place of tags: (line, column, tag, what instead)."""

    def __init__(self, put):
        super().__init__(convert_charrefs=False)
        self.put, self.edits = put, []

    def handle_starttag(self, tag, attrs):
        names, written = LINKS.get(tag, set()), self.get_starttag_text()
        instead = written
        if BELONGS not in attrs and any(name in names and value for name, value in attrs):
            instead = f"<{tag}{''.join(self._attribute(names, *each) for each in attrs)}>"
        if instead != written:
            self.edits.append((*self.getpos(), written, instead))

    def _attribute(self, names, name, value):
        if value is None:
            return f" {name}"
        if name in names and value:
            value = self._several(value) if name == "srcset" else self.put(value)
        return f' {name}="{escape(value)}"'

    def _several(self, srcset):
        candidates = (candidate.split() for candidate in srcset.split(","))
        return ", ".join(" ".join([self.put(url), *size]) for url, *size in candidates)


def relinked(html: str, put) -> str:
    """Return a page in which each link is what `put` returns for it."""
    tags = _Tags(put)
    tags.feed(html)
    tags.close()
    # A line ends with a line feed for the reader of tags, and with nothing else.
    lines = [0, *itertools.accumulate(len(line) + 1 for line in html.split("\n"))]
    pieces, done = [], 0
    for line, column, written, instead in tags.edits:
        start = lines[line - 1] + column
        pieces += [html[done:start], instead]
        done = start + len(written)
    return "".join([*pieces, html[done:]])


def not_indexed(html: str) -> str:
    """Return a page that says itself what a header said on the site."""
    return html if NOT_INDEXED in html else html.replace("<head>", f"<head>\n{NOT_INDEXED}", 1)
