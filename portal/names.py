"""Names as they are found, printed on one line, and put in an address."""

import functools
import re
import unicodedata

from django.utils.translation import gettext as _

# Serbian first (the alphabet of 1818 and the Latin letters of 1835), then what the other
# Cyrillic alphabets add, spelt as a Serbian reader would spell it in Latin.
_SERBIAN = dict(
    zip(
        "абвгдђежзијклљмнњопрстћуфхцчџш",
        "a b v g d đ e ž z i j k l lj m n nj o p r s t ć u f h c č dž š".split(),
        strict=True,
    )
)
_OTHER = {
    "й": "j",
    "щ": "šč",
    "ъ": "a",
    "ы": "y",
    "ь": "",
    "э": "e",
    "ю": "ju",
    "я": "ja",
    "є": "je",
    "і": "i",
    "ї": "ji",
    "ґ": "g",
    "ѓ": "gj",
    "ќ": "kj",
    "ѕ": "dz",
    "ѣ": "e",
    "ѫ": "a",
    "ѳ": "f",
    "ѵ": "i",
    "һ": "h",
    "ӏ": "",
    "ԁ": "d",
    "ԛ": "q",
    "ԝ": "w",
}


def _cyrillic() -> dict[str, str]:
    """Return every Cyrillic letter, capitals and accented ones too, with its Latin letters."""
    letters = _SERBIAN | _OTHER
    for code in range(0x0430, 0x0530):
        accented = chr(code)
        base = unicodedata.normalize("NFD", accented)[0]
        if accented not in letters and base in letters:
            letters[accented] = letters[base]
    return letters | {small.upper(): latin.capitalize() for small, latin in letters.items()}


_TO_LATIN = _cyrillic()
_ONE_TO_ONE = str.maketrans(_TO_LATIN)
_CAPITAL_PAIR = re.compile(
    "[{}]".format("".join(c for c, latin in _TO_LATIN.items() if len(latin) > 1 and c.isupper()))
)

# Latin letters that Unicode does not take apart into a plain letter and a mark, and the
# letters that stand for an apostrophe.
_PLAIN = str.maketrans(
    {
        "đ": "d",
        "ð": "d",
        "ɖ": "d",
        "ø": "o",
        "ł": "l",
        "æ": "ae",
        "œ": "oe",
        "þ": "th",
        "ħ": "h",
        "ı": "i",
        "ŋ": "n",
        "ŧ": "t",
        "ƶ": "z",
        "ə": "e",
        **dict.fromkeys("ʹʺʻʼʽʾʿˈ", "'"),
    }
)
_APOSTROPHES = re.compile("['’‘‛`´]")
_POSSESSIVE = re.compile(r"(?<=\w)['’‘‛`´ʼ]s\b", re.IGNORECASE)

# Pairs of letters that the eye cannot tell apart. The six of _LOOKS_LATIN belong to none of
# the alphabets above, so nobody who types them has Cyrillic in mind.
_LOOKALIKES = dict(zip("аеорсухјіѕкмтАВЕЅІЈКМНОРСТУХ", "aeopcyxjiskmtABESIJKMHOPCTYX", strict=True))
_LOOKS_CYRILLIC = {latin: cyrillic for cyrillic, latin in _LOOKALIKES.items()}
_LOOKS_LATIN = _LOOKALIKES | dict(zip("һӏӀԁԛԝ", "hlIdqw", strict=True))

_CYRILLIC_LETTER = re.compile("[\u0400-\u052f]")
_LATIN_LETTER = re.compile("[A-Za-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02af\u1e00-\u1eff]")
_WORD_WITH_MARKS = re.compile("[\\w\u0300-\u036f]+")
_WORD = re.compile(r"[^\W_]+")
_DJ = re.compile("dj+")

_WHITE_CONTROLS = "\t\n\v\f\r\x85"
_JOINERS = "\u200c\u200d"
_LONGEST_PILE = 8


def fold(name: str) -> str:
    """Return the form by which a name is found: the same for all its spellings.

    Takes any text and gives lower-case words of plain letters and digits with one space
    between them, "" where there is no letter. Cućić, CUCIC and Цуцић give "cucic"; đ, ђ and
    dj all give "d". Folding twice gives the same as folding once. Raises nothing.
    """
    return _DJ.sub("d", " ".join(_WORD.findall(_bare(name))))


#: The same for short texts that come again and again, as in the rows of a list.
fold_again = functools.lru_cache(maxsize=20_000)(fold)


def terms(query: str) -> list[str]:
    """Return the folded words of a query, ten at most; of “neighbour’s” the s is no word."""
    return fold(_POSSESSIVE.sub("", query)).split()[:10]


def tidy(text: str) -> str:
    """Return a name on one line, free of invisible characters.

    Control and formatting characters go, except the two joiners that some scripts spell
    with; white space becomes single spaces; letters are composed (NFC). More than eight
    marks on one letter are cut, as no script needs them and they overprint a whole page.
    """
    kept, pile = [], 0
    for character in _visible(text, keep=_JOINERS):
        pile = pile + 1 if unicodedata.combining(character) else 0
        if pile <= _LONGEST_PILE:
            kept.append(character)
    line = " ".join("".join(kept).split()).strip(" " + _JOINERS)
    return unicodedata.normalize("NFC", line)


def colleague(user) -> str:
    """Return what one of the staff is called on a screen; what nobody did, the system did."""
    return user.get_full_name() or user.get_username() if user else _("the system")


def slug(name: str, max_length: int = 80) -> str:
    """Return the name as words of an address: ascii, dashes, cut at a word, never empty."""
    words = _WORD.findall(_APOSTROPHES.sub("", _bare(name)))
    ascii_words = (word.encode("ascii", "ignore").decode() for word in words)
    whole = "-".join(word for word in ascii_words if word)
    if len(whole) > max_length:
        cut = whole[: max_length + 1].rpartition("-")[0]
        whole = cut or whole[:max_length]
    return whole or "unnamed"


#: The same for names that come again and again, as in a list of who took part.
slug_again = functools.lru_cache(maxsize=2000)(slug)


def to_latin(text: str) -> str:
    """Return Serbian Cyrillic in Latin letters; all other text stays as it is.

    A capital that becomes two letters follows its neighbours: ЊЕГОШ gives NJEGOŠ, Његош
    gives Njegoš.
    """
    if not _CYRILLIC_LETTER.search(text):
        return text
    text = unicodedata.normalize("NFC", text)
    return _CAPITAL_PAIR.sub(_capital_pair, text).translate(_ONE_TO_ONE)


def is_cyrillic(text: str) -> bool:
    """Say whether most letters of a text are Cyrillic."""
    return 2 * len(_CYRILLIC_LETTER.findall(text)) > sum(map(str.isalpha, text))


def _capital_pair(match: re.Match[str]) -> str:
    before = match.string[: match.start()][-1:]
    after = match.string[match.end() :][:1]
    neighbour = after if after.isalpha() else before
    latin = _TO_LATIN[match[0]]
    return latin.upper() if neighbour.isupper() else latin


def _bare(text: str) -> str:
    """Return the text in small Latin letters without any mark, punctuation still in it."""
    text = _visible(text)
    if text.isascii():
        # Of which all that follows leaves every sign as it is.
        return text.lower()
    text = unicodedata.normalize("NFKC", text)
    text = to_latin(_see_through(text).casefold())
    text = unicodedata.normalize("NFKD", text).translate(_PLAIN)
    bare = "".join(c for c in text if not unicodedata.category(c).startswith("M"))
    return unicodedata.normalize("NFC", bare)


def _visible(text: str, keep: str = "") -> str:
    """Return the text without control, formatting and surrogate characters."""
    if text.isascii() and text.isprintable():
        return text
    return "".join(
        " " if c in _WHITE_CONTROLS else c
        for c in text
        if c in _WHITE_CONTROLS or c in keep or unicodedata.category(c) not in ("Cc", "Cf", "Cs")
    )


def _see_through(text: str) -> str:
    """Return the text with every word of two alphabets mended into one, where it can be."""
    if _CYRILLIC_LETTER.search(text) and _LATIN_LETTER.search(text):
        return _WORD_WITH_MARKS.sub(lambda match: _one_alphabet(match[0]), text)
    return text


def _one_alphabet(word: str) -> str:
    """Return a mixed word in one alphabet, if all letters of the other merely look like it.

    Where both readings are possible the alphabet with more letters wins, Latin if even.
    A letter of no alphabet read here stays in what fold() returns, so such a word is left
    alone: otherwise folding twice could differ from folding once.
    """
    cyrillic = _CYRILLIC_LETTER.findall(word)
    latin = _LATIN_LETTER.findall(word)
    if not cyrillic or not latin or not all(letter in _TO_LATIN for letter in cyrillic):
        return word
    may_be_latin = all(letter in _LOOKS_LATIN for letter in cyrillic)
    may_be_cyrillic = all(letter in _LOOKS_CYRILLIC for letter in latin)
    if may_be_latin and not (may_be_cyrillic and len(cyrillic) > len(latin)):
        return word.translate(str.maketrans(_LOOKS_LATIN))
    if may_be_cyrillic:
        return word.translate(str.maketrans(_LOOKS_CYRILLIC))
    return word
