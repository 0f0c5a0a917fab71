"""A sheet of events that took place long ago, with their reports and where these stood before."""

import dataclasses
import datetime
import re

from django.utils import timezone
from django.utils.translation import gettext as _

from events.lists.slips import Slip
from events.models import Event
from portal import names
from portal.countries import code_of, no_country
from portal.dates import Precision

ONE_DAY = datetime.timedelta(days=1)
#: A report in one cell; a cell of Excel holds no more.
LONGEST_CELL = 32_767
#: What stands in a column, by its folded head in English and Serbian.
HEADS = {
    "name": "name|event|name of event|name of the event|naziv|dogadaj|naziv dogadaja|skup",
    "first": "first day|from|date|day|begins|datum|od|pocetak|dan",
    "last": "last day|to|until|ends|do|kraj",
    "kind": "kind|type|vrsta|tip",
    "venue": "venue|place|prostor|sala",
    "city": "town|city|mesto|grad",
    "country": "country|drzava|zemlja",
    "published": "published|published on|first published|objavljeno|datum objave",
    "title": "report title|headline|title|naslov",
    "lead": "lead|summary|uvod",
    "text": "text|report|body|tekst|izvestaj",
    "language": "language|jezik",
    "publisher": "publisher|source|izvor|objavio",
    "source_title": "source title|naslov izvora",
    "url": "address|url|link|adresa",
    "printed": "date as printed|datum kako pise",
}
_BY_HEAD = {head: name for name, heads in HEADS.items() for head in heads.split("|")}
LONGEST = {"name": 300, "venue": 160, "city": 120, "title": 300, "publisher": 200, "url": 500}
LONGEST |= {"source_title": 300, "printed": 120}
_DAY = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})|(\d{1,2})\.\s*(\d{1,2})\.\s*(\d{4})\.?")
_MONTH = re.compile(r"(\d{4})-(\d{1,2})|(\d{1,2})[./](\d{4})\.?")
_YEAR = re.compile(r"(\d{4})\.?")
#: How well a written date is known, the best first.
COARSER = [Precision.DAYS, Precision.MONTH, Precision.YEAR]
_TIME = re.compile(r"(\d{1,2})[:.](\d{2})(?::\d{2})?")


@dataclasses.dataclass
class Archived:
    """An event as a row tells of it."""

    line: int
    name: str
    earliest: datetime.date | None = None
    latest: datetime.date | None = None
    precision: Precision = Precision.UNKNOWN
    kind: str = Event.Kind.OTHER.value
    venue: str = ""
    city: str = ""
    country: str = ""
    published: datetime.datetime | None = None
    title: str = ""
    lead: str = ""
    text: str = ""
    language: str = "en"
    publisher: str = ""
    source_title: str = ""
    url: str = ""
    printed: str = ""

    @property
    def key(self):
        """What one event is told by: its name and its first day."""
        return names.fold(self.name), self.earliest


class Archive:
    """Reads the rows of a sheet of events; what is wrong is told by line and column."""

    def __init__(self, rows):
        self.heads = {
            _BY_HEAD[fold]: at
            for at, cell in reversed(list(enumerate(rows[0].cells)))
            if (fold := names.fold(cell)) in _BY_HEAD
        }
        self.slips, self.events = [], []
        if "name" not in self.heads:
            says = _("No column says what the events are: give one the head “Name”.")
            self.slips.append(Slip(rows[0].line, 1, says))
            return
        for row in rows[1:]:
            self.row = row
            self._read()

    def _cell(self, name):
        at = self.heads.get(name)
        cells = self.row.cells
        return cells[at] if at is not None and at < len(cells) else ""

    def _slip(self, name, says):
        self.slips.append(Slip(self.row.line, self.heads.get(name, 0) + 1, says))

    def _read(self):
        found = Archived(self.row.line, names.tidy(self._cell("name")))
        if not names.fold(found.name):
            self._slip("name", _("This event has no name."))
        for name in ("venue", "city", "title", "publisher", "source_title", "url", "printed"):
            setattr(found, name, names.tidy(self._cell(name)))
        found.lead, found.text = names.tidy(self._cell("lead")), self._cell("text")
        for name, most in LONGEST.items():
            if len(getattr(found, name)) > most:
                self._slip(name, _("This is longer than %(most)d letters.") % {"most": most})
        self._days(found)
        self._choices(found)
        self._published(found)
        if found.url and not found.url.startswith(("http://", "https://")):
            self._slip("url", _("An address begins with http:// or https://."))
        if (found.url or found.source_title) and not found.publisher:
            self._slip("publisher", _("Say who published it before."))
        self.events.append(found)

    def _days(self, found):
        first, last = self._cell("first"), self._cell("last")
        if not first:
            if last:
                self._slip("first", _("Give the first day, too."))
            return
        span = span_of(first)
        end = span_of(last) if last else span
        if not span or not end:
            says = _("“%(text)s” is no date: write 2021-09-01, 1.9.2021, 2021-09 or 2021.")
            name = "last" if span else "first"
            self._slip(name, says % {"text": self._cell(name)[:40]})
        elif end[1] < span[0]:
            self._slip("last", _("The last day lies before the first: check both days."))
        else:
            # Known to the month on one side, no day is known on that side.
            found.precision = max(span[2], end[2], key=COARSER.index)
            found.earliest, found.latest = span[0], end[1]

    def _choices(self, found):
        kinds = {names.fold(str(label)): code for code, label in Event.Kind.choices}
        kinds |= {names.fold(code): code for code in Event.Kind.values}
        kind, country, language = map(self._cell, ("kind", "country", "language"))
        found.kind = kinds.get(names.fold(kind), found.kind)
        if kind and names.fold(kind) not in kinds:
            known = ", ".join(str(label) for label in Event.Kind.labels)
            says = _("“%(text)s” is no kind of event: write one of %(known)s.")
            self._slip("kind", says % {"text": kind[:40], "known": known})
        found.country = code_of(country, codes=True)
        if country and not found.country:
            self._slip("country", no_country(country))
        codes = dict(Event._meta.get_field("language").choices)
        found.language = language.lower() or found.language
        if found.language not in codes:
            says = _("“%(text)s” is no code of a language: write en or sr.")
            self._slip("language", says % {"text": language[:40]})

    def _published(self, found):
        written = self._cell("published")
        if not written:
            if found.text or found.title:
                self._slip("published", _("Say when the report was published."))
            return
        found.published = instant_of(written)
        if not found.published:
            says = _("“%(text)s” is no instant: write 2021-09-06 14:30 or 6.9.2021 14:30.")
            self._slip("published", says % {"text": written[:40]})
        elif found.published > timezone.now():
            self._slip("published", _("This is still to come: an archive tells what was."))


def span_of(written):
    """Return the first and the last day that a written date may mean, and how well it is known.

    None for what is no date.
    """
    if match := _DAY.fullmatch(written):
        numbers = [int(part) for part in match.groups() if part]
        year, month, day = numbers if match[1] else reversed(numbers)
        return _span(year, month, day, Precision.DAYS)
    if match := _MONTH.fullmatch(written):
        numbers = [int(part) for part in match.groups() if part]
        year, month = numbers if match[1] else reversed(numbers)
        return _span(year, month, 1, Precision.MONTH)
    if match := _YEAR.fullmatch(written):
        return _span(int(match[1]), 1, 1, Precision.YEAR)
    return None


def _span(year, month, day, precision):
    try:
        first = datetime.date(year, month, day)
        last = first
        if precision == Precision.MONTH:
            last = (first + 31 * ONE_DAY).replace(day=1) - ONE_DAY
        elif precision == Precision.YEAR:
            last = first.replace(month=12, day=31)
    except (ValueError, OverflowError):
        return None
    return (first, last, precision) if 1800 <= year <= 2200 else None


def instant_of(written):
    """Return the instant that is written as a day and perhaps an hour, of the site's zone."""
    day, _space, rest = written.replace("T", " ").strip().rpartition(" ")
    time = _TIME.fullmatch(rest)
    if not day or not time:
        day, time = written, None
    span = span_of(day.strip())
    if not span or span[2] != Precision.DAYS:
        return None
    try:
        clock = datetime.time(*map(int, time.groups())) if time else datetime.time()
    except ValueError:
        return None
    return timezone.make_aware(datetime.datetime.combine(span[0], clock))
