"""Fields for files that staff upload, the names of these files, and what is told about them.

A file's own name is never kept: it may say more than it should. Nothing here deletes a file
when its record lets go of it, because an earlier version of the record may be asked back.
"""

import functools
import secrets
from pathlib import PurePosixPath
from typing import NamedTuple

from django import forms
from django.core import checks
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import models, transaction
from django.db.models.fields.files import FieldFile, ImageFieldFile
from PIL import Image

from portal import documents, names, pictures
from portal.pictures import WIDTHS, served_widths

__all__ = [
    "WIDTHS",
    "Description",
    "DocumentField",
    "PictureField",
    "delete_file",
    "delete_picture",
    "describe",
    "download_name",
    "served_widths",
    "variants",
]


class Description(NamedTuple):
    media_type: str
    size: int
    pages: int | None


def describe(file) -> Description:
    """Return what can be told about a document; a PDF is read for its pages."""
    kind = documents.extension(file.name)
    pages = None
    if kind == "pdf":
        pages = documents.pages(b"".join(file.chunks()))
        if getattr(file, "_committed", False):
            file.close()
        else:
            file.seek(0)
    media_type = documents.MEDIA_TYPES.get(kind, "application/octet-stream")
    return Description(media_type, file.size, pages)


def download_name(title: str, extension: str) -> str:
    """Return a file name for readers, safe in a header and in an address."""
    ending = "".join(c for c in extension.lower() if c.isascii() and c.isalnum())
    return f"{names.slug(title)}.{ending}" if ending else names.slug(title)


def variants(name: str, width: int) -> list[tuple[int, str, str]]:
    """Return (width, extension, name in the storage) of all that is served of a picture."""
    path = PurePosixPath(name)
    return [
        (served, extension, _variant(name, served, extension))
        for served in served_widths(width)
        for extension in (path.suffix.lstrip("."), "webp")
    ]


def delete_file(name: str) -> None:
    """Delete a stored file, once the change is committed.

    Where the store refuses, the log tells of it and `check_files` of the file; all else that
    follows from the change goes on.
    """
    transaction.on_commit(functools.partial(default_storage.delete, name), robust=True)


def delete_picture(name: str) -> None:
    """Delete a picture with all that is served of it, as `delete_file` does."""
    transaction.on_commit(functools.partial(_delete_picture, name), robust=True)


def _delete_picture(name):
    try:
        with default_storage.open(name) as file, Image.open(file) as image:
            width = image.width
    except (OSError, ValueError):
        width = max(WIDTHS)
    for stored in [name, *(variant for _width, _extension, variant in variants(name, width))]:
        default_storage.delete(stored)


def _variant(name, width, extension):
    path = PurePosixPath(name)
    return str(path.with_name(f"{path.stem}-{width}.{extension}"))


class LookedInto:
    """A file field that looks into what it is given, and names it anew."""

    accept: str

    def validate(self, value, model_instance):
        super().validate(value, model_instance)
        if value and not value._committed:
            self.look_into(value.file)

    def generate_filename(self, instance, filename):
        name = f"{secrets.token_hex(16)}.{self.kept_extension(filename)}"
        return super().generate_filename(instance, name)

    def formfield(self, **kwargs):
        # The uploaded name is not kept, so its length is nobody's concern.
        looked_into = {
            "form_class": forms.FileField,
            "max_length": None,
            "validators": [self.look_into],
        }
        field = super().formfield(**{**looked_into, **kwargs})
        field.widget.attrs.setdefault("accept", self.accept)
        return field


class PictureFile(ImageFieldFile):
    def save(self, name, content, save=True):
        """Keep the picture made anew, with what is served of it beside it."""
        picture = self.field.look_into(content, name)
        super().save(name, ContentFile(picture.data, name), save=False)
        for width, extension, data in picture.renditions:
            self.storage.save(_variant(self.name, width, extension), ContentFile(data))
        if save:
            self.instance.save()

    def _get_image_dimensions(self):
        # Asked for as soon as a file is put on a record, which is before it is looked into.
        try:
            return super()._get_image_dimensions()
        except (Image.DecompressionBombError, Image.DecompressionBombWarning):
            return None, None


class PictureField(LookedInto, models.ImageField):
    """A picture, kept as JPEG on white, or with `keep_alpha` as a transparent PNG for logos."""

    attr_class = PictureFile
    accept = "image/jpeg,image/png,image/webp,image/gif"

    def __init__(self, *args, keep_alpha=False, **kwargs):
        self.keep_alpha = keep_alpha
        super().__init__(*args, **kwargs)

    def check(self, **kwargs):
        return [*super().check(**kwargs), *self._check_order()]

    def _check_order(self):
        """Saving takes the fields in order, and knows a picture's size once it is made anew."""
        order = [field.name for field in self.model._meta.local_fields]
        return [
            checks.Error(
                f"'{name}' has to stand after '{self.name}', whose size it keeps.", obj=self
            )
            for name in (self.width_field, self.height_field)
            if name in order and order.index(name) < order.index(self.name)
        ]

    def deconstruct(self):
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.ImageField", args, kwargs

    def kept_extension(self, _filename):
        return "png" if self.keep_alpha else "jpg"

    def look_into(self, file, name=None):
        """Return the picture made anew; ValidationError says why it cannot be.

        It is made once, though form, model and save ask for it.
        """
        made_for = getattr(file, "made_for", None)
        if made_for is None or made_for[0] is not self:
            file.made_for = self, pictures.remake(file, name or file.name, self.keep_alpha)
        return file.made_for[1]


class DocumentFile(FieldFile):
    def save(self, name, content, save=True):
        self.field.look_into(content, name)
        super().save(name, content, save)


class DocumentField(LookedInto, models.FileField):
    """A document of the kinds in `documents.MEDIA_TYPES`."""

    attr_class = DocumentFile
    accept = ",".join(f".{extension}" for extension in documents.MEDIA_TYPES)

    def deconstruct(self):
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.FileField", args, kwargs

    def kept_extension(self, filename):
        return documents.extension(filename)

    def look_into(self, file, name=None):
        """Raise ValidationError if the document may not be kept."""
        documents.check(file, name or file.name)
