"""A list as it is uploaded: told by what is in it, not by its name."""

from django.utils.translation import gettext as _

from events.lists import text
from events.lists.slips import broken
from events.lists.workbook import read_workbook

MEGABYTE = 1024 * 1024
MOST_BYTES = 15 * MEGABYTE
PACKED = b"PK\x03\x04"
#: What is no list, by its first bytes.
OTHERS = (b"%PDF-", b"\xd0\xcf\x11\xe0", b"{\\rtf", b"<!DOCTYPE", b"<html", b"<?xml")
#: Pictures, too.
OTHERS += (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"II*\0", b"MM\0*")


def read(data: bytes, longest: int = text.LONGEST_CELL) -> list[text.Row]:
    """Return the rows of an uploaded list; BrokenList says by line and column why not."""
    if len(data) > MOST_BYTES:
        says = _("The file is larger than %(most)d MB.") % {"most": MOST_BYTES // MEGABYTE}
        raise broken(1, 1, says)
    if data[:64].lstrip().startswith(OTHERS):
        raise broken(1, 1, text.no_table())
    reading = read_workbook if data.startswith(PACKED) else text.read_bytes
    return _not_empty(reading(data, longest))


def pasted(words: str) -> list[text.Row]:
    """Return the rows of a list that was pasted."""
    return _not_empty(text.read_rows(words))


def _not_empty(rows):
    if not rows:
        raise broken(1, 1, _("There is nothing in it: a list has a row for each who took part."))
    return rows
