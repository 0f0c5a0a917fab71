"""Contact details that stand among what a list says of people: they are kept nowhere."""

import re

_BETWEEN = re.compile(r"([\s,;|]+)")
_AROUND = "<>()[]{}.:"
#: What stands before an address, and says nothing without it.
_HEADS = frozenset("e-mail email mail mejl e-пошта имејл мејл".split())


def without_mail(text):
    """Return a text without the addresses of e-mail in it."""
    if "@" not in text:
        return text
    kept = []
    parts = iter(["", *_BETWEEN.split(text)])
    for between, word in zip(parts, parts, strict=True):
        if not _is_mail(word):
            kept.append((between, word))
        elif kept and kept[-1][1].strip(_AROUND).casefold() in _HEADS:
            kept.pop()
    return "".join(between + word for between, word in kept).strip(" ,;|")


def _is_mail(word):
    before, at, host = word.strip(_AROUND).rpartition("@")
    return bool(before and at and "." in host)
