"""The institutions of a text: one under several names, and which of them held the event."""

from collections import Counter
from dataclasses import dataclass, field

from events.reader.bodies import BARE, ORGANS, bag
from portal import names
from portal.likeness import acronyms

# Funders of nearly everything; they are not there.
UNION = (frozenset(["european", "union"]),)
_FIRST_SENTENCES = 6
_NEAR, _FAR = 4, 12
_BY = 7
_HELD_BY = frozenset("organised organized hosted held implemented convened arranged".split())
_SIGHTS = frozenset(
    "biblioteka church crkva galerija gallery library museum muzej park pozoriste theater theatre "
    "zoo".split()
)
_OBJECTS = frozenset(["koju"])
_MEETS = ORGANS | {"network", "mreza", "savez"}
_TOGETHER = frozenset(
    ", of in co-operation cooperation partnership together along with u saradnji sa s "
    "zajedno supported funded financed by as well kao".split()
)


@dataclass
class House:
    """An institution of the text under all names that the text uses for it."""

    bags: list = field(default_factory=list)
    names: Counter = field(default_factory=Counter)
    acronym: str = ""
    bodies: list = field(default_factory=list)

    @property
    def name(self):
        """Return the first name that is no acronym, if there is one."""
        return next((name for name in self.names if name != self.acronym), self.acronym)

    @property
    def every_name(self):
        return list(filter(None, dict.fromkeys([*self.names, self.acronym])))

    def rename(self, name):
        """Give a house that the text calls by one word the name that a post tells."""
        self.names = Counter([name, *self.names.elements()])

    def add(self, body):
        self.names[_bare(body.name)] += 1
        self.bodies.append(body)
        self.acronym = self.acronym or body.acronym


def _bare(name):
    return name.partition(" (")[0]


def _is_bare(body):
    """Say whether a name is only what such houses are called: “the Commissariat”."""
    return len(bag(body.name)) == (1 if body.head in BARE else 2 if body.head in ORGANS else 0)


class Houses:
    """All institutions that the sentences of a text name; `quoted` are found in its quotations."""

    def __init__(self, bodies, quoted, lexicon):
        self.lexicon, self.every = lexicon, []
        self.of_body, self.of_bag, self.of_letters = {}, {}, {}
        bare = [body for body in bodies if _is_bare(body)]
        for body in bodies:
            if not (body.weak and body.acronym) and body not in bare:
                self._place(body)
        for body in bare:
            self._place_bare(body)
        for house in self.every:
            letters = {letter for name in house.names for letter in acronyms(names.fold(name))}
            for letter in {house.acronym.lower()} if house.acronym else letters:
                self.of_letters.setdefault(letter, house)
        for body in bodies:
            if body.weak and body.acronym:
                self._place_acronym(body)
        for body in quoted:
            house = self.of_bag.get(bag(body.name))
            if house:
                house.names[_bare(body.name)] += 1

    def _place(self, body):
        own = bag(body.name)
        house = self.of_bag.get(own)
        if house is None:
            house = self.of_bag[own] = House([own])
            self.every.append(house)
        house.add(body)
        if not self.lexicon.has_cases and not body.weak:
            house.names[_bare(body.printed)] += 1
        self.of_body[id(body)] = house

    def _place_bare(self, body):
        """Take “the Commissariat” for the only one that the text names in full."""
        own = bag(body.name)
        named = [h for h in self.with_head(body.head) if any(own < other for other in h.bags)]
        if len(named) == 1 or (named and body.head in BARE):
            named[0].bodies.append(body)
            self.of_body[id(body)] = named[0]
        else:
            self._place(body)

    def _place_acronym(self, body):
        house = self.of_letters.get(body.acronym.lower())
        if house is None:
            self._place(body)
            return
        house.acronym = body.acronym
        house.bodies.append(body)
        self.of_body[id(body)] = house

    def of(self, body):
        return self.of_body.get(id(body))

    def called(self, body):
        """Return by which name an institution is called in what is proposed."""
        house = self.of(body)
        return house.name if house else body.name

    def named(self, name):
        return next((house for house in self.every if house.name == name), None)

    def with_head(self, head, rest=None):
        """Return those whose names have a head word and, if given, no other words but these."""
        return [
            house
            for house in self.every
            if any(head in own and (rest is None or own - {head} == rest) for own in house.bags)
        ]


class Organisers:
    """Finds who held the event or helped to."""

    def __init__(self, sentences, bodies, lexicon, later):
        self.sentences, self.bodies, self.lexicon = sentences, bodies, lexicon
        self.later = later

    def every(self):
        for number, (sentence, own) in enumerate(zip(self.sentences, self.bodies, strict=True)):
            own = [body for body in own if body.first not in self.later[number]]
            for _first, last in self.lexicon.organised.find(sentence.folds):
                yield from self._helpers(sentence, own, last)
            yield from self._by(sentence, own)
            for _first, last in self.lexicon.visited.find(sentence.folds):
                yield from self._visited(sentence, own, last)
            for _first, last in self.lexicon.meetings.find(sentence.folds):
                yield from self._meeting(own, last)
            if number < _FIRST_SENTENCES:
                inside = {at for body in own for at in body.tokens}
                for first, last in self.lexicon.organises.find(sentence.folds):
                    if first in inside:
                        # “the Office for Organised Crime”
                        continue
                    yield from self._subjects(sentence, own, first, last)

    def _helpers(self, sentence, bodies, end):
        begin = end
        for body in (body for body in bodies if body.first >= end):
            between = sentence.tokens[end : body.first]
            if len(between) > _NEAR:
                return
            if end > begin and any(token.fold == "under" for token in between):
                # “by the Union under the Fund”
                return
            if bag(body.name) not in UNION and (body.acronym or not body.weak):
                yield body
            end = body.last

    def _by(self, sentence, bodies):
        """Yield by whom it was held, other words between: “organised today in Vranje by …”."""
        for at, fold in enumerate(sentence.folds):
            if fold in _HELD_BY and "by" in sentence.folds[at + 1 : at + _BY]:
                yield from self._helpers(sentence, bodies, sentence.folds.index("by", at) + 1)

    def _visited(self, sentence, bodies, end):
        """Yield whom guests visited; what they only looked at did not take part."""
        joins = self.lexicon.and_ | self.lexicon.the | {",", "je", "su"}
        for body in (body for body in bodies if body.first >= end):
            if not set(sentence.folds[end : body.first]) <= joins:
                return
            if not body.weak and body.head not in _SIGHTS:
                yield body
            end = body.last

    def _meeting(self, bodies, end):
        """Yield whose meeting it was: “the session of the Working Group”."""
        for body in bodies:
            if 0 <= body.first - end < 2 and body.head in _MEETS:
                yield body

    def _subjects(self, sentence, bodies, first, last):
        """Yield who does what a verb says: before it, or in Serbian behind it."""
        joins = self.lexicon.and_ | self.lexicon.the | _TOGETHER
        near = _FAR if self.lexicon.has_cases else _NEAR
        begin, before = first, [body for body in bodies if body.last <= first]
        if self.lexicon.has_cases and not _OBJECTS.isdisjoint(sentence.folds[first - 3 : first]):
            # “škola koju organizuje Fakultet”
            before = []
        if self.lexicon.has_cases and any(b.first == last and b.case == "nom" for b in bodies):
            # “program koji sprovodi Misija”
            before = []
        if before and first - before[-1].last < near:
            for body in reversed(before):
                if begin != first and not set(sentence.folds[body.last : begin]) <= joins:
                    return
                if bag(body.name) not in UNION:
                    yield body
                begin = body.first
        elif self.lexicon.has_cases:
            end = last
            for body in (body for body in bodies if body.first >= last):
                if not set(sentence.folds[end : body.first]) <= joins | {"su", "je"}:
                    return
                if bag(body.name) not in UNION:
                    yield body
                end = body.last
