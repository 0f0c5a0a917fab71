"""Of which institution somebody is, where only the post says it: “Commissioner for Refugees”."""

from events.reader import countries, towns
from events.reader.bodies import BARE, bag
from events.reader.cases import adjective_nominative
from events.reader.found import Doubt
from portal import names

#: Which institution an office leads, and how it begins where its name follows from the office.
_HOUSES = {
    "ambassador": ("embassy", "Embassy"),
    "ambasador": ("ambasada", "Ambasada"),
    "ambasadorka": ("ambasada", "Ambasada"),
    "commissioner": ("commissariat", "Commissioner"),
    "consul": ("consulate", ""),
    "komesar": ("komesarijat", "Komesarijat"),
    "komesarka": ("komesarijat", "Komesarijat"),
    "gradonacelnica": ("grad", "Grad"),
    "gradonacelnik": ("grad", "Grad"),
    "minister": ("ministry", "Ministry"),
    "ministar": ("ministarstvo", "Ministarstvo"),
    "ministarka": ("ministarstvo", "Ministarstvo"),
    "sekretar": ("", "Sekretarijat"),
    "sekretarka": ("", "Sekretarijat"),
    "poverenica": ("poverenik", "Poverenik"),
    "poverenik": ("poverenik", "Poverenik"),
}
_CYRILLIC = {
    "Ambasada": "Амбасада",
    "Grad": "Град",
    "Komesarijat": "Комесаријат",
    "Ministarstvo": "Министарство",
    "Poverenik": "Повереник",
    "sekretarijat": "секретаријат",
}
_STATES = frozenset("republike kraljevine savezne drzave".split())
_OF_SECRETARIATS = ("pokrajinsk", "gradsk")
#: These are institutions themselves if it is their task to protect or to inform.
_OWN_HOUSES = frozenset(["Commissioner", "Poverenik"])
_OWN_TASKS = frozenset("protection information zastitu informacije".split())
#: Of these there are many in one text.
_MANY = frozenset("minister ministar ministarka".split())
_DEPUTIES = frozenset(
    "deputy assistant adviser advisor zamenik zamenica pomocnik pomocnica savetnik "
    "savetnica".split()
)
_TRAILING = frozenset("and i of the".split())


class Offices:
    """Finds institutions by posts; those found are remembered for the deputies."""

    def __init__(self, houses, lexicon):
        self.houses, self.lexicon, self.known = houses, lexicon, {}

    def remember(self, person, body):
        office = self._office(_folds(person.position))
        if office is not None and person.institution:
            self.known[self.lexicon.lemma(_folds(person.position)[office])] = (
                person.institution,
                body,
            )

    def find(self, person):
        """Give a person the institution that follows from the post; return it if it is named."""
        folds = _folds(person.position)
        at = self._office(folds)
        if at is None:
            return None
        office = self.lexicon.lemma(folds[at])
        head, begins = _HOUSES.get(office, ("", ""))
        if folds[at - 1 : at] == ["eu"]:
            head, begins = "delegation", ""
        rest = bag(" ".join(folds[at + 1 :])) if at + 1 < len(folds) else frozenset()
        if not rest and self._is_deputy(folds) and office in self.known:
            person.institution, body = self.known[office]
            return body
        found = self.houses.with_head(head, rest or None) if head else []
        if found and (rest or (len(found) == 1 and office not in _MANY)):
            person.institution = found[0].name
            return found[0].bodies[0]
        if office in _MANY and self._is_deputy(folds) and _is_for(folds, at):
            # What a deputy is for is not always what the minister is for.
            person.institution, body = self.known.get(office, ("", None))
            return body
        if begins and not (at and folds[at - 1] in ("prime", "vice")):
            self._guess(person, folds, at, begins)
        return None

    def of_head(self, person, somebody):
        """Give a person “at the Embassy” the institution of the office that leads such a one."""
        if person.institution:
            return None
        heads = {head for mention in somebody.mentions for head, _at in mention.heads}
        office = next((o for o, (head, _name) in _HOUSES.items() if head in heads), "")
        if office in self.known and office not in _MANY:
            person.institution, body = self.known[office]
            return body
        return None

    def _office(self, folds):
        """Return where the office of a post stands, the last of the same, None if there is none."""
        own = [
            at
            for at, fold in enumerate(folds)
            if fold in self.lexicon.offices and self.lexicon.lemma(fold) not in _DEPUTIES
        ]
        same = [at for at in own if folds[at] == folds[own[0]]]
        return same[-1] if same else None

    def _is_deputy(self, folds):
        return any(self.lexicon.lemma(fold) in _DEPUTIES for fold in folds)

    def _guess(self, person, folds, at, begins):
        """Name the institution after the office: “Minister of Justice”, “ambasador Norveške”."""
        words, begin, end = person.position.split(), at + 1, at + 1
        while end < len(words) and folds[end] not in self.lexicon.offices:
            if "," in words[end - 1] and folds[end] not in self.lexicon.topics:
                break
            end += 1
        if begins == "Ambasada" and "u" in folds[begin:end]:
            end = begin + folds[begin:end].index("u")
        while end > begin and folds[end - 1] in _TRAILING:
            end -= 1
        named = " ".join(words[begin:end])
        if not named or not self._is_name(words, folds, begin, end):
            return
        town = ""
        if folds[begin] == "bez":
            return
        head, bare = _HOUSES[self.lexicon.lemma(folds[at])][0], []
        if begins == "Commissioner" and "refugees" in folds:
            begins = "Commissariat"
        if head in BARE:
            bare = self.houses.with_head(head, frozenset())
            begins = head.capitalize() if bare else begins
        if begins == "Grad":
            town = towns.nominative(words[begin:end], self.lexicon.towns)
            if not town:
                return
        elif begins in _OWN_HOUSES and not _OWN_TASKS & set(folds[begin:end]):
            return
        if begins == "Sekretarijat":
            if not folds[at - 1 : at] or not folds[at - 1].startswith(_OF_SECRETARIATS):
                return
            kind = adjective_nominative(words[at - 1], folds[at - 1], "m")
            begins = f"{kind[0].upper()}{kind[1:]} {begins.lower()}"
        named = town or named
        if any("\u0400" <= letter <= "\u04ff" for letter in named):
            begins = " ".join(_CYRILLIC.get(word, word) for word in begins.split())
        person.institution = f"{begins} {named.rstrip(',')}"
        if bare:
            bare[0].rename(person.institution)
            return
        person.doubts.append(Doubt.GUESSED_BODY)

    def _is_name(self, words, folds, begin, end):
        if not self.lexicon.has_cases:
            return folds[begin] in ("of", "for")
        country = countries.at(folds, begin, self.lexicon.language)[0]
        town = towns.nominative(words[begin:end], self.lexicon.towns)
        state = folds[begin] in _STATES
        return words[begin][0].islower() or bool(country or town or state)


def _is_for(folds, at):
    """Say whether a post names only what its holder is for: “Assistant Minister for Asylum”."""
    return folds[at + 1 : at + 2] in (["for"], ["za"])


def _folds(position):
    return [names.fold(word).replace(" ", "-") for word in position.split()]
