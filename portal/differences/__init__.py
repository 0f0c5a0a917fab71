"""What differs between two states of a record, or of a text, told so that people can read it."""

from portal.differences.blocks import Block, blocks
from portal.differences.snapshots import Difference, Kind, differences, several
from portal.differences.words import GONE, NEW, SAME, words

__all__ = [
    "GONE",
    "NEW",
    "SAME",
    "Block",
    "Difference",
    "Kind",
    "blocks",
    "differences",
    "several",
    "words",
]
