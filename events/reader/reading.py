"""A text read whole: what its sentences tell, put together."""

from functools import cached_property

from events.reader import (
    affiliations,
    asides,
    bodies_english,
    bodies_serbian,
    clusters,
    dates,
    mentions,
    persons,
    projects,
)
from events.reader.bodies import bag, connect, may_be_part
from events.reader.found import FoundBody, Left, Reading, Words
from events.reader.houses import UNION, Houses, Organisers
from events.reader.lexicon import SERBIAN, guess, lexicon
from events.reader.lines import Lines
from events.reader.roles import Roles
from events.reader.tokens import Sentence, sentences
from portal import names

_OBLIQUE_CASES = ("gen", "dat", "acc", "ins")
_BEFORE_OBLIQUE = frozenset("sa s od kod uz za prema".split())
_OBLIQUE_HONORIFICS = frozenset(
    "gospodina gospodinu gospodinom gospode gospodi gospodu gospodom gdina gdine gde gdi gdu gdom"
    .split()
)  # fmt: skip
_GUESSED_FROM = 600


def read(text, language=""):
    """Return what a text tells of who took part; nothing is looked up and nothing is stored."""
    return Reader(text, language or _guessed(text)).reading()


def language_of(text):
    """Return the code of the language and the letters that a text seems to be written in."""
    language = _guessed(text)
    return language if language != SERBIAN or names.is_cyrillic(text) else f"{SERBIAN}-latn"


def _guessed(text):
    if names.is_cyrillic(text):
        return SERBIAN
    return guess([names.fold(word) for word in text.split()[:_GUESSED_FROM]])


class Reader:
    def __init__(self, text, language):
        self.text, self.language, self.lexicon = text, language, lexicon(language)
        self.sentences = sentences(text, self.lexicon.abbreviations, dates.MONTHS)
        self.title = projects.title(text)
        self.bodies, self.mentions, self.roles = [], [], {}
        self.told, self.counts = [], []
        #: The given and the family names of all who were named in full.
        self.known = set()

    def reading(self):
        past = any(asides.is_past(sentence, self.lexicon) for sentence in self.sentences)
        self.later = [
            asides.to_come(sentence, self.lexicon) if past else set() for sentence in self.sentences
        ]
        for number, sentence in enumerate(self.sentences):
            self.bodies.append(self._bodies(sentence))
            self._read(number, sentence, self.bodies[-1])
        self.houses = Houses(self._every_body(), self._quoted(), self.lexicon)
        reading = Reading(self.language, self.title)
        everybody = self._everybody(reading)
        reading.lines = self._lines({person.institution for person in everybody})
        reading.counts = self.counts
        reading.institutions = self._institutions(everybody, reading.lines)
        reading.dates = dates.of_event(self.text, self.sentences, self.lexicon, self.later)
        reading.length_days = dates.length(self.sentences, self.lexicon)
        reading.projects = projects.projects(self.sentences, self.lexicon)
        return reading

    # Sentence by sentence

    def _bodies(self, sentence):
        of_language = bodies_serbian if self.lexicon.has_cases else bodies_english
        return connect(of_language.bodies(sentence, self.lexicon), sentence, self.lexicon)

    def _quoted(self):
        """Return the institutions in quotations: other names of those that are named outside."""
        for sentence in self.sentences:
            for first, last in sentence.quotes:
                inside = Sentence(self.text, sentence.tokens[first + 1 : last - 1], sentence.line)
                yield from self._bodies(inside)

    def _read(self, number, sentence, bodies):
        found = mentions.Names(number, sentence, self.lexicon, bodies).mentions()
        affiliations.settle(sentence, self.lexicon, bodies, found)
        mentions.by_verbs(found, sentence, self.lexicon)
        mentions.by_neighbours(found, sentence, self.lexicon)
        found = [mention for mention in found if self._counts(mention)]
        for mention in found:
            mention.oblique = self._is_oblique(mention, sentence)
            mention.woman = self._is_woman(mention, sentence)
        asides.settle(sentence, self.lexicon, found, bodies, self.later[number])
        for mention, role in Roles(sentence, self.lexicon, found).told():
            self.roles.setdefault(id(mention), set()).add(role)
        affiliations.on_behalf(sentence, found, bodies)
        self.mentions += found
        self.known |= {(m.folds[0], m.folds[-1]) for m in found if m.is_whole}
        nobody_came = not found and self.lexicon.absent.within(sentence.folds)
        if not nobody_came and not (self.title and number == 0):
            lines = Lines(sentence, self.lexicon, bodies, found, self.later[number])
            lines.read()
            self.told += lines.found
            self.counts += lines.counts

    def _counts(self, mention):
        """Say whether a mention is one of a person: also by one word, if somebody bears it."""
        if mention.is_whole:
            return mention.is_sure
        if mention.honorific or mention.position:
            return True
        fold, has_cases = mention.folds[0], self.lexicon.has_cases
        return any(
            fold == given or clusters.bears(family, fold, has_cases) for given, family in self.known
        )

    def _is_oblique(self, mention, sentence):
        """Say whether the words before a name ask for another case than the nominative."""
        if not self.lexicon.has_cases:
            return False
        if set(names.fold(mention.honorific).split()[:1]) & _OBLIQUE_HONORIFICS:
            return True
        if mention.post and (mention.post[1] == mention.begins or mention.post[0] >= mention.last):
            folds = sentence.folds[slice(*mention.post)]
            cases = [self.lexicon.offices[fold] for fold in folds if fold in self.lexicon.offices]
            return bool(cases) and cases[0] in _OBLIQUE_CASES
        return sentence.fold(mention.begins - 1) in _BEFORE_OBLIQUE

    def _is_woman(self, mention, sentence):
        """Say by an honorific or a post in Serbian whether it is a woman, None if they do not."""
        if not self.lexicon.has_cases:
            return None
        honorific = names.fold(mention.honorific).split()[:1]
        if honorific and honorific[0].startswith(("gospod", "gd")):
            return not honorific[0].startswith(("gospodin", "gdin"))
        folds = sentence.folds[slice(*mention.post)] if mention.post else []
        genders = [self.lexicon.lemmas[fold][1] for fold in folds if fold in self.lexicon.lemmas]
        return genders[0] == "f" if genders and genders[0] in "fm" else None

    # All sentences together

    def _everybody(self, reading):
        """Put the people of the text into the reading, and return them."""
        found = clusters.people(self.mentions, self.lexicon)
        makes = persons.Persons(self.houses, self.bodies, self.lexicon, self.roles, self._span)
        for somebody in found:
            if not any(mention.is_sure for mention in somebody.mentions):
                continue
            aside = persons.aside(somebody, self.roles)
            person = makes.person(somebody)
            if aside:
                span = self._span(somebody.mentions[0])
                reading.left.append(Left(person.name, aside, span, person.honorific))
            else:
                makes.affiliate(person, somebody)
                reading.people.append(person)
        return reading.people

    def _span(self, mention):
        return self._words(self.sentences[mention.number], mention.opens, mention.ends)

    def _words(self, sentence, first, last):
        start, end = sentence.span(first, last)
        return Words(start, end, self.text[start:end])

    def _lines(self, of_people):
        """Return the lines once each, without institutions that somebody's line names already."""
        found, seen, named = [], set(), set()
        for told in self.told:
            line = told.line
            if told.body:
                self._name(line, told.body)
            key = line.institution, line.department, line.country, names.fold(line.group)
            alone = line.institution and not (line.department or line.group or line.count)
            if key in seen or (alone and line.institution in of_people):
                continue
            if told.spoke and line.institution in named:
                continue
            seen.add(key)
            named.add(line.institution)
            found.append(line)
        return found

    def _name(self, line, body):
        if body.parent and may_be_part(body):
            line.institution = self.houses.called(body.parent)
            line.department = self.houses.called(body)
        else:
            line.institution = self.houses.called(body)

    def _institutions(self, everybody, lines):
        """Return who is on a line or held the event, and of what they are a part."""
        parts = {}
        for row in (*everybody, *lines):
            for name in filter(None, (row.institution, row.department)):
                parts.setdefault(name, "participant")
        for body in (body for m in self.mentions if not m.aside for body in m.bodies):
            if not body.weak and bag(body.name) not in UNION:
                parts.setdefault(self.houses.called(body), "participant")
        for body in Organisers(self.sentences, self.bodies, self.lexicon, self.later).every():
            parts.setdefault(self.houses.called(body), "organiser")
        for body in self._every_body():
            if body.parent and self.houses.called(body) in parts:
                parts.setdefault(self.houses.called(body.parent), "participant")
        return [self._institution(name, part) for name, part in parts.items()]

    def _institution(self, name, part):
        house = self.houses.named(name)
        if house is None:
            return FoundBody(name, [], [name], part=part)
        parent = next((body.parent for body in house.bodies if body.parent), None)
        country = next((body.country for body in house.bodies if body.country), "")
        return FoundBody(
            name,
            [
                self._words(self._sentence_of[id(body)], body.first, body.last)
                for body in house.bodies
            ],
            house.every_name,
            house.acronym,
            self.houses.called(parent) if parent else "",
            country,
            part,
        )

    @cached_property
    def _sentence_of(self):
        pairs = zip(self.sentences, self.bodies, strict=True)
        return {id(body): sentence for sentence, bodies in pairs for body in bodies}

    def _every_body(self):
        return [body for bodies in self.bodies for body in bodies]
