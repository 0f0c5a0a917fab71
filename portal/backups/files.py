"""The stored files, and which rows name them."""

import re

from django.apps import apps
from django.core.files.storage import default_storage
from django.db import models
from django.db.models.functions import Cast

from portal.uploads import PictureField, variants

#: What the name of a file has of its own; what is made of a picture has it, too.
_OWN = re.compile(r"[0-9a-f]{32}")


def stored(folder=""):
    """Yield the names of all stored files."""
    try:
        folders, names = default_storage.listdir(folder)
    except FileNotFoundError:
        return
    beginning = f"{folder}/" if folder else ""
    yield from (f"{beginning}{name}" for name in sorted(names))
    for inner in sorted(folders):
        yield from stored(f"{beginning}{inner}")


def named():
    """Yield (name, row in words) of each file that a row stands for; a query for each field."""
    for model, field in _fields(models.FileField):
        columns = ["pk", field.attname]
        if isinstance(field, PictureField):
            columns.append(field.width_field)
        rows = model._base_manager.exclude(**{field.attname: ""}).order_by("pk")
        for pk, name, *width in rows.values_list(*columns).iterator():
            row = f"{model._meta.verbose_name} {pk}"
            yield name, row
            if width and width[0]:
                yield from ((made, row) for _width, _ending, made in variants(name, width[0]))


def own_parts():
    """Return what files have of their own that rows name, or that an earlier state may ask back.

    Reads every kept state: for a timer, not for a page.
    """
    parts = {own_part(name) for name, _row in named()}
    for model, field in _fields(models.JSONField):
        rows = model._base_manager.order_by().annotate(
            as_text=Cast(field.attname, models.TextField())
        )
        for text in rows.values_list("as_text", flat=True).iterator(200):
            parts.update(_OWN.findall(text or ""))
    return parts


def own_part(name):
    found = _OWN.search(name)
    return found[0] if found else name


def _fields(kind):
    return [
        (model, field)
        for model in apps.get_models()
        for field in model._meta.concrete_fields
        if isinstance(field, kind)
    ]
