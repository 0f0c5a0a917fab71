"""The page of one event: what it shows, read in a number of queries that never grows."""

import functools
from typing import NamedTuple

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from events import listing, places, programme, reading
from events.delegations import Delegations
from events.disclosure import LOOKED_THROUGH, changes_url, openable
from events.facts import facts
from events.links import addresses
from events.models import Document, Photo, Place, Session, Source, Topic
from events.reading import BESIDE
from events.tallies import counts, tally
from events.versions import numbered, version_url, versions
from organisations.names import as_called
from portal import dates, uploads
from portal.addresses import page
from portal.aggregates import read
from portal.citing import Citation
from portal.dates import Precision
from portal.fields import language_name
from portal.prose.linking import linked
from portal.tables.formats import FORMATS
from portal.words import capital


class Files(NamedTuple):
    """Where the files of a page are: names of addresses, and what stands first in each."""

    photo: str
    document: str
    start: tuple = ()


PUBLIC = Files("files:photo", "files:document")


class EventPage:
    """What the page of an event shows; the event is one of `readable`, `seen` is as there.

    `edition` stands in the place of the live text, `files` says where the files are read.
    """

    def __init__(self, event, language, now, *, seen=None, edition=None, files=PUBLIC):
        self.event = event
        self.language = language
        self.now = now
        self.seen = seen or now
        self.files = files
        if edition:
            self.edition = edition
        event.title = self.edition.title if self.edition else None

    def beside(self, model):
        return read(model, BESIDE[model], getattr(self.event, f"{model._meta.model_name}_rows"))

    # The report

    @functools.cached_property
    def texts(self):
        """The live texts, that in the reader's language before the others; costs a query."""
        every = reading.live_texts(self.event.pk, self.now)
        return sorted(every, key=lambda text: text.report.language != self.language)

    @functools.cached_property
    def edition(self):
        return self.texts[0] if self.texts else None

    @functools.cached_property
    def other_texts(self):
        """The live texts in other languages that have an address of their own."""
        addresses = {text.pk: text.url for text in self.versions}
        others = [text for text in self.texts if text.report_id != self.edition.report_id]
        for text in others:
            text.url = addresses.get(text.pk, "")
            text.language_name = language_name(text.report.language)
        return [text for text in others if text.url]

    @property
    def report_language(self):
        return self.edition.report.language if self.edition else self.language

    @property
    def foreign_report(self):
        return self.foreign(self.report_language)

    @property
    def title(self):
        return self.event.title or self.event.name

    @property
    def title_language(self):
        return self.report_language if self.edition else self.event.language

    @functools.cached_property
    def every_update(self):
        """The public history in all languages, the newest first; costs a query."""
        return reading.updates(self.event.pk, self.now)

    @functools.cached_property
    def updates(self):
        """What `told_in` gives of the history, the newest first."""
        if all(text.report.language != self.language for text in self.texts):
            return self.every_update
        return [each for each in self.every_update if each.language in ("", self.language)]

    @property
    def last_updated(self):
        return next((update.at for update in self.updates if not update.minor), None)

    @functools.cached_property
    def versions(self):
        """The texts that went out, the readable ones with their address.

        Costs a query if others did than those that are live.
        """
        if not (self.edition and self.updates):
            return []
        if self.texts and self.texts[0].went_out == len(self.texts):
            found = numbered(self.event, self.texts)
        else:
            several = sum(update.edition_id is not None for update in self.updates) > 1
            found = versions(self.event, self.now, *(LOOKED_THROUGH if several else ()))
        for text in found:
            is_open = text.was_read and not text.withdrawn
            text.url = version_url(self.event, text.turn) if is_open else ""
        return found

    @functools.cached_property
    def version(self):
        """The text that is shown, as it is numbered."""
        shown = self.edition and self.edition.pk
        return next((text for text in self.versions if text.pk == shown), None)

    @functools.cached_property
    def citation(self):
        updated = self.last_updated
        stamp = _("Last updated: %(moment)s") % {"moment": dates.moment(updated)} if updated else ""
        return Citation(
            self.event.get_absolute_url(),
            self.title,
            self.title_language,
            stamp,
            timezone.localtime(updated or self.event.public_from),
            timezone.localdate(self.now),
            self.version and self.version.turn,
        )

    @functools.cached_property
    def history(self):
        """The updates, each with where one may read its text and what it changed in it, if so."""
        found = openable(self.event, self.updates, self.versions, self.now)
        addresses = {text.pk: text for text in self.versions}
        for update in self.updates:
            update.changes = changes_url(self.event, update.pk) if update.pk in found else ""
            update.version = addresses.get(update.edition_id)
        return self.updates

    @property
    def further(self):
        """The words that lead to the history."""
        number = len(self.updates)
        return ngettext("See the update", "See all %(n)s updates", number) % {"n": number}

    @property
    def published(self):
        """Since when it is public; None for what was taken over with an instant from elsewhere."""
        first = self.updates[-1] if self.updates else None
        return first.at if first and first.recorded_at <= first.at else None

    # The facts

    @property
    def kicker(self):
        """What it is, when and where, in the words of a list."""
        event = self.event
        status = "" if event.was_held else event.get_status_display()
        towns = places.towns([(row.city, row.country, row.venue) for row in self.places])
        kind = capital(event.get_kind_display())
        return " · ".join(filter(None, [kind, status, event.when, towns]))

    @property
    def trail(self):
        year = self.event.address_year
        every = page("events:list")
        steps = [{"label": _("Events"), "url": every}]
        if year:
            steps.append({"label": f"{year:04d}", "url": f"{every}?year={year:04d}"})
        return [*steps, {"label": self.title, "lang": self.title_language}]

    @functools.cached_property
    def places(self):
        return self.beside(Place)

    @functools.cached_property
    def bodies(self):
        """What institutions were to the event, as they were called then; costs a query."""
        event = self.event
        return as_called(reading.bodies(event.pk, self.seen, event.latest), "organisation")

    @property
    def facts(self):
        """The panel of facts."""
        projects = [reading.ProjectTold(*row) for row in self.event.project_rows or []]
        return facts(self.event, self.places, self.bodies, projects, self.beside(Topic), self.now)

    @property
    def description(self):
        """Return a sentence for search engines: the lead, or what, when and where."""
        return self.edition.lead if self.edition and self.edition.lead else self.kicker

    @property
    def body(self):
        """The report's text, the first mention of each who is listed linked to their page."""
        return linked(self.edition.body, addresses(self.lines, self.bodies, self.now))

    # Who took part

    @functools.cached_property
    def lines(self):
        """The lines that the page shows: nobody of whom it is known that they did not come."""
        event, language = self.event, self.language
        found = reading.lines(event.pk, self.seen, event.latest, language)
        return as_called(found, "organisation")

    @functools.cached_property
    def delegations(self):
        """The lines by institution, departments under what they are a part of.

        Costs a query if there are departments.
        """
        bodies = (line.organisation for line in self.lines if line.organisation_id)
        parts = {body.pk for body in bodies if body.parent_id}
        roots = reading.roots([*parts], self.event.latest) if parts else []
        roots = as_called(roots, "ancestor")
        tops = {row.descendant_id: row.ancestor for row in roots}
        return list(Delegations(self.event, self.lines, tops, self.bodies, self.now))

    @property
    def tally(self):
        """The numbers of the list in words; what is not known is said to be not known."""
        held = self.event.was_held
        counted = [line for line in self.lines if counts(line, held=held)]
        sentences = tally(counted).sentences(held=held)
        unknown = any(not line.person_id and not line.count for line in counted)
        stated = self.event.attendance_words or self.event.attendance_number is not None
        if sentences and not stated and (unknown or self.event.list_incomplete):
            sentences.append(_("total not known"))
        return sentences

    @property
    def tables(self):
        """The list as files, as {label, url}."""
        if not self.lines or self.files is not PUBLIC:
            return []
        address = self.event.get_absolute_url()
        return [
            {"label": each.label, "url": f"{address}participants.{each.extension}"}
            for each in FORMATS
        ]

    @property
    def calendar(self):
        """The address of the event as an entry of a calendar; "" where its day is not known."""
        exact = self.event.precision == Precision.DAYS and self.files is PUBLIC
        return f"{self.event.get_absolute_url()}event.ics" if exact else ""

    # The programme

    @property
    def days(self):
        """The programme by days."""
        speaking = {}
        for row in self.beside(reading.Speaking):
            speaking.setdefault(row.session_id, set()).add(row.participation_id)
        return programme.days(self.beside(Session), speaking, self.lines, self.now)

    # What goes with it

    @functools.cached_property
    def documents(self):
        return [
            {
                "title": paper.title,
                "url": page(self.files.document, *self.files.start, paper.pk, paper.download_name),
                "type": paper.extension.upper(),
                "size": paper.size,
                "pages": paper.pages,
                "language": paper.language,
                "language_name": self.foreign(paper.language),
            }
            for paper in self.beside(Document)
        ]

    @functools.cached_property
    def photos(self):
        return [picture(photo, self.files) for photo in self.beside(Photo)]

    @functools.cached_property
    def sources(self):
        return [
            {
                "title": source.title or source.url or source.publisher,
                "publisher": source.publisher if source.title or source.url else "",
                "url": source.url,
                "language": source.language,
                "language_name": self.foreign(source.language),
                "date": source.date_as_printed,
                "differs": source.differs,
            }
            for source in self.beside(Source)
        ]

    def foreign(self, language):
        """Return the name of a language that is not the reader's, else nothing."""
        return "" if language == self.language else language_name(language)

    @functools.cached_property
    def near(self):
        """The whole, the parts and the related events by what they are, as rows of lists."""
        return {
            kind: [listing.row(event) for event in events] for kind, events in self.around.items()
        }

    @functools.cached_property
    def around(self):
        """The events that `near` tells of, the first of each kind first.

        Costs a query if there are any.
        """
        found = {"whole": [], "parts": [], "related": []}
        own, language = self.event, self.language
        if own.is_alone:
            return found
        for event in reading.around(own.pk, own.part_of_id, language, self.now):
            if event.pk == own.part_of_id:
                kind = "whole"
            else:
                kind = "parts" if event.part_of_id == own.pk else "related"
            found[kind].insert(0, event)
        return found


def picture(photo, files):
    """Return the variables of components/photo.html, with the addresses of every width."""
    widths = uploads.served_widths(photo.width)

    def address(width, extension):
        return page(files.photo, *files.start, photo.pk, width, extension)

    def addresses(extension):
        return ", ".join(f"{address(width, extension)} {width}w" for width in widths)

    return {
        "src": address(widths[0], "jpg"),
        "srcset": addresses("jpg"),
        "webp": addresses("webp"),
        "url": address(widths[-1], "jpg"),
        "width": photo.width,
        "height": photo.height,
        "alt": photo.alternative_text,
        "caption": photo.caption,
        "credit": photo.credit,
        "language": photo.language,
    }
