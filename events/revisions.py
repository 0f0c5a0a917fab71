"""Two texts of a report beside each other, word by word."""

from django.utils.translation import gettext as _

from portal.differences import SAME, blocks, words


def compared(old, new):
    """Return the parts of a text that either has, with what became of their words.

    `old` is None for a text before which there was none.
    """
    parts = [
        _part(_("Title"), old, new, "title"),
        _part(_("Lead"), old, new, "lead"),
        _part(_("Text"), old, new, "body"),
        _part(_("Credits"), old, new, "credits"),
    ]
    return [part for part in parts if part["words"] or part["blocks"]]


def _part(label, old, new, name):
    before, after = getattr(old, name, ""), getattr(new, name)
    part = {"label": label, "words": [], "blocks": []}
    if name == "body":
        part["blocks"] = blocks(before, after)
        marks = [mark for block in part["blocks"] for mark in [(block.change, ""), *block.words]]
    else:
        part["words"] = marks = words(before, after)
    part["unchanged"] = all(kind == SAME for kind, _text in marks)
    # Bold, say: the words are the same, and yet it is not the same text.
    part["form"] = part["unchanged"] and before != after
    return part
