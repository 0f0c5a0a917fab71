"""Serbian names of institutions, of which the head is put in the nominative."""

from events.reader.bodies import BARE, Body
from events.reader.cases import adjective_nominative, noun_nominative, put
from events.reader.complements import Complements

_TEAMS = frozenset("tvining tvinning twining twinning".split())
_KINDS_OF_SCHOOLS = ("osnovn", "srednj", "tehnick", "muzick", "medicinsk", "ekonomsk")
_OF_EVENTS = ("dnevna", "dnevne", "dnevnu", "dnevnoj", "letnja", "letnje", "letnju", "letnjoj")
_PERSONAL = frozenset("ombudsman poverenik zastitnik".split())
_MOST_ADJECTIVES = 3


def bodies(sentence, lexicon):
    return _Serbian(sentence, lexicon).every()


class _Serbian(Complements):
    def _at(self, at):
        token, fold = self.tokens[at], self.folds[at]
        if fold in self.lexicon.bodies:
            return self._headed(at, *self.lexicon.bodies[fold])
        if token.is_capital and self._own_name(fold) is not None:
            name = put(token.text, self._own_name(fold), "")
            return Body(at, at + 1, name, token.text)
        if token.is_capital and self._woman(token):
            return Body(at, at + 1, self._woman(token), token.text, case="gen")
        if fold.startswith("ujedinjen") and self.sentence.fold(at + 1).startswith("nacij"):
            return self._united_nations(at)
        if fold in _TEAMS and self.sentence.fold(at + 1).startswith("projek"):
            return self._team(at)
        known = token.is_acronym and token.stem.lower() not in self.lexicon.no_bodies
        letters = known and not self._is_head(at + 1) and not self.ends_person(at)
        return self._letters(at) if letters else None

    def _own_name(self, fold):
        """Return how long the ending is of a known name: “Fronteksa”; None of an unknown one."""
        cuts = (0, *(len(end) for end in ("a", "u", "om", "em") if fold.endswith(end)))
        return next((n for n in cuts if fold[: len(fold) - n] in self.lexicon.own_names), None)

    def _woman(self, token):
        """Return a known name that ends in “a” in the nominative, "" if it is none."""
        cut = next((len(end) for end in ("om", "e", "i", "u") if token.fold.endswith(end)), 0)
        known = cut and f"{token.fold[:-cut]}a" in self.lexicon.own_names
        return put(token.text, cut, "a") if known else ""

    def _letters(self, at):
        quote = self.sentence.quote(at + 1)
        if quote:
            return self._plain(at, quote)
        stem, last = self.tokens[at].stem, at + 1
        if self.is_capital(last):
            # “MUP Srbije”
            last += self.country(last) or self.folds[last].startswith("vojvodin")
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
            listed = case == "gen" and self.sentence.fold(head - 1) in (",", "i")
            speaks = speaks or (listed and not self.is_capital(last))
            return speaks and self.is_capital(head)
        if noun == "konferencija":
            return self.folds[first].startswith("staln")
        if noun == "skola" and bare and not self.is_capital(first):
            return False
        if noun == "okrug" and not self.sentence.fold(head - 1).startswith("upravn"):
            return False
        if self._is_event(head, noun) or self._is_of_states(head, last, noun):
            return False
        if bare and alone and noun in BARE and self.is_capital(head):
            return not self._opens(head)
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

    def _is_event(self, head, noun):
        """Say whether a school is an event: “trodnevna škola „Migracije“”."""
        return noun == "skola" and self.sentence.fold(head - 1).endswith(_OF_EVENTS)

    def _is_of_states(self, head, last, noun):
        """Say whether it is a whole country's, or that of many: “ambasada država članica”."""
        if noun == "ambasada":
            return self.sentence.fold(head + 1) in ("drzava", "zemalja", "stranih")
        whole = last - head - 1
        return noun == "delegacija" and whole > 0 and self.country(head + 1) == whole

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
        kind = self.sentence.fold(head - 1).startswith(_KINDS_OF_SCHOOLS)
        named = capital == head and self.folds[head].startswith("skol") and kind
        return head - 1 if named else capital
