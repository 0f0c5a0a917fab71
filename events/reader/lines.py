"""Who took part without a name: institutions, countries and groups of a list, and how many."""

from dataclasses import dataclass

from events.reader import countries, given_names, regions, towns
from events.reader.bodies import Body
from events.reader.counts import number
from events.reader.found import FoundCount, FoundLine, Words

_LONGEST_GROUP = 10
# Only stand for those of whom they speak, and are no group of their own.
_SPEECHLESS = (
    "represent", "predstavni", "delegat", "member", "clan", "colleague", "koleg", "delegacij",
    "official", "zvanicn", "pripadni",
)  # fmt: skip
_OF_COUNTRIES = frozenset("from iz of".split())
_REPRESENT = ("representatives", "predstavnici", "predstavnicima", "predstavnike", "predstavnika")
_VAGUE = frozenset(
    "participants guests others people ucesnici gosti ostali drugi ostalih drugih ucesnika "
    "polaznici".split()
)
_BEFORE_ITEM = frozenset("from iz by with well sa s kao including su je ;".split())
_ENDS_GROUP = frozenset(
    "who which that to on in at during with u na koji koje kao sa o povodom by as took also".split()
)
_ADJECTIVES = tuple("ski ska sko ske skog skom skoj skih skim".split())
_TRAILING = frozenset("of from the iz and i za for".split())
_DESCRIBING = tuple("ni nih ski skih ih nim im skim ska ske sku nja nje cka cke".split())


@dataclass
class Told:
    """A line with the institution in the sentence; `spoke`: it is only said to have spoken."""

    line: FoundLine
    body: Body | None = None
    spoke: bool = False


class Lines:
    """Reads the list in one sentence that tells who was there."""

    def __init__(self, sentence, lexicon, bodies, mentions, later=frozenset()):
        self.sentence, self.tokens, self.folds = sentence, sentence.tokens, sentence.folds
        self.lexicon, self.bodies = lexicon, bodies
        self.at_body = {body.first: body for body in bodies}
        self.taken = self._of_people(mentions) | later
        self.taken |= regions.of_places(sentence, lexicon, self.at_body)
        self.found, self.counts = [], []

    def _of_people(self, mentions):
        taken = set()
        for mention in mentions:
            taken |= set(range(mention.opens, mention.ends))
            for body in mention.bodies:
                taken |= set(body.tokens)
        return taken

    def read(self):
        """Read the sentence if it tells who was there, else who spoke in it."""
        some = list(regions.attended(self.sentence, self.lexicon))
        some = some or list(regions.audience(self.sentence, self.lexicon))
        for first, last in some:
            self._walk(first, last)
        if not some:
            self._speakers()

    def _speakers(self):
        """Take “representatives of the Ministry presented …” where nobody is said to have come."""
        verb = next((k for k, fold in enumerate(self.folds) if fold in self.lexicon.spoke), 0)
        for at in range(verb):
            if self._stands_for(at) and self._is_speechless(at):
                self._walk(at, verb)
                break
        if not (self.found or self.lexicon.thanked.within(self.folds)):
            self._representatives()
        self.found = [Told(t.line, t.body, True) for t in self.found if t.body and not t.line.group]
        self.counts = []

    def _representatives(self):
        """Take “representatives of the Ministry” wherever they are named."""
        inside = {k for body in self.bodies for k in body.tokens}
        end = 0
        for at, fold in enumerate(self.folds):
            if at >= end and fold.startswith(_REPRESENT) and self._stands_for(at):
                behind = (k for k in range(at, len(self.tokens)) if k not in inside)
                verbs = (k for k in behind if self.lexicon.is_verb(self.tokens[k]))
                end = next(verbs, len(self.tokens))
                self._walk(at, end)

    def _walk(self, at, last):
        """Go through a list; `within` once a member of it was found, until something ends it."""
        within = False
        while at < last:
            body, counted = self.at_body.get(at), number(self.sentence, self.lexicon, at)
            code, length = self._country(at)
            if at in self.taken or (at in self.sentence.in_quotes and not body):
                within = within and self.folds[at] != ";"
                at += 1
            elif counted:
                at, within = self._counted(at, last, counted)
            elif body and (within or self._is_item(at)):
                self._body(body, at)
                at, within = body.last, True
            elif within and self._is_unknown(at):
                self._unknown(at)
                at += 1
            elif self._stands_for(at) and not body:
                at, within = self._standing_for(at, last)
            elif code and within and self._follows(at):
                self._line(at, at + length, country=code)
                at += length
            elif self._is_group(at) and (within or self._opens_item(at)):
                at, within = self._group(at), True
            else:
                within = within and not self._ends_list(at)
                at += 1

    # What stands at a place

    def _stands_for(self, at):
        fold = self.folds[at]
        one = self.lexicon.has_cases and self.lexicon.offices.get(fold) in ("nom", "ins")
        if self.tokens[at].is_acronym or (one and not self._is_speechless(at)):
            return False
        return fold in self.lexicon.stand_for and not self._is_adjective(at)

    def _is_adjective(self, at):
        return self.lexicon.has_cases and self.folds[at].endswith(_ADJECTIVES)

    def _is_group(self, at):
        fold, has_cases = self.folds[at], self.lexicon.has_cases
        named = has_cases and self.tokens[at].is_capital and at
        one = has_cases and self.lexicon.offices.get(fold) == "nom"
        return fold in self.lexicon.groups and not (named or one or self._is_adjective(at))

    def _is_speechless(self, at):
        return self.folds[at].startswith(_SPEECHLESS)

    def _country(self, at):
        if not self.tokens[at].is_capital:
            return "", 0
        return countries.at(self.folds, at, self.lexicon.language)

    def _is_unknown(self, at):
        """Say whether one capital word is an institution by the list that it stands in."""
        token, behind = self.tokens[at], self.sentence.fold(at + 1)
        fold, lexicon = token.fold, self.lexicon
        before = self._before(at)
        listed = before >= 0 and self._joins(before) and any(b.last == before for b in self.bodies)
        joined = behind in lexicon.and_ and (
            at + 2 in self.at_body or self.sentence.fold(at + 2) in lexicon.the
        )
        ends = behind in (",", ".", ")", ";", "") or joined
        if not (listed and ends and token.is_capital and len(token.text) > 3):
            return False
        known = self._country(at)[0] or towns.at(self.sentence, at, lexicon.towns)[1]
        named = fold in lexicon.not_names or fold in lexicon.offices or fold in given_names.EVERY
        return not (known or named or self._is_group(at) or fold in lexicon.stand_for)

    def _unknown(self, at):
        words = self.tokens[at].stem
        body = Body(at, at + 1, words, words)
        self.at_body[at] = body
        self.bodies.append(body)
        self._body(body, at)

    def _ends_list(self, at):
        token = self.tokens[at]
        if self.lexicon.is_verb(token) or token.text in ";:.":
            return True
        small = self.lexicon.and_ | self.lexicon.the | {"of", "from", "iz", "as", "well", "both"}
        return token.is_word and token.fold not in small

    def _before(self, at):
        """Return what stands before a place, without articles."""
        at -= 1
        while at >= 0 and (self.folds[at] in self.lexicon.the or self.folds[at] in ("both", "our")):
            at -= 1
        # “of the Ministry and of the Red Cross”
        again = at > 0 and self.folds[at] in ("of", "from") and self._joins(at - 1)
        return at - 1 if again else at

    def _joins(self, at):
        return self.folds[at] == "," or self.folds[at] in self.lexicon.and_

    def _is_item(self, at):
        """Say whether an institution stands where a member of a list stands."""
        before = self._before(self._adjectives(at) if self.lexicon.has_cases else at)
        if before < 0 or self.lexicon.attended_behind.ends_at(self.folds, before + 1):
            return True
        fold = self.folds[before]
        well = self.folds[before - 1 : before + 1] == ["well", "as"]
        return fold in ",(:" or fold in self.lexicon.and_ or fold in _BEFORE_ITEM or well

    def _follows(self, at):
        fold = self.sentence.fold(self._before(at))
        return fold in (",", "–", "—", ":") or fold in self.lexicon.and_ or fold in _OF_COUNTRIES

    def _opens_item(self, at):
        """Say whether a group stands where a member of a list begins, adjectives before it."""
        before = self._before(self._adjectives(at, self.lexicon.the))
        if before < 0 or self.lexicon.attended_behind.ends_at(self.folds, before + 1):
            return True
        fold = self.folds[before]
        return fold in ",:(;" or fold in self.lexicon.and_ or fold in ("by", "with", "as", "sa")

    def _describes(self, at):
        token = self.tokens[at]
        if not token.is_word or self.lexicon.is_verb(token):
            return False
        if self.lexicon.has_cases:
            return token.fold.endswith(_DESCRIBING) and not token.is_capital
        return token.fold in self.lexicon.adjectives

    def _adjectives(self, at, also=frozenset()):
        """Return where the adjectives before a noun begin."""
        stop = self.lexicon.and_ | {"of"}
        while at > 0 and (
            (self._describes(at - 1) and self.folds[at - 1] not in stop)
            or self.folds[at - 1] in also
        ):
            at -= 1
        return at

    # What is taken

    def _counted(self, begin, last, counted):
        """Take “more than 60 participants”, “about 30 members of …”; return where to go on."""
        noun = counted.end
        while noun < len(self.tokens) and noun - counted.end < 4 and self._describes(noun):
            noun += 1
        fold, behind = self.sentence.fold(noun), self.sentence.fold(noun + 1)
        if fold in self.lexicon.all_who_came and (behind != "of" or fold == "participants"):
            words = self._words(begin, noun + 1)
            of_whom = self.sentence.words(counted.end, noun + 1)
            self.counts.append(FoundCount(words, counted.value, counted.qualifier, of_whom))
            return noun + 1, behind in ("from", "iz")
        if fold in self.lexicon.stand_for or fold in self.lexicon.groups:
            end, _within = self._standing_for(noun, last, (begin, counted))
            return max(end, noun + 1), True
        return counted.end, False

    def _standing_for(self, at, last, counted=None):
        """Take “representatives of …”, “colleagues from …”; return where to go on."""
        begin = counted[0] if counted else at
        link = self.sentence.fold(at + 1)
        at_work = link == "u" and at + 2 in self.at_body
        after = at + 1 + (link in ("of", "from", "iz", "at") or at_work)
        while self.sentence.fold(after) in self.lexicon.the | {"both"}:
            after += 1
        body = self.at_body.get(after)
        if after in self.taken:
            return after, False
        if body:
            group = "" if self._is_speechless(at) else self.sentence.words(at, at + 1)
            self._body(body, begin, counted, group)
            return body.last, True
        code, length = self._country(after) if after < len(self.tokens) else ("", 0)
        if code:
            self._line(begin, after + length, country=code, counted=counted)
            return after + length, True
        if self._is_alone(after, link):
            if counted or not (
                self.folds[at] in self.lexicon.all_who_came or self._is_speechless(at)
            ):
                return max(self._group(at, counted), at + 1), True
            return at + 1, link in ("from", "iz")
        start = after if self._is_speechless(at) else at
        return max(self._group(start, counted), after), True

    def _is_alone(self, after, link):
        """Say whether a group has nothing behind it that says of whom."""
        if link in ("of", "from", "iz"):
            return False
        if after >= len(self.tokens) or not self.lexicon.has_cases:
            return True
        token = self.tokens[after]
        return not token.is_word or self.lexicon.is_verb(token) or token.fold in self.lexicon.and_

    def _group(self, at, counted=None):
        """Take a group in words up to where the next member begins; return where to go on."""
        begin, end = self._adjectives(at), at
        longest = min(len(self.tokens), begin + _LONGEST_GROUP)
        while end < longest and not self._ends_group(end, at):
            end += 1
        body = self.at_body.get(end) if end not in self.taken else None
        words = self._words_of_group(begin, end, body, counted)
        first = counted[0] if counted else begin
        if body:
            self._body(body, first, counted, words)
            return body.last
        if words and not self._is_vague(begin, end):
            self._line(first, end, group=words, counted=counted)
        return max(end, at + 1)

    def _words_of_group(self, begin, end, body, counted):
        """Return the words of a group without the small ones at its end."""
        while end > begin and self.folds[end - 1] in _TRAILING:
            end -= 1
        if end - begin == 1 and self._is_speechless(begin) and (body or not counted):
            return ""
        return self.sentence.words(begin, end)

    def _is_vague(self, begin, end):
        """Say whether a group says nothing: all guests, a house whose name came before."""
        folds = self.folds[begin:end]
        named = self.tokens[begin].is_capital and self.folds[begin] in self.lexicon.bodies
        of_countries = self.sentence.fold(end) in ("iz", "from") and len(folds) == 1
        return folds[0] in _VAGUE or (named and len(folds) == 1) or of_countries

    def _ends_group(self, end, at):
        token = self.tokens[end]
        if end in self.taken or token.text in ".,;:()–—" or self.lexicon.is_verb(token):
            return True
        if end == at:
            return False
        if end in self.at_body or token.fold in _ENDS_GROUP:
            return True
        following = end + 1 < len(self.tokens) and self._country(end + 1)[0]
        if following and token.fold in ("iz", "from"):
            return True
        return token.fold in self.lexicon.and_ and self._new_item(end + 1, at)

    def _new_item(self, at, begin):
        while self.sentence.fold(at) in {"the", "other", "many"}:
            at += 1
        if at >= len(self.tokens) or at in self.at_body or at in self.taken:
            return True
        if self._country(at)[0] or number(self.sentence, self.lexicon, at):
            return True
        if self.folds[at].startswith(_REPRESENT):
            return True
        return self.folds[at] in self.lexicon.stand_for and not self._stands_for(begin)

    def _body(self, body, begin, counted=None, group=""):
        start = self.tokens[body.first].start
        if any(told.line.words.start == start for told in self.found):
            return
        if any(
            own.parent is body and own.part and own.first not in self.taken for own in self.bodies
        ):
            # Its departments came, each with a line of its own.
            return
        line = FoundLine(self._words(min(begin, body.first), body.last), group=group)
        self.found.append(Told(_with_number(line, counted), body))

    def _line(self, first, last, country="", group="", counted=None):
        line = FoundLine(self._words(first, last), country=country, group=group)
        self.found.append(Told(_with_number(line, counted)))

    def _words(self, first, last):
        start, end = self.sentence.span(first, last)
        return Words(start, end, self.sentence.text[start:end])


def _with_number(line, counted):
    if counted:
        line.count, line.qualifier = counted[1].value, counted[1].qualifier
    return line
