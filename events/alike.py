"""When two events may be one told twice: the same days, and names or places alike."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from rapidfuzz import fuzz

from portal.likeness import telling

FIELDS = ("folded", "earliest", "latest", "part_of_id")
SHORTEST = 4
PROBABLE = 0.8


class Reason(models.TextChoices):
    NAME = "name", _("the same days and name")
    PLACE = "place", _("the same days and place, names alike")
    LIKE = "like", _("the same days, names alike")


def keys(row):
    """Return the words of the name and the places, each with the month."""
    name, places = _read(row)
    if not row["earliest"]:
        return {f"? {name}"}
    month = f"{row['earliest']:%Y-%m}"
    words = {word for word in telling(name) if len(word) >= SHORTEST}
    return {f"{month} {word}" for word in words} | {f"{month} @{place}" for place in places}


def compare(row, other):
    """Return how alike two events are, and why; None for too little."""
    if not _could_be_one(row, other):
        return None
    (name, places), (other_name, other_places) = _read(row), _read(other)
    if _numbers(name) != _numbers(other_name):
        return None
    alike = max(
        fuzz.token_sort_ratio(name, other_name), 0.9 * fuzz.token_set_ratio(name, other_name)
    )
    together = bool(places & other_places)
    if places and other_places and not together:
        return None
    same_days = (row["earliest"], row["latest"]) == (other["earliest"], other["latest"])
    score = 0.75 * alike / 100 + (0.15 if together else 0.05) + 0.1 * same_days
    if score < PROBABLE:
        return None
    if name == other_name:
        return score, Reason.NAME
    return score, Reason.PLACE if together else Reason.LIKE


def _could_be_one(row, other):
    """Say whether they may have been at the same time, and neither is a part of a whole."""
    wholes = {row["part_of_id"], other["part_of_id"]} - {None}
    if wholes & {row["pk"], other["pk"]} or (wholes and row["part_of_id"] == other["part_of_id"]):
        return False
    if not (row["earliest"] and other["earliest"]):
        return row["earliest"] == other["earliest"]
    return row["earliest"] <= other["latest"] and other["earliest"] <= row["latest"]


def _read(row):
    name, *places = row["folded"].split("\n")
    return name, set(places)


def _numbers(name):
    return sorted(word for word in name.split() if word.isdigit())
