"""Reading a page as a test does: to its end, so that no file stays open."""

import hashlib
import io
import itertools
import zipfile

from django.apps import apps


def read(client, address, method="get", **options):
    """Return the answer and its body as text, of a workbook that of its sheets."""
    response = getattr(client, method)(address, **options)
    body = b"".join(response) if response.streaming else response.content
    if body and "spreadsheet" in response["Content-Type"]:
        body = unpacked(body)
        # How far it can be packed depends on the instant that stands in it.
        response["Content-Length"] = len(body)
    return response, body.decode("utf-8", "replace")


def unpacked(body):
    """Return all that a workbook says, but for when it was written."""
    with zipfile.ZipFile(io.BytesIO(body)) as book:
        names = [name for name in book.namelist() if "docProps" not in name]
        return b"".join(book.read(name) for name in names)


def status(client, address, method="get", **options):
    return read(client, address, method, **options)[0].status_code


def public_words():
    """Return a function that gives for each field words of its own."""
    count = itertools.count()
    return lambda field: f"{field} of record {next(count)}"


def stored():
    """Return a digest of each table but of what a visit itself leaves."""
    left_out = {"portal.Session", "portal.Opening"}
    return {
        model._meta.label: hashlib.sha256(
            repr(sorted(map(repr, model._base_manager.values_list()))).encode()
        ).hexdigest()
        for model in apps.get_models(include_auto_created=True)
        if model._meta.label not in left_out
    }
