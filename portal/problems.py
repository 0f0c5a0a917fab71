"""Refusals for programs: problem details, as RFC 9457 writes them."""

import http

from django.http import JsonResponse
from django.utils.encoding import force_str
from django.utils.translation import gettext as _

MEDIA_TYPE = "application/problem+json"


def problem(status, detail, errors=()):
    """Return an answer that says what is wrong, and of which parameter."""
    # A problem without a type of its own is titled by its status (RFC 9457, 4.2.1).
    title = http.HTTPStatus(status).phrase
    told = {"type": "about:blank", "title": title, "status": status, "detail": detail}
    if errors:
        told["errors"] = list(errors)
    return JsonResponse(
        told,
        status=status,
        content_type=MEDIA_TYPE,
        json_dumps_params={"ensure_ascii": False},
    )


def refused(form):
    """Return the answer to an address of which a filter was not understood."""
    errors = [
        {"parameter": "" if name == "__all__" else name, "detail": force_str(message)}
        for name, messages in form.errors.items()
        for message in messages
    ]
    return problem(400, _("A filter was not understood, so nothing is given out."), errors)


def strange(names):
    """Return the answer to an address that asks for what there is not: nothing is left out."""
    detail = _("There is no such parameter here.")
    errors = [{"parameter": name[:100], "detail": detail} for name in names]
    return problem(400, _("A filter was not understood, so nothing is given out."), errors)
