"""Two texts of a report beside each other, word by word."""

from django.utils.translation import gettext as _

from portal.differences import SAME, blocks, words


def compared(old, new, *, addresses=True):
    """Return the parts of a text that either has, with what became of their words.

    Readers get no `addresses` of links: a mailbox that was taken out is no word of the text.
    """
    parts = [
        _line(_("Title"), old.title, new.title),
        _line(_("Lead"), old.lead, new.lead),
        _text(_("Text"), old.body, new.body, addresses),
        _line(_("Credits"), old.credits, new.credits),
    ]
    return [part for part in parts if part["words"] or part["blocks"]]


def _line(label, before, after):
    marks = words(before, after)
    return _part(label, marks) | {"words": marks}


def _text(label, before, after, addresses):
    found = blocks(before, after, addresses=addresses)
    marks = [mark for block in found for mark in [(block.change, ""), *block.words]]
    part = _part(label, marks)
    # Bold, say: the words are the same, and yet it is not the same text.
    return part | {"blocks": found, "form": part["unchanged"] and before != after}


def _part(label, marks):
    unchanged = all(kind == SAME for kind, _text in marks)
    return {"label": label, "words": [], "blocks": [], "unchanged": unchanged, "form": False}
