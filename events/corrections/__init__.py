"""A name corrected everywhere: found in all that was written, mended with one confirmation."""

from events.corrections.mending import mend
from events.corrections.search import Search
from events.corrections.spelling import Spelling

__all__ = ["Search", "Spelling", "mend"]
