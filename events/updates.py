"""The lines of the public history, of which the newest material one is “Last updated”.

`tell_facts` and `tell_edition` are called inside the door, after a change that did happen. They
refuse what would make an instant untrue that readers were told.
"""

import datetime
import functools
from operator import attrgetter

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from events.changes import never_small, sentence, shown, withdrawn
from people.models import Person
from portal import history, names
from portal.models import NEVER
from portal.prepared import Prepared


def tell_facts(event, change, now):
    """Write what a change of an event's facts, or a withdrawal, deserves."""
    if change.follows:
        _tell_what_follows(event, change, now)
        return
    _hold_texts(event, change, now)
    was, due = _instant(change.before, "public_from"), _instant(change.after, "public_from")
    if was and was <= now:
        if was != due:
            raise ValidationError(
                _("This is public since the instant given: withdraw it, the instant stays."),
                code="public_already",
            )
        is_told = _facts(change.before) != _facts(change.after)
        if is_told and change.by and event.is_shut_to(change.by, now):
            raise shut()
        _tell_change(event, change, now)
    elif due:
        _announce(event, change, now)
    elif was:
        event.updates.filter(edition__isnull=True).delete()


def _tell_what_follows(event, change, now):
    """Tell as small what follows from a correction of a person or an institution."""
    due = _instant(change.after, "public_from")
    if change.note and due and due <= now:
        change.update = event.updates.create(
            at=now, recorded_at=now, note=change.note, minor=True, by=change.by
        )


def _hold_texts(event, change, now):
    """Keep back what is to be told of the texts of a report while that is withdrawn.

    What readers were told stays, and so does the line with which an event begins.
    """
    for report in _turned(change):
        lines = event.updates.filter(edition__report=report).exclude(language="")
        if _is_taken_back(event, report, now):
            lines.scheduled(now).update(at=NEVER)
            continue
        for line in lines.filter(at=NEVER).select_related("edition"):
            line.at = max(line.edition.publish_at, event.public_from or now, now)
            line.save(update_fields=["at"])


def _turned(change):
    """Return the keys of the reports that were withdrawn or brought back."""
    if not change.before:
        return set()
    old, new = withdrawn(change.before), withdrawn(change.after)
    return {key for key in old | new if old.get(key) != new.get(key)}


def _is_taken_back(event, report, now):
    return event.withdrawals.in_force(now).filter(report=report).exists()


def _facts(snapshot):
    """Return all of an event but what was withdrawn, of which events.steps decides."""
    parts = {name: rows for name, rows in snapshot["parts"].items() if name != "withdrawals"}
    return snapshot["fields"], parts


def shut():
    return ValidationError(
        _("Readers know these facts, so an editor changes them: propose the change."), code="shut"
    )


def _tell_change(event, change, now):
    unseen = set()
    if change.before["parts"]["photos"] or change.after["parts"]["photos"]:
        hidden = event.photos.filter(people__visibility=Person.Visibility.HIDDEN)
        unseen = {str(key) for key in hidden.values_list("pk", flat=True)}
    apart = _apart(event, change, now)
    before, after = shown(change.before, unseen, apart), shown(change.after, unseen, apart)
    reports = _turned(change)
    if before == after and not reports:
        return
    if change.at != now:
        raise ValidationError(
            _("Another instant can be stated only before this is public."), code="past_instant"
        )
    note = names.tidy(change.note)
    if before != after:
        change.update = event.updates.create(
            at=now,
            recorded_at=now,
            note=note or sentence(before, after),
            minor=change.minor and not never_small(change.before, change.after, unseen),
            by=change.by,
        )
    for report in event.reports.filter(pk__in=reports).order_by("pk"):
        change.update = event.updates.create(
            language=report.language,
            at=now,
            recorded_at=now,
            note=note or _("Changed: whether this is public."),
            by=change.by,
        )


def _apart(event, change, now):
    """Return the keys of events that were put beside one or taken off, and are not public."""
    moved = _beside(change.before) ^ _beside(change.after)
    if not moved:
        return moved
    public = type(event).objects.public(now).filter(pk__in=moved)
    return moved - set(public.values_list("pk", flat=True))


def _beside(snapshot):
    fields = snapshot["fields"]
    return {*fields["related"], fields["part_of_id"]}


def _announce(event, change, now):
    """Make the history of an event that was never public begin when it will be."""
    start = event.public_from
    _check_past(start, change, now)
    lines = _lines(type(event))(event.pk)
    of_texts = [line for line in lines if line.edition and line.at != NEVER]
    for update in of_texts:
        at, language = max(update.edition.publish_at, start), update.language
        if at > start:
            # It does not make the event public, so it is news in its own language only.
            language = update.edition.report.language
        _move(update, at, language)
    told = [line for line in of_texts if (line.language, line.at) == ("", start)]
    # Why a report is withdrawn is no sentence for the event to begin with.
    note = "" if _turned(change) else names.tidy(change.note)
    first = next((line for line in lines if not line.edition), None)
    if first:
        first.note = note or first.note
        first.save(update_fields=["note"])
        _move(first, start, "")
    else:
        first = max(told, key=attrgetter("pk"), default=None) or event.updates.create(
            at=start,
            recorded_at=now,
            note=note or _first_published(),
            by=change.by,
        )
    change.update = first


@functools.cache
def _lines(model):
    """Return the question for an event's history, each line with the text that it tells of."""
    lines = model._meta.get_field("updates").related_model.objects
    return Prepared(lambda event: lines.filter(event=event).select_related("edition__report"))


def tell_edition(edition, change, now):
    """Write that the words of a report go out, when they were given their time or another."""
    was, due = _instant(change.before, "publish_at"), _instant(change.after, "publish_at")
    if was == due:
        return
    if was and was <= now:
        raise ValidationError(
            _("This text went out already: it can only be withdrawn or followed by another."),
            code="public_already",
        )
    event = edition.report.event
    update = edition.updates.first()
    began = bool(update and update.language == "")
    # The text that made the event public takes it along; another leaves it where it is.
    leads = event.public_from is None or (began and event.public_from == was)
    start = _start(event, edition, due) if leads else event.public_from
    begins = bool(due) and due <= start and (leads or began)
    if due is None:
        edition.updates.all().delete()
    else:
        _check_past(due, change, now)
        if event.public_from and event.public_from <= now and due < now:
            raise ValidationError(
                _("Another instant can be stated only before this is public."),
                code="past_instant",
            )
        at = max(due, start)
        if not begins and _is_taken_back(event, edition.report_id, now):
            # Nobody can read it: it is told when the report is brought back.
            at = NEVER
        if update:
            _move(update, at, "" if begins else edition.report.language)
        else:
            update = _first_line(edition, change, now, at, begins)
        change.update = update
    if began and start and not begins:
        _begin_without(event, start, change, now, leads=leads)
    if leads and event.public_from != start:
        with history.change(event, by=change.by, now=now):
            event.public_from = start
            event.save(update_fields=["public_from"])


def _start(event, edition, due):
    """Return when an event goes out that a text takes along: with the first of all that will."""
    if event.public_from is None:
        return due
    others = event.updates.filter(edition__isnull=False).exclude(edition=edition)
    others = others.exclude(at=NEVER)
    instants = [*others.values_list("at", flat=True), *[due] * bool(due)]
    return min(instants, default=None)


def _begin_without(event, start, change, now, *, leads):
    """Begin the history of an event without the text that it was to begin with.

    Another that goes out then takes the event along, if that one did; otherwise it begins with
    the facts.
    """
    lines = event.updates.filter(at=start).order_by("pk")
    heir = lines.filter(edition__isnull=False).first() if leads else None
    if heir:
        _move(heir, start, "")
    elif not lines.filter(language="").exists():
        event.updates.create(at=start, recorded_at=now, note=_first_published(), by=change.by)


def _first_published():
    return _("First published.")


def _report_published():
    return _("The report was published.")


def _first_line(edition, change, now, at, begins):
    earlier = edition.report.editions.exclude(pk=edition.pk).filter(publish_at__isnull=False)
    first = not earlier.exists()
    if first:
        # An event that was announced is public already: its report is what is new.
        usual = _first_published() if begins else _report_published()
    else:
        usual = _("The report was revised.")
    return edition.updates.create(
        event=edition.report.event,
        language="" if begins else edition.report.language,
        at=at,
        recorded_at=now,
        note=names.tidy(change.note) or usual,
        minor=change.minor and not first,
        by=change.by,
    )


def _check_past(instant, change, now):
    if instant < now and change.by and not change.by.has_perm("events.state_past"):
        raise ValidationError(
            _("This instant has passed: give one that is to come, or publish at once."),
            code="past_instant",
        )


def _move(update, at, language):
    """Move the line of a text or of the facts, in words that fit what it tells of then."""
    note = update.note
    if update.edition_id and language != update.language:
        usual = {"": (_report_published(), _first_published())}
        old, new = usual.get(language, (_first_published(), _report_published()))
        note = new if note == old else note
    if (update.at, update.language, update.note) != (at, language, note):
        update.at, update.language, update.note = at, language, note
        update.save(update_fields=["at", "language", "note"])


def _instant(snapshot, field):
    """Return an instant from a snapshot of a record, None where there was none."""
    written = snapshot and snapshot["fields"][field]
    return history.whole(datetime.datetime.fromisoformat(written)) if written else None
