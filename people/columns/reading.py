"""Reads the columns from the database, and puts together what belongs to a row."""

import datetime

import numpy as np
from django.db.models import Exists, IntegerField, Min, OuterRef
from django.db.models.functions import Cast, Coalesce

from organisations.models import Ancestry, Organisation
from people.columns.many import Many, narrow
from people.columns.portions import arrays, arrays_in_order, codes, numbers, texts
from people.columns.tables import Bodies, Events, Lines, People, Posts, by_key
from people.models import Person, Position
from portal.models import NEVER

# Lines and events belong to the app above, which this one cannot import.
Line = Person._meta.get_field("participations").related_model
Event = Line._meta.get_field("event").related_model
EVENT_PARTS = {
    name: Event._meta.get_field(name).related_model
    for name in ("places", "bodies", "updates", "reports", "withdrawals")
}
Edition = EVENT_PARTS["reports"]._meta.get_field("editions").related_model

EPOCH = datetime.datetime(1970, 1, 1, tzinfo=datetime.UTC)
MICROSECOND = datetime.timedelta(microseconds=1)
KINDS, BODY_KINDS = list(Event.Kind.values), list(Organisation.Kind.values)
LONGEST_NAME = 64
LAST_DAY = datetime.date.max.toordinal()


def instant(at):
    return (at - EPOCH) // MICROSECOND


def number(value):
    return value or 0


def day(date):
    return date.toordinal() if date else 0


def country(code):
    return ord(code[0]) << 8 | ord(code[1]) if code else 0


def country_code(value):
    return chr(value >> 8) + chr(value & 255)


def kind(value):
    return KINDS.index(value) + 1


def body_kind(value):
    return BODY_KINDS.index(value) + 1


def name(folded):
    return folded.partition("\n")[0].encode()[:LONGEST_NAME]


NEVER_AT = instant(NEVER)
#: Before every instant, also those of archives that were public before 1970.
NOT_YET = -NEVER_AT
INT, LONG = (np.int32, number), (np.int64, instant)


class Places:
    """Where rows stand by their keys."""

    def __init__(self, keys):
        self.order = np.argsort(keys, kind="stable")
        self.keys = keys[self.order]

    def of(self, keys):
        """Return the places of some keys, -1 where there is none."""
        if not len(self.keys):
            return np.full(len(keys), -1)
        at = np.searchsorted(self.keys, keys).clip(max=len(self.keys) - 1)
        return np.where(self.keys[at] == keys, self.order[at], -1)

    def many(self, keys, *columns):
        """Return what belongs to the rows with some keys, a Many for each column."""
        places = self.of(keys)
        kept = places >= 0
        return [Many.from_pairs(len(self.keys), places[kept], c[kept]) for c in columns]


def events(keys=None):
    """Return the events that are public or will be, with these keys or all."""
    rows = Event.objects.filter(visible_from__lt=NEVER)
    own = {} if keys is None else {"event__in": keys}
    if keys is not None:
        rows = rows.filter(pk__in=keys)
    pk, kinds, earliest, latest, listed_on, visible_from, part_of, names = arrays(
        rows,
        pk=INT,
        kind=(np.uint8, kind),
        earliest=(np.int32, day),
        latest=(np.int32, day),
        listed_on=(np.int32, day),
        visible_from=LONG,
        part_of=INT,
        folded=(f"S{LONGEST_NAME}", name),
    )
    places = Places(pk)
    event, at, languages, minor = arrays(
        EVENT_PARTS["updates"].objects.filter(**own),
        event=INT,
        at=LONG,
        language=("S12", str.encode),
        minor=(bool, bool),
    )
    changes, languages = places.many(event[~minor], at[~minor], languages[~minor])
    (corrections,) = places.many(event[minor], at[minor])
    texts, text_languages = places.many(*_texts(keys))
    return Events(
        pk=pk,
        kind=kinds,
        earliest=earliest,
        latest=latest,
        listed_on=listed_on,
        visible_from=visible_from,
        part_of=part_of,
        report_from=_first(texts),
        texts=texts,
        text_languages=text_languages,
        name=names,
        years=_years(earliest, latest),
        topics=_linked(places, Event.topics.through, "topic", own),
        projects=_linked(places, Event.projects.through, "project", own),
        countries=places.many(
            *arrays(
                # An event held at two places of one country was held there once.
                EVENT_PARTS["places"].objects.filter(**own).exclude(country="").distinct(),
                event=INT,
                country=(np.uint16, country),
            )
        )[0],
        bodies=_linked(places, EVENT_PARTS["bodies"], "organisation", own),
        changes=changes,
        languages=languages,
        corrections=corrections,
    ).sorted()


def _linked(places, model, field, own):
    event, linked = texts(
        model.objects.filter(**own),
        ("event_id", np.int32, numbers),
        (f"{field}_id", np.int32, numbers),
        portions=not own,
    )
    return places.many(event, narrow(linked))[0]


def _texts(keys):
    """Return for each report its event, from when it can be read, and in what language."""
    withdrawn = EVENT_PARTS["withdrawals"].objects.filter(
        report=OuterRef("report"), lifted_at__isnull=True
    )
    out = Edition.objects.filter(state="approved", publish_at__isnull=False)
    out = out.exclude(Exists(withdrawn))
    if keys is not None:
        out = out.filter(report__event__in=keys)
    reports = out.order_by().values("report__event", "report__language")
    first = reports.annotate(first=Min("publish_at"))
    return arrays(first, report__event=INT, first=LONG, report__language=("S12", str.encode))


def _first(instants):
    """Return the first of the instants of each row."""
    found = np.full(len(instants.lengths), NEVER_AT, dtype=np.int64)
    np.minimum.at(found, instants.rows, instants.values)
    return found


def _years(earliest, latest):
    """Return the years that each event touches, as far as its days are known."""
    dated = np.flatnonzero(earliest)
    first = [datetime.date.fromordinal(n).year for n in earliest[dated].tolist()]
    last = [datetime.date.fromordinal(n).year for n in latest[dated].tolist()]
    pairs = [
        (row, year)
        for row, begin, end in zip(dated.tolist(), first, last, strict=True)
        for year in range(begin, end + 1)
    ]
    rows, years = np.array(pairs, dtype=np.int32).reshape(-1, 2).T
    return Many.from_pairs(len(earliest), rows, years.astype(np.int16))


def lines(of_events, keys=None):
    """Return the lines of some events that are or will be public; `of_events` are sorted."""
    rows = Line.objects.filter(visible_from__lt=NEVER).exclude(attendance="absent")
    having = Line.roles.through.objects.all()
    if keys is not None:
        rows = rows.filter(event__in=keys)
        having = having.filter(participation__event__in=keys)
    event, order, *columns = texts(
        rows,
        ("event_id", np.int32, numbers),
        ("order", np.int32, numbers),
        ("pk", np.int32, numbers),
        (Coalesce("person_id", 0), np.int32, numbers),
        (Coalesce("organisation_id", 0), np.int32, numbers),
        ("country", np.uint16, codes),
        (Cast("named", IntegerField()), bool, numbers),
        (Cast("held", IntegerField()), bool, numbers),
        portions=keys is None,
    )
    at = Places(of_events.pk).of(event).astype(np.int32)
    in_order = np.lexsort((columns[0], order, at))
    # Those of events that were not read come first.
    in_order = in_order[np.count_nonzero(at < 0) :]
    at, pk, person, organisation, *columns = (column[in_order] for column in (at, *columns))
    line, role = texts(
        having,
        ("participation_id", np.int32, numbers),
        ("role_id", np.int32, numbers),
        portions=keys is None,
    )
    roles = Places(pk).many(line, narrow(role))[0]
    return Lines(pk, at, narrow(person), narrow(organisation), *columns, roles)


def people(at_least):
    """Return the people that are public or will be, with room for keys up to one."""
    rows = Person.objects.filter(visible_from__lt=NEVER).order_by("sort_key", "pk")
    pk, visible, changed = arrays_in_order(rows, pk=INT, visible_from=LONG, changed_at=LONG)
    size = max(int(pk.max(initial=0)), at_least) + 1
    posts = Position.objects.filter(
        person__visible_from__lt=NEVER, person__visibility=Person.Visibility.PAGE
    )
    own = arrays(
        posts,
        person=INT,
        organisation=INT,
        since=(np.int32, day),
        until=(np.int32, lambda date: date.toordinal() if date else LAST_DAY),
    )
    return People(
        pk,
        by_key(pk, visible, size, NEVER_AT),
        by_key(pk, changed, size),
        Posts(*own),
    )


def bodies(at_least):
    pk, kinds, countries, visible = arrays(
        Organisation.objects.all(),
        pk=INT,
        kind=(np.uint8, body_kind),
        country=(np.uint16, country),
        visible_from=LONG,
    )
    size = max(int(pk.max(initial=0)), at_least) + 1
    above, below = arrays(Ancestry.objects.all(), ancestor=INT, descendant=INT)
    inside = below < size
    kin = {}
    through = Organisation.successors.through.objects.order_by()
    for before, after in through.values_list("from_organisation", "to_organisation"):
        kin.setdefault(before, set()).add(after)
        kin.setdefault(after, set()).add(before)
    return Bodies(
        by_key(pk, kinds, size),
        by_key(pk, countries, size),
        by_key(pk, visible, size, NEVER_AT),
        Many.from_pairs(size, below[inside], above[inside]),
        kin,
    )
