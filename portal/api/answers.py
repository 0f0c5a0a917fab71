"""What every answer to a program has in common, whatever it is about."""

import functools
import hashlib

import msgspec
from django.core.exceptions import SuspiciousOperation
from django.http import Http404, HttpResponse
from django.utils.cache import get_conditional_response
from django.utils.functional import Promise
from django.utils.http import quote_etag
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt

from portal.api import problems
from portal.api.shapes import Rows

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
    """Answer GET, HEAD and OPTIONS of an address of the API, with 304 where the ETag matches.

    The view returns what is to be told, or a response of its own.
    """

    @csrf_exempt
    @functools.wraps(view)
    def answer(request, *args, **kwargs):
        if request.method == "OPTIONS":
            return open_to_all(_permission())
        if request.method not in ("GET", "HEAD"):
            refusal = problems.problem(405, _("This can only be read."))
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
    try:
        told = view(request, *args, **kwargs)
    except problems.Refused as error:
        return problems.refused(request, error)
    except problems.Gone as error:
        return problems.gone(request, error)
    except Http404 as error:
        return problems.not_found(request, error)
    except SuspiciousOperation as error:
        return problems.unreadable(request, error)
    return told if isinstance(told, HttpResponse) else written(told)


def written(told):
    """Return the answer that tells a record, a page of a list or anything made of the like."""
    body = msgspec.json.encode(told, enc_hook=_plain)
    response = HttpResponse(body, content_type="application/json; charset=utf-8")
    if isinstance(told, Rows) and told.next:
        # Where programs look that know nothing of this API (RFC 8288).
        response["Link"] = f'<{told.next}>; rel="next"'
    return response


def _plain(value):
    """Return words that are marked as HTML, or told only when they are asked for, as plain ones."""
    if isinstance(value, str | Promise):
        return "".join([str(value)])
    raise TypeError(f"{type(value).__name__} has no place in an answer.")


def _known(request, response):
    if response.status_code != 200:
        return response
    etag = quote_etag(hashlib.sha256(response.content).hexdigest()[:32])
    response["ETag"] = etag
    return get_conditional_response(request, etag=etag, response=response)
