"""What belongs to the head of a Serbian name: “za izbeglice i migracije”, “Saveta Evrope”."""

from events.reader import given_names, towns
from events.reader.finder import Finder
from events.reader.nominative import may_be_given

_ADJECTIVE = ("i", "a", "o", "e", "u", "og", "oj", "om", "im", "ih", "eg", "em", "oga")
_GENITIVE = ("a", "e", "ih", "og", "eg", "i", "oga", "om")
#: Adjectives made of words for people: “Volonterski centar”.
_OF_PEOPLE_TOO = tuple("ski ska sko skog skoj skom ske sku cki cka cke cku".split())
_PATRONYMIC = ("ic", "ica", "icu", "icem")
_IN_TOWN = frozenset(
    "akademija bolnica fakultet filijala gimnazija konzulat skola sud sveuciliste tuzilastvo "
    "univerzitet".split()
)
#: Of these there is one in many towns.
_OF_TOWN = ("azil", "policijsk", "prihvat", "socijaln", "tranzitn", "zdravlj")
_IN_COUNTRY = frozenset("delegacija misija kancelarija predstavnistvo".split())
#: Named after the people of whom or for whom they are: “Udruženje novinara”.
_OF_PEOPLE = frozenset(
    "kancelarija kabinet savez udruzenje komora drustvo sluzba biro zajednica mreza asocijacija "
    "unija klub savet dom".split()
)
#: Take the name of another with its head: “Kancelarija Saveta Evrope”.
_WITH_INNER = frozenset(
    "banka biro filijala fond kabinet kancelarija komitet misija predstavnistvo program "
    "sekretarijat ured".split()
)
_TWO_WORD_TOWNS = ("nov", "sta", "ban", "vel", "kos", "gor", "sre", "dim")
#: Such a part is followed by whose it is.
_TAKES_HOUSE = frozenset("kancelarija odeljenje odsek sektor sluzba uprava direkcija".split())
_STOPS = frozenset(
    "zaduzen zaduzena zaduzeni odgovoran odgovorna nadlezan nadlezna "
    "danas juce sutra zajedno kao takode uz kroz od do sa s pri na ove ova ovog ovom tokom povodom "
    "radi prema osim pored iz medu posebno posle nakon pre gde jos vec samo sve svi u "
    "ucesce prisustvo prisutni organizovan odrzan odrzana uspesno redovno prvi put godine njen "
    "njegov njihov kojima".split()
)
_MOST_CAPITALS = 5
_LONGEST_QUOTE = 10


#: Are of another house though they are named after what they are for.
_INSIDE = frozenset("drustvo zajednica sluzba policija program vojska".split())
_LENDERS = frozenset("banka fond".split())


class Complements(Finder):
    """Finds what belongs to the word that makes a name an institution."""

    def country(self, at):
        """Return how many tokens a country has: with “i Metohija” where this follows."""
        length = super().country(at)
        joined = length and self.sentence.fold(at + length) == "i"
        both = joined and self.sentence.fold(at + length + 1).startswith("metohij")
        return length + 2 * both

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
            town = self._of_town(at, head)
            if town:
                # “Skupština grada Kikinde”, and no more
                at, capitals = at + town, _MOST_CAPITALS
                continue
            if at > head + 1 and noun in _TAKES_HOUSE and self._is_house(at):
                break
            if country and (self.is_capital(at) or fold in ("republike", "republika")):
                # What follows a country is no more of the name.
                at, capitals = at + country, _MOST_CAPITALS
                continue
            token = self.tokens[at]
            if token.kind == "number" and token.start == self.tokens[at - 1].end:
                # “Inicijativa A11”
                at += 1
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
            return self.listed(at, behind_za) - at
        if not self.tokens[at].is_word:
            return 0
        if self.is_capital(at):
            return self._capital(at, head) if capitals < _MOST_CAPITALS else 0
        if capitals >= _MOST_CAPITALS and self.folds[at] not in self.lexicon.za | {"u"}:
            return 0
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
            lends = self.lexicon.bodies.get(self.folds[head], ("",))[0] in _LENDERS
            return self._inner(at) - at if lends else 0
        if following in lexicon.bodies:
            if fold.startswith("evropsk") or fold == "africke":
                return 2
            if not self.is_capital(at + 1):
                return 0
        office = self._is_behind_post(head)
        if office and at == head + 1 and self.is_capital(at + 1):
            # “direktor Zavoda Ana Anić”, but “predsednik opštine Vršac Ana Anić”
            return int(self._begins_person(at + 1) and not may_be_given(fold))
        other = fold in lexicon.offices or fold in lexicon.honorifics or fold in lexicon.verbs
        return int(not (other or self._begins_person(at)))

    def _is_behind_post(self, head):
        """Say whether somebody leads it: “direktor Zavoda”, “zamenik šefa Misije”."""
        at = head - 1
        while at > 0 and self.is_capital(at) and self._is_adjective(at):
            at -= 1
        return self.lexicon.offices.get(self.sentence.fold(at), "pl") != "pl"

    def _of_town(self, at, head):
        """Return how many tokens a town has whose it is, “grada” before it; 0 if none follows."""
        if self.folds[at] not in ("grada", "opstine") or self.folds[head].startswith("delegacij"):
            return 0
        length = towns.at(self.sentence, at + 1, self.lexicon.towns)[1]
        return length and 1 + length

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
            return int(self.folds[at - 1].startswith(("saradnj", "prijateljstv")))
        if fold in lexicon.za:
            if noun == "fondacija" and self.country(at + 1):
                return 0
            if noun == "vece" and self.sentence.fold(head - 2).startswith("clan"):
                # “članica Gradskog veća za razvoj”
                return 0
            return int(bool(following and following.is_word) and not lexicon.is_verb(following))
        if fold in ("i", "te"):
            return int(self._and(at, following, behind_za))
        if fold == "od":
            return int(self.folds[at - 1].startswith("zastit"))
        if fold == "prema":
            # “Regionalni centar granične policije prema Mađarskoj”
            country = self.country(at + 1) if following else 0
            return 1 + country if country else 0
        if fold == "u" and behind_za and self.sentence.fold(at + 1) == "regionu":
            return 2
        if fold == "u":
            return self._place(at, head, noun)
        if lexicon.is_verb(self.tokens[at]) or fold in lexicon.honorifics or fold in _STOPS:
            return 0
        if fold in lexicon.stand_for or fold in lexicon.offices:
            inner = lexicon.bodies.get(self.folds[at - 1], ("",))[0] in _OF_PEOPLE and at > head + 1
            own = inner or (at == head + 1 and noun in _OF_PEOPLE)
            return int(own or self.folds[at - 1] in lexicon.za or (behind_za and topic))
        if fold in lexicon.bodies and not topic:
            return int(self._may_be_of(at, head, behind_za))
        local = behind_za and fold in ("grad", "opstinu")
        if fold in lexicon.not_names and not (topic or local):
            return 0
        return int(behind_za or (fold.endswith(_GENITIVE) and len(fold) > 2))

    def _may_be_of(self, at, head, behind_za):
        """Say whether a head in small letters belongs to another: “Savez opština”."""
        noun, _gender, case = self.lexicon.bodies[self.folds[at]]
        if behind_za:
            return noun in _INSIDE
        towns = self.folds[at - 2 : at] == ["gradova", "i"]
        return at == head + 1 or towns or case in ("gen", "pl")

    def _place(self, at, head, noun):
        """Return how many tokens “u Beogradu” has that belongs to the name."""
        if not self.is_capital(at + 1):
            return 0
        country = self.country(at + 1)
        words = self.folds[max(0, head - 1) : at]
        local = noun in ("centar", "uprava", "dom") and any(w.startswith(_OF_TOWN) for w in words)
        home = noun in ("ambasada", "konzulat") and "srbije" in self.folds[head:at]
        if noun in _IN_TOWN or local or home:
            second = self.folds[at + 1].startswith(_TWO_WORD_TOWNS) and self.is_capital(at + 2)
            return 1 + (country or 1 + second)
        return 1 + country if country and noun in _IN_COUNTRY else 0

    def _and(self, at, following, behind_za):
        """Say whether behind “i” the name goes on: “za izbeglice i migracije”."""
        if following is None or not following.is_word:
            return False
        if following.is_capital:
            # “s dijasporom i Srbima u regionu”
            people = behind_za and following.fold.endswith("ima")
            return people and not following.is_acronym and following.fold not in self.lexicon.bodies
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

    def listed(self, at, behind_za=False):
        """Return behind which token a list of topics ends; the same if it is another list."""
        end, ended = at, False
        while self.sentence.fold(end) in (",", "i") and not ended:
            ended = self.folds[end] == "i"
            after = end + 1
            while self._is_topic(after) or (behind_za and self._may_be_topic(after)):
                after += 1
            if after == end + 1:
                return at
            end = after
        return end if ended else at

    def _may_be_topic(self, at):
        """Say whether a small word may say what a house is for, though no list knows it."""
        fold, lexicon = self.sentence.fold(at), self.lexicon
        if at >= len(self.tokens) or not self.tokens[at].is_word or self.is_capital(at):
            return False
        known = fold in lexicon.bodies or fold in lexicon.groups or fold in lexicon.stand_for
        small = len(fold) < 4 or fold in _STOPS or fold in lexicon.honorifics
        return not (known or small or fold in lexicon.offices or lexicon.is_verb(self.tokens[at]))

    def _is_topic(self, at):
        fold = self.sentence.fold(at)
        return (
            fold in self.lexicon.topics
            and fold not in self.lexicon.offices
            and not self.is_capital(at)
        )
