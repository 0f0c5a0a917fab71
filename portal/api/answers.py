"""What every answer to a program has in common, whatever it is about."""

import functools
import hashlib

from django.http import HttpResponse
from django.utils.cache import get_conditional_response
from django.utils.http import quote_etag
from django.utils.translation import gettext as _

from portal.api.problems import problem

PREFIX = "/api/"
METHODS = "GET, HEAD, OPTIONS"


def is_ours(request):
    return request.path_info.startswith(PREFIX)


def open_to_all(response):
    """Let pages of other sites read an answer (WHATWG Fetch, CORS protocol)."""
    response["Access-Control-Allow-Origin"] = "*"
    response["Access-Control-Expose-Headers"] = "ETag, Link"
    response["Cross-Origin-Resource-Policy"] = "cross-origin"
    # The page is what is to be found, not each of its forms.
    response["X-Robots-Tag"] = "noindex"
    return response


def for_programs(view):
    """Answer GET, HEAD and OPTIONS of an address of the API, with 304 where the ETag matches."""

    @functools.wraps(view)
    def answer(request, *args, **kwargs):
        if request.method == "OPTIONS":
            return open_to_all(_permission())
        if request.method not in ("GET", "HEAD"):
            refusal = problem(405, _("This can only be read."))
            refusal["Allow"] = METHODS
            return open_to_all(refusal)
        return open_to_all(_known(request, _got(view, request, *args, **kwargs)))

    return answer


def _permission():
    permission = HttpResponse(status=204)
    permission["Allow"] = permission["Access-Control-Allow-Methods"] = METHODS
    # A browser asks first before it sends what it has already.
    permission["Access-Control-Allow-Headers"] = "If-None-Match"
    permission["Access-Control-Max-Age"] = "86400"
    return permission


def _got(view, request, *args, **kwargs):
    """Return the answer to GET: the server leaves out its body for HEAD."""
    method, request.method = request.method, "GET"
    try:
        return view(request, *args, **kwargs)
    finally:
        request.method = method


def _known(request, response):
    if response.status_code != 200:
        return response
    etag = quote_etag(hashlib.sha256(response.content).hexdigest()[:32])
    response["ETag"] = etag
    return get_conditional_response(request, etag=etag, response=response)
