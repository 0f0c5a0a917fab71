"""What is wrong with a list that comes in, told by line and column."""

from typing import NamedTuple

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

#: So many are told at once: who mends these finds the others sooner.
MOST_TOLD = 20


class Slip(NamedTuple):
    """One thing that is wrong, and where; lines and columns are counted from one."""

    line: int
    column: int
    says: str

    def __str__(self):
        return _("Line %(line)d, column %(column)d: %(says)s") % {
            "line": self.line,
            "column": self.column,
            "says": self.says,
        }


class BrokenList(ValidationError):
    """A list that is not read, with its slips; nothing of it was taken.

    `of` says which list it is where there are several.
    """

    def __init__(self, slips, of=""):
        self.slips = list(slips)
        told = [f"{of}: {slip}" if of else str(slip) for slip in self.slips[:MOST_TOLD]]
        left = len(self.slips) - len(told)
        if left:
            told.append(_("… and %(n)d more.") % {"n": left})
        super().__init__(told, code="broken_list")


def broken(line, column, says):
    """Return the refusal of a list for one slip."""
    return BrokenList([Slip(line, column, says)])
