"""A record with all its parts as plain values: how it is read, and how it is put back."""

import functools
import json
from collections import defaultdict

from django.core.exceptions import ValidationError
from django.core.files.storage import default_storage
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils.text import capfirst, get_text_list
from django.utils.translation import gettext as _

from portal.models import Recorded, Version
from portal.prepared import Among, Prepared

#: So many rows of a part are read at once, so that only their plain values stand in memory.
AT_ONCE = 1000


def snapshot(record):
    """Return the record's stored fields and all its parts as plain JSON values.

    Costs one query for the row, one for each part and one for each many-to-many relation, and
    of a long part as many for each thousand rows.
    """
    model = type(record)
    return of_stored(model._base_manager.get(pk=record.pk))


def of_stored(row, parts=None):
    """Return the snapshot of a record that was read just now, with its own parts or others."""
    data = {"fields": _fields(row, row.unrecorded)}
    for name in row.relations:
        data["fields"][name] = _linked_to(row, row._meta.get_field(name))
    data = _plain(data)
    data["parts"] = {name: _part(row, name) for name in parts or row.parts}
    return data


def of_new(record):
    """Return the snapshot of a record that was saved just now and has no parts."""
    fields = _fields(record, record.unrecorded) | {name: [] for name in record.relations}
    return _plain({"fields": fields, "parts": {name: {} for name in record.parts}})


def _plain(data):
    return json.loads(json.dumps(data, cls=DjangoJSONEncoder))


def _fields(row, unrecorded):
    return {
        field.attname: field.value_from_object(row)
        if not isinstance(field, models.FileField)
        else field.value_from_object(row).name
        for field in row._meta.concrete_fields
        if field.name not in unrecorded
    }


def fields_of(row):
    """Return the stored fields of one row of a part as plain JSON values."""
    return _plain(_fields(row, getattr(row, "unrecorded", ())))


def _part(row, name):
    """Return the rows of a part as plain values, read in portions: a list may be a long one."""
    relation = row._meta.get_field(name)
    model, key = relation.related_model, relation.field.name
    own = model._meta.pk.attname
    found, words, rows = {}, {}, None
    while rows is None or len(rows) == AT_ONCE:
        rows = _portion(model, key, AT_ONCE)(row.pk, rows[-1][own] if rows else 0)
        keys = [part[own] for part in rows]
        linked = {field.name: _linked(field, keys) for field in model._meta.many_to_many if rows}
        portion = {
            str(part[own]): part | {name: sorted(of[part[own]]) for name, of in linked.items()}
            for part in rows
        }
        found |= {pk: _sharing(values, words) for pk, values in _plain(portion).items()}
    return found


def _sharing(values, words):
    """Return values of which those that are words stand in memory once for all rows."""
    return {
        name: words.setdefault(value, value) if isinstance(value, str) else value
        for name, value in values.items()
    }


def _linked_to(row, field):
    """Return the keys of the others that a many-to-many relation of a record links it to."""
    return sorted(other for _own, other in _links(field)([row.pk]))


@functools.cache
def _portion(model, key, most):
    """Return the question for some rows of a part, those that follow a key."""
    unrecorded = getattr(model, "unrecorded", ())
    told = [field.attname for field in model._meta.concrete_fields if field.name not in unrecorded]

    def portion(record, last):
        rows = model._base_manager.filter(**{key: record}).filter(pk__gt=last)
        return rows.order_by("pk").values(*told)[:most]

    return Prepared(portion)


@functools.cache
def _links(field):
    """Return the question for those to which a many-to-many relation links some rows."""
    source, target = field.m2m_column_name(), field.m2m_reverse_name()
    links = field.remote_field.through._base_manager
    return Prepared(
        lambda keys: links.filter(Among(source, keys)).order_by().values_list(source, target)
    )


def _linked(field, keys):
    """Return by the key of a row those of the others that a many-to-many relation links it to."""
    found = defaultdict(list)
    for key, other in _links(field)(keys):
        found[key].append(other)
    return found


# Back


def restore(record, data, *, is_typed=False):
    """Make a record and its parts as a snapshot says, with the same keys; a few queries a part.

    A row of which the key is negative is a new one and gets a key of its own. What follows
    from others is left to `settle`. ValidationError names what the snapshot needs and is gone,
    or says why a record cannot be made again, or why what somebody typed does not fit: what was
    before comes back as it was.
    """
    model = type(record)
    stands = model._base_manager.filter(pk=record.pk).exists()
    was = snapshot(record) if stands else None
    missing = gone(model, data, was)
    if missing:
        raise ValidationError(
            _("This cannot be done, because it is gone meanwhile: %(what)s."),
            code="gone",
            params={"what": get_text_list(missing, _("and"))},
        )
    _set(record, data["fields"])
    if is_typed:
        # Before `clean` settles anything: what was typed would be gone without a word.
        record.validate_constraints()
    if is_typed or not stands:
        record.clean()
        record.validate_unique()
        record.validate_constraints()
    record.save(force_insert=not stands)
    for name in record.relations:
        getattr(record, name).set(data["fields"].get(name, []))
    names = [*record.parts, *(name for name in record.beside if name in data["parts"])]
    keys = {}
    for name in names:
        before = was["parts"].get(name, {}) if was else {}
        rows = data["parts"].get(name, {})
        keys[part_model(model, name)] = _put_rows(record, name, before, rows)
    for name in names:
        _put_relations(record, part_model(model, name), data["parts"].get(name, {}), keys)


def part_model(model, name):
    return model._meta.get_field(name).related_model


def _set(row, values):
    """Set the fields of a row; what is no field any more is passed over."""
    for field in row._meta.concrete_fields:
        if field.attname in values and not field.primary_key:
            value = field.to_python(values[field.attname])
            if getattr(row, field.attname) != value:
                setattr(row, field.attname, value)


def _put_rows(record, name, before, wanted):
    """Put back the rows of a part; return their keys by those of the snapshot.

    Rows that differ are made anew and not written over: two that change places would be
    twins on the way. Records of their own, as texts are, are written over.
    """
    relation = record._meta.get_field(name)
    model = relation.related_model
    rows = {key: row for key, row in wanted.items() if before.get(key) != row}
    left = {key for key in before if key not in wanted or (key in rows and not _own(model))}
    model._base_manager.filter(pk__in=map(int, left)).delete()
    made = {}
    for key, values in rows.items():
        made[key] = _row(model, key, values, key in before)
        setattr(made[key], relation.field.attname, record.pk)
    if _own(model):
        for key, row in made.items():
            row.save(force_insert=key not in before)
    else:
        model._base_manager.bulk_create(made.values())
    return {int(key): made[key].pk if key in made else int(key) for key in wanted}


def _own(model):
    return issubclass(model, Recorded)


def _row(model, key, values, stands):
    if stands and _own(model):
        row = model._base_manager.get(pk=key)
        _set(row, values)
        return row
    # Given when the row is made, the size of a picture is not asked of its file.
    row = model(
        **{
            field.attname: field.to_python(values[field.attname])
            for field in model._meta.concrete_fields
            if field.attname in values and not field.primary_key
        }
    )
    if int(key) > 0:
        row.pk = int(key)
        if _own(model):
            remember(row)
    return row


def remember(record):
    """Give a record that is made again the number and the beginning that its Versions tell."""
    versions = Version.objects.filter(kind=record._meta.label_lower, record_id=record.pk)
    told = versions.aggregate(number=models.Max("number"), at=models.Min("at"))
    if told["at"]:
        record.number, record.created_at = told["number"], told["at"]


def _put_relations(record, model, wanted, keys):
    parts = {part_model(type(record), name) for name in record.parts}
    for field in model._meta.many_to_many:
        through = field.remote_field.through
        source = through._meta.get_field(field.m2m_field_name()).attname
        target = through._meta.get_field(field.m2m_reverse_field_name()).attname
        # Rows of the same record may be new ones, or have been taken away.
        own = keys[field.related_model] if field.related_model in parts else None
        pairs = {
            (keys[model][int(key)], other if own is None else own[other])
            for key, row in wanted.items()
            for other in row.get(field.name, [])
            if own is None or other in own
        }
        rows = through._base_manager.filter(**{f"{source}__in": keys[model].values()})
        stored = {(getattr(row, source), getattr(row, target)): row.pk for row in rows}
        left = [key for pair, key in stored.items() if pair not in pairs]
        through._base_manager.filter(pk__in=left).delete()
        through._base_manager.bulk_create(
            through(**{source: one, target: other}) for one, other in sorted(pairs - stored.keys())
        )


# What a snapshot names


def gone(model, data, was=None):
    """Return in words what a snapshot names and is no longer there; a query for each kind.

    Files that stand in `was` are not looked for.
    """
    named, files = defaultdict(set), set()
    parts = {part_model(model, name) for name in model.parts}
    _name(model, data["fields"], parts, named, files)
    for name in model.parts:
        for row in data["parts"].get(name, {}).values():
            _name(part_model(model, name), row, {model, *parts}, named, files)
    missing = []
    for other, keys in sorted(named.items(), key=lambda item: item[0]._meta.label):
        there = set(other._base_manager.filter(pk__in=keys).values_list("pk", flat=True))
        missing += _titles(other, keys - there)
    known = files_of(model, was) if was else set()
    lost = sorted(name for name in files - known if not default_storage.exists(name))
    return missing + [_("the file %(name)s") % {"name": name} for name in lost]


def _name(model, values, own, named, files):
    """Collect what a row names by key outside the record, and its files."""
    for field in [*model._meta.concrete_fields, *model._meta.many_to_many]:
        value = values.get(field.attname) if field.concrete else None
        if field.many_to_many:
            value = values.get(field.name)
        if not value:
            continue
        if isinstance(field, models.FileField):
            files.add(value)
        elif field.is_relation and field.related_model not in own:
            named[field.related_model] |= set(value) if field.many_to_many else {value}


def files_of(model, data):
    """Return the names of the stored files that a snapshot names."""
    named, files = defaultdict(set), set()
    for part, rows in [(model, [data["fields"]])] + [
        (part_model(model, name), data["parts"].get(name, {}).values()) for name in model.parts
    ]:
        for row in rows:
            _name(part, row, set(), named, files)
    return files


def _titles(model, keys):
    """Return what records that are gone were called last; of what was limited the number."""
    told = Version.objects.last_titles(model, keys)
    titles = {key: key if only_for else title for key, (title, only_for) in told.items()}
    kind = capfirst(model._meta.verbose_name)
    return [f"{kind} {titles.get(key, key)}" for key in sorted(keys)]
