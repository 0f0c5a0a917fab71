"""What people did at the event: the verb nearest to a name tells."""

#: The more telling comes first.
ORDER = (
    "head-of-delegation",
    "chair",
    "moderator",
    "trainer",
    "opening",
    "interpreter",
    "rapporteur",
    "panellist",
    "host",
    "speaker",
    "observer",
)
_ARE = frozenset("su je was is were are included : bili bile".split())
_MANY = frozenset("were are included : bili bile".split())
_PASSIVE = frozenset("by were was : od".split())
_AUXILIARIES = frozenset("je su se has have was were is also who then koji koja jointly".split())
_CLAUSE = frozenset("a zatim dok while ;".split())
# In English “a” is an article.
_ARTICLE = frozenset("a")
_NEAR = 6


def chosen(roles):
    """Return the most telling of some roles."""
    return next((role for role in ORDER if role in roles), "participant")


class Roles:
    """Reads from one sentence who did what."""

    def __init__(self, sentence, lexicon, mentions):
        self.sentence, self.lexicon, self.folds = sentence, lexicon, sentence.folds
        self.mentions = [mention for mention in mentions if not mention.aside]
        self.clause = _CLAUSE if lexicon.has_cases else _CLAUSE - _ARTICLE

    def told(self):
        """Yield pairs of a mention and a role."""
        for role, phrases in self.lexicon.roles:
            for first, last in phrases.find(self.folds):
                yield from ((mention, role) for mention in self._who(first, last))
        for at, fold in enumerate(self.folds):
            quoted = at in self.sentence.in_quotes
            if fold in self.lexicon.speaker and not (quoted or self._inside(at)):
                yield from ((mention, "speaker") for mention in self._who(at, at + 1))

    def _inside(self, at):
        return [m for m in self.mentions if m.post and m.post[0] <= at < m.post[1]]

    def _who(self, first, last):
        """Return those who do what the words from one token to another say."""
        inside = self._inside(first)
        if inside:
            several = self.lexicon.offices.get(self.folds[first]) == "pl"
            later = [m for m in self.mentions if m.begins >= inside[0].begins]
            return self._row(later) if several else inside
        behind = [m for m in self.mentions if m.opens >= last]
        before = [m for m in self.mentions if m.ends <= first]
        near = self.folds[last : last + 4]
        if self.folds[first] in self.lexicon.role_nouns and last - first == 1:
            if not set(near) & _ARE and self.sentence.fold(first - 1) != "as":
                return []
            if behind and set(near) & _ARE and not {"was", "is"} & set(near):
                return self._row(behind)
        if near[:1] and near[0] in _MANY:
            return self._row(behind)
        is_near = before and not self._is_cut(before[-1].ends, first)
        if self.lexicon.has_cases:
            return self._row_before(before) if is_near else self._row(behind)
        if "by" in near or (set(near[:3]) & _PASSIVE and not before):
            return self._row(behind)
        if is_near:
            return self._row_before(before)
        return behind[:1] if not before and near[:1] != ["the"] else []

    def _is_cut(self, first, last):
        """Say whether another verb or clause stands between two tokens."""
        return any(
            (self.lexicon.is_verb(token) and token.fold not in _AUXILIARIES)
            or token.fold in self.clause
            for token in self.sentence.tokens[first:last]
        )

    def _row(self, mentions):
        """Return the first of some mentions and those that are in one list with it."""
        row = mentions[:1]
        for mention in mentions[1:]:
            if not self._is_joined(row[-1], mention):
                break
            row.append(mention)
        return row

    def _row_before(self, mentions):
        row = mentions[-1:]
        for mention in reversed(mentions[:-1]):
            if not self._is_joined(mention, row[-1]):
                break
            row.append(mention)
        return row

    def _is_joined(self, one, other):
        between = self.sentence.tokens[one.ends : other.opens]
        if len(between) > _NEAR:
            return False
        return not any(self.lexicon.is_verb(token) or token.text == ";" for token in between)
