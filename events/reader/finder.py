"""How a sentence is gone through for institutions, whatever its language."""

from events.reader import countries
from events.reader.series import Series


class Finder:
    """Goes through a sentence for institutions; `_at` of a language says what one begins with.

    Its `_begins_person` says where a person does.
    """

    def __init__(self, sentence, lexicon):
        self.sentence, self.lexicon = sentence, lexicon
        self.tokens, self.folds = sentence.tokens, sentence.folds
        self.series = Series(self)
        #: Behind which token the institution before ends.
        self.free = 0

    def every(self):
        found, at = [], 0
        while at < len(self.tokens):
            quoted = at in self.sentence.in_quotes or not self.tokens[at].is_word
            some = [] if quoted else self.series.at(at) or [self._at(at)]
            for body in filter(None, some):
                found.append(body)
                self.free = at = body.last
            at += not any(some)
        return found

    def alone(self, at):
        """Return the institution that begins at a token without a list, None if none does."""
        return self._at(at)

    def is_capital(self, at):
        return 0 <= at < len(self.tokens) and self.tokens[at].is_capital

    def country(self, at):
        """Return how many tokens a country has that begins here, 0 if none does."""
        return countries.at(self.folds, at, self.lexicon.language)[1]

    def ends_person(self, at):
        """Say whether letters are a family name: “Petar ANIĆ”, “Ms. Lotte VAN DAM”."""
        while at and self.tokens[at - 1].is_acronym:
            at -= 1
        title = at - 2 - (self.sentence.fold(at - 2) == ".")
        named = title >= 0 and self.folds[title] in self.lexicon.honorifics
        return at > 0 and (self._begins_person(at - 1) or (named and self.is_capital(at - 1)))
