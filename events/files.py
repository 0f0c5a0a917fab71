"""Documents and photos, served through the same gate as the pages that show them."""

import logging

from django.core.files.storage import default_storage
from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404, redirect
from django.utils.cache import get_conditional_response
from django.utils.http import http_date, quote_etag
from django.views.decorators.http import require_safe

from events.models import Document, Photo
from portal import uploads

logger = logging.getLogger(__name__)

MEDIA_TYPES = {"jpg": "image/jpeg", "webp": "image/webp"}
# A withdrawn file is gone from every cache within a minute.
FRESH = "public, max-age=60"
# Whatever a file holds, a browser that opens it runs nothing of it.
SANDBOX = "sandbox; default-src 'none'"


@require_safe
def document(request, pk, name):
    paper = get_object_or_404(Document.objects.public(), pk=pk)
    if name != paper.download_name:
        return redirect(paper, permanent=True)
    return serve(
        request,
        paper.file.name,
        as_attachment=True,
        filename=paper.download_name,
        content_type=paper.media_type,
    )


@require_safe
def photo(request, pk, width, extension):
    picture = get_object_or_404(Photo.objects.public(), pk=pk)
    for served, kind, name in uploads.variants(picture.file.name, picture.width):
        if (served, kind) == (width, extension):
            return serve(request, name, content_type=MEDIA_TYPES[kind])
    raise Http404


def serve(request, name, **about):
    """Stream a stored file; one that is missing is a 404 for the visitor and a line in the log.

    A name is never given to other bytes, so it is the file's tag.
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
