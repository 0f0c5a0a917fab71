"""Several institutions in one phrase: “ministries of justice and health”, “gradova Niša i Vranja”.

Each becomes an institution of its own; the first begins with the word for all of them.
"""

from events.reader import cases, given_names, towns
from events.reader.bodies import Body
from events.reader.nominative import may_be_given

#: Words for several of a kind, and what one of them is called.
_ENGLISH = {
    "cities": "City",
    "embassies": "Embassy",
    "ministries": "Ministry",
    "municipalities": "Municipality",
    "towns": "Town",
    "universities": "University",
}
_IN_COUNTRIES = frozenset(["embassies", "ambasada", "ambasadama"])
#: Without a name of their own they say what is named behind them.
_DESCRIBED = (
    ("ngo",), ("ngos",), ("cso",), ("csos",), ("non-governmental", "organisation"),
    ("non-governmental", "organisations"), ("non-governmental", "organization"),
    ("non-governmental", "organizations"), ("civil", "society", "organisation"),
    ("civil", "society", "organisations"), ("civil", "society", "organization"),
    ("civil", "society", "organizations"), ("nvo",), ("nevladin*", "organizacij*"),
    ("organizacij*", "civilnog", "drustva"), ("trade", "union"), ("trade", "unions"),
)  # fmt: skip
#: The same where they are written small, with a name right behind them.
_PLAIN = frozenset(
    "association associations charity foundation organisation organisations organization "
    "organizations".split()
)
_SEVERAL = frozenset("udruzenja udruzenjima".split())
_LOCAL = {
    form: (noun, case)
    for noun, gender in (("grad", "m"), ("opstina", "f"))
    for form, (case, _cut, _ending) in cases.forms(noun, gender).items()
} | {f"grad{end}": ("grad", "pl") for end in ("ovi", "ova", "ovima")}
#: Before such a word they are no towns: “Crkvena opština”.
_OF_OTHERS = ("crkven", "gradsk", "mesn", "versk", "jevrejsk")
_MINISTRIES = frozenset("ministarstava ministarstvima".split())
_LONGEST_NAME = 4
_LONGEST_TOWN = 2


class Series:
    """Finds them in the sentence of a finder of institutions."""

    def __init__(self, finder):
        self.finder, self.sentence, self.lexicon = finder, finder.sentence, finder.lexicon
        self.tokens, self.folds = self.sentence.tokens, self.sentence.folds
        #: Whether names without a word of their own go on.
        self.open = False

    def at(self, at):
        """Return the institutions of a series that begins at a token, none if none does."""
        described = self._described(at)
        if described:
            found = self._each(at, described, self._named, lambda first, name: name)
            many = self.folds[described - 1 - (self.folds[described - 1] == ":")].endswith("s")
            self.open = bool(found) and (len(found) > 1 or many)
            return found
        if self._goes_on_from(self.finder.free, at):
            found = self._each(at, at, self._named, lambda first, name: name)
            if found and found[0].last - at < _LONGEST_NAME:
                return found
        return self._serbian(at) if self.lexicon.has_cases else self._english(at)

    def _goes_on_from(self, end, at):
        """Say whether a list of names goes on behind an institution with a word of its own."""
        between = set(self.folds[end:at])
        known = {",", ":"} | self.lexicon.and_ | self.lexicon.the
        if self.open and end and not between <= known and at - end < 4:
            self.open = False
        listed = self.open and at > end and bool(between) and between <= known
        return listed and self.tokens[at].is_capital and not self._is_known(at)

    def _is_known(self, at):
        """Say whether an institution or a country begins at a token that needs no list."""
        return bool(self.finder.alone(at)) or bool(self.finder.country(at))

    def _each(self, at, begin, item, called, case="", head=""):
        """Return an institution for each item of a list that begins behind some words."""
        found, start = [], at
        while begin < len(self.tokens):
            first, end, name = item(begin)
            if end <= first:
                break
            whole = called(first, name)
            printed = self.sentence.words(start, end)
            letters = self.tokens[first].stem if end == first + 1 else ""
            acronym = letters if letters == name and self.tokens[first].is_acronym else ""
            found.append(Body(start, end, whole, printed, head, case=case, acronym=acronym))
            begin = start = self._next(end)
            if begin == end:
                break
        return found

    def _next(self, end):
        """Return where the next item of a list begins; the same place if none does."""
        at = end
        if self.sentence.fold(at) == ",":
            at += 1
        if self.sentence.fold(at) in self.lexicon.and_:
            at += 1
        return at

    # Names behind “NGO”

    def _described(self, at):
        """Return behind which token “non-governmental organisations” ends, 0 if none begins."""
        for words in _DESCRIBED:
            folds = self.folds[at : at + len(words)]
            if len(folds) == len(words) and all(map(_fits, folds, words)):
                end = at + len(words)
                end += self.sentence.fold(end) == ":"
                # “non-governmental organisations (NGOs)” names none.
                return end if end < len(self.tokens) else 0
        plain = self.folds[at] in _PLAIN and not self.tokens[at].is_capital
        if plain and at + 1 < len(self.tokens):
            return at + 1
        if self.folds[at] in _SEVERAL and self._several_quoted(at + 1):
            return at + 1
        quoted = self.lexicon.has_cases and self.sentence.quote(at + 1)
        return at + 1 if quoted and self.folds[at].startswith("organizacij") else 0

    def _several_quoted(self, at):
        """Say whether two names in quotes follow each other: “udruženja „A“ i „B“”."""
        end = self.sentence.quote(at)
        return bool(end) and self.sentence.quote(self._next(end)) is not None

    def _named(self, at):
        """Return where a name without a word for what it is begins and ends, and what it is."""
        quote = self.sentence.quote(at)
        if quote:
            return at, quote, self.sentence.words(at + 1, quote - 1)
        end = at
        while end < len(self.tokens) and end - at < _LONGEST_NAME and self._goes_on(end, at):
            end += 1
        name = self.sentence.words(at, end)
        if end == at + 1 and self.tokens[at].is_word:
            name = self.tokens[at].stem
        return at, end, name

    def _goes_on(self, at, first):
        token, lexicon = self.tokens[at], self.lexicon
        if token.kind == "number":
            # “Group 484”, “A11”
            return at > first
        fold = token.fold
        if not token.is_capital or fold in lexicon.offices or fold in lexicon.honorifics:
            return False
        person = fold in given_names.EVERY and self.finder.is_capital(at + 1)
        if person or (token.is_acronym and token.stem.lower() in lexicon.no_bodies):
            return False
        return fold not in lexicon.bodies or fold in ("group", "grupa", "grupe", "grupom")

    # English

    def _english(self, at):
        one = _ENGLISH.get(self.folds[at])
        begin = at + 1 + (self.sentence.fold(at + 1) in ("of", "in"))
        if not one or begin == at + 1:
            return []
        item = self._topic if one == "Ministry" else self._place

        def called(first, name):
            link = "of" if one != "University" or self.folds[begin - 1] == "of" else "in"
            the = "the " if first and self.folds[first - 1] == "the" else ""
            return f"{one} {link} {the}{name}"

        found = self._each(at, begin, item, called, head=one.lower())
        return found if self.folds[at] not in _IN_COUNTRIES or self._all_countries(found) else []

    def _all_countries(self, found):
        return all(self.finder.country(self._start(body)) for body in found)

    def _start(self, body):
        at = body.first
        while at < body.last and not self.tokens[at].is_capital:
            at += 1
        return at

    def _opens(self, at):
        """Return where an item begins behind “of” and “the”."""
        at += self.sentence.fold(at) in ("of", "in")
        return at + (self.sentence.fold(at) in self.lexicon.the)

    def _topic(self, at):
        first = end = self._opens(at)
        while end < len(self.tokens) and self._is_topic(end):
            end += 1
        return first, end, self.sentence.words(first, end)

    def _is_topic(self, at):
        token = self.tokens[at]
        return token.is_word and token.fold in self.lexicon.topics

    def _place(self, at):
        first = self._opens(at)
        country = self.finder.country(first) if first < len(self.tokens) else 0
        end = first + country
        while not country and end < len(self.tokens) and self._is_of_place(end, first):
            end += 1
        if self.sentence.fold(end) in self.lexicon.bodies and end - first == 1:
            # “… and Belgrade University”
            end = first
        return first, end, self.sentence.words(first, end)

    def _is_of_place(self, at, first):
        token, lexicon = self.tokens[at], self.lexicon
        no_place = token.is_acronym or token.fold in lexicon.bodies or token.fold in lexicon.offices
        return token.is_capital and not no_place and at - first < _LONGEST_NAME - 1

    # Serbian

    def _serbian(self, at):
        token, fold = self.tokens[at], self.folds[at]
        if fold in _LOCAL and not self.sentence.fold(at - 1).startswith(_OF_OTHERS):
            noun, case = _LOCAL[fold]
            word = self._head(token, noun)
            return self._each(
                at, at + 1, self._town, lambda _first, name: f"{word} {name}", case, noun
            )
        if fold in _MINISTRIES:
            cut = len(fold) - len("ministarstv")
            word = cases.put(token.text, cut, "o") if fold.endswith("ima") else ""
            word = _capital(word or cases.put(token.text, 4, "tvo"))
            return self._each(
                at, at + 1, self._task, lambda _first, name: f"{word} {name}", "pl", "ministarstvo"
            )
        many = self.sentence.fold(at - 1) in self.lexicon.stand_for or fold == "ambasadama"
        if fold in _IN_COUNTRIES:
            word = _capital(cases.put(token.text, 3, "a") if fold == "ambasadama" else token.text)
            found = self._each(
                at, at + 1, self._state, lambda _first, name: f"{word} {name}", "pl", "ambasada"
            )
            return found if len(found) > 1 and (many or _is_genitive(found[-1])) else []
        return []

    def _head(self, token, noun):
        plural = token.fold.startswith("gradov")
        if plural:
            return _capital(token.text[:4])
        return _capital(cases.noun_nominative(token.text, token.fold, noun, "fm"[noun == "grad"]))

    def _town(self, at):
        name, length = towns.at(self.sentence, at, self.lexicon.towns)
        led = self.sentence.fold(at - 2) in self.lexicon.offices
        if not length and self.folds[at - 1] in _LOCAL and not led:
            return self._unknown(at)
        return at, at + length, name

    def _unknown(self, at):
        """Return capital words behind “grad” as they are printed: no list knows them."""
        end = at
        while self.finder.is_capital(end) and end - at < _LONGEST_TOWN and self._is_place(end):
            end += 1
        person = may_be_given(self.sentence.fold(at)) and end - at > 1
        return at, at if person else end, self.sentence.words(at, end)

    def _is_place(self, at):
        token, lexicon = self.tokens[at], self.lexicon
        known = token.fold in lexicon.bodies or token.fold in lexicon.offices
        return not (known or token.is_acronym or at in self.sentence.in_quotes)

    def _state(self, at):
        length = self.finder.country(at) if at < len(self.tokens) else 0
        return at, at + length, self.sentence.words(at, at + length)

    def _task(self, at):
        """Return what one of several ministries is for."""
        end = at
        if self.sentence.fold(at) in self.lexicon.za:
            return at, self.finder.listed(self._tasks(at + 1)), self._words_to(at)
        end = self._tasks(at)
        return at, end, self.sentence.words(at, end)

    def _words_to(self, at):
        return self.sentence.words(at, self.finder.listed(self._tasks(at + 1)))

    def _tasks(self, at):
        while at < len(self.tokens) and self._is_topic(at) and not self.tokens[at].is_capital:
            at += 1
        return at


def _is_genitive(body):
    return body.printed.endswith(("e", "е"))


def _fits(fold, word):
    return fold.startswith(word[:-1]) if word.endswith("*") else fold == word


def _capital(word):
    return word[:1].upper() + word[1:]
