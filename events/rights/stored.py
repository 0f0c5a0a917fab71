"""Everything that is stored in words, read from the models themselves, and who is named in it."""

import functools
import operator

from django.apps import apps
from django.contrib.admin.models import LogEntry
from django.db import models
from django.db.models.functions import Cast
from django.utils.translation import gettext as _

from events.models import Edition, Event, Intake, Participation, Report
from events.rights.calling import Called, numbered, without
from people.models import Person
from portal import names
from portal.differences.snapshots import owner_field
from portal.models import Entry, Key, Move, OtherName, Pair, Reassignment, Recorded
from portal.models.entry import WRITTEN

APPS = ("portal", "organisations", "people", "events")
#: What follows from other rows and is written anew with them.
DERIVED = (Entry, Key, Pair, Move)
DERIVED_COLUMNS = ("folded", "sort_key", "mark")
#: What is no words of anybody; a file has a name that says nothing. A mail address is needed
#: for as long as an answer is, and goes with the request.
_NO_WORDS = (models.EmailField, models.FileField)


def called(person):
    """Return the Called of a person: own names, other names, names as printed; three queries."""
    written = [person.name, f"{person.given_name} {person.family_name}"]
    written += person.names.values_list("name", flat=True)
    written += person.participations.exclude(printed_name="").values_list("printed_name", flat=True)
    who = Called(written, person.family_name, person.order_known)
    folds = {" ".join(name) for name in who.whole}
    others = Person.objects.called(folds).exclude(pk=person.pk) if folds else ()
    for other in others:
        who.shared |= {tuple(fold.split()) for fold in folds & set(other.folded.split("\n"))}
    return who


def removed():
    """Return what stands where a name stood."""
    return _("[name removed]")


def stores():
    """Return every model of ours that keeps words, and the log of the admin."""
    ours = [model for app in APPS for model in apps.get_app_config(app).get_models()]
    return [m for m in (*ours, LogEntry) if m not in DERIVED and (columns(m) or json_columns(m))]


@functools.cache
def columns(model):
    """Return the columns of a model in which somebody writes words, and addresses."""
    return tuple(
        field.attname
        for field in model._meta.concrete_fields
        if isinstance(field, models.CharField | models.TextField)
        if not isinstance(field, _NO_WORDS)
        if not field.choices and field.name not in DERIVED_COLUMNS
    )


def is_address(field):
    return isinstance(field, models.SlugField | models.URLField)


@functools.cache
def json_columns(model):
    return tuple(
        field.attname
        for field in model._meta.concrete_fields
        if isinstance(field, models.JSONField)
    )


def rows_with(model, who, *, stored=(), of=None):
    """Return the rows of a model, or those `of` one record, in which a name may stand.

    Reads them through.
    """
    written = {f"{name}_text": Cast(name, models.TextField()) for name in json_columns(model)}
    wanted = [*(stored or (*columns(model), *written))]
    asked = f"({'|'.join(who.patterns)})"
    found = [models.Q(**{f"{name}__iregex": asked}) for name in wanted]
    rows = model._base_manager.alias(**written).order_by("pk")
    if of:
        rows = rows.filter(**{"pk" if isinstance(of, model) else owner_field(model).name: of.pk})
    return rows.filter(functools.reduce(operator.or_, found)) if who.patterns else rows.none()


class Records:
    """Some records, to say which rows belong to them; `keys` are theirs by model."""

    def __init__(self, events, editions=None):
        reports = set(Report.objects.filter(event__in=events).values_list("pk", flat=True))
        if editions is None:
            editions = set(Edition.objects.filter(report__in=reports).values_list("pk", flat=True))
        intakes = set(Intake.objects.filter(event__in=events).values_list("pk", flat=True))
        self.keys = {Event: events, Report: reports, Edition: editions, Intake: intakes}

    def has(self, row):
        """Say whether a row is one of them or belongs to one; no query."""
        by_kind = {model._meta.label_lower: keys for model, keys in self.keys.items()}
        if row.pk in self.keys.get(type(row), ()):
            return True
        if isinstance(row, LogEntry):
            # What the admin's log tells of one of them, whatever its kind.
            return any(row.object_id == str(key) for keys in self.keys.values() for key in keys)
        kind = getattr(row, "kind", None)
        if kind in by_kind and getattr(row, "record_id", None) in by_kind[kind]:
            return True
        return any(
            getattr(row, field.attname) in self.keys[field.related_model]
            for field in row._meta.concrete_fields
            if field.related_model in self.keys
        )


class Near(Records):
    """The records that are about somebody: whose events have them on the list.

    There the family name alone may mean them too, unless another on that list bears it. Costs
    five queries.
    """

    def __init__(self, person, who):
        own = set(person.participations.values_list("event", flat=True))
        bearing = functools.reduce(
            operator.or_,
            (models.Q(person__folded__contains=word) for (word, *_) in who.alone),
            models.Q(pk__in=[]),
        )
        others = Participation.objects.filter(bearing, event__in=own).exclude(person=person)
        super().__init__(own - set(others.values_list("event", flat=True)))
        self.keys[Person] = {person.pk}


class Shut(Records):
    """What is limited to others, so that one of the staff is told nothing of it; four queries."""

    def __init__(self, user):
        told = Event.objects.open_to(user).values("pk")
        texts = Edition.objects.open_to(user).values("pk")
        super().__init__(
            set(Event.objects.exclude(pk__in=told).values_list("pk", flat=True)),
            set(Edition.objects.exclude(pk__in=texts).values_list("pk", flat=True)),
        )


def cleared(row, who, instead, near, leave=()):
    """Return by column what a row will say without somebody's names, where that differs."""
    found = {}
    for name in columns(type(row)):
        if name in leave:
            continue
        text = getattr(row, name) or ""
        put = without(text, who, instead, near)
        if put != text:
            field = row._meta.get_field(name)
            put = numbered(put, row.pk) if is_address(field) else put
            found[name] = put[: field.max_length]
    for name in json_columns(type(row)):
        value = getattr(row, name)
        put = cleared_value(value, who, instead, near or bool(found))
        if put != value:
            found[name] = put
    return found


def cleared_value(value, who, instead, near):
    """Return a JSON value without somebody's names, also where they stand in several cells."""
    if isinstance(value, str):
        return without(value, who, instead, near)
    if isinstance(value, dict):
        values = _cells(list(value.values()), who, instead, near)
        return dict(zip(value, values, strict=True))
    if isinstance(value, list):
        return _cells(value, who, instead, near)
    return value


def _cells(values, who, instead, near):
    """Clear some values side by side: “Anić” and “Ana” in two cells are a name together."""
    words = set()
    for value in values:
        if isinstance(value, str) and len(value) < 200:
            words |= _words(value)
    sure = who.whole if near else who.whole - who.shared
    meant = {word for name in sure if words.issuperset(name) for word in name}
    near = near or bool(meant)
    return [
        instead
        if isinstance(value, str) and meant and _words(value) and _words(value) <= meant
        else cleared_value(value, who, instead, near)
        for value in values
    ]


def _words(text):
    return {fold for word in WRITTEN.findall(text) if (fold := names.fold_again(word))}


def merged_into(person):
    """Return the numbers that a person has or had: those of whom was merged into them, too."""
    found, new = {person.pk}, {person.pk}
    merges = Reassignment.objects.standing().filter(
        kind=person._meta.label_lower, action=Reassignment.Action.MERGE
    )
    while new:
        new = set(merges.filter(to_id__in=new).values_list("from_id", flat=True)) - found
        found |= new
    return sorted(found)


def write(row, put):
    """Save some columns of a row; frozen words yield to a redaction alone, in one statement."""
    for name, value in put.items():
        setattr(row, name, value)
    if isinstance(row, Edition):
        row.redactions += 1
        row.save()
    elif isinstance(row, Recorded | OtherName):
        row.save()
    else:
        type(row)._base_manager.filter(pk=row.pk).update(**put)
