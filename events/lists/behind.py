"""What stands behind a name in one cell: on whose behalf somebody came, as what, from where."""

import itertools
import re
from functools import cache, lru_cache
from typing import NamedTuple

from events.reader import given_names
from events.reader.lexicon import ENGLISH, SERBIAN, lexicon
from people.written import DEGREES
from portal import names
from portal.countries import code_of

_APART = re.compile(r"\s[-–—/|]\s|\sfrom\s(?:the\s)?|:\s|[,;()]")
#: So much stands behind no name; a cell may be long.
MOST_PARTS = 12
#: An office before one of these is of the body behind it: “Head of Department”.
_OF = frozenset("of for in at from to the za u".split())
#: Words for bodies that mails cut short.
_SHORT = frozenset("min dept univ inst".split())
#: “3 interns”, “+ 2 colleagues”: who is only counted is written small.
_COUNTED = re.compile(
    r"(?:\+|(?:and|plus|i|и)\b)?\s*(\d{1,4}|[^\W\d_]+)\s+([^\W\d_].*)", re.IGNORECASE | re.DOTALL
)
#: What a mail begins and ends with, folded.
_GREETING = re.compile(
    r"(?:dear|hello|hi|good (?:morning|afternoon|evening)|(?:best|kind|warm) (?:regards|wishes)|"
    r"regards|yours (?:sincerely|faithfully)|sincerely|many thanks|thanks|thank you|"
    r"postovan[aeio]|dobar dan|dobro jutro|zdravo|(?:(?:srdacan|lep|lijep) )?pozdrav|"
    r"s postovanjem|srdacno|(?:unapred )?hvala)\b"
)


class Behind(NamedTuple):
    """What the words behind a name say; `left` are those of which that is not known."""

    organisation: str = ""
    department: str = ""
    country: str = ""
    position: str = ""
    left: tuple[str, ...] = ()


def read_behind(text: str) -> Behind:
    """Return what the words behind a name say, each between two signs by itself.

    “Faculty of Law, University of Novi Sad, lecturer” has a department, an institution and a
    position. What is none of them for sure is left.
    """
    bodies, posts, left, country = [], [], [], ""
    parts = [part.strip() for part in _APART.split(text, maxsplit=MOST_PARTS)]
    for part in filter(None, parts[:MOST_PARTS]):
        code = code_of(part)
        if code and not country:
            country = code
        elif _is_post(part):
            posts.append(part)
        elif _is_body(part) and len(bodies) < 2:
            bodies.append(part)
        else:
            left.append(part)
    left += parts[MOST_PARTS:]
    department, body = _parted(bodies)
    return Behind(body, department, country, ", ".join(posts), tuple(left))


def behind_body(text: str) -> Behind | None:
    """Return what words say that begin with an institution, None if they begin with a name."""
    before = _APART.split(text, maxsplit=1)[0]
    first = names.fold(before).split()[:1]
    is_body = _has_body(before) and not _is_post(before)
    return read_behind(text) if is_body and not given_names.EVERY & set(first) else None


def apart(text: str) -> tuple[str, str]:
    """Return a written name, and the words behind it from the first that are surely no name.

    “PETROVIĆ ANA, Roads Agency” is nobody of the given name Roads, and “Ana Anić – UNHCR” has no
    second family name; “VAN DER BERG, JAN” and “Ana Anić – Babić” are names.
    """
    for sign in itertools.islice(_APART.finditer(text), MOST_PARTS):
        before, behind = text[: sign.start()].strip(), text[sign.end() :]
        part = _APART.split(behind, maxsplit=1)[0].strip()
        is_dash = sign[0] not in ",;()"
        several = len(before.split()) > 1
        if _has_body(part) or (several and (_is_post(part) or (is_dash and _is_body(part)))):
            return before, behind
    return text, ""


def is_of_letter(text: str) -> bool:
    """Say whether a line greets somebody or leads to a list: “Dear Ana,”, “Here they are:”."""
    fold = names.fold(text)
    greets = _GREETING.match(fold) if text.endswith((",", "!", ".")) else _GREETING.fullmatch(fold)
    return bool(greets) or text.endswith(":")


def counted(text: str) -> tuple[int, str] | None:
    """Return how many of whom a line without a name tells of, None if it is none."""
    match = _COUNTED.fullmatch(text)
    if not match or not match[2][0].islower():
        return None
    number = int(match[1]) if match[1].isdigit() else _words().numbers.get(names.fold(match[1]))
    return (number, match[2]) if number else None


class _Words(NamedTuple):
    """What tells the parts apart, in both languages; bodies in the nominative only."""

    bodies: frozenset
    parts: frozenset
    offices: frozenset
    own_names: frozenset
    numbers: dict


@cache
def _words():
    both = lexicon(ENGLISH), lexicon(SERBIAN)
    return _Words(
        _SHORT
        | {fold for one in both for fold, (*_noun, case) in one.bodies.items() if case == "nom"},
        frozenset().union(*(one.parts for one in both)),
        frozenset().union(*(one.offices for one in both)),
        frozenset().union(*(one.own_names for one in both)),
        both[1].numbers | both[0].numbers,
    )


def _is_body(part):
    is_acronym = part.isupper() and part.isalpha() and len(part) > 1
    return _has_body(part) or (is_acronym and names.fold(part) not in DEGREES)


@lru_cache(maxsize=4096)
def _has_body(part):
    fold = names.fold(part)
    return fold in _words().own_names or bool(_words().bodies & set(fold.split()))


@lru_cache(maxsize=4096)
def _is_post(part):
    """Say whether a post is told: “Head of Department”, and no “Prime Minister’s Office”."""
    folds = names.fold(part).split()
    office = _first(folds, _words().offices)
    body = _first(folds, _words().bodies - _words().offices)
    if office is None or body is None:
        return office is not None
    is_linked = bool(_OF & set(folds[min(office, body) : max(office, body)]))
    # “Head of Department” and “Board member”, but no “Office of the Commissioner”.
    return is_linked == (office < body)


def _first(folds, words):
    return next((at for at, fold in enumerate(folds) if fold in words), None)


def _parted(bodies):
    """Return the department and the institution of two bodies, in whichever order they stand."""
    if len(bodies) < 2:
        return "", "".join(bodies)
    one, other = bodies
    is_part = [bool(_words().parts & set(names.fold(body).split())) for body in bodies]
    return (other, one) if is_part == [False, True] else (one, other)
