"""Posts before a name, and the words in which a post is printed."""

from events.reader import countries
from events.reader.cases import adjective_nominative, noun_nominative

#: So many words are looked at for a post.
MOST = 26
_LONGEST_QUOTE = 14
_LEADS = frozenset("of the for at in u za na iz pri o".split())
_NEVER_ENGLISH = frozenset("with by that which as or but while when".split())
_NEVER_SERBIAN = frozenset("kao uz od ali te a do s sa prema medu predstavnici ucesnici".split())
_OFFICIALS = frozenset("zamenik zamenica pomocnik pomocnica vd vrsilac".split())
_WHERE = frozenset("at in from u pri iz".split())
_ACTING = frozenset("d v.d vd duznosti".split())
_IDLE = frozenset("the a an and i as kao".split())


class Post:
    """What both ways of looking for a post need of one sentence."""

    def __init__(self, sentence, lexicon, bodies, mentions):
        self.sentence, self.lexicon = sentence, lexicon
        self.tokens, self.folds = sentence.tokens, sentence.folds
        self.bodies, self.mentions = bodies, mentions
        self.at_body = {at: body for body in bodies for at in body.tokens}
        self.of_name = {at: m for m in mentions for at in range(m.begins, m.last)}

    def take(self, mention, first, last):
        """Give a mention the post that stands between two tokens."""
        while first < last and self.folds[first] in _IDLE:
            first += 1
        if first == last:
            return
        mention.post = first, last
        mention.evidence += 2
        mention.position = self._printed(first, last)
        mention.bodies = [body for body in self.bodies if first <= body.first < last]
        mention.heads = list(self._bare_heads(first, last))
        outside = (k for k in range(first, last) if k not in self.at_body)
        mention.country = mention.country or next(filter(None, map(self.country, outside)), "")

    def _bare_heads(self, first, last):
        """Yield the heads of institutions that a post names without their names, and where."""
        begin = first - 2 if self.sentence.fold(first - 1).endswith("s") else first
        for at in range(max(0, begin), last):
            known = self.lexicon.bodies.get(self.folds[at])
            if not known or at in self.at_body:
                continue
            behind_the = (
                not self.lexicon.has_cases and self.sentence.fold(at - 1) in self.lexicon.the
            )
            before_office = self.sentence.fold(at + 1) in self.lexicon.offices
            named = self.tokens[at].is_capital and not before_office
            if behind_the or named or known[0] == "opstina":
                yield known[0], at

    def country(self, at):
        return countries.at(self.folds, at, self.lexicon.language)[0]

    def office_from(self, first, last):
        """Return the first word for an office that is in no institution's name, None if none is."""
        offices = self.lexicon.offices
        every = (
            k for k in range(first, last) if self.folds[k] in offices and k not in self.at_body
        )
        return next(every, None)

    def is_between_topics(self, at):
        """Say whether a comma stands in the name of a house: “za rad, zapošljavanje i …”."""
        before, behind = self.sentence.fold(at - 1), self.sentence.fold(at + 1)
        both = before in self.lexicon.topics and behind in self.lexicon.topics
        return both and at + 1 not in self.at_body and at + 1 not in self.of_name

    def _printed(self, first, last):
        """Return a post as it is printed: without where its holder works, in the nominative.

        Of several people's post nothing is kept.
        """
        office = self.office_from(first, last)
        if office is None:
            return self.sentence.words(first, last)
        if self.lexicon.offices[self.folds[office]] == "pl":
            return ""
        body = self.at_body.get(last - 1)
        if body and body.last == last:
            at = body.first
            while at - 1 > office and at - 1 in self.at_body:
                at = self.at_body[at - 1].first
            link = at - 1 - (self.sentence.fold(at - 1) in self.lexicon.the)
            if link > office and (self.folds[link] in _WHERE or self.folds[link] == ","):
                last = link
        if self.folds[office] not in self.lexicon.lemmas:
            return self.sentence.words(first, last)
        return self._nominative(first, office, last)

    def _nominative(self, first, office, last):
        fold = self.folds[office]
        if self.lexicon.offices[fold] == "nom":
            return self.sentence.words(first, last)
        if not _ACTING.isdisjoint(self.folds[first:office]):
            # “v. d. direktora” is so in the nominative.
            return self.sentence.words(first, last)
        noun, gender = self.lexicon.lemmas[fold]
        words = [
            adjective_nominative(token.text, token.fold, gender)
            if token.fold in self.lexicon.before_office
            else token.text
            for token in self.tokens[first:office]
        ]
        words.append(noun_nominative(self.tokens[office].text, fold, noun, gender))
        words += filter(None, [self.sentence.words(office + 1, last)])
        return " ".join(words)


class PostBefore(Post):
    """Looks for a post to the left of a name: “State Secretary Ana Anić”."""

    def find(self, mention):
        """Return where the post begins and ends that stands before a name, None if none does."""
        at = mention.begins
        apposition = at > 1 and self.folds[at - 1] == ","
        at -= apposition
        before = self.sentence.fold(at - 1)
        if before in self.lexicon.and_ or (not mention.honorific and before in _LEADS):
            return None
        office = self._first_office(at)
        if office is None:
            return None
        if not mention.is_whole and not (mention.honorific or office == mention.begins - 1):
            return None
        if self.lexicon.has_cases or (office and self._capital_before(office)):
            office = self._outer(office)
        if apposition and not self._is_of_the_next(office):
            return None
        first = self._leftmost(office)
        if not apposition and first > 1 and self.folds[first - 1] == ",":
            first = self._further(first)
        return first, at

    def _first_office(self, at):
        seen = 0
        while at > 0 and seen < MOST:
            step = self._step(at - 1)
            if not step:
                return None
            at, seen = at - step, seen + 1
            if step == 1 and self._is_office(at):
                return at
        return None

    def _step(self, at):
        """Return how many tokens, ending with this one, may stand in a post; 0 if it may not."""
        token, fold = self.tokens[at], self.folds[at]
        if at in self.of_name and self.of_name[at].is_sure:
            return 0
        if at in self.at_body:
            return at - self.at_body[at].first + 1
        quote = next((first for first, end in self.sentence.quotes if end == at + 1), None)
        if quote is not None:
            return at - quote + 1 if at - quote < _LONGEST_QUOTE else 0
        if token.kind in ("own", "number"):
            return 1
        if token.text == ")":
            opening = [k for k in range(max(0, at - 6), at) if self.folds[k] == "("]
            return at - opening[-1] + 1 if opening else 0
        if token.text == ",":
            return int(self.is_between_topics(at))
        if token.text == ".":
            return int(self.sentence.fold(at - 1) in self.lexicon.abbreviations)
        if not token.is_word or self.lexicon.is_verb(token):
            return 0
        if fold in self.lexicon.offices:
            return 1
        if fold in self.lexicon.and_:
            return int(not self._office_follows(at))
        return int(fold not in (_NEVER_SERBIAN if self.lexicon.has_cases else _NEVER_ENGLISH))

    def _office_follows(self, at):
        following, next_one = self.sentence.fold(at + 1), self.sentence.fold(at + 2)
        if following in self.lexicon.offices:
            return True
        before = following in self.lexicon.before_office and not self.lexicon.has_cases
        return before and next_one in self.lexicon.offices

    def _is_office(self, at):
        if self.folds[at] not in self.lexicon.offices or at in self.at_body:
            return False
        # “General” behind “Secretary” is a part of the post.
        second = self.folds[at] in self.lexicon.after_office
        return not (second and self.sentence.fold(at - 1) in self.lexicon.offices)

    def _capital_before(self, office):
        token = self.tokens[office - 1]
        return token.is_capital or token.kind == "number" or office - 1 in self.at_body

    def _outer(self, office):
        """Return the first word for an office of a post that names two: “pomoćnik ministra”."""
        at, seen = office, 0
        while at > 0 and seen < MOST:
            step = self._step(at - 1)
            plural = self.lexicon.offices.get(self.folds[at - 1]) == "pl"
            if not step or (step == 1 and plural):
                break
            at, seen = at - step, seen + 1
            if step == 1 and self._is_office(at):
                office = at
        return office

    def _further(self, first):
        """Return where a post begins that stands before another: “the Head of …, Ambassador A”."""
        office = self._first_office(first - 1)
        return (
            self._leftmost(office) if office is not None and self._is_of_the_next(office) else first
        )

    def _is_of_the_next(self, office):
        """Say whether a post before a comma is that of who follows, not of who came before."""
        earlier = [m for m in self.mentions if m.first < office and m.is_sure]
        if not earlier or earlier[-1].has_post_before:
            return True
        between = self.tokens[earlier[-1].last : office]
        return any(self.lexicon.is_verb(token) or token.text == ";" for token in between)

    def _leftmost(self, office):
        """Return where a post begins of which the word for the office is known."""
        at = office
        while at > 0:
            token, body = self.tokens[at - 1], self.at_body.get(at - 1)
            if body:
                # “EU Delegation Head”, “Red Cross Director”.
                if self.lexicon.has_cases or body.last != at:
                    break
                at = body.first
            elif at - 1 in self.of_name and self.of_name[at - 1].is_sure:
                break
            elif (
                token.text == "-"
                or (token.text == "." and self.folds[at - 2] in ("v", "d", "vd"))
                or (token.is_word and self._belongs(at - 1))
            ):
                at -= 1
            else:
                chained = self._chained(at)
                if chained is None:
                    break
                at = chained
        while at < office and self.folds[at] in {"of", "for", "to", "-", "and", "i", "."}:
            at += 1
        return at

    def _belongs(self, at):
        """Say whether a word before an office belongs to the post."""
        token, fold = self.tokens[at], self.folds[at]
        if fold in self.lexicon.offices:
            oblique = self.lexicon.offices.get(self.folds[at + 1]) in ("gen", "pl", "dat")
            return not self.lexicon.has_cases or oblique or fold in _OFFICIALS
        if fold in self.lexicon.before_office and not self.lexicon.is_verb(token):
            return True
        if self.lexicon.has_cases:
            return fold in ("v", "d")
        if token.is_acronym and fold == "eu":
            return True
        # “Health Minister”, “British Ambassador”.
        return token.is_capital and (fold in self.lexicon.topics or fold in self.lexicon.demonyms)

    def _chained(self, at):
        """Return where “Adviser to the” begins before an office, None if nothing such stands."""
        link = at - 1 - (self.folds[at - 1] in self.lexicon.the)
        if self.lexicon.has_cases or link < 1 or self.folds[link] not in ("to", "of", "for"):
            return None
        takes = self.folds[link - 1] in self.lexicon.title_takes and link - 1 not in self.at_body
        return link - 1 if takes else None
