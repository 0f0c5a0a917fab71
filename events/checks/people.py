"""Who is named in a text and not in the event's list, and the other way round."""

import bisect
import itertools
import re

from django.utils.translation import gettext as _

from events import reader
from events.checks.finding import Finding, Severity, around, key
from events.reader.lexicon import lexicon
from people.models import Person, PersonName
from portal import names

ONE_BY_ONE = 5
# So many rows of capital words are looked up: a text that has more is no report.
MOST_PHRASES = 5000
# Languages in which a family name takes the endings of its case.
INFLECTED = frozenset("sr sr-latn bs hr mk me sl".split())
_ENDING = re.compile("a|u|e|i|om|em|ev|ov|eva|ova|evi|ovi")


class Listed:
    """A person of the event's list with all the names that they go by there."""

    def __init__(self, person):
        self.person = person
        self.folds = set(filter(None, person.folded.split("\n")))
        others = [(other.name, other.kind) for other in person.names.all()]
        every = [*person.own_names(), *others]
        #: Those of the names that may be written: no misspelling is among them.
        self.right = {
            names.fold(name) for name, kind in every if kind != PersonName.Kind.MISSPELLING
        }
        self.is_shown = self.has_come = False

    def add(self, line):
        printed = {names.fold(line.printed_name)} - {""}
        self.folds |= printed
        self.right |= printed
        self.is_shown |= line.named
        self.has_come |= line.named and line.held

    @property
    def last_names(self):
        own = names.fold(self.person.family_name)
        return {fold.rpartition(" ")[2] for fold in self.folds} | ({own} - {""})


def listed_people(report):
    """Return by key the people of the event's list; two queries."""
    listed = {}
    lines = report.event.participations.filter(person__isnull=False).select_related("person")
    for line in lines.prefetch_related("person__names"):
        listed.setdefault(line.person_id, Listed(line.person)).add(line)
    return listed


def people_of_text(read, report, listed):
    """Return what is odd about the people named; one query."""
    found = _named(read, listed)
    hidden = {
        person.pk for person, _where in found if person.visibility == Person.Visibility.HIDDEN
    }
    told = [_hidden(person, *where) for person, where in found if person.pk in hidden]
    told += [
        _not_listed(person, *where)
        for person, where in found
        if person.pk not in {*listed, *hidden}
    ]
    told += [
        _not_shown(person, *where)
        for person, where in found
        if person.pk in listed and person.pk not in hidden and not listed[person.pk].is_shown
    ]
    honoured = list(_honoured(read, report.language))
    strangers = _strangers(honoured, report, listed, [person for person, _where in found])
    told += _none_shown(honoured, report, listed, {person.pk for person, _where in found})
    if found or strangers:
        told += _never_named(read, report, listed, {person.pk for person, _where in found})
    return strangers + told


def _named(read, listed):
    """Return each person of the directory or the list whose full name stands in the text."""
    every = (passage.folded(*span) for passage in read for span in passage.phrases())
    phrases = set(itertools.islice(every, MOST_PHRASES))
    by_name = {}
    for person in Person.objects.called(phrases).only("name", "folded", "visibility"):
        for fold in person.folded.split("\n"):
            by_name.setdefault(fold, []).append(person)
    for row in listed.values():
        for fold in row.folds:
            # Of two with one name that of the list is meant.
            by_name[fold] = [row.person]
    found = {}
    for passage in read:
        end_before = 0
        for start, end in sorted(passage.phrases(), key=lambda span: (span[0], -span[1])):
            people = by_name.get(passage.folded(start, end))
            if people and start >= end_before:
                end_before = end
                person = min(people, key=lambda person: person.pk)
                found.setdefault(person.pk, (person, (passage, start, end)))
    return list(found.values())


def _strangers(honoured, report, listed, known):
    """Return who is called Mr or Ms in the text and is nobody that the portal knows."""
    last_names = {name for row in listed.values() for name in row.last_names}
    last_names |= {
        fold.rpartition(" ")[2] for person in known for fold in person.folded.split("\n")
    }
    found = {}
    for name, passage, start, end in honoured:
        folds = names.fold(name).split()
        if not folds or any(_is_form_of(fold, last_names, report.language) for fold in folds):
            continue
        last_names.add(folds[-1])
        of = key("stranger", " ".join(folds))
        found[of] = Finding(
            of,
            Severity.WARNING,
            _("“%(name)s” is named in the text and is not in the list of who took part.")
            % {"name": name},
            _("Add a line to the event, or say why not."),
            around(passage.text, start, end),
            "participations",
            (_("Mentioned, was not there."),),
        )
    return list(found.values())


def _none_shown(honoured, report, listed, told):
    """Return the family names after a Mr or Ms that only people not shown by name have.

    Whoever stands in the text by the full name too is `told` already.
    """
    found = {}
    for name, passage, start, end in honoured:
        fold = names.fold(name)
        called = [
            row for row in listed.values() if _is_form_of(fold, row.last_names, report.language)
        ]
        if called and not any(row.is_shown or row.person.pk in told for row in called):
            of = key("none-shown", "-".join(sorted(str(row.person.pk) for row in called)))
            found[of] = found.get(of) or Finding(
                of,
                Severity.WARNING,
                _("“%(name)s” stands in the text, and nobody of that name is shown in the list.")
                % {"name": name},
                _("Take the name out of the text, or show it in the list."),
                around(passage.text, start, end),
                passage.place,
                (_("Somebody else of that name is meant."),),
            )
    return list(found.values())


def _honoured(read, language):
    """Yield who has an honorific in a text: the name, the passage, and where in it it stands."""
    honorifics = lexicon(language).honorifics
    if not any(word.fold in honorifics for passage in read for word in passage.words):
        return
    begins = list(itertools.accumulate((len(p.text) + 1 for p in read), initial=0))
    reading = reader.read("\n".join(passage.text for passage in read), language)
    # Also whom the reader left out: who is only thanked may have been there.
    every = [(row.words[0], row) for row in reading.people]
    every += [(row.words, row) for row in reading.left]
    for words, row in sorted(every, key=lambda pair: pair[0].start):
        if row.honorific:
            at = bisect.bisect_right(begins, words.start) - 1
            yield row.name, read[at], words.start - begins[at], words.end - begins[at]


def _never_named(read, report, listed, full):
    """Return who came, is shown by name, and is nowhere in a text that does name people."""
    words = {word.fold for passage in read for word in passage.words if word.is_capital}

    def is_named(row):
        return row.person.pk in full or any(
            _has_form(name, words, report.language) for name in row.last_names
        )

    missing = [row.person for row in listed.values() if row.has_come and not is_named(row)]
    todo = _("Name them, or say that it is right so.")
    ready = (_("Was there, is not mentioned."),)
    if len(missing) > ONE_BY_ONE:
        keys = "-".join(sorted(str(person.pk) for person in missing))
        words = _("%(n)d people of the list are not named in the text.") % {"n": len(missing)}
        return [Finding(key("never-named", keys), Severity.WARNING, words, todo, ready=ready)]
    return [
        Finding(
            key("never-named", "person", person.pk),
            Severity.WARNING,
            _("%(name)s is in the list and is not named in the text.") % {"name": person},
            todo,
            ready=ready,
        )
        for person in missing
    ]


def _is_form_of(fold, last_names, language):
    """Say whether a word is one of some family names, in any case if the language has cases."""
    if fold in last_names:
        return True
    return language in INFLECTED and any(
        fold[:cut] in last_names and _ENDING.fullmatch(fold[cut:])
        for cut in range(max(3, len(fold) - 3), len(fold))
    )


def _has_form(name, words, language):
    if name in words:
        return True
    endings = _ENDING.pattern.split("|") if language in INFLECTED else ()
    return any(name + ending in words for ending in endings)


def _not_listed(person, passage, start, end):
    return Finding(
        key("listed-not", "person", person.pk),
        Severity.WARNING,
        _("%(name)s is named in the text and is not in the list of who took part.")
        % {"name": person},
        _("Add a line to the event, or say why not."),
        _where(passage, start, end),
        "participations",
        (_("Mentioned, was not there."),),
    )


def _hidden(person, passage, start, end):
    return Finding(
        key("hidden", "person", person.pk),
        Severity.WARNING,
        _("The name of %(name)s is shown nowhere, and the text names somebody of that name.")
        % {"name": person},
        _("Take the name out of the text, unless somebody else is meant."),
        _where(passage, start, end),
        passage.place,
        (_("Somebody else of that name is meant."),),
    )


def _not_shown(person, passage, start, end):
    return Finding(
        key("not-shown", "person", person.pk),
        Severity.WARNING,
        _("%(name)s is in the list without being shown by name, and the text names them.")
        % {"name": person},
        _("Take the name out of the text, or show it in the list."),
        _where(passage, start, end),
        passage.place,
    )


def _where(passage, start, end):
    return around(passage.text, passage.words[start].start, passage.words[end - 1].end)
