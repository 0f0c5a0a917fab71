"""A world of anything: of every relation and of every field some rows at random.

It is read from the models, so that what somebody adds to them is drawn by itself, or fails here
until it is.
"""

import datetime
import functools
import io

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import IntegrityError, models, transaction
from PIL import Image

from organisations.models import Organisation
from people.models import Person
from portal import history
from portal.duplicates.places import loose, places
from portal.fields import CountryField, LanguageField
from portal.html import RichTextField
from portal.models import Pair, Recorded
from tests import builders

#: Of what there may be two told as one.
MERGED = (Person, Organisation)
#: What makes a record that others are parts of.
MAKERS = {
    "event": lambda world, name, fields: world.event(name, fields),
    "organisation": lambda world, name, fields: builders.organisation(name, **fields),
    "person": lambda world, name, fields: builders.person(name, **fields),
    "project": lambda world, name, fields: builders.project(name, **fields),
}
WORDS = ["Anić", "Ana Anić", "MoW"]
#: What tells one from another is given to each.
LEFT = {"slug", "name", "official_name"}


def movable(record):
    """Return by the name of the relation the rows of it that a split may move."""
    own = {name: getattr(record, name).all() for name in record.parts}
    return own | {place.name: place.rows(record).order_by("-pk") for place in places(type(record))}


def relations():
    """Return every relation by which something names those that may be merged."""
    own = {(model, name) for model in MERGED for name in model.parts}
    named = {(model, place.name) for model in MERGED for place in places(model)}
    return own | named | {(model, str(field)) for model in MERGED for field in loose(model)}


@functools.cache
def offered(field):
    """Return the values of a field's choices; to ask costs the names of all countries."""
    return [value for value, _label in field.flatchoices if value != ""]


class World:
    """Some people and institutions, and of every relation to them some rows, at random."""

    def __init__(self, dice):
        self.dice = dice
        picture = io.BytesIO()
        Image.new("RGB", (2, 2)).save(picture, "JPEG")
        self.file = default_storage.save("any.jpg", ContentFile(picture.getvalue()))
        self.there = {}
        for number in range(4):
            self.record(Organisation, f"Body {number}")
        owners = {place.owner for model in MERGED for place in places(model)}
        for model in sorted(owners | {Person}, key=str):
            for number in range(2 if model is not Organisation else 0):
                self.record(model, f"{model.__name__} {number}")
        for model in sorted(owners | {Person}, key=str):
            for record in self.there[model]:
                self.parts(record)
        for model in MERGED:
            for field in loose(model):
                for record in self.there[model]:
                    self.row(field.model, **{field.name: record})
            one, other = self.two(model)
            Pair.objects.say_apart(model, one.pk, other.pk, by=None)

    def drawn(self):
        """Return the relations that name somebody here."""
        own = {
            (model, name)
            for model in MERGED
            for record in self.there[model]
            for name, rows in movable(record).items()
            if rows.exists()
        }
        return own | {
            (model, str(field))
            for model in MERGED
            for field in loose(model)
            if field.model.objects.exclude(**{field.name: None}).exists()
        }

    def two(self, model):
        return self.dice.sample(self.there[model][:3], 2)

    def splits(self):
        """Yield two of each kind, with what of the first is to be the other's."""
        for model in MERGED:
            record, other = (model.objects.get(pk=one.pk) for one in self.two(model))
            every = [(name, row.pk) for name, rows in movable(record).items() for row in rows]
            yield record, other, set(self.dice.sample(every, len(every) // 2))

    # Records and their rows

    def record(self, model, name):
        if model in MERGED:
            drawn = {key: v for key, v in self.values(model, {}).items() if key not in LEFT}
        else:
            # Of others it counts what they name.
            links = [field for field in model._meta.fields if field.related_model in MERGED]
            drawn = {field.name: self.related(field) for field in links}
        make = MAKERS[model._meta.model_name]
        name = self.dice.choice([name, name, WORDS[1]])
        try:
            with transaction.atomic():
                record = make(self, name, drawn)
        except (ValidationError, IntegrityError):
            record = make(self, name, {})
        with history.change(record, by=None):
            for relation in record.relations:
                field = model._meta.get_field(relation)
                getattr(record, relation).set(self.some(field.related_model))
        self.there.setdefault(model, []).append(record)

    def event(self, name, fields):
        shown, public = self.dice.choice(["officials", "nobody"]), self.dice.random() < 0.7
        return builders.event(name, public=public, names_shown=shown, **fields)

    def parts(self, record):
        with history.change(record, by=None, now=builders.LONG_AGO):
            named = [place for model in MERGED for place in places(model)]
            wanted = {place.part for place in named if place.owner is type(record)} - {""}
            for name in record.parts:
                relation = type(record)._meta.get_field(name)
                for _turn in range(4 if name in wanted or type(record) in MERGED else 1):
                    self.row(relation.related_model, **{relation.field.name: record})

    def row(self, model, **fixed):
        """Make a row of a model, if any of some that are drawn may be."""
        for _turn in range(20):
            try:
                with transaction.atomic():
                    row = model(**self.values(model, fixed))
                    model._base_manager.bulk_create([row])
                    self.link(row, fixed)
                return row
            except (ValidationError, IntegrityError):
                continue
        return None

    def link(self, row, fixed):
        for field in row._meta.many_to_many:
            rows = self.some(field.related_model)
            if not issubclass(field.related_model, Recorded):
                # Rows of the same record.
                rows = list(field.related_model._base_manager.filter(**fixed))
                rows = self.dice.sample(rows, self.dice.randrange(min(3, len(rows) + 1)))
            getattr(row, field.name).set(rows)

    def some(self, model):
        rows = self.there.get(model, [])
        return self.dice.sample(rows, self.dice.randrange(min(3, len(rows) + 1)))

    # Fields

    def values(self, model, fixed):
        return fixed | {
            field.name: self.value(field)
            for field in model._meta.concrete_fields
            if field.editable and not field.primary_key and field.name not in fixed
        }

    def value(self, field):
        """Return something that may stand in a field; LookupError if nobody says what."""
        if field.null and self.dice.random() < 0.3:
            return None
        if field.is_relation:
            return self.related(field)
        if values := offered(field):
            return self.dice.choice([*values[:3], *[""] * bool(field.blank)])
        for kind, draw in DRAWN.items():
            if isinstance(field, kind):
                return draw(self, field)
        raise LookupError(f"Nobody says what may stand in {field}.")

    def related(self, field):
        rows = self.there.get(field.related_model)
        if rows:
            return self.dice.choice(rows)
        return None if field.null else self.row(field.related_model)

    def word(self, field):
        word = self.dice.choice([*WORDS, *[""] * bool(field.blank)])
        return word[: field.max_length]

    def day(self, _field):
        return datetime.date(self.dice.choice([2010, 2020]), 1, 1)


#: What is drawn for a kind of field; the first that fits.
DRAWN = {
    models.BooleanField: lambda world, field: world.dice.random() < 0.5,
    models.FileField: lambda world, field: world.dice.choice(["", world.file]),
    models.URLField: lambda world, field: world.dice.choice(["", "https://works.example/"]),
    RichTextField: lambda world, field: world.dice.choice(["", "<p>Words.</p>"]),
    CountryField: lambda world, field: world.dice.choice(["", "RS", "SI"]),
    LanguageField: lambda world, field: world.dice.choice(["en", "sr"]),
    models.EmailField: lambda world, field: "ana@works.example",
    models.CharField: World.word,
    models.TextField: World.word,
    models.DateTimeField: lambda world, field: builders.LONG_AGO,
    models.DateField: World.day,
    models.TimeField: lambda world, field: datetime.time(9),
    models.IntegerField: lambda world, field: world.dice.randrange(1, 4),
    models.JSONField: lambda world, field: field.get_default(),
}
