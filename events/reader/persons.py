"""A person as proposed: what all mentions together tell of somebody."""

from events.reader import clusters, roles
from events.reader.found import Aside, Doubt, FoundPerson
from events.reader.given_names import DOMESTIC
from events.reader.mentions import ENOUGH
from events.reader.nominative import person_nominative
from events.reader.offices import Offices
from portal import names

#: Whoever is first named so may be named plainly afterwards and took no part all the same.
_LASTING = (Aside.QUOTED, Aside.TITLE, Aside.CREDIT)


def aside(somebody, told):
    """Return why somebody is no participant, "" if at least one mention speaks for it."""
    reasons = [mention.aside for mention in somebody.mentions]
    if all(reasons):
        return reasons[0]
    plain = [mention for mention in somebody.mentions if not mention.aside]
    acts = any(told.get(id(mention)) for mention in somebody.mentions)
    titled = any(mention.position or mention.honorific for mention in plain)
    return reasons[0] if reasons[0] in _LASTING and not (acts or titled) else ""


class Persons:
    """Makes people of mentions; `told` are roles by mention, `span` tells the words of one.

    `bodies` are the institutions of each sentence.
    """

    def __init__(self, houses, bodies, lexicon, told, span):
        self.houses, self.bodies, self.lexicon = houses, bodies, lexicon
        self.told, self.span = told, span
        self.offices = Offices(houses, lexicon)

    def person(self, somebody):
        mentions = somebody.mentions
        person = FoundPerson(somebody.name, [self.span(mention) for mention in mentions])
        honorific = _first(mention.honorific for mention in mentions)
        after = _first(mention.after for mention in mentions)
        person.honorific = ", ".join(filter(None, [honorific.strip(" ,"), after]))
        person.given_name, person.family_name = self._divided(somebody)
        whole = [mention for mention in mentions if mention.is_whole] or mentions
        person.position = _first(mention.position for mention in [*whole, *mentions])
        person.country = _first(mention.country for mention in mentions)
        acts = set().union(*(self.told.get(id(mention), ()) for mention in mentions))
        person.role = roles.chosen(acts)
        spelt = dict.fromkeys(clusters.printed(mention.parts) for mention in whole)
        person.spellings = [name for name in spelt if name != person.name]
        if all(mention.absent for mention in whole):
            person.attendance = "absent"
        person.doubts = list(self._doubts(somebody, person))
        return person

    def _divided(self, somebody):
        """Return the given and the family name."""
        words = [clusters.printed([part]) for part in somebody.parts]
        folds = somebody.folds
        if len(words) == 1:
            return "", words[0]
        family_first = folds[0].endswith(("ic", "ski", "ska")) and folds[0] not in DOMESTIC
        if family_first and folds[-1] in DOMESTIC:
            return " ".join(words[1:]), words[0]
        cut = len(words) - 1
        while cut > 1 and folds[cut - 1] in self.lexicon.particles:
            cut -= 1
        return " ".join(words[:cut]), " ".join(words[cut:])

    def _doubts(self, somebody, person):
        if somebody.mended:
            yield Doubt.NOMINATIVE
        if len(somebody.parts) == 1:
            yield Doubt.ONE_WORD
        if len(set(self._spelt(somebody))) > 1:
            yield Doubt.SPELLINGS
        best = max(mention.evidence for mention in somebody.mentions)
        if best <= ENOUGH and not (person.position or person.honorific):
            yield Doubt.BARE

    def _spelt(self, somebody):
        """Yield each whole name of somebody, folded, in the nominative."""
        for mention in somebody.mentions:
            words = [word for word, _fold in mention.parts]
            if self.lexicon.has_cases:
                words = person_nominative(mention.parts, mention.oblique, mention.woman)[0]
            initials = any(len(fold) == 1 for fold in mention.folds)
            if mention.is_whole and not initials:
                yield names.fold(" ".join(words))

    def affiliate(self, person, somebody):
        """Give a person the institution and the department that the mentions name."""
        bodies = [body for mention in somebody.mentions for body in mention.bodies]
        chosen = next((body for body in bodies if not (body.part and body.parent)), None)
        part = next((body for body in bodies if body.part and body is not chosen), None)
        if part is not None and part.parent is not None:
            chosen = part.parent
        chosen = chosen or self._bare(somebody)
        if chosen is not None:
            person.institution = self.houses.called(chosen)
            person.department = self.houses.called(part) if part else ""
        elif person.position:
            chosen = self.offices.find(person) or self.offices.of_head(person, somebody)
        self.offices.remember(person, chosen)

    def _bare(self, somebody):
        """Return the institution that a post names by its head alone: “director of the Museum”."""
        for mention in somebody.mentions:
            for head, at in mention.heads:
                own = [body for body in self.bodies[mention.number] if body.last <= at]
                earlier = [*self.bodies[: mention.number], own]
                same = [body for bodies in earlier for body in bodies if body.head == head]
                if same:
                    return same[-1]
        return None


def _first(values):
    return next(filter(None, values), "")
