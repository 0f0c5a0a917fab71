"""Answers as anybody gets them, without a server and without what is kept between requests."""

import io
from urllib.parse import unquote_to_bytes

from django.conf import settings
from django.core.handlers.wsgi import WSGIRequest
from django.http import Http404
from django.urls import resolve


def ask(address, copied_at):
    """Return the answer at an address, None if there is no whole one.

    `copied_at` tells templates that the page is for a folder, where no form is answered.
    """
    path, _mark, question = address.partition("?")
    request = WSGIRequest(
        {
            "REQUEST_METHOD": "GET",
            "PATH_INFO": unquote_to_bytes(path).decode("latin-1"),
            "QUERY_STRING": question,
            "HTTP_HOST": settings.SITE_PARTS.netloc,
            "SERVER_NAME": settings.SITE_PARTS.hostname,
            "SERVER_PORT": str(settings.SITE_PARTS.port or ""),
            "wsgi.url_scheme": settings.SITE_PARTS.scheme,
            "wsgi.input": io.BytesIO(),
        }
    )
    request.copied_at = copied_at
    try:
        found = resolve(request.path_info)
        response = found.func(request, *found.args, **found.kwargs)
    except Http404:
        return None
    if hasattr(response, "render"):
        response.render()
    return response if response.status_code == 200 else None
