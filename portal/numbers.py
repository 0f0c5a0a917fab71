"""The file of those who were erased or are not shown, by number alone: no backup takes it back.

Each line tells what became of a number and when, and holds no name. Where it does not say what,
the person was erased.
"""

import contextlib
import json

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

ERASED, HIDDEN, SHOWN = "erased", "hidden", "shown"
#: What comes of a line that says no such thing.
UNREADABLE = (ValueError, KeyError, TypeError, AttributeError, RecursionError)


def check():
    """Raise ValidationError if what is erased could not be written down afterwards."""
    try:
        settings.ERASURE_LOG.parent.mkdir(parents=True, exist_ok=True)
        settings.ERASURE_LOG.open("a").close()
    except OSError as error:
        raise ValidationError(
            _("Nobody was erased: the file %(file)s of numbers cannot be written. %(why)s."),
            code="log",
            params={"file": settings.ERASURE_LOG, "why": error.strerror},
        ) from error


def line(number, what, at, **more):
    return {"number": number, "what": what, "at": at.isoformat(), **more}


def add(lines):
    """Add lines to the file; after one that was cut off the next begins anew."""
    file = settings.ERASURE_LOG
    file.parent.mkdir(parents=True, exist_ok=True)
    with file.open("a+b") as log:
        log.seek(0)
        is_cut = not log.read().endswith(b"\n") and log.tell()
        told = "".join(f"{json.dumps(said)}\n" for said in lines)
        log.write(("\n" * bool(is_cut) + told).encode())


def told():
    """Return what the file says last of each number; a line that was cut off tells of nobody."""
    file, found = settings.ERASURE_LOG, {}
    text = file.read_text(encoding="utf-8", errors="replace") if file.exists() else ""
    for written in text.splitlines():
        with contextlib.suppress(*UNREADABLE):
            said = json.loads(written)
            if found.get(said["number"]) != ERASED:
                found[said["number"]] = said.get("what", ERASED)
    return found
