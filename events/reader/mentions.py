"""Names of people as a sentence writes them: what belongs to one, and what tells that it is one."""

import itertools
from dataclasses import dataclass, field

from events.reader import countries, given_names, towns
from events.reader.nominative import may_be_given, person_nominative

#: From so much evidence on capital words are taken for a person.
ENOUGH = 2
MOST_WORDS = 6
_LONGEST = 9
_SURNAMES = ("ic", "ica", "icu", "icem", "ski", "sson", "mann")
_LESS_SURE = (
    "ova", "eva", "ska", "oska", "oski", "enko", "chuk", "yan", "idis", "opoulos", "shvili", "escu",
    "elli", "berg", "dottir", "nen", "aitis", "auskas", "stein", "sen",
)  # fmt: skip
_ADJECTIVES = ("ska", "sku", "ske", "skoj", "cka", "cku", "cke", "nu", "sko", "cko", "nog", "skog")
_OBLIQUE_ADJECTIVES = tuple("skog ckog skoj ckoj nog noj skom ckom skih nih sku".split())
_DAYS = frozenset("dan dana danom danu".split())
_BEFORE_PLACES = frozenset("in at from to u iz na".split())
_JOINS = frozenset(", and i te ; & as well kao by".split())
# Of these a small one tells of a street as well as a capital one.
_PLAINLY_PLACES = frozenset("street square prize award hall airport bridge boulevard".split())
# Are honorifics with a full stop or a name behind them, and words of their own without.
_ONLY_BEFORE = frozenset("g otac oca mag mr prim o".split())
_ALSO_WORDS = frozenset("he miss lord sister father sir hon professor".split())


@dataclass
class Mention:
    """A name in a sentence, from `first` to before `last`, its honorific from `begins` on.

    What belongs to it behind the name goes to before `ends`. `post` is where its post stands, and
    `heads` are institutions that the post names by their head alone: “director of the Museum”.
    """

    number: int
    first: int
    last: int
    begins: int
    ends: int
    parts: list
    honorific: str = ""
    after: str = ""
    evidence: int = 0
    oblique: bool = False
    #: Whether it is a woman, as far as a post or an honorific tells; None if neither does.
    woman: bool | None = None
    position: str = ""
    post: tuple | None = None
    bodies: list = field(default_factory=list)
    heads: list = field(default_factory=list)
    country: str = ""
    aside: str = ""
    absent: bool = False

    @property
    def is_whole(self):
        return len(self.parts) > 1

    @property
    def is_sure(self):
        return self.evidence >= ENOUGH

    @property
    def folds(self):
        return [fold for _word, fold in self.parts]

    @property
    def has_post_before(self):
        return self.post is not None and self.post[0] < self.first

    @property
    def opens(self):
        """Return where the post or the honorific before the name begins, else the name."""
        return min(self.post[0], self.begins) if self.has_post_before else self.begins


class Names:
    """Finds the names in one sentence of which the institutions are known."""

    def __init__(self, number, sentence, lexicon, bodies):
        self.number, self.sentence, self.lexicon = number, sentence, lexicon
        self.tokens, self.folds = sentence.tokens, sentence.folds
        self.closed = {at for body in bodies for at in body.tokens} | sentence.in_quotes
        self.behind_bodies = {body.last for body in bodies}
        self.is_given = may_be_given if lexicon.has_cases else given_names.EVERY.__contains__

    def mentions(self):
        found, at = [], 0
        while at < len(self.tokens):
            start = at if at in self.closed else self._honorifics(at)
            end = self._run(start, honoured=start > at)
            if end > start:
                found += self._split(at, start, end)
            at = max(end, start, at + 1)
        return found

    # What belongs to a name

    def _honorifics(self, at):
        """Return behind which token the honorifics end that begin here."""
        end = at
        while end < len(self.tokens):
            if (self.tokens[end].text == "." and end > at) or (
                end not in self.closed and self._is_honorific(end)
            ):
                end += 1
            elif self._is_excellency(end):
                end += 3
            else:
                break
        return end

    def _is_excellency(self, at):
        letters = [self.sentence.fold(k) for k in range(at, at + 3)]
        return letters in (["h", ".", "e"], ["nj", ".", "e"]) and self.tokens[at].is_capital

    def _is_honorific(self, at):
        token = self.tokens[at]
        if token.fold not in self.lexicon.honorifics or not token.is_word:
            return False
        before_name = at + 1 < len(self.tokens) and self.tokens[at + 1].is_capital
        if self.lexicon.has_cases:
            return (
                token.fold not in _ONLY_BEFORE or before_name or self.sentence.fold(at + 1) == "."
            )
        if token.fold in _ALSO_WORDS:
            return token.is_capital and before_name and (token.fold != "he" or token.text == "HE")
        # “MS” are the member states.
        capitals = token.is_acronym and self.sentence.fold(at + 1) != "."
        return (token.is_capital and not capitals) or token.fold in ("dr", "prof")

    def _run(self, start, *, honoured):
        """Return behind which token a name ends that begins here."""
        end = start
        while end < len(self.tokens) and end - start < _LONGEST and end not in self.closed:
            token = self.tokens[end]
            if token.is_initial and (end > start or self.sentence.fold(end + 1) == "."):
                end += 1 + (self.sentence.fold(end + 1) == ".")
            elif token.fold in self.lexicon.particles and (end > start or token.is_capital):
                if not self._leads_on(end):
                    break
                end += 1
            elif token.is_capital and not self._stops(end, start, honoured):
                end += 1
            else:
                break
        while end > start and not self.tokens[end - 1].is_capital:
            end -= 1
        return end

    def _leads_on(self, at):
        """Say whether small words of a name are followed by a capital one: “van der Velde”."""
        while at < len(self.tokens) and self.folds[at] in self.lexicon.particles:
            at += 1
        return at < len(self.tokens) and self.tokens[at].is_capital

    def _stops(self, at, start, honoured):
        """Say whether a capital word is none of a name."""
        fold, lexicon = self.folds[at], self.lexicon
        following = self.tokens[at + 1] if at + 1 < len(self.tokens) else None
        goes_on = following is not None and following.is_capital
        known = fold in given_names.EVERY
        inside = honoured and at > start
        if self._in_country(at):
            return not (inside or (known and goes_on))
        if fold in lexicon.titles_after or (fold in lexicon.honorifics and at > start):
            return True
        if self.tokens[at].is_acronym:
            return not (inside or self._is_name_in_capitals(at, start, following))
        if (known and (goes_on or at > start)) or self._is_behind_given(at, start):
            return False
        if lexicon.has_cases and (fold in lexicon.bodies or self._opens_sentence(at, start)):
            return True
        no_name = fold in lexicon.offices or fold in lexicon.not_names or fold in lexicon.demonyms
        if not lexicon.has_cases:
            no_name = no_name or fold in lexicon.bodies or fold in lexicon.topics
        return no_name and not inside

    def _is_behind_given(self, at, start):
        """Say whether a word is a family name by the given name before it: “Gabor Nađ”."""
        fold, lexicon = self.folds[at], self.lexicon
        known = fold in lexicon.offices or fold in lexicon.bodies
        # “Dan Evrope” is a day.
        known = known or (lexicon.has_cases and self.folds[at - 1] in _DAYS)
        return at > start and self.folds[at - 1] in given_names.EVERY and not known

    def _is_name_in_capitals(self, at, start, following):
        """Say whether a word in capitals is the family name: “Ana ANIĆ”, “ANIĆ Ana”."""
        beside = at > start and self.folds[at - 1] in given_names.EVERY
        before = following is not None and following.fold in given_names.EVERY
        long_enough = len(self.tokens[at].text) > 2 and self.folds[at] not in self.lexicon.no_bodies
        return long_enough and (beside or before)

    def _opens_sentence(self, at, start):
        """Say whether a capital stands only because a sentence begins: “Istakla je”, “Obuku”."""
        token = self.tokens[at]
        if at > start or (at and self.tokens[at - 1].text not in ".:–-•*"):
            return False
        if token.fold in given_names.EVERY:
            return False
        known = token.fold in self.lexicon.stand_for or token.fold in self.lexicon.events
        return known or self.lexicon.is_written_verb(token)

    def _in_country(self, at):
        """Say whether a word stands in the name of a country."""
        return any(
            countries.at(self.folds, first, self.lexicon.language)[1] > at - first
            for first in range(max(0, at - countries.LONGEST + 1), at + 1)
        )

    # How many names a row of capitals is

    def _split(self, begins, start, end):
        """Yield the names of a row of capital words, mostly one."""
        words = [at for at in range(start, end) if self.tokens[at].is_word]
        dropped = self._dropped(words) if len(words) > 2 and begins == start else 0
        if dropped:
            begins = start = words[dropped]
            words = words[dropped:]
        cut = next((at for at in words[2:-1] if self._begins_another(at)), end)
        for first, last in [(start, cut), (cut, end)]:
            mention = self._made(begins if first == start else first, first, last)
            if mention:
                yield mention

    def _begins_another(self, at):
        given = given_names.EVERY
        return self.folds[at] in given and self.folds[at - 1] not in given

    def _dropped(self, words):
        """Return how many capital words before a given name are none of the name."""
        folds = [self.folds[at] for at in words]
        if self.is_given(folds[0]) or self.tokens[words[0]].is_initial:
            return 0
        before = self.folds[max(0, words[0] - 4) : words[0]]
        known = next((n for n, fold in enumerate(folds[:-1]) if self.is_given(fold)), 0)
        town = towns.at(self.sentence, words[0], self.lexicon.towns)[1]
        if town and len(words) - town > 1 and before[-1:] and before[-1] in self.lexicon.offices:
            # “pomoćnica gradonačelnika Leskovca Ana Anić”
            return town
        if any(fold in self.lexicon.offices for fold in before):
            linked = before[-1] in ("of", "for", "the")
            return known or (len(words) - 2 if linked else 0)
        opens = words[0] == 0 or self.tokens[words[0] - 1].text in ".:"
        # “the Centre in Ashgabat Natalya …”
        behind_place = before[-1:] and before[-1] in _BEFORE_PLACES
        opens = opens and (self.lexicon.has_cases or self._is_common(folds[0]))
        return known if known == 1 and (opens or behind_place) else 0

    def _is_common(self, fold):
        lexicon = self.lexicon
        known = (lexicon.not_names, lexicon.offices, lexicon.topics, lexicon.events, lexicon.bodies)
        return any(fold in words for words in known)

    # What tells that it is a name

    def _made(self, begins, start, end):
        words = [token for token in self.tokens[start:end] if token.is_word and token.fold]
        if not words or len(words) > MOST_WORDS:
            return None
        parts = [(token.text, token.fold) for token in words]
        honorific = self.sentence.words(begins, start)
        mention = Mention(self.number, start, end, begins, end, parts, honorific)
        places = towns.forms(self.lexicon.towns)
        of_place = mention.folds[0] in places and mention.folds[0] not in given_names.EVERY
        if not honorific and (of_place or " ".join(mention.folds) in places):
            return None
        if self._is_place(mention) or not (mention.is_whole or self._may_stand_alone(mention)):
            return None
        mention.evidence = 3 * bool(honorific)
        if mention.is_whole:
            mention.evidence += self._by_form(mention)
        return mention

    def _by_form(self, mention):
        """Return how much the words of a name tell by themselves."""
        last = mention.folds[-1]
        in_capitals = self.tokens[mention.first].is_acronym and last in given_names.EVERY
        given = in_capitals or any(self.is_given(fold) for fold in mention.folds[:-1])
        if not given and self.lexicon.has_cases:
            # Of “Markovića” the ending tells, of “bistrica” it does not.
            accented = any(letter in mention.parts[-1][0].casefold() for letter in "ćћ")
            given = accented and person_nominative(mention.parts)[1]
        told = 2 * bool(given)
        if len(last) > 4 and last.endswith(_SURNAMES):
            told += 2
        elif len(last) > 4 and last.endswith(_LESS_SURE):
            told += 1
        return told + any(t.is_initial for t in self.tokens[mention.first : mention.last])

    def _may_stand_alone(self, mention):
        """Say whether one word may be a name: no adjective, no part of a post."""
        fold = mention.folds[0]
        if self.lexicon.has_cases and fold.endswith(_OBLIQUE_ADJECTIVES):
            return False
        return fold not in self.lexicon.before_office and fold not in self.lexicon.topics

    def _is_place(self, mention):
        """Say whether a name is that of a street, a house or a prize."""
        before, behind = self.sentence.fold(mention.begins - 1), self.sentence.fold(mention.last)
        places = self.lexicon.places
        if self.lexicon.has_cases:
            # “direktorka škole Ana Anić” is no school.
            led = self.sentence.fold(mention.begins - 2) in self.lexicon.offices
            led = led or mention.begins in self.behind_bodies
            named = before in places and not led
            return not mention.honorific and (named or behind in ("br", "ulica", "bb"))
        if behind in places:
            capital = self.tokens[mention.last].is_capital
            return capital or (behind in _PLAINLY_PLACES and not mention.honorific)
        if mention.honorific:
            return False
        unknown = not set(mention.folds) & given_names.EVERY
        return mention.folds[-1] in places or (before == "the" and unknown)


def by_verbs(mentions, sentence, lexicon):
    """Let a verb of speech beside a name tell that it is one."""
    for mention in (mention for mention in mentions if mention.is_whole):
        at = mention.ends + (sentence.fold(mention.ends) == ",")
        behind = [sentence.fold(k) for k in range(at, at + 3)]
        if behind[0] in ("je", "se", "has", "also", "then"):
            behind[0] = next((fold for fold in behind[1:] if fold in lexicon.spoke), "")
        if behind[0] in lexicon.spoke:
            mention.evidence += 2
        before = sentence.folds[max(0, mention.begins - 3) : mention.begins]
        if (lexicon.has_cases and any(fold in lexicon.spoke for fold in before)) or (
            not lexicon.has_cases and before and before[-1] in lexicon.said_after
        ):
            mention.evidence += 2
        elif before[-1:] == ["by"]:
            mention.evidence += 1


def by_neighbours(mentions, sentence, lexicon):
    """Let one name of a list tell that its neighbours are names as well."""
    for one, other in itertools.pairwise(mentions):
        between = set(sentence.folds[one.ends : other.begins])
        if not between or not between <= _JOINS:
            continue
        for sure, unsure in ((one, other), (other, one)):
            adjective = lexicon.has_cases and unsure.folds[0].endswith(_ADJECTIVES)
            if sure.is_sure and not unsure.is_sure and unsure.is_whole and not adjective:
                unsure.evidence = ENOUGH
