"""The ticked places of a search mended: all of them, or nothing."""

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from events.corrections.search import WORDS, reading
from events.models import Edition
from portal import history
from portal.models import OtherName


def mend(search, keys, *, by, note, keep=True):
    """Mend the spots of a search with these keys; public texts go out again at once, small.

    `note` is the sentence for readers. With `keep` the old spelling stays with the record as
    a misspelling, so that it is still found. Returns how many public texts went out.
    """
    went_out = 0
    with transaction.atomic():
        _own(search, keys, by, note, keep)
        for sheet in search.sheets:
            spots = [spot for spot in sheet.spots if spot.key in keys]
            if not spots or sheet.kind in ("own", "scheduled"):
                continue
            if sheet.kind == "live":
                _follow(sheet.record, spots, search, by, note)
                went_out += 1
            else:
                change = history.change(
                    sheet.record, by=by, reason=note, note=note, minor=True, now=search.now
                )
                with change:
                    _save(spots)
    return went_out


def _own(search, keys, by, note, keep):
    spots = [spot for sheet in search.sheets if sheet.kind == "own" for spot in sheet.spots]
    record, old = search.record, search.spelling.old
    with history.change(record, by=by, reason=note, now=search.now):
        _save([spot for spot in spots if spot.key in keys])
        if keep and not record.names.filter(name=old).exists():
            record.names.create(name=old, kind=OtherName.Kind.MISSPELLING)


def _follow(edition, spots, search, by, note):
    """Let the mended words follow those that the public reads."""
    words = {column: getattr(edition, column) for column in WORDS}
    text = Edition(report=edition.report, **(words | _mended(spots)))
    text.clean_fields(exclude=_others(text, WORDS))
    alone = _("A name was corrected: “%(old)s” to “%(new)s”.") % {
        "old": search.spelling.old,
        "new": search.spelling.new,
    }
    text.publish(
        by=by,
        note=note,
        minor=True,
        alone="" if settings.ONE_PERSON_OFFICE else alone[:300],
        now=search.now,
    )


def _save(spots):
    rows = {}
    for spot in spots:
        rows.setdefault(spot.key.rpartition("-")[0].rpartition("-")[0], []).append(spot)
    for of_row in rows.values():
        row, words = of_row[0].row, _mended(of_row)
        for column, text in words.items():
            setattr(row, column, text)
        row.clean_fields(exclude=_others(row, words))
        row.save()


def _mended(spots):
    """Return the columns of a row as they will be, with these spots of it mended."""
    columns = {}
    for spot in spots:
        columns.setdefault(spot.column, []).append(spot.hit)
    return {column: reading(spots[0].row, column).mended(hits) for column, hits in columns.items()}


def _others(row, columns):
    return {field.name for field in row._meta.fields} - set(columns)
