"""A text that came in: what the reader finds in it, as lines to be looked over."""

from typing import NamedTuple

from events.models import Intake, Participation, Role
from events.proposals import intakes
from events.proposals.lines import ProposedLine
from events.reader import read
from organisations.models import Organisation
from people.models import Person
from people.written import read_name
from portal import names
from portal.folded import has_line

_LONGEST = 200


def keep(event, text, *, by, title, language):
    """Keep the lines that a text proposes, to be looked over; None if it proposes none.

    Costs five queries beside those of the lines.
    """
    reading = read(text, language)
    _call_as_known(reading)
    lines = proposed(reading, held=event.was_held, language=language)
    if not lines:
        return None
    kept = {"kind": Intake.Kind.TEXT, "text": text, "language": language}
    return intakes.begin(event, lines, by=by, title=title, **kept)


def _call_as_known(reading):
    """Call people and institutions by that name of theirs in the text which the directory has."""
    people = {row.name: [row.name, *row.spellings] for row in reading.people}
    bodies = {row.name: [row.name, *row.names] for row in reading.institutions}
    called = _known(Person, people) | _known(Organisation, bodies)
    for person in reading.people:
        if person.name in called:
            _rename(person, read_name(called[person.name]))
    for row in (*reading.people, *reading.lines):
        row.institution = called.get(row.institution, row.institution)
        row.department = called.get(row.department, row.department)
    for body in reading.institutions:
        body.name = called.get(body.name, body.name)


def _known(model, called):
    """Return by its first name what else a record of the directory calls somebody; one query."""
    folds = {names.fold(name) for every in called.values() for name in every if len(every) > 1}
    rows = model.objects.filter(has_line("folded", folds)).values_list("folded", flat=True)
    known = {fold for folded in rows for fold in folded.split("\n")} if folds else set()
    found = {
        first: next((name for name in every if names.fold(name) in known), first)
        for first, every in called.items()
    }
    return {first: name for first, name in found.items() if name != first}


def proposed(reading, *, held, language):
    """Return the lines that a reading proposes, in the order of the text; one query."""
    roles = dict(Role.objects.values_list("slug", "pk"))
    letters = {body.name: body.acronym for body in reading.institutions if body.acronym}
    countries = {body.name: body.country for body in reading.institutions}
    lines = [_of_person(person, roles, held) for person in reading.people]
    lines += [_of_line(line, held) for line in reading.lines]
    for line in lines:
        line.language = language
        line.country = line.country or countries.get(line.organisation, "")
        line.organisation = _with_letters(line.organisation, letters)
    return sorted(lines, key=lambda line: line.place)


def _of_person(person, roles, held):
    words = person.words[0]
    role = roles.get(person.role)
    _write_as_ever(person)
    return ProposedLine(
        words=words.text,
        place=(words.start, words.end),
        honorific=person.honorific[:60],
        name=person.name[:_LONGEST],
        given_name=person.given_name[:120],
        family_name=person.family_name[:120],
        # In prose the given name comes first.
        order_known=bool(person.given_name),
        position=person.position[:_LONGEST],
        organisation=person.institution,
        department=person.department[:300],
        country="" if person.institution else person.country,
        roles=(role,) if role else (),
        attendance=_attendance(person.attendance == "came", held),
        doubts=tuple(doubt.value for doubt in person.doubts),
    )


def _write_as_ever(person):
    """Write “Ana PERIĆ” as a list or a form does: Ana Perić."""
    name = read_name(person.name)
    if name.order_known and not name.beside:
        _rename(person, name)


def _rename(person, name):
    person.name, person.given_name = name.name, name.given_name
    person.family_name = name.family_name


def _of_line(line, held):
    return ProposedLine(
        words=line.words.text,
        place=(line.words.start, line.words.end),
        organisation=line.institution,
        department=line.department[:300],
        country=line.country,
        group=line.group[:_LONGEST],
        count=line.count,
        qualifier=line.qualifier or Participation.Qualifier.EXACTLY.value,
        attendance=_attendance(True, held),
    )


def _with_letters(name, letters):
    """Return a name of an institution with its letters, by which the directory may know it."""
    return (f"{name} ({letters[name]})" if name in letters else name)[:300]


def _attendance(came, held):
    attendance = Participation.Attendance
    if not came:
        return attendance.ABSENT.value
    # Until it was held nobody came.
    return (attendance.CAME if held else attendance.EXPECTED).value


class Piece(NamedTuple):
    """Some words of the text; `number` is that of the line which stands on them, 0 for none."""

    words: str
    number: int = 0


def marked(intake):
    """Return the paragraphs of an intake's text in Pieces; one query."""
    rows = intake.lines.order_by("number").values_list("number", "values__place")
    places = sorted((*place, number) for number, place in rows if place)
    text, at, pieces = intake.text, 0, []
    for start, end, number in places:
        if at <= start < end <= len(text):
            pieces += [Piece(text[at:start]), Piece(text[start:end], number)]
            at = end
    return list(_paragraphs([*pieces, Piece(text[at:])]))


def _paragraphs(pieces):
    paragraph = []
    for piece in pieces:
        first, *others = piece.words.split("\n") if not piece.number else [piece.words]
        paragraph.append(piece._replace(words=first))
        for words in others:
            yield paragraph
            paragraph = [Piece(words)]
    yield paragraph
