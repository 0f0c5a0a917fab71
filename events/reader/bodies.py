"""Institutions as a sentence names them: where they stand and what they are called."""

import itertools
from dataclasses import dataclass

from portal import names


@dataclass
class Body:
    """An institution in a sentence, from one token to before another.

    `head` is the word that makes it one, and `case` in which case this stands. `weak` is what
    may be one where the words around it say so: letters, a project's team.
    """

    first: int
    last: int
    name: str
    printed: str
    head: str = ""
    part: bool = False
    country: str = ""
    weak: bool = False
    acronym: str = ""
    case: str = ""
    parent: "Body | None" = None

    @property
    def tokens(self):
        return range(self.first, self.last)


#: Words by which an institution is called where there is only one: “the Commissariat”.
BARE = frozenset("commissariat komesarijat".split())
#: Meet, and are mostly named after the house whose they are.
ORGANS = frozenset(
    "board commission committee council group team grupa komisija komitet odbor savet tim "
    "vece".split()
)
_FEW = 3
_LOCAL = frozenset("city municipality".split())
_EXPANDED = {
    "eu": ("european", "union"),
    "evropska": ("european",),
    "evropske": ("european",),
    "evropskoj": ("european",),
    "unija": ("union",),
    "unije": ("union",),
    "uniji": ("union",),
    "un": ("united", "nations"),
    "us": ("united", "states"),
    "rs": (),
    "serbian": ("serbia",),
}
_NO_CONTENT = frozenset(
    "of the for on to and in at a an za i u o republic republike republika srbije serbia serbian "
    "serbias rs".split()
)


def bag(name):
    """Return the words that tell one institution from another, in whatever order they stand."""
    words = []
    for word in names.fold(name).split():
        words += _EXPANDED.get(word, (word,))
    kept = [word for word in words if word not in _NO_CONTENT]
    return frozenset(_singular(word) for word in kept) or frozenset(words)


def _singular(word):
    return word[:-1] if len(word) > 4 and word.endswith("s") and not word.endswith("ss") else word


_BETWEEN = frozenset("of the at within in , from and i u pri iz ( sa – - — 's ’s".split())
_AND = (["and"], ["and", "the"], ["i"])
_FROM = frozenset("from iz".split())
_DASHES = frozenset("–—-")
_OWN = frozenset(["'s", "’s"])
_MINISTRIES = frozenset("ministry ministarstvo".split())
_LONGEST_LETTERS = 8


def connect(bodies, sentence, lexicon):
    """Say of each institution of a sentence which other it is a part of, and its letters."""
    for body in bodies:
        _take_letters(body, sentence)
    # The letters are no institution by themselves.
    bodies = [b for b in bodies if not any(a.first < b.first < a.last for a in bodies)]
    bodies = _joined(bodies, sentence)
    for one, other in itertools.pairwise(bodies):
        between = sentence.folds[one.last : other.first]
        if not set(between) <= _BETWEEN or len(between) > 3:
            continue
        if "," in between and lexicon.has_cases and not _has_post_before(one, sentence, lexicon):
            # The next of a list.
            continue
        if set(between) & _DASHES:
            if one.head in _MINISTRIES or other.part:
                other.parent = one
            continue
        if set(between) & _OWN:
            other.parent = one
            continue
        if (
            not between
            and lexicon.has_cases
            and not (one.weak or (other.weak and not other.acronym))
        ):
            # “Odeljenje za azil Ministarstva …”
            one.parent = other
        elif between in _AND and one.part and one.parent and may_be_part(other):
            other.parent = one.parent
        elif one.parent is None and _is_part(one, other, between):
            one.parent = other
        elif one.parent is None and other.part and not one.part and set(between) & _FROM:
            other.parent = one
    return bodies


def _joined(bodies, sentence):
    """Let a board or a group without a name of its own take that of the house behind it."""
    found = []
    for body in bodies:
        before = found[-1] if found else None
        between = sentence.folds[before.last : body.first] if before else None
        few = before and (before.last - before.first < _FEW or body.head in _LOCAL)
        bare = few and before.head in ORGANS
        if bare and not before.acronym and between in ([], ["of"], ["of", "the"]) and not body.weak:
            words = sentence.words(before.last, body.last)
            before.name, before.last = f"{before.name} {words}", body.last
            before.printed = sentence.words(before.first, body.last)
        else:
            found.append(body)
    return found


def _has_post_before(body, sentence, lexicon):
    before = sentence.folds[max(0, body.first - 3) : body.first]
    return any(fold in lexicon.offices for fold in before)


def may_be_part(body):
    """Say whether an institution is mostly a part of another."""
    return body.part or body.head in ("kancelarija", "office", "sluzba")


def _is_part(one, other, between):
    if other.weak and not (one.part and other.acronym and set(between) <= {"of", "the"}):
        return False
    if between and set(between) <= {"of", "the"}:
        return True
    # “, the” begins the next of a list.
    listed = {"and", "i"} & set(between) or {",", "the"} <= set(between)
    return one.part and not other.part and not listed


def _take_letters(body, sentence):
    """Take “(EMN)” behind a name for its letters."""
    if sentence.fold(body.last) != "(":
        return
    every = range(body.last + 1, min(body.last + _LONGEST_LETTERS + 1, len(sentence)))
    close = next((at for at in every if sentence.folds[at] == ")"), None)
    inside = sentence.tokens[body.last + 1 : close or 0]
    letters = [token.stem for token in inside if token.is_acronym]
    if letters:
        body.acronym, body.last = letters[-1], close + 1
