"""Serbian names of institutions, of which the head is put in the nominative."""

from events.reader import given_names
from events.reader.bodies import Body, Finder
from events.reader.cases import adjective_nominative, noun_nominative, put
from events.reader.nominative import may_be_given
from events.reader.series import Series

_ADJECTIVE = ("i", "a", "o", "e", "u", "og", "oj", "om", "im", "ih", "eg", "em", "oga")
_GENITIVE = ("a", "e", "ih", "og", "eg", "i", "oga", "om")
#: Adjectives made of words for people: “Volonterski centar”.
_OF_PEOPLE_TOO = ("ski", "ska", "sko", "skog", "skoj", "skom", "ske", "sku")
_PATRONYMIC = ("ic", "ica", "icu", "icem")
_IN_TOWN = frozenset(
    "sveuciliste univerzitet fakultet akademija skola gimnazija sud tuzilastvo bolnica".split()
)
#: Of these there is one in many towns.
_OF_TOWN = ("azil", "policijsk", "prihvat", "socijaln", "tranzitn", "zdravlj")
_IN_COUNTRY = frozenset("delegacija misija kancelarija".split())
#: Named after the people of whom or for whom they are: “Udruženje novinara”.
_OF_PEOPLE = frozenset(
    "kancelarija kabinet savez udruzenje komora drustvo sluzba biro zajednica mreza asocijacija "
    "unija klub savet dom".split()
)
#: Take the name of another with its head: “Kancelarija Saveta Evrope”.
_WITH_INNER = frozenset(
    "banka biro fond kabinet kancelarija komitet misija predstavnistvo program sekretarijat "
    "ured".split()
)
_TWO_WORD_TOWNS = ("nov", "sta", "ban", "vel", "kos", "gor", "sre", "dim")
#: Such a part is followed by whose it is.
_TAKES_HOUSE = frozenset("kancelarija odeljenje odsek sektor sluzba uprava direkcija".split())
_TEAMS = frozenset("tvining tvinning twining twinning".split())
_STOPS = frozenset(
    "zaduzen zaduzena zaduzeni odgovoran odgovorna nadlezan nadlezna "
    "danas juce sutra zajedno kao takode uz kroz od do sa s pri na ove ova ovog ovom tokom povodom "
    "radi prema osim pored iz medu posebno posle nakon pre gde jos vec samo sve svi u "
    "ucesce prisustvo prisutni organizovan odrzan odrzana uspesno redovno prvi put godine njen "
    "njegov njihov kojima".split()
)
_PERSONAL = frozenset("ombudsman poverenik zastitnik".split())
_MOST_CAPITALS = 5
_MOST_ADJECTIVES = 3
_LONGEST_QUOTE = 10


def bodies(sentence, lexicon):
    return _Serbian(sentence, lexicon).every()


class _Serbian(Finder):
    def __init__(self, sentence, lexicon):
        super().__init__(sentence, lexicon)
        self.series = Series(self)

    def _several(self, at):
        return self.series.at(at)

    def _at(self, at):
        token, fold = self.tokens[at], self.folds[at]
        if fold in self.lexicon.bodies:
            return self._headed(at, *self.lexicon.bodies[fold])
        if token.is_capital and self._own_name(fold) is not None:
            name = put(token.text, self._own_name(fold), "")
            return Body(at, at + 1, name, token.text)
        if fold.startswith("ujedinjen") and self.sentence.fold(at + 1).startswith("nacij"):
            return self._united_nations(at)
        if fold in _TEAMS and self.sentence.fold(at + 1).startswith("projek"):
            return self._team(at)
        known = token.is_acronym and token.stem.lower() not in self.lexicon.no_bodies
        return self._letters(at) if known and not self._is_head(at + 1) else None

    def _own_name(self, fold):
        """Return how long the ending is of a known name: “Fronteksa”; None of an unknown one."""
        cuts = (0, *(len(end) for end in ("a", "u", "om", "em") if fold.endswith(end)))
        return next((n for n in cuts if fold[: len(fold) - n] in self.lexicon.own_names), None)

    def _letters(self, at):
        quote = self.sentence.quote(at + 1)
        if quote:
            return self._plain(at, quote)
        stem, last = self.tokens[at].stem, at + 1
        if self.is_capital(last):
            # “MUP Srbije”
            last += self.country(last)
        return Body(at, last, stem, self.sentence.words(at, last), weak=True, acronym=stem)

    def _team(self, at):
        """Return a project that takes part: “predstavnici tvining projekta”."""
        words, project = self.tokens[at].text, self.tokens[at + 1]
        words = words[0].upper() + words[1:]
        name = f"{words} {put(project.text, len(project.fold) - len('projek'), 'at')}"
        return Body(at, at + 2, name, self.sentence.words(at, at + 2), weak=True)

    def _united_nations(self, at):
        first, second = self.tokens[at], self.tokens[at + 1]
        cut = len(first.fold) - len("ujedinjen"), len(second.fold) - len("nacij")
        name = f"{put(first.text, cut[0], 'e')} {put(second.text, cut[1], 'e')}"
        return Body(at, at + 2, name, self.sentence.words(at, at + 2))

    def _plain(self, first, last):
        words = self.sentence.words(first, last)
        return Body(first, last, words, words)

    def _is_head(self, at):
        return self.sentence.fold(at) in self.lexicon.bodies

    # What makes a word the head of a name

    def _headed(self, head, noun, gender, case):
        first = self._adjectives(head)
        last = self._complement(head, noun)
        if not self._is_name(first, head, last, noun, case):
            return None
        words = [self._adjective(at, gender) for at in range(first, head)]
        words.append(noun_nominative(self.tokens[head].text, self.folds[head], noun, gender))
        words += filter(None, [self.sentence.words(head + 1, last)])
        name = " ".join(words)
        printed = self.sentence.words(first, last)
        part = noun in self.lexicon.parts
        return Body(first, last, name[0].upper() + name[1:], printed, noun, part, case=case)

    def _adjective(self, at, gender):
        token = self.tokens[at]
        return (
            token.text if token.is_acronym else adjective_nominative(token.text, token.fold, gender)
        )

    def _is_name(self, first, head, last, noun, case):
        """Say whether a head with what stands about it names an institution."""
        alone, bare = first == head, last == head + 1
        if noun in _PERSONAL:
            # “predstavnici Zaštitnika građana”: the office, not who holds it.
            speaks = self.sentence.fold(head - 1) in self.lexicon.stand_for
            speaks = speaks or self.lexicon.organised.ends_at(self.folds, head)
            return speaks and self.is_capital(head)
        if noun == "konferencija":
            return self.folds[first].startswith("staln")
        if (bare and (alone or noun == "delegacija")) or (alone and noun == "krst"):
            return False
        if alone and not self.is_capital(head):
            known = noun in self.lexicon.lower_bodies or self._is_named_behind(head, noun)
            return known and not bare and case != "pl" and self._inner(head + 1) == head + 1
        weak = noun in self.lexicon.weak_bodies and alone and self._opens(head)
        return not weak or self._has_name(head + 1, last)

    def _is_named_behind(self, head, noun):
        """Say whether a head in small letters has a name in quotes behind it, or a capital."""
        if self.sentence.quote(head + 1):
            return True
        person = self.is_capital(head + 1) and self._begins_person(head + 1)
        return noun in self.lexicon.lower_with_name and self.is_capital(head + 1) and not person

    def _opens(self, at):
        return at == 0 or self.folds[at - 1] in ".:"

    def _has_name(self, first, last):
        return any(
            self.is_capital(at)
            or at in self.sentence.in_quotes
            or self.folds[at] in self.lexicon.za
            for at in range(first, last)
        )

    def _adjectives(self, head):
        """Return where the adjectives before a head begin, of which the first is a capital."""
        at, capital = head, head
        while at > self.free and head - at <= _MOST_ADJECTIVES:
            at -= 1
            token = self.tokens[at]
            if token.is_acronym and token.is_word and at not in self.sentence.in_quotes:
                return at
            if not self._is_adjective(at) or (self.is_capital(head) and not token.is_capital):
                break
            if token.is_capital:
                capital = at
                if at and not self.is_capital(at - 1):
                    break
        return capital

    def _is_adjective(self, at):
        token, fold, lexicon = self.tokens[at], self.folds[at], self.lexicon
        if not token.is_word or at in self.sentence.in_quotes or len(fold) < 4:
            return False
        if not fold.endswith(_ADJECTIVE) or fold.endswith("ica"):
            return False
        no_name = fold in lexicon.not_names and not fold.startswith(("evropsk", "nas"))
        people = fold in lexicon.stand_for and not fold.endswith(_OF_PEOPLE_TOO)
        known = fold in lexicon.offices or fold in lexicon.bodies or people
        verb = fold in lexicon.verbs or lexicon.is_verb(token)
        return not (no_name or known or verb or fold in given_names.EVERY)

    # What belongs to a head

    def _complement(self, head, noun):
        """Return behind which token the words that belong to a head end."""
        at, behind_za, capitals = head + 1, False, 0
        if noun in _WITH_INNER and self.is_capital(at):
            at = self._inner(at)
        while at < len(self.tokens):
            fold, quote = self.folds[at], self.sentence.quote(at)
            country = self.country(at)
            if quote and quote - at < _LONGEST_QUOTE:
                return quote
            if at > head + 1 and noun in _TAKES_HOUSE and self._is_house(at):
                break
            if country and (self.is_capital(at) or fold in ("republike", "republika")):
                # What follows a country is no more of the name.
                at, capitals = at + country, _MOST_CAPITALS
                continue
            step = self._step(at, head, noun, capitals, behind_za)
            if not step:
                break
            capitals = _MOST_CAPITALS if fold == "u" else capitals + self.is_capital(at)
            behind_za = behind_za or fold in self.lexicon.za
            at += step
        while at > head + 1 and self.folds[at - 1] in self.lexicon.za | {"i", "u", "te"}:
            at -= 1
        return at

    def _is_house(self, at):
        """Say whether letters in the genitive follow: “Kancelarija za azil MUP-a”."""
        token = self.tokens[at]
        known = token.is_acronym and token.stem != token.text
        return known and token.stem.lower() not in self.lexicon.no_bodies

    def _step(self, at, head, noun, capitals, behind_za):
        """Return how many tokens from here belong to the name, 0 if it ended."""
        if self.folds[at] == ",":
            return self.listed(at) - at
        if not self.tokens[at].is_word:
            return 0
        if self.is_capital(at):
            return self._capital(at, head) if capitals < _MOST_CAPITALS else 0
        return self._small(at, head, noun, behind_za)

    def _inner(self, at):
        """Return behind which token another name ends that begins here, the same if none does."""
        if at >= len(self.tokens):
            return at
        if self.folds[at] in self.lexicon.bodies:
            known = self.is_capital(at)
            return self._complement(at, self.lexicon.bodies[self.folds[at]][0]) if known else at
        following = self.lexicon.bodies.get(self.sentence.fold(at + 1))
        adjective = self.is_capital(at) and self._is_adjective(at)
        if following and adjective and not may_be_given(self.folds[at]):
            return self._complement(at + 1, following[0])
        return at

    def _capital(self, at, head):
        fold, following, lexicon = self.folds[at], self.sentence.fold(at + 1), self.lexicon
        if fold in lexicon.bodies:
            return 0
        if following in lexicon.bodies:
            if fold in ("evropske", "africke"):
                return 2
            if not self.is_capital(at + 1):
                return 0
        office = self._is_behind_post(head)
        if office and at == head + 1 and self.is_capital(at + 1):
            # “direktor Zavoda Ana Anić”, but “predsednik opštine Vršac Ana Anić”
            return int(self._begins_person(at + 1))
        other = fold in lexicon.offices or fold in lexicon.honorifics or fold in lexicon.verbs
        return int(not (other or self._begins_person(at)))

    def _is_behind_post(self, head):
        """Say whether somebody leads it: “direktor Zavoda”, “zamenik šefa Misije”."""
        cases = [self.lexicon.offices.get(self.sentence.fold(at)) for at in (head - 2, head - 1)]
        return cases[-1] == "nom" or cases == ["nom", "gen"]

    def _begins_person(self, at):
        if not self.is_capital(at + 1):
            return False
        patronymic = self.folds[at + 1].endswith(_PATRONYMIC) and not self.tokens[at].is_acronym
        return may_be_given(self.folds[at]) or patronymic

    def _small(self, at, head, noun, behind_za):
        fold, lexicon = self.folds[at], self.lexicon
        following = self.tokens[at + 1] if at + 1 < len(self.tokens) else None
        topic = fold in lexicon.topics
        if fold in ("sa", "s"):
            return int(self.folds[at - 1].startswith("saradnj"))
        if fold in lexicon.za:
            return int(bool(following and following.is_word) and not lexicon.is_verb(following))
        if fold in ("i", "te"):
            return int(self._and(at, following, behind_za))
        if fold == "u":
            return self._place(at, head, noun)
        if lexicon.is_verb(self.tokens[at]) or fold in lexicon.honorifics or fold in _STOPS:
            return 0
        if fold in lexicon.stand_for or fold in lexicon.offices:
            own = at == head + 1 and noun in _OF_PEOPLE
            return int(own or self.folds[at - 1] in lexicon.za or (behind_za and topic))
        if fold in lexicon.bodies and not topic:
            return int(self._may_be_of(at, head, behind_za))
        if fold in lexicon.not_names and not topic:
            return 0
        return int(behind_za or (fold.endswith(_GENITIVE) and len(fold) > 2))

    def _may_be_of(self, at, head, behind_za):
        """Say whether a head in small letters belongs to another: “Savez opština”."""
        noun, _gender, case = self.lexicon.bodies[self.folds[at]]
        if behind_za:
            return noun in ("drustvo", "zajednica")
        towns = self.folds[at - 2 : at] == ["gradova", "i"]
        return at == head + 1 or towns or case in ("gen", "pl")

    def _place(self, at, head, noun):
        """Return how many tokens “u Beogradu” has that belongs to the name."""
        if not self.is_capital(at + 1):
            return 0
        country = self.country(at + 1)
        words = self.folds[max(0, head - 1) : at]
        local = noun in ("centar", "uprava", "dom") and any(w.startswith(_OF_TOWN) for w in words)
        if noun in _IN_TOWN or local:
            second = self.folds[at + 1].startswith(_TWO_WORD_TOWNS) and self.is_capital(at + 2)
            return 1 + (country or 1 + second)
        return 1 + country if country and noun in _IN_COUNTRY else 0

    def _and(self, at, following, behind_za):
        """Say whether behind “i” the name goes on: “za izbeglice i migracije”."""
        if following is None or not following.is_word or following.is_capital:
            return False
        fold, lexicon = following.fold, self.lexicon
        if fold == "opstina" and self.folds[at - 1] == "gradova":
            return True
        if lexicon.is_verb(following) or fold in lexicon.za or fold in _STOPS:
            return False
        if fold in lexicon.stand_for or fold in lexicon.offices:
            return False
        if fold in lexicon.topics:
            return True
        other = fold in lexicon.not_names or fold in lexicon.groups or fold in lexicon.bodies
        return behind_za and not other

    def listed(self, at):
        """Return behind which token a list of topics ends; the same if it is another list."""
        end, ended = at, False
        while self.sentence.fold(end) in (",", "i") and not ended:
            ended = self.folds[end] == "i"
            after = end + 1
            while self._is_topic(after):
                after += 1
            if after == end + 1:
                return at
            end = after
        return end if ended else at

    def _is_topic(self, at):
        fold = self.sentence.fold(at)
        return (
            fold in self.lexicon.topics
            and fold not in self.lexicon.offices
            and not self.is_capital(at)
        )
