"""What changed between two snapshots of a record, line by line, as screens would say it."""

import functools
from collections import Counter, defaultdict
from dataclasses import dataclass

from django.contrib.auth.models import AbstractBaseUser
from django.db import models
from django.utils.text import Truncator, capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal import dates, html, names, spans
from portal.fields import CountryField, country_name
from portal.models import Recorded, Version

#: How well a day is known stands in a field beside it, named after it.
PRECISION = "_precision"
#: So many letters tell a row from another that is called alike.
LONGEST = 80


class Kind(models.TextChoices):
    ADDED = "added", gettext_lazy("added")
    REMOVED = "removed", gettext_lazy("removed")
    CHANGED = "changed", gettext_lazy("changed")


@dataclass(frozen=True)
class Difference:
    """One line: what row in words ("" for the record itself), which field, from what to what.

    `key` is (part, key of the row, field). A row that came or went is one line without a field.
    `rich` is from what to what as HTML, for a field of rich text.
    """

    where: str
    label: str
    kind: Kind
    before: str
    after: str
    key: tuple
    rich: tuple = ()


def differences(model, before, after, user=None):
    """Return the Differences of two snapshots, None for a record that was not there.

    `user` is the one of the staff who reads them: what is limited to others is not named.
    Costs up to three queries for each model that is pointed at.
    """
    return several(model, [(before, after)], user)[0]


def several(model, pairs, user=None):
    """Return the Differences of each pair of snapshots, for no more queries than of one."""
    rows = [
        row for pair in pairs for snapshot in pair if snapshot for row in _rows(model, snapshot)
    ]
    names = Names(model, user)
    for kind, _key, row in rows:
        names.want(kind, row)
    names.read()
    for kind, key, row in rows:
        if kind is not model:
            names.found.setdefault((kind, key), _title(kind, row, names))
    return [list(_compared(model, before, after, names)) for before, after in pairs]


class Names:
    """The printed names of all that some rows point at; rows of the record name themselves."""

    def __init__(self, model, user=None):
        self.user = user
        self.parts = {_part(model, name) for name in model.parts}
        self.wanted = defaultdict(set)
        self.found = {}

    def want(self, model, row):
        for field in related_fields(model):
            value = row.get(stored_as(field))
            if value and field.related_model not in self.parts:
                keys = value if field.many_to_many else [value]
                self.wanted[field.related_model].update(keys)

    def read(self):
        for model, keys in self.wanted.items():
            # Of some the name is made of what they in turn point at.
            near = [field.name for field in model._meta.fields if field.many_to_one]
            rows = model._base_manager.all()
            rows = (rows.select_related(*near) if near else rows).in_bulk(keys)
            self.found |= {(model, key): called(row) for key, row in rows.items()}
            self._recall(model, keys - rows.keys())
            self._keep_back(model, rows.keys())

    def _recall(self, model, keys):
        """Name what was deleted since as its last Version does, or not if that was limited."""
        self.found |= {(model, key): _("removed") for key in keys}
        if keys and issubclass(model, Recorded):
            for key, (title, only_for) in Version.objects.last_titles(model, keys).items():
                is_open = not (self.user and only_for) or self.user.pk in only_for
                self.found[model, key] = title if is_open else _("limited to others")

    def _keep_back(self, model, keys):
        """Name nothing that is limited to others: a model that limits has `open_to`."""
        limited = self.user and getattr(model._default_manager, "open_to", None)
        if keys and limited:
            told = set(limited(self.user).filter(pk__in=keys).values_list("pk", flat=True))
            self.found |= {(model, key): _("limited to others") for key in keys - told}

    def of(self, model, key):
        return self.found.get((model, key), _("removed"))

    def several(self, model, keys):
        return ", ".join(sorted(self.of(model, key) for key in keys or ()))


def called(record):
    """Return the name by which a record is shown, for one of the staff their own."""
    if isinstance(record, AbstractBaseUser):
        return names.colleague(record)
    return str(record)


def stored_as(field):
    """Return under which name a snapshot keeps a field."""
    return field.name if field.many_to_many else field.attname


def related_fields(model):
    """Return the fields that point at other records, without that to what a row belongs to."""
    fields = [*model._meta.concrete_fields, *model._meta.many_to_many]
    return [field for field in fields if field.is_relation and field is not owner_field(model)]


def told_fields(model):
    """Return the fields that are told of: typed by people, or at least with words of their own."""
    unrecorded, owner = getattr(model, "unrecorded", ()), owner_field(model)
    return [
        field
        for field in [*model._meta.concrete_fields, *model._meta.many_to_many]
        if field.name not in unrecorded and not field.primary_key and field is not owner
        if field.editable or str(field.verbose_name) != field.name.replace("_", " ")
    ]


def printed(field, value, names):
    """Return a stored value as screens print it, "" for none."""
    if field.many_to_many:
        return names.several(field.related_model, value)
    if isinstance(field, CountryField):
        return country_name(value) if value else ""
    if field.choices and value in (labels := dict(field.flatchoices)):
        return str(labels[value])
    if value is None or value == "":
        return ""
    if field.is_relation:
        return names.of(field.related_model, value)
    for kind, write in _WRITTEN.items():
        if isinstance(field, kind):
            return write(field.to_python(value))
    return str(value)


def printed_of(field, row, names):
    """Return what a stored row says in a field as screens print it: a day as far as it is known."""
    value, known = row.get(stored_as(field)), row.get(f"{field.name}{PRECISION}")
    if value and known:
        return spans.point(field.to_python(value), known)
    return printed(field, value, names)


def _file(value):
    """Return of which kind a file is, and the beginning of its name: as stored that is a number."""
    name, _dot, kind = value.rpartition("/")[2].rpartition(".")
    return f"{kind.upper()} {name[:8]}" if name else kind


# A field of instants is one of dates as well, so it stands first.
_WRITTEN = {
    models.BooleanField: lambda value: _("yes") if value else _("no"),
    models.DateTimeField: dates.moment,
    models.DateField: dates.day,
    models.TimeField: lambda value: dates.times(value, None),
    models.FileField: _file,
    html.RichTextField: html.plain,
}


def _part(model, name):
    """Return the model of a part of a record."""
    return model._meta.get_field(name).related_model


@functools.cache
def owner_field(model):
    """Return the field by which a row belongs to a record as a part of it, None for a record."""
    for field in model._meta.concrete_fields:
        owner = field.many_to_one and field.related_model
        if owner and field.remote_field.get_accessor_name() in getattr(owner, "parts", ()):
            return field
    return None


def _rows(model, snapshot):
    """Return the model, the key and the stored values of the record and of all its parts."""
    rows = [(model, None, snapshot["fields"])]
    for name in model.parts:
        kind = _part(model, name)
        rows += [(kind, int(key), row) for key, row in snapshot["parts"].get(name, {}).items()]
    return rows


def _compared(model, before, after, names):
    old, new = before and before["fields"], after and after["fields"]
    yield from _row_compared("", model, old, new, names, ("", ""))
    for name in model.parts:
        part = _part(model, name)
        old = before["parts"].get(name, {}) if before else {}
        new = after["parts"].get(name, {}) if after else {}
        apart = Apart(part, new | old, names)
        for key in sorted(old.keys() | new.keys(), key=int):
            was, now = old.get(key), new.get(key)
            if was == now:
                continue
            # As both who write know it, whatever either of them calls it now.
            title = _title(part, was or now, names)
            where = f"{capfirst(part._meta.verbose_name_plural)}: {title}{apart.of(key)}"
            if was and now:
                yield from _row_compared(where, part, was, now, names, (name, key))
            else:
                said = _summary(part, now or was, title, names)
                kind = Kind.ADDED if now else Kind.REMOVED
                yield Difference(where, "", kind, *_sides(said, now), (name, key, ""))


class Apart:
    """What tells rows of one part from others that are called alike, as they stood before."""

    def __init__(self, model, rows, names):
        self.model, self.rows, self.names = model, rows, names
        self.found = {}

    @functools.cached_property
    def alike(self):
        """Return the keys of the rows by what they are called, in their order."""
        keys = defaultdict(list)
        for key, _row in sorted(self.rows.items(), key=lambda kept: _place(*kept)):
            keys[self.names.of(self.model, int(key))].append(key)
        return keys

    def of(self, key):
        """Return in brackets what only this row says, else the how manyth it is; "" if alone."""
        keys = self.alike[self.names.of(self.model, int(key))]
        if len(keys) > 1 and key not in self.found:
            self.found |= self._told(keys)
        return self.found.get(key, "")

    def _told(self, keys):
        rows = [self.rows[key] for key in keys]
        fields = [
            field
            for field in told_fields(self.model)
            # A place in the order and a file are mere numbers to the reader.
            if field.name != "order" and not isinstance(field, models.FileField)
            if _differs(field, rows)
        ]
        said = {key: self._words(fields, self.rows[key]) for key in keys}
        number = Counter(said.values())
        turns = {key: turn for turn, key in enumerate(keys, 1)}
        return {
            key: f" ({words if words and number[words] == 1 else _nth(turns[key], len(keys))})"
            for key, words in said.items()
        }

    def _words(self, fields, row):
        words = (_beside(f, said) for f in fields if (said := _said(f, row, self.names)))
        return Truncator(next(words, "")).chars(LONGEST)


def _place(key, row):
    return row.get("order") or 0, int(key)


def _differs(field, rows):
    name = stored_as(field)
    return any(row.get(name) != rows[0].get(name) for row in rows)


def _nth(turn, of):
    return _("number %(turn)d of %(of)d that are called so") % {"turn": turn, "of": of}


def _row_compared(where, model, old, new, names, key):
    """Compare only what both rows know: one may be older than a field."""
    for field in told_fields(model):
        name = stored_as(field)
        if old and new:
            if name not in old or name not in new or old[name] == new[name]:
                continue
            kind, stored = Kind.CHANGED, (old[name], new[name])
            sides = tuple(printed_of(field, row, names) for row in (old, new))
        else:
            words = _said(field, old or new, names)
            if not words:
                continue
            kind = Kind.ADDED if new else Kind.REMOVED
            stored, sides = _sides((old or new)[name], new), _sides(words, new)
        rich = stored if isinstance(field, html.RichTextField) else ()
        yield Difference(where, str(field.verbose_name), kind, *sides, (*key, field.name), rich)


def _sides(words, came):
    """Return what stands before and after where it stands on one side only."""
    return ("", words) if came else (words, "")


def _said(field, row, names):
    """Return what a row says in a field beside what every new row says by itself."""
    value = row.get(stored_as(field))
    usual = field.has_default() and value == field.get_default()
    # How well a day is known is said with it.
    of_day = field.name.endswith(PRECISION) and field.name.removesuffix(PRECISION) in row
    return "" if usual or of_day else printed_of(field, row, names)


def _summary(model, row, title, names):
    """Return what a row says beside its title."""
    said = [(field, _said(field, row, names)) for field in told_fields(model)]
    return "; ".join(
        _beside(field, words)
        for field, words in said
        if words and words not in title and field.name != "order"
    )


def _beside(field, words):
    """Return what a row says in a field; a label that asks is answered, and takes no colon."""
    label = str(field.verbose_name)
    return f"{label} {words}" if label.endswith("?") else f"{label}: {words}"


def _title(model, row, names):
    """Name a row by itself and by all that it points at: “Ana Anić, Ministry of Works”."""
    fields = [f for f in model._meta.concrete_fields if not isinstance(f, models.FileField)]
    written = {field.attname: row[field.attname] for field in fields if field.attname in row}
    record = model(**written)
    near = []
    for field in related_fields(model):
        if not field.many_to_many and (key := written.get(field.attname)):
            name = names.of(field.related_model, key)
            # The name stands in for the record, so that naming a row asks nothing more.
            field.set_cached_value(record, name)
            if not issubclass(field.related_model, AbstractBaseUser):
                near.append(name)
    title = str(record)
    return ", ".join([title, *(name for name in near if name not in title)])
