import os
import re

from django.conf import settings
from django.utils.cache import add_never_cache_headers
from django.utils.deprecation import MiddlewareMixin

from portal import logs, visitors
from portal.history import Closed

STAFF_PREFIX = "/admin/"

PERMISSIONS_POLICY = ", ".join(
    f"{feature}=()"
    for feature in (
        "accelerometer",
        "browsing-topics",
        "camera",
        "display-capture",
        "geolocation",
        "gyroscope",
        "magnetometer",
        "microphone",
        "midi",
        "payment",
        "publickey-credentials-get",
        "screen-wake-lock",
        "usb",
        "xr-spatial-tracking",
    )
)


def is_staff_address(request):
    return request.path_info.startswith(STAFF_PREFIX)


# What a number of a request may look like that a proxy gives.
NUMBER = re.compile(r"[A-Za-z0-9-]{8,64}")


def number_of(environ):
    """Return the number of a request: what a proxy of one's own gave it, or one made up."""
    given = environ.get("HTTP_X_REQUEST_ID", "")
    is_ours = given and visitors.is_trusted(environ.get("REMOTE_ADDR", ""))
    return given if is_ours and NUMBER.fullmatch(given) else os.urandom(8).hex()


def numbered(get_response):
    """Give each request a number that its answer, the page of an error and the log all tell."""

    def middleware(request):
        request.number = number_of(request.META)
        before = logs.number.set(request.number)
        try:
            response = get_response(request)
        finally:
            logs.number.reset(before)
        response.headers["X-Request-ID"] = request.number
        return response

    return middleware


class HeadersMiddleware(MiddlewareMixin):
    """Set on every answer, errors too, what Django's own middlewares leave out."""

    def process_response(self, request, response):
        response.headers.setdefault("Permissions-Policy", PERMISSIONS_POLICY)
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        # It is asked for again each time, and then answered with a few bytes: a page may change by
        # the second, a merge may be undone, an event brought back.
        response.headers.setdefault("Cache-Control", "no-cache")
        return response


class StaffMiddleware(MiddlewareMixin):
    """Give the staff's pages their own content policy, and keep them out of every cache."""

    def process_response(self, request, response):
        if is_staff_address(request):
            add_never_cache_headers(response)
            if not hasattr(response, "_csp_config"):
                response._csp_config = settings.STAFF_CSP
        return response


class ClosedMiddleware(MiddlewareMixin):
    """Take no form of the public any more once the record is closed, but what people may ask."""

    def process_view(self, request, view, arguments, named):
        reads = request.method in ("GET", "HEAD", "OPTIONS")
        taken = is_staff_address(request) or request.resolver_match.namespace == "requests"
        if settings.CLOSED and not (reads or taken):
            raise Closed


class VisitorMiddleware(MiddlewareMixin):
    """Drop the cookies of every request for a public page, before anything can read them.

    So public pages are the same for everybody, set no cookie, ask the database for no
    session, and may be cached without `Vary: Cookie`.
    """

    def process_request(self, request):
        if not is_staff_address(request):
            request.COOKIES = {}
