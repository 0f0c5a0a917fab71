"""A name as somebody wrote it, taken apart: titles, the name as it is printed, its two parts."""

import re
from typing import NamedTuple

from portal import names

#: Forms of address and titles, folded and without their dots. They stand before a name.
TITLES = frozenset(
    # English, French, Spanish, German; then Serbian and its neighbours.
    "mr mrs ms miss mx sir dame madam dr prof professor assoc asst rev hon honourable honorable "
    "hrh rt mme mlle monsieur sra srta senor senora herr frau doc docent mag mgr ing dipl "
    "gosp gospodin gospoda gospodica gdin gda gdica inz dipling akad akademik mons spec "
    "prim".split()
)
#: Titles only if written small, or with a dot, as names and initials look like them.
SMALL = frozenset("g m".split())
DOTTED = frozenset("g m sr fr gen col maj capt lt amb arch".split())
#: “His Excellency” in three languages, as letters.
EXCELLENCY = frozenset("he se nje".split())
#: Degrees and honours that follow a name; they are no part of it.
DEGREES = frozenset(
    "phd dphil msc bsc ma ba mba llm llb md jd mphil mpa obe mbe cbe esq dsc "
    "dipl ing inz mag mgr spec".split()
)
#: What follows a name and is a part of it.
KEPT = frozenset("jr sr ii iii iv".split())
#: Small words inside a family name, which they begin.
PARTICLES = frozenset(
    "de del della der den di da dos das du la le van von vom zu zum zur ten ter al el bin ibn "
    "af av".split()
)
#: What lists write where nobody's name is known, folded.
NOBODY = frozenset(
    "nn|n n|tba|tbc|tbd|t b a|t b c|t b d|unknown|not known|name not known|name unknown|"
    "no name|to be confirmed|to be announced|to be determined|nepoznat|nepoznata|nepoznato|"
    "nije poznato|ime nepoznato|bez imena".split("|")
)
# An office between two titles is one of them: “Herr Honorargeneralkonsul Dr.”
MOST_BETWEEN = 2
#: “3.”, “a)”, “•”: what a list writes before each of its lines.
_MARK = re.compile(r"(?:\(?\d{1,4}\s*[.)]|[a-zа-ш]\)|[-–—*•·▪‣])\s*(?=[^\W_])", re.IGNORECASE)
_DASH = re.compile(r"\s[-–—]\s")
_APART = re.compile(r"\b([HSЊ]|N[Jj])\.\s*([EЕ])\.")
_GLUED = re.compile(r"\b(Dr|Prof|Mr|Mrs|Ms|Др|Проф)\.(?=[^\W\d_]{2})", re.IGNORECASE)
_BRACKETS = re.compile(r"[(\[{][^()\[\]{}]*[)\]}]")
_LETTERS = re.compile(r"[^\W\d_]")
_DIGRAPH = re.compile("(?<=[LND])[jžJŽ](?=[^\\W\\d_]|$)")


class WrittenName(NamedTuple):
    """A name as it was written. `beside` is what stood with it, parted by commas."""

    honorific: str = ""
    name: str = ""
    given_name: str = ""
    family_name: str = ""
    order_known: bool = False
    beside: str = ""


def read_name(text: str) -> WrittenName:
    """Return the parts of a written name; without a letter in it, all of them empty.

    “prof. dr CUCIĆ Vladimir”, “Cucić, Vladimir, PhD” and “Mr Vladimir Cucić” all give Vladimir
    Cucić; which part is the family name is known if capitals or a comma say so.
    """
    text, beside = _without_brackets(without_mark(names.tidy(text)))
    text, behind = _without_what_it_is(text)
    text = _GLUED.sub(r"\1. ", _APART.sub(r"\1.\2.", text))
    head, *rest = [part.split() for part in text.split(",") if part.strip()] or [[]]
    titles, head = _titles_before(head)
    head, degrees = _degrees_after(head)
    beside += [" ".join(degrees)]
    inverted = None
    for part in rest:
        part, degrees = _degrees_after(part, alone=True)
        beside += [" ".join(degrees)]
        found, part = _titles_before(part)
        titles += found
        if part and inverted is None and not any(beside) and _is_family(head) and _is_given(part):
            inverted = part
        elif part:
            beside += [" ".join(part)] if _key(part[0]) not in KEPT else []
            head += part if _key(part[0]) in KEPT else []
    return _named(titles, inverted, head, beside + behind)


def without_mark(text: str) -> str:
    """Return a line of a list without the number or the sign before it."""
    mark = _MARK.match(text)
    return text[mark.end() :] if mark else text


def read_typed(text: str) -> WrittenName:
    """Return the parts of a name typed by itself; the whole of it where a word would be lost."""
    read = read_name(text)
    if read.beside or not names.fold(read.name) or len(read.name) > len(text):
        return WrittenName(name=text)
    return read


def is_nobodys(name: str) -> bool:
    """Say whether what stands where a name may stand is none: “N.N.”, “unknown”, “3 interns”."""
    return name[:1].isdigit() or names.fold(name) in NOBODY


def from_parts(given: str, family: str, honorific: str = "") -> WrittenName:
    """Return a name that was written in two fields, of which each may hold titles."""
    title, given_words = _titles_before(without_mark(names.tidy(given)).split())
    more, family_words = _titles_before(names.tidy(family).split())
    family_words, degrees = _degrees_after(family_words)
    honorific = " ".join(
        dict.fromkeys([*without_mark(names.tidy(honorific)).split(), *title, *more])
    )
    given, family = _ordinary(given_words), _ordinary(family_words)
    name = f"{given} {family}".strip()
    known = bool(given and family)
    return WrittenName(honorific, name, given, family, known, " ".join(degrees))


def _named(titles, inverted, words, beside):
    """Return what the words of a name, without titles and degrees, come to."""
    honorific, aside = " ".join(titles), ", ".join(filter(None, beside))
    if not any(_LETTERS.search(word) for word in [*words, *(inverted or [])]):
        return WrittenName(honorific, beside=aside)
    after = [word for word in words if _key(word) in KEPT]
    bare = [word for word in words if _key(word) not in KEPT]
    first, last = _capital_part(bare)
    given = inverted if inverted is not None else bare[:first] + bare[last:]
    family = bare if inverted is not None else bare[first:last]
    if given and family:
        parts = _ordinary(given), _ordinary(family, inside=True)
        return WrittenName(honorific, " ".join([*parts, *after]), *parts, True, aside)
    words = _each_ordinary(words)
    given, family = _parted(words)
    return WrittenName(honorific, " ".join(words), given, family, False, aside)


def _parted(words):
    """Return the given and the family name, as most of Europe writes them; one word is neither."""
    words = [word for word in words if _key(word) not in KEPT]
    if len(words) < 2:
        return "", ""
    cut = len(words) - 1
    while cut > 1 and _key(words[cut - 1]) in PARTICLES and words[cut - 1][0].islower():
        cut -= 1
    return " ".join(words[:cut]), " ".join(words[cut:])


def _without_brackets(text):
    """Return a text without what is bracketed, and without addresses of e-mail, and those."""
    beside = [found[1:-1].strip() for found in _BRACKETS.findall(text)]
    words = _BRACKETS.sub(" ", text).split()
    # Contact details of people are kept nowhere.
    return " ".join(word for word in words if "@" not in word), [
        word for word in beside if word and "@" not in word
    ]


def _without_what_it_is(text):
    """Return a text without the office or the institution behind a dash, and that.

    “Ana Anić - Babić” has one name, of which a part stands behind it.
    """
    name, *behind = _DASH.split(text, maxsplit=1)
    several = len(_titles_before(name.split())[1]) > 1 and len(" ".join(behind).split()) > 1
    return (name, behind) if several else (text, [])


def _key(word):
    return names.fold_again(word).replace(" ", "")


def _is_title(words, at):
    """Say whether one of some words is a title; what stands alone is none that is a name, too."""
    key, word, following = _key(words[at]), words[at], len(words) - at - 1
    if key in EXCELLENCY:
        # “HE Jiankui” and “H.E. Wells” are names.
        return following > 1 and ("." in word or (following > 2 and word.isupper()))
    if key in SMALL and word.islower():
        return following > 0
    if len(key) == 1:
        # “G. W. Bush” has two initials.
        return key in DOTTED and at == 0 and "." in word and following > 1 and len(words[1]) > 2
    if key == "the":
        return following > 1 and _is_title(words, at + 1)
    if key in DOTTED and key not in TITLES:
        # “S.R.” are initials.
        return word.find(".") == len(word) - 1 and following > 0
    return key in TITLES


def _titles_before(words):
    """Return the titles before a name and the words behind them."""
    cut = between = 0
    for at, word in enumerate(words):
        if _is_title(words, at) and not (between and len(_key(word)) < 2):
            cut, between = at + 1, 0
        else:
            between += 1
            if not cut or between > MOST_BETWEEN or len(word) < 5:
                break
    return [word.strip(";") for word in words[:cut]], words[cut:]


def _degrees_after(words, *, alone=False):
    """Return the words of a name and the degrees behind them."""
    cut = len(words)
    while cut > (0 if alone else 1) and _key(words[cut - 1]) in DEGREES:
        # “Ma” is a family name; “MA” is none behind two words.
        if not alone and (cut < 3 or not _is_degree(words[cut - 1])):
            break
        cut -= 1
    return words[:cut], [word.strip(".,;") for word in words[cut:]]


def _is_degree(word):
    return "." in word or sum(letter.isupper() for letter in word) > 1


def _is_family(words):
    """Say whether what stands before a comma may be a family name."""
    bare = [word for word in words if _key(word) not in PARTICLES]
    return len(bare) == 1 or (bare and all(map(_in_capitals, bare)))


def _is_given(words):
    return len(words) <= 4 and all(word[0].isupper() for word in words)


def _in_capitals(word):
    """Say whether a word is in capitals, be the second letter of LJ and NJ small."""
    word = _DIGRAPH.sub(lambda match: match[0].upper(), word)
    letters = _LETTERS.findall(word)
    return len(letters) > 1 and word.isupper() and "." not in word


def _capital_part(words):
    """Return where the words in capitals begin and end, if they are one part of the name.

    (0, 0) if there are none or if they stand in between.
    """
    capital = [_in_capitals(word) for word in words]
    if True not in capital:
        return 0, 0
    first, last = capital.index(True), len(words) - capital[::-1].index(True)
    while first and words[first - 1].islower() and _key(words[first - 1]) in PARTICLES:
        first -= 1
    one_block = all(capital[at] or _key(words[at]) in PARTICLES for at in range(first, last))
    return (first, last) if one_block and (first == 0 or last == len(words)) else (0, 0)


def _ordinary(words, *, inside=False):
    return " ".join(_each_ordinary(words, inside=inside))


def _each_ordinary(words, *, inside=False):
    """Return words with capitals only where names have them; `inside` a name a word stands."""
    return [
        _word(word, first=not (at or inside)) if _in_capitals(word) else word
        for at, word in enumerate(words)
    ]


def _word(word, *, first):
    if _key(word) in KEPT - {"jr", "sr"}:
        return word
    if not first and _key(word) in PARTICLES:
        return word.lower()
    pieces = re.split(r"([-–'’‘`])", word)
    return "".join(piece[:1].upper() + piece[1:].lower() for piece in pieces)
