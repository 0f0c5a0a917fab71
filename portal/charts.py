"""Numbers drawn as pictures: where each bar stands, in whole units that the page scales.

A picture is an SVG written by drawn/chart.html; its colours are the style sheet's, and the
numbers stand in a table beside it, where they lead on.
"""

from typing import NamedTuple

from django.utils.text import Truncator
from django.utils.translation import gettext as _

# A phone shows the picture in about its own size, so its letters are never small.
WIDTH = 360
# Columns: the line over them for the numbers, how high they are, the line below for the years.
HEAD, HIGH, FOOT = 18, 110, 20
# Few columns are no walls; so wide a one has room for its number.
WIDEST, ROOMY = 60, 26
MOST_COLUMNS = 60
# A record is of no more years than these.
MOST_YEARS = 500
# Bars: a line of words over each.
WORDS, THICK, GAP = 18, 10, 10
MOST_TOLD = 3
LONGEST_LABEL = 46


class Bar(NamedTuple):
    x: int
    y: int
    width: int
    height: int
    chosen: bool
    label: str
    count: int
    middle: int
    shown: int | None = None

    @property
    def over(self):
        return self.y - 5


class Chart(NamedTuple):
    key: str
    title: str
    text: str
    height: int
    bars: list
    rows: list
    of: str
    #: Of how many rows it is not known where they belong; they are in no bar.
    unknown: str = ""
    ranked: bool = False
    width: int = WIDTH

    @property
    def view_box(self):
        return f"0 0 {self.width} {self.height}"


def size(count, most, room):
    """Return how long a bar is; what there is one of is to be seen."""
    return max(count * room // most, 1) if count else 0


def columns(key, title, of, choices, unknown=""):
    """Draw years side by side, those between that have nothing too; None if there is one or none.

    `choices` are those of a filter by year, in any order; `of` says what the first column names.
    """
    found = {int(choice.value): choice for choice in choices if choice.count or choice.chosen}
    if len(found) < 2:
        return None
    last = max(found)
    years = range(max(min(found), last - MOST_COLUMNS + 1), last + 1)
    most = max((choice.count for choice in found.values()), default=0) or 1
    step = min(WIDTH // len(years), WIDEST)
    every = next(n for n in (1, 2, 5, 10, 20) if n * step >= 36)
    bars = []
    for place, year in enumerate(years):
        choice = found.get(year)
        count = choice.count if choice else 0
        height = size(count, most, HIGH)
        bars.append(
            Bar(
                x=place * step + step // 8,
                y=HEAD + HIGH - height,
                width=step - 2 * (step // 8),
                height=height,
                chosen=bool(choice and choice.chosen),
                label=str(year) if (last - year) % every == 0 else "",
                count=count,
                middle=place * step + step // 2,
                shown=count if step >= ROOMY else None,
            )
        )
    rows = [found[year] for year in sorted(found, reverse=True)]
    return Chart(key, title, _said(rows), HEAD + HIGH + FOOT, bars, rows, of, unknown)


def ranks(key, title, of, choices, unknown="", most_rows=12):
    """Draw the most frequent choices of a filter below each other; None if there is one or none."""
    rows = sorted((choice for choice in choices if choice.count), key=lambda row: -row.count)
    if len(rows) < 2:
        return None
    most, step = rows[0].count, WORDS + THICK + GAP
    bars = [
        Bar(
            x=0,
            y=place * step + WORDS,
            width=size(row.count, most, WIDTH),
            height=THICK,
            chosen=row.chosen,
            label=row.label if len(row.label) <= LONGEST_LABEL else shortened(row.label),
            count=row.count,
            middle=place * step + WORDS - 5,
        )
        for place, row in enumerate(rows[:most_rows])
    ]
    return Chart(key, title, _said(rows), step * len(bars), bars, rows, of, unknown, ranked=True)


def shortened(label):
    return Truncator(label).chars(LONGEST_LABEL)


def _said(rows):
    most = max(row.count for row in rows)
    labels = [row.label for row in rows if row.count == most]
    told = ", ".join([*labels[:MOST_TOLD], *(["…"] if len(labels) > MOST_TOLD else [])])
    words = _("The highest number is %(count)s: %(labels)s. All numbers stand in the table below.")
    return words % {"count": most, "labels": told}
