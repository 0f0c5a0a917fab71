"""The words of one language as they are looked up; they stand in words/, a file for each."""

import re
import tomllib
from functools import cache
from pathlib import Path

from events.reader import cases
from events.reader.tokens import Token

ENGLISH, SERBIAN = "en", "sr"
#: Languages that are read by the Serbian rules.
LIKE_SERBIAN = frozenset("sr hr bs cnr sh me".split())
_FILES = {ENGLISH: "english.toml", SERBIAN: "serbian.toml"}
_TOWNS = tomllib.loads((Path(__file__).parent / "words" / "towns.toml").read_text("utf-8"))
_WORDS = (
    "abbreviations adjectives after_office days_long honorifics said_after "
    "lower_bodies lower_with_name no_bodies not_names particles parts state_bodies the "
    "title_takes titles_after to_country verbs weak_bodies za"
).split()
_STEMS = (
    "all_who_came before_office events groups no_participles places projects role_nouns "
    "speaker spoke stand_for topics"
).split()
_PHRASES = (
    "absent credit_within credits held inside_title meetings not_of_event organised organises "
    "quoted thanked to_come venue visited"
).split()
_SERBIAN_FREQUENT = frozenset("je su i u na za od sa se da koji koja koje o iz".split())
_ENGLISH_FREQUENT = frozenset("the of and in to for with was were on by at from".split())
_NOUN_ENDINGS = tuple("anje anja anju anjem enje enja enju enjem".split())
_PARTICIPLES = ("la", "lo", "li", "le", "io", "ao", "eo", "uo", "uje", "uju")


class Stems:
    """Folded words, of which those that end in “*” take any ending."""

    def __init__(self, written):
        words = written.split()
        self.whole = frozenset(word for word in words if not word.endswith("*"))
        stems = [re.escape(word[:-1]) for word in words if word.endswith("*")]
        self.stems = re.compile("|".join(stems) or "(?!)")

    def __contains__(self, fold):
        return bool(fold) and (fold in self.whole or self.stems.match(fold) is not None)


class Phrases:
    """Rows of folded words that are looked for in the words of a sentence."""

    def __init__(self, written):
        ordered = sorted(written, key=len, reverse=True)
        every = "|".join(f"(?<!\\S){_pattern(phrase)}(?!\\S)" for phrase in ordered)
        self.pattern = re.compile(every or "(?!)")

    def find(self, words, first=0, last=None):
        """Yield where one of the phrases stands: its first word and the one behind its last."""
        some = words[first:last]
        places = None
        for match in self.pattern.finditer(" ".join(some)):
            places = places or _places(some)
            yield first + places[match.start()], first + places[match.end() - 1] + 1

    def within(self, words, first=0, last=None):
        """Return where the first of them stands, None if none does."""
        return next(self.find(words, first, last), None)

    def ends_at(self, words, at, reach=6):
        """Say whether one of the phrases ends just before a place."""
        line = " ".join(words[max(0, at - reach) : at])
        return any(match.end() == len(line) for match in self.pattern.finditer(line))


def _split(written):
    return [" ".join(phrase.split()) for phrase in written.split(";") if phrase.strip()]


def _pattern(phrase):
    return re.escape(phrase).replace(r"\*", r"[^\s]*").replace(":", r"\s?:")


def _places(words):
    return [at for at, word in enumerate(words) for _letter in f"{word} "]


class Lexicon:
    """All words of a language; in Serbian nouns are known in every case."""

    def __init__(self, language):
        self.language = language
        self.has_cases = language == SERBIAN
        path = Path(__file__).parent / "words" / _FILES[language]
        data = tomllib.loads(path.read_text("utf-8"))
        for name in _WORDS:
            setattr(self, name, frozenset(data.get(name, "").split()))
        self.and_ = frozenset(data["and"].split())
        self.own_names = frozenset(_split(data.get("own_names", "")))
        self.own_beginnings = frozenset(name.split()[0] for name in self.own_names)
        self.towns = frozenset(_split(_TOWNS["towns"]))
        for name in _STEMS:
            setattr(self, name, Stems(data.get(name, "")))
        for name in _PHRASES:
            setattr(self, name, Phrases(_split(data[name])))
        attended = _split(data["attended"])
        self.attended_behind = Phrases([p[1:] for p in attended if p.startswith("+")])
        self.attended_before = Phrases([p for p in attended if not p.startswith("+")])
        self.roles = [(role, Phrases(_split(written))) for role, written in data["roles"].items()]
        self.qualifier_of = _by_word(data["qualifiers"], _split)
        self.qualifiers = Phrases(self.qualifier_of)
        self.numbers = {word: int(n) for word, n in _by_word(data["numbers"]).items()}
        self.demonyms = _by_word(data.get("demonyms", {}))
        self.lemmas, self.offices, self.bodies = {}, {}, {}
        if self.has_cases:
            self._decline(data)
        else:
            self._list(data)

    def _list(self, data):
        offices = data["offices"].split()
        self.offices = dict.fromkeys([f"{office}s" for office in offices], "pl")
        self.offices |= {"deputies": "pl", "secretaries": "pl"} | dict.fromkeys(offices, "nom")
        self.bodies = {head: (head, "", "nom") for head in data["bodies"].split()}

    def _decline(self, data):
        """Learn the words for offices and institutions in every case."""
        self.offices = dict.fromkeys(data["offices_fixed"].split(), "nom")
        for gender, written in data["offices"].items():
            for noun in written.split():
                for form, (case, _cut, _ending) in cases.forms(noun, gender).items():
                    if case == "nom" or form not in self.offices:
                        self.offices[form] = case
                        self.lemmas[form] = noun, gender
        for gender, written in data["bodies"].items():
            for noun in written.split():
                for form, (case, _cut, _ending) in cases.forms(noun, gender).items():
                    if case == "nom" or (case != "voc" and form not in self.bodies):
                        self.bodies[form] = noun, gender, case

    def is_verb(self, token):
        """Say whether a word of a sentence is a verb, as far as its form tells."""
        fold = token.fold
        if not token.is_word or fold.endswith(_NOUN_ENDINGS):
            return False
        if not self.has_cases:
            return fold in self.verbs and not token.is_capital
        if fold in self.verbs or fold in self.spoke:
            return True
        if token.is_capital or len(fold) < 4 or fold in self.no_participles:
            return False
        known = fold in self.offices or fold in self.bodies or fold in self.stand_for
        return not known and fold.endswith(_PARTICIPLES)

    def is_written_verb(self, token):
        """Say whether a capital word is a verb with which a sentence begins."""
        small = token.text[0].lower() + token.text[1:]
        return self.is_verb(Token(token.start, token.end, small, token.kind))

    def lemma(self, fold):
        """Return a word for an office in the nominative."""
        return self.lemmas.get(fold, (fold,))[0]


def _by_word(table, split=str.split):
    return {word: value for value, written in table.items() for word in split(written)}


@cache
def lexicon(language):
    """Return the words by which a text is read: Serbian for its neighbours, else English."""
    return Lexicon(SERBIAN if language.partition("-")[0] in LIKE_SERBIAN else ENGLISH)


def guess(folds):
    """Return the language of which a text has more of the frequent words."""
    english, serbian = frequent(folds)
    return SERBIAN if serbian > english else ENGLISH


def frequent(folds):
    """Return how many of some words are frequent in English, and how many in Serbian."""
    return tuple(
        sum(fold in words for fold in folds) for words in (_ENGLISH_FREQUENT, _SERBIAN_FREQUENT)
    )
