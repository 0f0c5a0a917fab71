"""What each row of a list says of one line, or of those below it."""

import itertools
import re
from collections import Counter
from collections.abc import Iterable
from typing import NamedTuple

from django.utils.translation import gettext as _

from events.lists.behind import apart, behind_body, counted, is_of_letter, read_behind
from events.lists.columns import Meaning
from events.lists.contacts import without_mail
from events.lists.slips import Slip
from events.models import Event, Participation
from events.proposals.intakes import is_named
from events.proposals.lines import ProposedLine
from events.reader import given_names
from organisations.matching import GENERIC
from people.written import WrittenName, from_parts, is_nobodys, read_name, without_mark
from portal import names
from portal.countries import code_of, near, no_country

Attendance = Participation.Attendance
Qualifier = Event.Qualifier
#: What stands where nothing is to be said.
NOTHING = frozenset("- – — / . n/a n.a. na nema".split())
#: A delegation that is told in its heading.
HEADINGS = re.compile(r"(?:the )?(?:delegation|delegacija|delegates) (?:of |from |iz )?", re.I)
ANSWERS = {
    Attendance.CAME: "yes|y|da|d|x|1|v|came|present|attended|true|prisutan|prisutna|dosao|dosla",
    Attendance.ABSENT: "no|n|ne|0|absent|did not come|false|odsutan|odsutna|nije dosao|nije dosla",
    Attendance.EXPECTED: "expected|invited|registered|pozvan|prijavljen|ocekuje se",
}
_ANSWERS = {word: answer for answer, words in ANSWERS.items() for word in words.split("|")}
QUALIFIERS = {
    Qualifier.MORE_THAN: "more than over vise od preko".split(),
    Qualifier.ABOUT: "about around circa ca oko otprilike approximately".split(),
    Qualifier.AT_LEAST: ["at least", "najmanje", "bar"],
}
#: What stands between somebody and their institution in one cell.
_APART = re.compile(r"\s[-–—]\s|[,;(]")
_COUNT = re.compile(r"(\d{1,6})\s*(\+?)")
FORMULA = re.compile(r"[=@]|[+-](?=[\d(=])")
#: What a sheet shows where it could not work out what it should.
ERROR = re.compile(r"#(N/A|REF!|NAME\?|VALUE!|DIV/0!|NULL!|NUM!|SPILL!)")
LONGEST = {"name": 200, "position": 200, "organisation": 300, "department": 300, "note": 300}
LONGEST |= {"group": 200, "honorific": 60}


ON_WHOSE_BEHALF = (Meaning.ORGANISATION, Meaning.DEPARTMENT, Meaning.COUNTRY, Meaning.POSITION)

#: What words that stand for a country and name none are, beside the code of one that is meant.
BODY, OUT = "institution", "out"


class Read(NamedTuple):
    """What a list says: how many lines, what is wrong with its rows, what of these is left out.

    `lines` are read anew whenever one goes through them: many would fill the memory. `whose`
    are the Behalf of them all. `no_countries` are the words that stand for a country and name
    none, by their folded form.
    """

    lines: Iterable
    number: int
    slips: list
    left: dict
    whose: Iterable
    no_countries: dict


class Reader:
    """Reads the rows below the heads; a row of one cell may head those that follow.

    `meant` says by their folded form what words are that stand for a country and name none.
    """

    def __init__(self, columns, *, roles, attendance, language="en", meant=None):
        self.columns, self.roles, self.meant = columns, roles, meant or {}
        self.blank = {"attendance": attendance, "language": language}
        self.used = [at for at, meaning in enumerate(columns.meanings) if meaning]
        self.heading, self.slips, self.left, self.width = {}, [], {}, None
        self.no_countries = {}

    def read(self, rows):
        lines = _Lines(self, rows)
        whose = Counter(line.behalf for line in lines)
        return Read(lines, whose.total(), self.slips, self.left, whose, self.no_countries)

    def each(self, rows):
        """Yield the lines of some rows one by one, and note meanwhile what is wrong with these."""
        self.heading, self.slips, self.left = {}, [], {}
        self.width = self._width(rows)
        for row in self._below(rows):
            cells = {at: self._cell(row, at) for at in self.used}
            said = self._heading(row)
            if said:
                self.heading = said
            elif not (self._too_many(row) or self._is_of_letter(cells)) and any(cells.values()):
                yield from self._line(row, cells)

    # One row

    def _cell(self, row, at):
        text = names.tidy(row.cells[at]) if at < len(row.cells) else ""
        return "" if text.casefold() in NOTHING else text

    def _below(self, rows):
        return itertools.islice(rows, self.columns.heads + 1, None)

    def _width(self, rows):
        """Return how many cells a row may have: those under heads, and columns of their own."""
        if self.columns.heads < 0:
            return len(self.columns.meanings)
        width = len(rows[self.columns.heads].cells)
        for at in range(width, len(self.columns.meanings)):
            filled = sum(len(row.cells) > at and bool(row.cells[at]) for row in self._below(rows))
            if at in self.used or 2 * filled > len(rows) - self.columns.heads - 1:
                width = at + 1
        return width

    def _too_many(self, row):
        extra = [at for at, cell in enumerate(row.cells) if at >= self.width and cell]
        if extra:
            self._slip(row, extra[0], _("There are more cells than heads: is a comma in one?"))
        return bool(extra)

    def _slip(self, row, at, says):
        self.slips.append(Slip(row.line, at + 1, says))

    def _is_of_letter(self, cells):
        return len(self.columns.meanings) < 2 and any(map(is_of_letter, cells.values()))

    def _heading(self, row):
        """Return what a row says that has one cell and heads others, {} if it is none."""
        filled = [at for at, cell in enumerate(row.cells) if cell]
        if len(filled) != 1:
            return {}
        (at,) = filled
        cell = without_mark(self._cell(row, at))
        told = cell.rstrip(" :")
        is_alone = len(self.columns.meanings) < 2
        if is_alone and not (cell.endswith(":") and (code_of(told) or _names_body(told))):
            return {}
        bare = HEADINGS.sub("", told, count=1).strip()
        country = code_of(bare) or code_of(told)
        if country:
            return {"country": country}
        own = self.columns.meanings[at : at + 1]
        is_body = _names_body(told) or bare != cell
        if is_body and own in ([Meaning.NAME], [Meaning.NOTHING], [Meaning.HONORIFIC]):
            return {"organisation": bare or told}
        return {}

    def _line(self, row, cells):
        """Yield the line of a row, unless something is wrong with it."""
        before = len(self.slips)
        place = row.line, self._first(cells)
        for at, cell in cells.items():
            if FORMULA.match(cell) and not counted(cell):
                self._slip(row, at, _("A formula stands here: put in what it shows."))
            elif ERROR.match(cell):
                self._slip(row, at, _("The sheet has an error here: put in what it should show."))
        bare = {at: without_mail(cell) for at, cell in cells.items()}
        said = {meaning: self._said(bare, meaning) for meaning in set(self.columns.meanings)}
        words = " · ".join(filter(None, bare.values()))
        line = ProposedLine(words=words, place=place, **self.blank)
        left = self._who(line, said) + self._as_what(line, said)
        if bare != cells:
            left.append(_("a mail address"))
        self._number(row, line, said)
        self._came(row, line, said)
        left += self._on_whose_behalf(row, line, said)
        self._check(row, line)
        if len(self.slips) == before:
            if left:
                self.left[row.line] = left
            yield line

    def _said(self, cells, meaning):
        return ", ".join(cells[at] for at in self.columns.where(meaning) if cells.get(at))

    def _first(self, cells):
        return 1 + next(at for at, cell in cells.items() if cell)

    def _who(self, line, said):
        given, family = said.get(Meaning.GIVEN, ""), said.get(Meaning.FAMILY, "")
        if given or family:
            name = from_parts(given, family, said.get(Meaning.HONORIFIC, ""))
        else:
            self._without_name(said)
            told, behind = apart(without_mark(said.get(Meaning.NAME, "")))
            name = read_name(told)
            name = name._replace(beside=f"{name.beside}, {behind}".strip(", "))
            before = without_mark(said.get(Meaning.HONORIFIC, ""))
            name = name._replace(honorific=f"{before} {name.honorific}".strip())
        if is_nobodys(name.name):
            # “N.N.” came, whoever it was.
            name = WrittenName(beside=name.beside)
            said[Meaning.COUNT] = said.get(Meaning.COUNT) or "1"
        line.honorific, line.name = name.honorific if name.name else "", name.name
        line.given_name, line.family_name = name.given_name, name.family_name
        line.order_known = name.order_known
        return self._behind(said, name.beside)

    def _without_name(self, said):
        """Let a cell like “+ 3 interns” or “Ministry of Works” be nobody’s name."""
        cell = without_mark(said.get(Meaning.NAME, ""))
        told = counted(cell)
        if told and not said.get(Meaning.COUNT) and not said.get(Meaning.GROUP):
            said |= {Meaning.NAME: "", Meaning.COUNT: str(told[0]), Meaning.GROUP: told[1]}
        elif len(self.columns.meanings) < 2 and code_of(cell):
            said |= {Meaning.NAME: "", Meaning.COUNTRY: cell}
        elif len(self.columns.meanings) < 2 and (behind := behind_body(cell)):
            # “Ministry of Works: Ana Anić” names her behind it.
            said |= {meaning: getattr(behind, meaning.value) for meaning in ON_WHOSE_BEHALF}
            said[Meaning.NAME] = ", ".join(behind.left)

    def _behind(self, said, text):
        """Let the words behind a name say what the columns do not; return what else they say."""
        behind = read_behind(text)
        left = list(behind.left)
        for meaning in ON_WHOSE_BEHALF:
            told = getattr(behind, meaning.value)
            if meaning == Meaning.POSITION and names.fold(told) in self.roles:
                meaning = Meaning.ROLE
            if told and said.get(meaning):
                left.append(told)
            elif told:
                said[meaning] = told
        return left

    def _as_what(self, line, said):
        """Fill in position, roles and the note; return the words of a role that is not known."""
        line.position = said.get(Meaning.POSITION, "")
        line.note = said.get(Meaning.NOTE, "")
        line.group = said.get(Meaning.GROUP, "")
        written = said.get(Meaning.ROLE, "")
        found, unknown = [], []
        for part in filter(None, map(str.strip, re.split("[,;/]", written))):
            key = self.roles.get(names.fold(part))
            (found if key else unknown).append(key or part)
        line.roles = tuple(found)
        if unknown and not line.position and not found:
            line.position, unknown = written, []
        return unknown

    def _number(self, row, line, said):
        written = said.get(Meaning.COUNT, "")
        if not written:
            return
        match = _COUNT.search(written)
        if not match or line.name:
            says = _("“%(text)s” is no number.") % {"text": written[:40]}
            if match and match[1] != "1":
                says = _("A line with a name counts as one: leave the number out.")
            if not match or match[1] != "1":
                self._slip(row, self.columns.where(Meaning.COUNT)[0], says)
            return
        line.count = int(match[1]) or None
        around = names.fold(written.replace(match[0], " "))
        said_so = [key for key, words in QUALIFIERS.items() for word in words if word in around]
        if match[2]:
            said_so = [Qualifier.MORE_THAN]
        line.qualifier = (said_so or [Qualifier.EXACTLY])[0].value

    def _came(self, row, line, said):
        written = said.get(Meaning.ATTENDANCE, "")
        if not written:
            return
        answer = _ANSWERS.get(names.fold(written) or written.strip())
        if answer or written in "✓✔":
            line.attendance = (answer or Attendance.CAME).value
        else:
            says = _("“%(text)s” says neither that somebody came nor that they did not.")
            at = self.columns.where(Meaning.ATTENDANCE)[0]
            self._slip(row, at, says % {"text": written[:40]})

    def _on_whose_behalf(self, row, line, said):
        """Fill in on whose behalf a line is; return what is said of it and is not taken over."""
        line.organisation = said.get(Meaning.ORGANISATION, "")
        line.department = said.get(Meaning.DEPARTMENT, "")
        left = [
            words
            for meaning in (Meaning.COUNTRY, Meaning.DELEGATION)
            if said.get(meaning)
            for words in self._represents(row, line, said[meaning], meaning)
        ]
        # Signs alone stand for none.
        for name in ("organisation", "department"):
            if not is_named(getattr(line, name)):
                setattr(line, name, "")
        for name, value in self.heading.items():
            if not getattr(line, name) and not (name == "organisation" and line.country):
                setattr(line, name, value)
        if line.department and not line.organisation:
            line.organisation, line.department = line.department, ""
        return left

    def _represents(self, row, line, told, meaning):
        """Put a line on behalf of a country or a body; yield what is not taken over of it.

        What readers would see beside a name is said by somebody, and never by a wrong letter.
        """
        code = code_of(told, codes=True)
        is_asked = not code and (meaning == Meaning.COUNTRY or near(told))
        what = code or (self._meant(told) if is_asked else BODY)
        if not what:
            self._slip(row, self.columns.where(meaning)[0], no_country(told))
        elif what == OUT or (what == BODY and line.organisation):
            yield told
        elif what == BODY:
            line.organisation = told
        else:
            line.country = line.country or what

    def _meant(self, told):
        """Return what was said of words that name no country, "" while nothing was."""
        fold = names.fold_again(told)
        self.no_countries.setdefault(fold, told)
        answer = self.meant.get(fold, "")
        return answer if answer in (BODY, OUT) else code_of(answer, codes=True)

    def _check(self, row, line):
        if not (line.name or line.organisation or line.country or line.group):
            says = _("Nobody is named in this row: neither a person nor an institution.")
            self._slip(row, line.place[1] - 1, says)
        for name, most in LONGEST.items():
            if len(getattr(line, name)) > most:
                says = _("This is longer than %(most)d letters: shorten it.") % {"most": most}
                self._slip(row, self._place_of(name), says)

    def _place_of(self, name):
        meanings = [Meaning.GIVEN, Meaning.FAMILY] if name == "name" else []
        for meaning in [Meaning(name), *meanings, Meaning.DELEGATION]:
            if self.columns.where(meaning):
                return self.columns.where(meaning)[0]
        return 0


def _names_body(text):
    """Say whether a body stands here by itself, and not behind somebody: “Ms Ana Anić (Office)”."""
    before, *_behind = _APART.split(text, maxsplit=1)
    words = names.fold(before).split()
    somebody = read_name(before).honorific or (words[:1] and words[0] in given_names.EVERY)
    return bool(set(words if somebody else names.fold(text).split()) & GENERIC)


class _Lines:
    """The lines of some rows, as often as one goes through them."""

    def __init__(self, reader, rows):
        self.reader, self.rows = reader, rows

    def __iter__(self):
        return self.reader.each(self.rows)


def known_roles(rows):
    """Return the keys of roles by their folded names in every language, from roles read whole."""
    found = {}
    for role in rows:
        for name in [role.name, *(other.name for other in role.names.all())]:
            found.setdefault(names.fold(name), role.pk)
    return found
