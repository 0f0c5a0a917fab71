"""What stands in the way of readers whatever the text says: its lead, headings, links."""

from django.utils.translation import gettext as _

from events.checks.finding import Finding, Severity, key
from portal import names
from portal.prose.tree import Tree, words

HEADINGS = {"h2": 2, "h3": 3, "h4": 4}
# Folded words of links that do not say where the link leads.
EMPTY_WORDS = frozenset(
    names.fold(text)
    for text in (
        "here",
        "click here",
        "see here",
        "read here",
        "this",
        "link",
        "this link",
        "more",
        "read more",
        "learn more",
        "ovde",
        "ovdje",
        "klikni ovde",
        "kliknite ovde",
        "na ovom linku",
        "na linku",
        "ovaj link",
        "više",
        "opširnije",
        "pročitaj više",
    )
)
ADDRESSES = ("http://", "https://", "www.")


def form_of_text(edition):
    found = []
    if not edition.lead.strip():
        found.append(
            _error(
                key("no-lead"),
                _("The report has no lead."),
                _("Write one or two sentences that say what came of it."),
                place="lead",
            )
        )
    tree = Tree(edition.body)
    if not words(tree.children):
        found.append(
            _error(key("no-text"), _("The report has no text."), _("Write what was said."))
        )
    elements = list(_elements(tree.children))
    return found + _headings(elements) + _links(elements)


def _headings(elements):
    found, above = [], 1
    for element in elements:
        level = HEADINGS.get(element.tag)
        if not level:
            continue
        if level > above + 1:
            said = words(element.children)
            found.append(
                _error(
                    key("heading", names.fold(said)),
                    _("The heading “%(words)s” skips a level.") % {"words": said},
                    _("Make it a heading of level %(level)d.") % {"level": above + 1},
                    said,
                )
            )
        above = level
    return found


def _links(elements):
    found = {}
    for element in elements:
        if element.tag != "a":
            continue
        said = words(element.children)
        address = element.attributes.get("href") or ""
        if names.fold(said) in EMPTY_WORDS or not names.fold(said):
            of = key("link", names.fold(said), address)
            found[of] = _error(
                of,
                _("A link says only “%(words)s”.") % {"words": said},
                _("Make the link of words that say where it leads."),
                address,
            )
        elif said.lower().startswith(ADDRESSES):
            of = key("bare-link", address)
            found[of] = Finding(
                of,
                Severity.WARNING,
                _("A link is printed as its address."),
                _("Make the link of words that say where it leads."),
                said,
            )
    return list(found.values())


def _elements(children):
    for child in children:
        if not isinstance(child, str):
            yield child
            yield from _elements(child.children)


def _error(of, said, todo, passage="", place="body"):
    return Finding(of, Severity.ERROR, said, todo, passage, place)
