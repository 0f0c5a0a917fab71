"""English names of institutions: “European Migration Network”, “Ministry of Labour and Trade”."""

from functools import cached_property

from events.reader import given_names
from events.reader.bodies import BARE, Body
from events.reader.finder import Finder

_FUNCTION = frozenset(
    "the a an in on at of for to from with by and or but as after before during within under over "
    "this that these those it both each also here while since until when where among besides "
    "including dear our their its his her".split()
)
_LOWER_HEADS = frozenset(
    "ministry embassy municipality faculty university institute department commissariat".split()
)
_IN_COUNTRY = frozenset("mission office delegation representation embassy university".split())
_ON = frozenset(
    "board center centre commission committee council forum group institute network "
    "subcommittee".split()
)
_LINKS = frozenset("of for on to in against".split())
#: Whoever chairs them comes for the house whose organs they are.
#: Are named by that word alone.
_ALONE = frozenset(["ombudsman"])
_ORGANS = frozenset("board presidency cabinet".split())
_COMPOUNDS = frozenset("institut stiftung institute university foundation".split())
_NO_TOPICS = frozenset("and home free".split())
#: Are named after a place without a word between: “Radio Belgrade”.
_BEFORE_PLACE = frozenset("radio television".split())
_LONGEST_TEAM = 5
_LONGEST_DOUBLED = 4
_LONGEST_OWN_NAME = 10
_LONGEST_QUOTE = 10
#: Longer words in capitals before such a mark say from where a report comes.
_LONGEST_LETTERS = 5
_DATELINE = frozenset([",", "–", "—", "-", "("])
#: Of these there is one in many towns, so the town belongs to the name.
_IN_TOWN = frozenset("court faculty gymnasium hospital prison school".split())
_CENTRES = frozenset("centre center office directorate administration".split())
#: The embassies of this country are told apart by where they are.
_HOME = frozenset("serbia serbian".split())
_PRIME = frozenset("prime deputy".split())
_OF_TOWN = frozenset(
    "asylum care detention health police prosecutor prosecutor's prosecutors reception shelter "
    "social transit".split()
)


def bodies(sentence, lexicon):
    return _English(sentence, lexicon).every()


class _English(Finder):
    def _at(self, at):
        own = self._own_name(at)
        if own:
            return self._made(at, own, at, weak=self.folds[at:own] == ["european", "union"])
        if self.is_capital(at) and self.folds[at] not in _FUNCTION:
            end = self._run(at)
            # “Russian Federation” is a country.
            return None if self.country(at) == end - at else self._in_run(at, end)
        if self.folds[at] in _LOWER_HEADS and self._is_named(at + 1):
            return self._made(at, self._extended(at), at)
        return None

    def _own_name(self, at):
        """Return behind which token a known name ends that begins here, 0 if none does."""
        if not self.is_capital(at):
            return 0
        begins = self.folds[at] in self.lexicon.own_beginnings
        longest = min(at + _LONGEST_OWN_NAME, len(self.tokens)) if begins else at
        for last in range(longest, at, -1):
            if " ".join(self.folds[at:last]) in self.lexicon.own_names:
                # “Council of Europe Office”
                if self.is_capital(last) and self._heads[last] is not None:
                    return 0
                return last + (self.country(last) if self.is_capital(last) else 0)
        return 0

    def _run(self, at):
        """Return behind which token a row of capital words ends."""
        return self._ends[at] if at < len(self.tokens) else at

    @cached_property
    def _ends(self):
        """By each token behind which one the row ends that it stands in; itself outside of one."""
        ends = list(range(len(self.tokens) + 1))
        for at in reversed(range(len(self.tokens))):
            token = self.tokens[at]
            joined = (token.text == "&" or token.kind == "own") and self.is_capital(at + 1)
            if at not in self.sentence.in_quotes and (token.is_capital or joined):
                ends[at] = ends[at + 1]
        return ends

    @cached_property
    def _heads(self):
        """By each token the last head of the row that it stands in, None without one."""
        heads = [None] * (len(self.tokens) + 1)
        for at in reversed(range(len(self.tokens))):
            if self._ends[at] > at:
                own = at if self._is_head(self.folds[at]) else None
                heads[at] = own if heads[at + 1] is None else heads[at + 1]
        return heads

    def _in_run(self, at, end):
        if self._heads[at] is not None:
            return self._headed(at, self._heads[at])
        token = self.tokens[at]
        if token.fold == "dg" and end == at + 2 and self.tokens[at + 1].is_acronym:
            # “DG HOME”
            return self._made(at, end, at, weak=True)
        known = token.stem.lower() not in self.lexicon.no_bodies
        if token.is_acronym and known and not self.ends_person(at):
            behind = self.sentence.fold(at + 1)
            place = at == 0 and len(token.text) > _LONGEST_LETTERS and behind in _DATELINE
            alone = end == at + 1 or self.country(at + 1) == end - at - 1
            alone = not place and (
                alone or behind in given_names.EVERY or self._leads_to_office(at + 1)
            )
            if alone:
                return self._made(at, at + 1, at, weak=True)
        return self._doubled(at, end) or self._spelt_out(at, end) or self._team(at, end)

    def _leads_to_office(self, at):
        """Say whether a post begins here: “ILO National Coordinator”."""
        while self.sentence.fold(at) in self.lexicon.before_office:
            at += 1
        return self.sentence.fold(at) in self.lexicon.offices

    def _doubled(self, at, end):
        """Return “Border and Customs Service”, of which the head stands behind “and”."""
        few = end - at < _LONGEST_DOUBLED
        plain = few and all(self._is_plain(k) for k in range(at, end))
        single = plain and self.sentence.fold(at - 1) == "the"
        if self.sentence.fold(end) not in ("and", "&") or not (single or self._is_topical(end - 1)):
            return None
        head = self._heads[min(end + 1, len(self.tokens))]
        if head is None or head == end + 1 or self._begins_person(at):
            return None
        return self._made(at, self._extended(head), head)

    def _is_plain(self, at):
        """Say whether a word is no office, no country and no other name by itself."""
        token, lexicon = self.tokens[at], self.lexicon
        known = token.fold in lexicon.offices or token.fold in lexicon.stand_for
        return not (known or token.is_acronym or self.country(at) or token.fold in lexicon.demonyms)

    def _is_topical(self, at):
        return self.folds[at] in self.lexicon.topics or self.folds[at].endswith(("tion", "ment"))

    def _is_head(self, fold):
        """Say whether a word is the head of a name, or ends in one: “Goethe-Institut”."""
        return fold in self.lexicon.bodies or fold.rpartition("-")[2] in _COMPOUNDS

    def _spelt_out(self, at, end):
        """Return capital words of which the letters follow in brackets."""
        if end - at > 1 and self.sentence.fold(end) == "(" and end + 1 < len(self.tokens):
            letters, words = self.tokens[end + 1], self.sentence.words(at, end)
            known = letters.stem.lower() not in self.lexicon.no_bodies
            closed = self.sentence.fold(end + 2) == ")"
            if letters.is_acronym and known and closed and not self._begins_person(at):
                return Body(at, end, words, words)
        return None

    def _team(self, at, end):
        """Return a project that is named like a participant: “the Twinning project”."""
        if self.sentence.fold(end) not in ("project", "programme") or end - at >= _LONGEST_TEAM:
            return None
        titled = end + 1 in self.sentence.in_quotes
        if titled or self.folds[at] in self.lexicon.not_names:
            return None
        return self._made(at, end + 1, end, weak=True)

    def _headed(self, at, head):
        while at < head and self._is_title(at):
            at += 1
        owner = next((k for k in range(at + 1, head) if self._is_owner(k)), None)
        if owner:
            # “OSCE Mission’s Department”
            return self._made(at, owner, owner - 1)
        fold, last = self.folds[head], self._extended(head)
        bare = last == head + 1
        if fold in _ORGANS and any(self._is_head(f) for f in self.folds[head + 1 : last]):
            return None
        if bare and at == head and "-" not in fold:
            alone = fold in _ALONE or fold in BARE
            return self._made(at, last, head, weak=fold in _ALONE) if alone else None
        if fold == "delegation" and self._is_of_state(at, head, last):
            return None
        if bare and fold == "delegation" and set(self.folds[at:head]) <= set(self.lexicon.demonyms):
            return None
        return self._made(at, last, head)

    def _is_owner(self, at):
        """Say whether an institution ends here, and one that is a part of it follows."""
        before = self.tokens[at - 1]
        return self.tokens[at].kind == "own" and (
            self._is_head(before.fold) or (before.is_acronym and len(before.text) > 2)
        )

    def _is_of_state(self, first, head, last):
        """Say whether a delegation is one of a whole country, and no house."""
        begin = head + 2 + (self.sentence.fold(head + 2) == "the")
        return first == head and begin < last and self.country(begin) == last - begin

    def _is_title(self, at):
        """Say whether a word before a name belongs to somebody; “Prosecutor’s Office” is a name."""
        fold = self.folds[at]
        office = fold in self.lexicon.offices and fold not in ("general", "head")
        own = at + 1 < len(self.tokens) and self.tokens[at + 1].kind == "own"
        return (office and not own) or fold in self.lexicon.honorifics

    def _is_named(self, at):
        """Say whether “of” and a name follow a head that is written small."""
        if self.sentence.fold(at) not in ("of", "for"):
            return False
        at += 1 + (self.sentence.fold(at + 1) in self.lexicon.the)
        return self.is_capital(at) or self.sentence.fold(at) in self.lexicon.topics

    def _extended(self, head):
        """Return behind which token the words that belong to a head end."""
        fold, at = self.folds[head], head + 1
        at += self.country(at) if self.is_capital(at) else 0
        at += fold == "group" and at < len(self.tokens) and self.tokens[at].kind == "number"
        quote = self.sentence.quote(at)
        if quote and quote - at < _LONGEST_QUOTE:
            # “Public Utility Company “Komunalac””
            return quote
        at += fold in _BEFORE_PLACE and at == head + 1 and self.is_capital(at)
        while self.sentence.fold(at) in _LINKS:
            link, begin = self.folds[at], at + 1 + (self.sentence.fold(at + 1) in self.lexicon.the)
            country = self.country(begin) if begin < len(self.tokens) else 0
            if not self._may_link(link, fold, country) or self._is_owned(fold, begin):
                break
            modified = at > head + 1 or self._is_modified(head)
            if link == "of" and modified and self._is_another(begin):
                break
            after = begin + country if country else self._complement(begin)
            if after == begin:
                break
            at = after if country else self._listed(after)
        at = self._town(at, head)
        quote = self.sentence.quote(at)
        # “Association of Roma Women “Osvit””
        return quote if quote and quote - at < _LONGEST_QUOTE and at > head + 1 else at

    def _town(self, at, head):
        """Return behind which token “in Novi Pazar” ends where the town belongs to the name."""
        if self.sentence.fold(at) != "in" or not self.is_capital(at + 1):
            return at
        first = head
        while self.is_capital(first - 1) or self.tokens[first - 1].kind == "own":
            first -= 1
        kind = self.folds[head] in _IN_TOWN
        home = not _HOME.isdisjoint(self.folds[first:at])
        kind = kind or (self.folds[head] in ("embassy", "consulate") and home)
        kind = kind or (
            self.folds[head] in _CENTRES and not _OF_TOWN.isdisjoint(self.folds[first:at])
        )
        end = at + 1
        while kind and self.is_capital(end) and end - at < 4 and not self._begins_person(end):
            end += 1
        return end if kind and not self.country(at + 1) else at

    def _is_owned(self, head, at):
        """Say whether letters say whose part it is: “the Integration Section of UNHCR”."""
        token = self.tokens[at] if at < len(self.tokens) else None
        letters = token is not None and token.is_acronym and len(token.stem) > 2
        return letters and head in self.lexicon.parts and not self.is_capital(at + 1)

    def _may_link(self, link, head, country):
        if link == "to":
            return bool(country) and head in self.lexicon.to_country
        if link == "in":
            return bool(country) and head in _IN_COUNTRY
        return link != "on" or head in _ON

    def _is_modified(self, head):
        return self.is_capital(head - 1) and self.folds[head - 1] not in _FUNCTION

    def _is_another(self, at):
        """Say whether another institution begins here: “of the University of Graz”."""
        end = self._run(at)
        last = self.folds[end - 1] if end > at else ""
        return self._is_head(last) and not last.endswith("s")

    def _complement(self, begin):
        """Return behind which token the words after “of” end; the same if they are none."""
        at = begin
        while at < len(self.tokens) and at not in self.sentence.in_quotes:
            token, fold = self.tokens[at], self.folds[at]
            if (token.kind == "own" or token.text == "&") and at > begin:
                if token.kind == "own" and self._heads[min(at + 1, len(self.tokens))] is not None:
                    # “the Ministry of the Interior’s Border Police”
                    break
                at += 1
            elif not token.is_word or self._begins_person(at):
                break
            elif fold == "the" and self._is_doing(at - 1) and self.is_capital(at + 1):
                # “for Monitoring the Implementation”
                at += 1
            elif token.is_capital:
                office = self.lexicon.offices.get(fold) == "nom"
                if at > begin and office and self.folds[at - 1] not in _PRIME:
                    break
                at += 1
            elif self._is_small_topic(at):
                at += 1
            else:
                break
        return at

    def _is_small_topic(self, at):
        fold = self.folds[at]
        # “… organised crime”, but “the Office organised …”
        verb = fold.startswith("organi") and self.sentence.fold(at + 1) not in self.lexicon.topics
        return fold in self.lexicon.topics and fold not in _NO_TOPICS and not verb

    def _is_doing(self, at):
        return self.is_capital(at) and self.folds[at].endswith("ing") and len(self.folds[at]) > 5

    def _listed(self, at):
        """Return behind which token a list of topics ends: “Labour, Health and Social Affairs”.

        A comma belongs to the name only if an “and” ends the list.
        """
        end = at
        while self.sentence.fold(end) in (",", "and", "&"):
            comma = self.folds[end] == ","
            begin = end + 1 + (comma and self.sentence.fold(end + 1) == "and")
            after = self._topics(begin)
            if after == begin:
                return at
            end = after
            if not comma or self.folds[begin - 1] == "and":
                # “Human and Minority Rights and Social Dialogue”
                again = self.sentence.fold(end) == "and" and self._is_all_topics(end + 1)
                return self._run(end + 1) if again else end
        return at

    def _is_all_topics(self, begin):
        """Say whether a row of capital words is made of topics alone, two at least."""
        end = self._run(begin)
        return end - begin > 1 and all(
            self.folds[at] in self.lexicon.topics for at in range(begin, end)
        )

    def _topics(self, begin):
        at = begin
        while self.sentence.fold(at) in self.lexicon.topics:
            at += 1
        if at == begin or not self.is_capital(at):
            return at
        if self.folds[at] in self.lexicon.bodies:
            # “and Asylum Offices”
            return begin
        person = self._begins_person(at) or self.sentence.fold(at + 1) in self.lexicon.offices
        return at if person else at + 1

    def _begins_person(self, at):
        fold = self.folds[at]
        if fold in self.lexicon.honorifics and self.is_capital(at) and fold != "lord":
            return True
        known = fold in given_names.EVERY and fold not in self.lexicon.topics
        if not known or not self.is_capital(at):
            return False
        following = self.sentence.fold(at + 1)
        named = self.is_capital(at + 1) or following == "."
        return named and not self._is_head(following) and following not in self.lexicon.places

    def _made(self, first, last, head, *, weak=False):
        fold, token = self.folds[head], self.tokens[first]
        part = fold in self.lexicon.parts
        if weak and token.is_acronym and last == first + 1:
            return Body(first, last, token.stem, token.stem, fold, part, "", weak, token.stem)
        country = self.lexicon.demonyms.get(self.folds[first], "") if first < head else ""
        begin = first
        if country and first + 1 == head and fold in self.lexicon.state_bodies and last > head + 1:
            # “Serbian Ministry of the Interior” is called without its country.
            begin += 1
        printed = self.sentence.words(first, last)
        name = self.sentence.words(begin, last)
        return Body(first, last, name[0].upper() + name[1:], printed, fold, part, country, weak)
