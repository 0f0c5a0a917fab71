"""The portal as it is served and without its page cache, and under /bench/ a bare Django."""

import os

import django
from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler
from django.db import connection

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")
settings.ROOT_URLCONF = "bench.urls"
django.setup(set_prefix=False)

from portal import environment  # noqa: E402
from portal.front import Front  # noqa: E402

environment.serve(settings.DATABASES)

portal = Front(WSGIHandler())
settings.PAGE_CACHE_MB = 0
drawing = WSGIHandler()
settings.MIDDLEWARE = []
bare = WSGIHandler()


def application(environ, start_response):
    """Answer; if asked for, with the number of queries in a header."""
    handler = drawing if "HTTP_X_DRAWN" in environ else portal
    if environ["PATH_INFO"].startswith("/bench/"):
        handler = bare
    if "HTTP_X_COUNT" not in environ:
        return handler(environ, start_response)
    queries = []

    def count(execute, sql, params, many, context):
        queries.append(sql)
        return execute(sql, params, many, context)

    def start(status, headers, exc_info=None):
        return start_response(status, [*headers, ("X-Queries", str(len(queries)))], exc_info)

    with connection.execute_wrapper(count):
        return handler(environ, start)
