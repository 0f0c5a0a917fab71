"""An archive is taken over: events with the instants at which they were public before."""

from collections import Counter, defaultdict
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.utils.html import format_html_join
from django.utils.translation import gettext as _

from events.lists import sheets
from events.lists.archive import Archive
from events.lists.columns import Columns, Meaning, recognised
from events.lists.slips import BrokenList, Slip
from events.models import Edition, Event, Place, Report, Source, days
from events.proposals import deciding
from events.proposals.looking import look_up
from events.proposals.taking import still_open, take_over
from events.rights import covering
from portal import history, names
from portal.models import Site

#: The head of the column that says to which event a participant belongs, folded.
EVENT_HEADS = frozenset(["event", "name of event", "dogadaj", "naziv dogadaja", "skup"])


@dataclass
class Told:
    """What became of an archive; `open` are events of whose lists somebody is in doubt.

    In `covered` texts stands a name that is not shown.
    """

    added: list = field(default_factory=list)
    there: list = field(default_factory=list)
    lines: int = 0
    reports: int = 0
    covered: int = 0
    open: list = field(default_factory=list)


def take_over_archive(rows, participants=(), *, by, doubtful=None, now=None):
    """Add the events of a sheet, each with its list and its report, and return what was Told.

    Nothing is public before the list is whole, so that an instant that has passed may be
    stated. An event of the same name and day is left as it is. To be called in a transaction.
    """
    archive = Archive(rows)
    if archive.slips:
        raise BrokenList(archive.slips)
    # Sent twice at once, the second sees what the first has added.
    Site.objects.hold()
    lists, slips = _lists(participants, archive.events) if participants else ({}, [])
    if slips:
        raise BrokenList(slips, _("Who took part"))
    told, standing = Told(), _standing(archive.events)
    for row in archive.events:
        if row.key in standing:
            told.there.append(row)
            continue
        standing.add(row.key)
        event = _event(row, by, now)
        told.added.append(event)
        if names.fold(row.name) in lists:
            told.lines += _list(event, *lists[names.fold(row.name)], told, by, doubtful, now)
        told.reports += _publish(event, row, by, now)
    texts = Edition.objects.filter(report__event__in=[event.pk for event in told.added]).only("pk")
    told.covered = covering.cover_again([*told.added, *texts], by=by, now=now)
    return told


def _standing(rows):
    """Return name and first day of the events that are there already; one query."""
    days = {row.earliest for row in rows}
    events = Event.objects.filter(earliest__in=days - {None})
    if None in days:
        events = events | Event.objects.filter(earliest=None)
    return {(names.fold(name), day) for name, day in events.values_list("name", "earliest")}


def _event(row, by, now):
    event = Event(
        name=row.name,
        kind=row.kind,
        status=days.status_of(row.earliest),
        language=row.language,
        earliest=row.earliest,
        latest=row.latest,
        precision=row.precision,
    )
    with history.change(event, by=by, reason=_("Archive"), now=now):
        event.clean()
        event.save()
        if row.venue or row.city or row.country:
            Place.objects.create(
                event=event,
                venue=row.venue,
                city=row.city,
                country=row.country,
                language=row.language,
            )
        if row.publisher:
            Source.objects.create(
                event=event,
                publisher=row.publisher,
                title=row.source_title,
                url=row.url,
                language=row.language,
                date_as_printed=row.printed,
            )
    return event


def _publish(event, row, by, now):
    """Let the report, or the event alone, be public since the instant that was stated."""
    event.refresh_from_db()
    if row.title or row.text:
        report = Report.objects.create(event=event, language=row.language)
        paragraphs = ((paragraph,) for paragraph in row.text.splitlines())
        edition = Edition(report=report, title=row.title or row.name, lead=row.lead)
        edition.body = format_html_join("", "<p>{}</p>", paragraphs)
        with history.change(edition, by=by, now=now):
            edition.clean()
            edition.save()
        edition.publish(by=by, at=row.published, now=now)
        return 1
    if row.published:
        with history.change(event, by=by, at=row.published, now=now):
            event.public_from = row.published
            event.save()
    return 0


# Participants


def _lists(rows, events):
    """Return by the folded name of each event the rows of its list and their columns."""
    columns = recognised(rows)
    heads = rows[columns.heads].cells if columns.heads >= 0 else []
    of = next((at for at, head in enumerate(heads) if names.fold(head) in EVENT_HEADS), None)
    if of is None:
        says = _("No column says at which event somebody was: give one the head “Event”.")
        return {}, [Slip(rows[0].line, 1, says)]
    columns.meanings[of] = Meaning.NOTHING
    known, found, slips = Counter(names.fold(row.name) for row in events), defaultdict(list), []
    for row in rows[columns.heads + 1 :]:
        name = names.fold(row.cells[of]) if of < len(row.cells) else ""
        if known[name] == 1:
            found[name].append(row)
        else:
            several = _("Several events of the archive have this name.")
            says = several if known[name] else _("No event of the archive has this name.")
            slips.append(Slip(row.line, of + 1, says))
    return {name: (own, Columns(columns.meanings, -1)) for name, own in found.items()}, slips


def _list(event, rows, columns, told, by, doubtful, now):
    """Put a list on an event, unless somebody is in doubt; return how many lines."""
    intake = sheets.keep(event, rows, by=by, title=_("Archive"), language=event.language)
    found = sheets.read(intake, rows, columns)
    if found.slips:
        raise BrokenList(found.slips, _("Who took part"))
    sheets.fill(intake, columns, found)
    look_up_all(intake)
    if doubtful:
        deciding.decide_all_bodies(intake, doubtful)
        look_up_all(intake)
        deciding.decide_all(intake, doubtful)
    if any(still_open(intake)):
        told.open.append(event)
        intake.delete()
        return 0
    taking = take_over(intake, by=by, names_shown=event.names_shown, now=now)
    return len(taking.lines)


def look_up_all(intake):
    while look_up(intake):
        pass


def check_decided(told):
    """Refuse an archive in which somebody is still in doubt."""
    if told.open:
        named = ", ".join(str(event) for event in told.open[:20])
        raise ValidationError(
            _("It is in doubt who was at: %(events)s. Say what to do with what is in doubt."),
            code="undecided",
            params={"events": named},
        )
