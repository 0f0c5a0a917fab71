"""The picture that stands for a page where its address is shared: 1200 by 630, as PNG.

What was said is set in a serif and facts in a sans, as on the pages. Between them the two faces
have Latin, Cyrillic, Greek, Arabic and Hebrew letters; words in others are left out, not drawn
as boxes.
"""

import bisect
import functools
import io
import unicodedata
from typing import NamedTuple

import fontpkg
from PIL import Image, ImageDraw, ImageFont, features

from portal import theme

# To be raised when the drawing itself changes: it is a part of each picture's tag.
DRAWN_ANEW = 1
SIZE = 1200, 630
LEFT, RIGHT, TOP = 84, 1116, 96
TITLE_TOP, TITLE_BOTTOM = 150, 480
SIZES = range(76, 35, -4)
INK, SOFT, RULE = "#1b212a", "#474e5b", "#d8d3c7"
SERIF, SANS = "Source Serif 4", "Rubik"
# No font has a glyph for the last place of the last private plane.
NO_GLYPH = "\U0010fffd"


class Card(NamedTuple):
    title: str
    facts: str
    owner: str
    accent: str


@functools.cache
def face(family, size):
    return ImageFont.truetype(fontpkg.path(family), size)


@functools.lru_cache(maxsize=4096)
def has_glyph(family, letter):
    if letter.isspace() or unicodedata.category(letter)[0] in "CM":
        return True
    font = face(family, 40)
    return bytes(font.getmask(letter)) != bytes(font.getmask(NO_GLYPH))


def is_rtl(text):
    """Say whether the first letter of a text that has a direction runs to the left."""
    directions = (unicodedata.bidirectional(letter) for letter in text)
    return next((way for way in directions if way in ("L", "R", "AL")), "L") != "L"


def family_for(text, *families):
    """Return the first family in which a text can be set, None without one."""
    if is_rtl(text) and not features.check("raqm"):
        return None
    fitting = (name for name in families if all(has_glyph(name, letter) for letter in set(text)))
    return next(fitting, None)


def lines(text, font, width, most):
    """Break a text into lines no wider than this; what is beyond the last ends in an ellipsis."""
    found, rest = [], text.split()
    while rest and len(found) < most:
        line = rest.pop(0)
        while rest and font.getlength(f"{line} {rest[0]}") <= width:
            line = f"{line} {rest.pop(0)}"
        fits = _fitting(line, font, width)
        if fits < len(line):
            rest.insert(0, line[fits:])
        found.append(line[:fits])
    if rest:
        last = found.pop()
        last = last[: _fitting(last, font, width - font.getlength("…"))]
        found.append(f"{last.rstrip()}…")
    return found, not rest


def _fitting(line, font, width):
    """Return how many letters of a line fit, one at least."""
    lengths = range(1, len(line) + 1)
    return max(bisect.bisect(lengths, width, key=lambda n: font.getlength(line[:n])), 1)


def fitted(text, family, height):
    """Return the largest font in which a text fits, with its lines and how far apart they are."""
    for size in SIZES:
        font, step = face(family, size), size * 6 // 5
        found, whole = lines(text, font, RIGHT - LEFT, height // step)
        if whole:
            break
    return font, found, step


@functools.lru_cache(maxsize=32)
def png(card):
    """Draw a card; those drawn last are kept."""
    picture = Image.new("RGB", SIZE, theme.DAY[0])
    draw = ImageDraw.Draw(picture)
    draw.rectangle((0, 0, SIZE[0], 16), theme.readable(card.accent, *theme.DAY))
    facts = [fact for fact in card.facts.split(" · ") if family_for(fact, SANS, SERIF)]
    _line(draw, " · ".join(facts), 30, TOP, SOFT)
    if family := family_for(card.title, SERIF, SANS):
        font, found, step = fitted(card.title, family, TITLE_BOTTOM - TITLE_TOP)
        for place, line in enumerate(found):
            _set(draw, line, font, TITLE_TOP + place * step, INK, rtl=is_rtl(card.title))
    draw.line((LEFT, 520, RIGHT, 520), RULE, 2)
    _line(draw, card.owner, 32, 544, INK)
    written = io.BytesIO()
    picture.quantize(64).save(written, "PNG")
    return written.getvalue()


def _line(draw, text, size, top, colour):
    """Set one line of facts, cut where it is too long."""
    if family := family_for(text, SANS, SERIF):
        font = face(family, size)
        found, _whole = lines(text, font, RIGHT - LEFT, 1)
        _set(draw, "".join(found), font, top, colour, rtl=is_rtl(text))


def _set(draw, line, font, top, colour, *, rtl):
    place = (RIGHT, top) if rtl else (LEFT, top)
    draw.text(place, line, colour, font, anchor="ra" if rtl else "la")
