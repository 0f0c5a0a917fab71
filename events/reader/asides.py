"""Who is named in a text without having taken part, and who was to come and did not."""

import itertools

from events.reader.found import Aside

# So far before a name a verb of thanks is looked for, and so few words may stand between.
_NEAR, _BETWEEN = 18, 3
_SHORT_LINE = 14
_LONGEST_CREDIT = 7
_SMALL = frozenset("the and to for i na se je su of both his her".split())
_SKIPPED = frozenset("the a an late ,".split())
_ALSO = (("who", "also"), ("koji", "su"), ("koja", "je"), ("koji", "je"))
_WROTE = ("wrote", "writes", "napisa", "pisa")
_WORKS = ("film", "novel", "book", "poem", "essay", "study", "roman", "knji", "pesm", "esej")
_NO_FUTURE = frozenset("domace opste".split())
_AUXILIARIES = frozenset(["je", "su"])
_CLAUSES = frozenset("; while whereas dok a".split())
_RELATIVES = frozenset("who which koji koja koje".split())
_BESIDE = 4
#: Who is to do a project is a partner in it today.
_BY_PARTNERS = (["be", "implemented"], ["be", "financed"], ["be", "funded"])
#: Are said of the whole that is to come, and not of who is to do it.
_ANNOUNCED = tuple("scheduled planned held zakazan planiran najavljen mesec nedelj godin".split())


def to_come(sentence, lexicon):
    """Return which tokens of a sentence tell of something that is still to come."""
    found = set()
    phrases = list(lexicon.to_come.find(sentence.folds))
    if lexicon.has_cases:
        phrases += [(at, at + 1) for at, token in enumerate(sentence.tokens) if _is_future(token)]
    for first, last in phrases:
        partners = sentence.folds[last : last + 2] in _BY_PARTNERS
        if first in sentence.in_quotes or first in found or partners:
            continue
        ends = _CLAUSES if lexicon.has_cases else _CLAUSES - {"a"}
        relative = sentence.fold(first - 1) in _RELATIVES
        ends |= {","} if relative else set()
        end = next((k for k in range(last, len(sentence)) if sentence.folds[k] in ends), None)
        whole = sentence.folds[last - 1].startswith(_ANNOUNCED)
        told = relative or (not whole and _tells(sentence, lexicon, first))
        begin = first if told else 0
        found |= set(range(begin, len(sentence) if end is None else end))
    return found


def _is_future(token):
    """Say whether a Serbian word is a verb that tells of what is to come: “vodiće”."""
    small = token.is_word and token.text.islower() and token.fold not in _NO_FUTURE
    return small and token.text.endswith(("iće", "aće", "иће", "аће")) and len(token.text) > 5


def _tells(sentence, lexicon, end):
    """Say whether the words before a place tell of something that was."""
    folds = sentence.folds[:end]
    said = any(fold in lexicon.spoke for fold in folds)
    came = lexicon.attended_before.within(folds) or lexicon.attended_behind.within(folds)
    return said or came is not None


def is_past(sentence, lexicon):
    """Say whether a sentence tells of something that was, and of nothing to come."""
    told = _tells(sentence, lexicon, len(sentence)) or lexicon.held.within(sentence.folds)
    return bool(told) and lexicon.to_come.within(sentence.folds) is None


def settle(sentence, lexicon, mentions, bodies, later=frozenset()):
    """Say of each mention of a sentence why it is none of a participant, if it is not.

    `later` are the tokens that tell of something to come.
    """
    aside = _Asides(sentence, lexicon, mentions, bodies)
    credit = aside.credit()
    for mention in mentions:
        mention.aside = mention.aside or aside.of(mention, credit)
        said = any(
            fold in lexicon.spoke for fold in sentence.folds[mention.ends : mention.ends + _BESIDE]
        )
        if mention.first in later and not said:
            mention.aside = mention.aside or Aside.LATER
    aside.absent()


class _Asides:
    def __init__(self, sentence, lexicon, mentions, bodies):
        self.sentence, self.lexicon, self.mentions = sentence, lexicon, mentions
        self.folds = sentence.folds
        self.known = {at for body in bodies for at in body.tokens}
        self.known |= {at for mention in mentions for at in range(mention.opens, mention.ends)}

    def of(self, mention, credit):
        at = mention.opens
        while at and self.folds[at - 1] in _SKIPPED:
            at -= 1
        if credit is not None and mention.first >= credit:
            return Aside.CREDIT
        if self._is_inside_title(mention, at):
            return Aside.TITLE
        if "late" in self.folds[at : mention.first] or self._is_thanked(mention, at):
            return Aside.THANKED
        quoted = self.lexicon.quoted.ends_at(self.folds, at) and not self._acts(mention)
        return Aside.QUOTED if quoted or self._is_author(mention) else ""

    def _acts(self, mention):
        """Say whether something follows that somebody did there as well: “who also led …”."""
        behind = self.folds[mention.ends : mention.ends + _NEAR]
        return any(pair in _ALSO for pair in itertools.pairwise(behind))

    def _is_author(self, mention):
        """Say whether only words of somebody are told: “In the novel … A wrote that”."""
        behind = self.folds[mention.ends : mention.ends + 2]
        wrote = any(fold.startswith(_WROTE) for fold in behind)
        before = self.folds[: mention.first]
        wrote = wrote or self.sentence.fold(mention.opens - 1) == "by"
        return wrote and any(fold.startswith(_WORKS) for fold in before)

    def credit(self):
        """Return from which token on a sentence tells who made the text or the photos."""
        tokens = self.sentence.tokens
        begin = next((k for k, token in enumerate(tokens) if token.is_word), 0)
        for first, last in self.lexicon.credits.find(self.folds, begin, begin + _LONGEST_CREDIT):
            beside = any(mention.begins <= last + 2 for mention in self.mentions)
            marked = self.sentence.fold(last) in {":", "-", "–", "/"}
            if first == begin and (marked or (beside and len(tokens) < _SHORT_LINE)):
                return first
        within = self.lexicon.credit_within.within(self.folds)
        return within[0] if within else None

    def _is_inside_title(self, mention, at):
        if self.lexicon.inside_title.ends_at(self.folds, at):
            return any(other is not mention and other.is_sure for other in self.mentions)
        if not (self.lexicon.has_cases and mention.has_post_before and mention.oblique):
            return False
        # “savetnik ministra” before a name in the genitive: it is the minister's.
        cases = [
            self.lexicon.offices[self.folds[k]]
            for k in range(*mention.post)
            if self.folds[k] in self.lexicon.offices
        ]
        return len(cases) > 1 and cases[0] == "nom" and cases[-1] == "gen"

    def _is_thanked(self, mention, at):
        """Say whether thanks go to a name: only names, posts and institutions stand between."""
        if self.lexicon.thanked.ends_at(self.folds, at):
            return True
        for _first, last in self.lexicon.thanked.find(self.folds, max(0, at - _NEAR), at):
            between = self.sentence.tokens[last:at]
            small = _AUXILIARIES if mention.oblique else ()
            others = (token for token in between if token.fold not in small)
            if any(self.lexicon.is_verb(token) or token.text in ";:" for token in others):
                continue
            free = [self.sentence.tokens[k] for k in range(last, at) if k not in self.known]
            if len([t for t in free if t.is_word and t.fold not in _SMALL]) < _BETWEEN:
                return True
        return False

    def absent(self):
        """Mark whom the sentence says did not come."""
        for first, last in self.lexicon.absent.find(self.folds):
            before = [mention for mention in self.mentions if mention.ends <= first]
            behind = [mention for mention in self.mentions if mention.begins >= last]
            listed = self.sentence.fold(last) == ":"
            for mention in behind if listed else before[-1:] or behind[:1]:
                mention.absent = True
