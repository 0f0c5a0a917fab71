"""Uploaded files as they are sent: the one who calls has asked who may see them."""

import logging

from django.core.files.storage import default_storage
from django.http import FileResponse, Http404
from django.utils.cache import get_conditional_response
from django.utils.http import http_date, quote_etag

from portal.uploads import variants

logger = logging.getLogger(__name__)

# What is withdrawn is gone from every cache within a minute.
FRESH = "public, max-age=60"
# Whatever a file holds, a browser that opens it runs nothing of it.
SANDBOX = "sandbox; default-src 'none'"
MEDIA_TYPES = {"jpg": "image/jpeg", "png": "image/png", "webp": "image/webp"}


class StoreAway(OSError):
    """What keeps the files does not take one, or does not answer."""


def serve(request, name, **about):
    """Send a stored file; one that is missing is a 404 for the visitor and a line in the log.

    The name of a stored file is never given to other bytes, so it is the file's tag.
    """
    try:
        modified = int(default_storage.get_modified_time(name).timestamp())
        tag = quote_etag(name)
        response = get_conditional_response(request, etag=tag, last_modified=modified)
        if response is None:
            response = FileResponse(default_storage.open(name), **about)
    except FileNotFoundError:
        logger.error("The file %s is missing: %s", name, request.path)
        raise Http404 from None
    response["ETag"] = tag
    response["Last-Modified"] = http_date(modified)
    response["Cache-Control"] = FRESH
    response["Content-Security-Policy"] = SANDBOX
    return response


def serve_picture(request, picture, full_width, width, extension):
    """Send one of the sizes made of a picture; 404 if no such size was made."""
    for made, ending, name in variants(picture.name, full_width) if picture else ():
        if (made, ending) == (width, extension):
            return serve(request, name, content_type=MEDIA_TYPES[extension])
    raise Http404


def webp_of(address):
    """Return the address of the same size as WebP, in which each size is made; "" without one."""
    return f"{address.rpartition('.')[0]}.webp" if address else ""


def smallest(picture, full_width):
    """Return width and extension of the smallest size made of a picture, None without one."""
    made = sorted(variants(picture.name, full_width)) if picture and full_width else []
    return made[0][:2] if made else None
