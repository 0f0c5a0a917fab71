"""Rows of a form that may not say the same: refused, and kept apart while they are saved."""

from django.db import models
from django.db.models import Value
from django.db.models.functions import Cast, Concat

from portal.constraints import holds


def refuse(forms, model, owner, beside=()):
    """Refuse each row that says the same as one before it, or as a row that is in no form.

    `owner` is the key of whose they are, `beside` are the values of those in no form.
    """
    for constraint in _unique(model):
        seen = {_key(constraint, values, owner) for values in beside} - {None}
        for form in forms:
            key = _key(constraint, form.values(), owner)
            if key in seen:
                form.add_error(None, constraint.violation_error_message)
            elif key:
                seen.add(key)


def make_way(saved, living, model, owner):
    """Write something else for a moment into saved rows whose words another row is to have.

    The database compares each row as it is written: two that change places would be twins on
    the way, and so would one that is written before another is removed.
    """
    for constraint in _unique(model):
        wanted = {_key(constraint, form.values(), owner): form for form in living}
        in_the_way = [
            form.instance.pk
            for form in saved
            if (key := _key(constraint, form.was, owner)) and wanted.get(key, form) is not form
        ]
        if in_the_way:
            fields = [model._meta.get_field(name) for name in constraint.fields]
            texts = [field for field in fields if isinstance(field, models.CharField)]
            longest = max(texts, key=lambda field: field.max_length)
            other = Concat(Value("~"), Cast("pk", models.CharField()))
            rows = model._base_manager.filter(pk__in=in_the_way)
            rows.update(**{longest.name: other})


def _unique(model):
    constraints = model._meta.constraints
    return [one for one in constraints if isinstance(one, models.UniqueConstraint)]


def _key(constraint, values, owner):
    """Return what a constraint compares of a row, None where it does not look at it."""
    key = tuple(values[name] for name in constraint.fields if name != owner)
    if None in key or (constraint.condition and not holds(constraint.condition, values)):
        return None
    return key
