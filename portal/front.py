"""The site as a server calls it: kept pages are given out before Django sees the request.

Making a request of what was asked, and telling all that wait for its begin and end, takes several
times as long as finding the page. Only what the process knows without asking anybody is answered
here; whatever else is asked goes to Django, with what is kept, for PageCacheMiddleware.
"""

import time

from django.utils import timezone

from portal.caching import KEPT, Kept, are_kept
from portal.middleware import number_of

REASONS = {200: "200 OK", 304: "304 Not Modified"}


def name_no_letters(environ):
    """Leave of the type of what is sent no more than a form needs: the letters are UTF-8.

    Django would read the question of a page in the letters that are named there: in others than
    the page is kept under, or in such that it can make no request of it.
    """
    kind, *told = environ.get("CONTENT_TYPE", "").split(";")
    if told:
        kept = (each for each in told if each.strip().lower().startswith("boundary="))
        environ["CONTENT_TYPE"] = ";".join([kind, *kept])


class Front:
    """Answer with what is kept, and let a handler answer all else (PEP 3333).

    What is answered here is counted by `count`, if it is given, as the handler counts the rest.
    """

    def __init__(self, handler, count=None):
        self.handler, self.count = handler, count
        self.kept = Kept() if are_kept() else None

    def __call__(self, environ, start_response):
        name_no_letters(environ)
        if not self.kept:
            return self.handler(environ, start_response)
        began = time.perf_counter()
        known = self.kept.known(environ, timezone.now())
        if not known:
            environ[KEPT] = self.kept
            return self.handler(environ, start_response)
        page, (status, headers, body) = known
        headers.append(("X-Request-ID", number_of(environ)))
        start_response(REASONS[status], headers)
        if self.count:
            self.count(page.view, environ["REQUEST_METHOD"], status, "memory", began)
        return [body]
