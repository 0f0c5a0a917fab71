"""Pages of the public side, kept until something that they may show is changed or comes due.

What is kept counts for one state of the site: between two changes through the door, and between two
instants at which something changes by itself. No page is looked through to find out whether it
changed; the state moves, and each is drawn anew when it is next asked for.
"""

import contextlib
import datetime
import hashlib
import threading
import time
from typing import NamedTuple
from urllib.parse import urlsplit

import cachetools
from django.conf import settings
from django.core.cache import caches
from django.core.exceptions import MiddlewareNotUsed
from django.core.handlers.wsgi import get_str_from_wsgi
from django.db import Error
from django.db.models import Min
from django.http import HttpResponse
from django.http.cookie import parse_cookie
from django.http.response import ResponseHeaders
from django.urls import resolve, reverse
from django.utils import timezone
from django.utils.http import http_date

from events.models import Edition, Event, Update, Withdrawal
from portal import compression, replica
from portal.models import Site
from portal.models.site import last_save

#: Under which name a server's request brings what its process keeps (PEP 3333: names of one's own).
KEPT = "portal.kept"
#: For so many seconds a process believes what it read of the state, unless its server saves.
BELIEVED = 0.5
#: The most bytes of a page, and of a question, that are kept.
LARGEST = 256 * 1024
LONGEST = 500
#: What a page takes of memory besides its forms, and each form besides its bytes.
OVERHEAD, OVERHEAD_OF_FORM = 2300, 1200
#: A date tells whole seconds: it is given once nothing else can fall into the same one.
SETTLED = 2
#: First words of addresses that are nobody's page: of staff, of who has the key, of machines and
#: forms; files are sent from where they lie.
NOT_KEPT = frozenset(
    "admin documents healthz logo metrics photos proofs readyz requests static".split()
)
#: What of a request decides in which form a page is sent, and whether it is.
OF_ONE = ("HTTP_IF_NONE_MATCH", "HTTP_IF_MODIFIED_SINCE", "HTTP_ACCEPT_ENCODING")
#: A kept page never answers 412: these preconditions are left out when it is drawn.
OF_ONE += ("HTTP_IF_MATCH", "HTTP_IF_UNMODIFIED_SINCE")
#: What tells of the body of an answer.
OF_BODY = ("Content-Type", "Content-Length", "Content-Encoding")
#: What the state is made of besides the mark. Whatever else has an instant follows from these.
DUE = (
    (Event, "visible_from"),
    (Edition, "publish_at"),
    (Update, "at"),
    (Withdrawal, "at"),
    (Withdrawal, "lifted_at"),
)


def next_due(now):
    """Return when pages next change by themselves; costs a query for each kind of instant."""
    found = [
        model._base_manager.filter(**{f"{field}__gt": now}).aggregate(first=Min(field))["first"]
        for model, field in DUE
    ]
    # A day ends where the site is, and for those who are told a date that no zone belongs to.
    zones = (timezone.get_default_timezone(), datetime.UTC)
    return min([*filter(None, found), *(_midnight(now, zone) for zone in zones)])


def _midnight(now, zone):
    tomorrow = now.astimezone(zone).date() + datetime.timedelta(days=1)
    return datetime.datetime.combine(tomorrow, datetime.time(), zone)


class State(NamedTuple):
    """What a process read of the site: the mark of the last change, and how long it holds."""

    mark: str
    until: datetime.datetime
    since: datetime.datetime
    believed_until: float
    last_save: bytes = b""

    def holds(self, now):
        return self.since <= now < self.until

    def is_of(self, page):
        return self.mark == page.mark and self.until == page.until


class Watch:
    """The state as this process knows it, read anew when it was believed for long enough."""

    def __init__(self):
        self.state = None
        self.lock = threading.Lock()

    def at(self, now):
        """Return the state, None if it cannot be read; costs a query now and then."""
        if not self.known(now):
            with self.lock:
                if not self.known(now):
                    try:
                        self.state = self._read(now)
                    except Error:
                        self.state = None
        return self.state

    def known(self, now):
        """Return the state, None if it cannot be told without asking for it."""
        state = self.state
        is_known = (
            state
            and time.monotonic() < state.believed_until
            and state.last_save == last_save()
            and state.holds(now)
        )
        return state if is_known else None

    def _read(self, now):
        believed_until, saved = time.monotonic() + BELIEVED, last_save()
        last, mark = self.state, Site.objects.mark()
        if not mark:
            return None
        if last and last.mark == mark and last.holds(now):
            return last._replace(believed_until=believed_until, last_save=saved)
        return State(mark, next_due(now), now, believed_until, saved)


class Page:
    """An answer as it was drawn, held in the forms in which it came to be asked for alone."""

    def __init__(self, state, headers, body, drawn_at, view):
        self.mark, self.until = state.mark, state.until
        self.view = view
        self.headers, self.tag = headers, headers["ETag"]
        self.drawn_at, self.date = drawn_at, http_date(drawn_at)
        self.is_packable = compression.is_text(headers) and len(body) >= compression.SHORT
        #: As it was drawn, until the first form is made of it; the others are made of that.
        self.drawn = body
        self.forms, self.forms_put = {}, 0

    def __len__(self):
        """Return what it takes of memory; others may be packing it meanwhile."""
        bodies = [body for _headers, _known, body in [*self.forms.values()]]
        return OVERHEAD + sum(OVERHEAD_OF_FORM + len(body) for body in bodies)

    def succeed(self, old):
        """Take over from a page of an earlier state that said the same: since when it does."""
        # Among the headers is the tag, which is that of the bytes.
        if old and old.headers == self.headers:
            self.drawn_at, self.date = old.drawn_at, old.date
            self.drawn, self.forms = old.drawn, old.forms

    def is_known(self, environ):
        """Say whether who asks has it already; that of a date only if it is the very same."""
        tags = environ.get("HTTP_IF_NONE_MATCH")
        if tags is not None:
            return tags.strip() == "*" or self.tag.removeprefix("W/") in tags
        return environ.get("HTTP_IF_MODIFIED_SINCE") == self.date

    def form(self, wished):
        """Return headers and body in the form that is wished, if it is one that can be packed.

        Between the two stand the headers of a 304, which has no body.
        """
        wished = wished if self.is_packable else ""
        if wished not in self.forms:
            headers, body = dict(self.headers), self.body()
            if self.is_packable:
                headers["Vary"] = "Accept-Encoding"
            if wished:
                headers["Content-Encoding"] = wished
                headers["ETag"] = f"W/{self.tag.removeprefix('W/')}"
                body = compression.pack(body, wished)
            headers["Content-Length"] = str(len(body))
            told = list(headers.items())
            self.forms[wished] = told, [one for one in told if one[0] not in OF_BODY], body
            self.drawn = None
        return self.forms[wished]

    def body(self):
        """Return the bytes as they were drawn."""
        drawn = self.drawn
        if drawn is not None:
            return drawn
        (form, (_headers, _known, body)), *_others = self.forms.items()
        return compression.unpack(body, form)

    def answer(self, environ, now):
        """Return the status, a new list of headers, and the body of the answer to a request."""
        headers, headers_if_known, body = self.form(compression.wished(environ))
        is_settled = now.timestamp() - self.drawn_at >= SETTLED
        # Whoever has it is told the tag alone, which says more (RFC 9110, 15.4.5).
        if self.is_known(environ) and (is_settled or "HTTP_IF_NONE_MATCH" in environ):
            return 304, [*headers_if_known], b""
        return 200, [*headers, *([("Last-Modified", self.date)] if is_settled else [])], body


def may_be_kept(environ):
    """Say whether a request is one that many make, and not one of somebody who is signed in."""
    return (
        environ["REQUEST_METHOD"] in ("GET", "HEAD")
        and environ["PATH_INFO"].partition("/")[2].partition("/")[0] not in NOT_KEPT
        and len(environ.get("QUERY_STRING", "")) <= LONGEST
        and not ("HTTP_COOKIE" in environ and _has_session(environ))
    )


def _has_session(environ):
    cookies = parse_cookie(get_str_from_wsgi(environ, "HTTP_COOKIE", ""))
    return settings.SESSION_COOKIE_NAME in cookies


def address_of(environ, scheme):
    """Return what a page is asked for by, as it was sent; the question comes last."""
    return (
        scheme,
        environ.get("HTTP_HOST"),
        environ.get("SCRIPT_NAME"),
        environ["PATH_INFO"],
        environ.get("QUERY_STRING", ""),
    )


def is_for_all(response):
    """Say whether an answer is a whole page that everybody may be given."""
    vary = {name.strip().lower() for name in response.get("Vary", "").split(",")} - {""}
    control = response.get("Cache-Control", "")
    return (
        response.status_code == 200
        and not response.streaming
        and not response.cookies
        and vary <= {"accept-encoding"}
        and "no-store" not in control
        and "private" not in control
        and "ETag" in response
        and len(response.content) <= LARGEST
    )


def is_at_its_address(request):
    """Say whether a page was asked for as the site writes its address, and not with 007 for 7."""
    found = request.resolver_match
    return reverse(found.view_name, args=found.args, kwargs=found.kwargs) == request.path


def key_of(state, address):
    """Return under what others find a page of a state; it tells nothing of what was asked."""
    return hashlib.sha256(f"{state.mark} {state.until} {address}".encode()).hexdigest()


class Pages:
    """The pages of this process, those first to go that were asked for longest ago."""

    def __init__(self, size):
        # Whoever makes questions up pushes out answers to questions, and no page.
        self.plain, self.asked = (
            cachetools.LRUCache(share, getsizeof=len) for share in (size * 3 // 4, size // 4)
        )
        self.lock = threading.Lock()

    def _of(self, address):
        return self.asked if address[-1] else self.plain

    def get(self, address):
        with self.lock:
            return self._of(address).get(address)

    def put(self, address, page):
        # What is larger than all that may be kept is refused.
        with self.lock, contextlib.suppress(ValueError):
            self._of(address)[address] = page


class Kept:
    """What a process keeps: what it knows of the state of the site, and its pages."""

    def __init__(self):
        self.watch = Watch()
        self.pages = Pages(settings.PAGE_CACHE_MB * 1024 * 1024)
        ports = ("", f":{settings.PORT}")
        own = {f"{host}{port}" for host in settings.ALLOWED_HOSTS for port in ports}
        # Old programs name none (HTTP/1.0).
        self.hosts = own | {urlsplit(settings.SITE_URL).netloc, None}

    def may_keep(self, environ):
        """Say whether a page may be kept, asked for by a name of the site as the site writes it.

        Under made-up ports and capitals each would be kept once more, and push out others.
        """
        return environ.get("HTTP_HOST") in self.hosts and may_be_kept(environ)

    def known(self, environ, now):
        """Return a page with its answer, None if anybody has to be asked for it."""
        if not self.may_keep(environ):
            return None
        state, address = self.watch.known(now), address_of(environ, environ["wsgi.url_scheme"])
        page = state and self.pages.get(address)
        if not (page and state.is_of(page)):
            return None
        return page, self.answer(environ, address, page, now)

    def answer(self, environ, address, page, now):
        """Return what a page answers; one that is new, or grew, is put among the others."""
        answer = page.answer(environ, now)
        if page.forms_put != len(page.forms):
            page.forms_put = len(page.forms)
            self.pages.put(address, page)
        return answer


def are_kept():
    """Say whether pages are kept at all; while one draws, a saved template is seen at once."""
    return bool(settings.PAGE_CACHE_MB) and not settings.DEBUG


class PageCacheMiddleware:
    """Answer what was asked before in this state of the site, before any other work.

    What can be told without asking anybody is told by portal.front, from the same pages.
    """

    def __init__(self, get_response):
        if not are_kept():
            raise MiddlewareNotUsed
        self.get_response = get_response
        self.compression = compression.CompressionMiddleware(get_response)
        self.kept = Kept()

    def __call__(self, request):
        environ, now = request.META, timezone.now()
        kept = environ.get(KEPT, self.kept)
        state = kept.watch.at(now) if kept.may_keep(environ) else None
        if not state:
            return self.get_response(request)
        address = address_of(environ, request.scheme)
        old = page = kept.pages.get(address)
        request.page_from = "memory"
        if not (page and state.is_of(page)):
            page, request.page_from = self.drawn_elsewhere(request, state, address, now), "store"
            if not page:
                request.page_from = "drawn"
                if request.method == "HEAD":
                    return self.get_response(request)
                response, page = self.draw(request, state, address)
                if not page:
                    return response
            page.succeed(old)
        # Nobody looked for it, and whoever counts asks by the name of the view.
        request.view_name = page.view
        status, headers, body = kept.answer(environ, address, page, now)
        response = HttpResponse(body, status=status)
        response.headers = ResponseHeaders(dict(headers))
        return response

    def drawn_elsewhere(self, request, state, address, now):
        """Return the page as another process drew it in this state, None without one."""
        found = caches["pages"].get(key_of(state, address))
        view = found and resolve(request.path_info).view_name
        return found and Page(state, *found, int(now.timestamp()), view)

    def draw(self, request, state, address):
        """Return the answer, and the page if it is one that can be kept."""
        # Whoever has it already is told so afterwards: an answer without words is nothing to keep.
        asked = {name: request.META.pop(name) for name in OF_ONE if name in request.META}
        response = self.drawn(request, state)
        request.META.update(asked)
        now = timezone.now()
        if not (is_for_all(response) and is_at_its_address(request) and state.holds(now)):
            return self.compression.process_response(request, response), None
        headers = {name: value for name, value in response.items() if name != "Content-Length"}
        view = request.resolver_match.view_name
        page = Page(state, headers, response.content, int(now.timestamp()), view)
        caches["pages"].set(key_of(state, address), (headers, response.content))
        return response, page

    def drawn(self, request, state):
        """Return the answer, drawn from the replica if it has come to the state."""
        if replica.has_come_to(state.mark):
            with replica.reading(replica.ALIAS):
                response = self.get_response(request)
            if response.status_code < 500:
                return response
            # It may be the replica alone that failed.
            replica.rest()
        return self.get_response(request)
