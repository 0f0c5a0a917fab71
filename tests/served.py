"""The client of the tests with the site as a server calls it: what is kept comes first."""

from django.conf import settings
from django.core.handlers.wsgi import WSGIRequest
from django.http import HttpResponse
from django.http.response import ResponseHeaders
from django.test.client import ClientHandler, conditional_content_removal

from portal.front import Front
from portal.metrics import counting


class Served(ClientHandler):
    """Answer as portal.front does, and where it leaves that to Django, as Django's client does."""

    front = None

    def __call__(self, environ):
        told = []
        count = counting.count if settings.METRICS_TOKEN else None
        self.front = self.front or Front(self.left_to_django, count)
        found = self.front(environ, lambda *answer: told.append(answer))
        if not told:
            return found
        [(status, headers)] = told
        response = HttpResponse(b"".join(found), status=int(status[:3]))
        response.headers = ResponseHeaders(dict(headers))
        response.wsgi_request = WSGIRequest(environ)
        return conditional_content_removal(response.wsgi_request, response)

    def left_to_django(self, environ, _start_response):
        return super().__call__(environ)
