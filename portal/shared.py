"""The store of pages that several processes and machines share: Redis, by Django's own means."""

import datetime
import functools
import hashlib
import json
import logging
import time

from django.conf import settings
from django.core.cache.backends.redis import RedisCache
from redis.exceptions import RedisError

from portal import theme

logger = logging.getLogger(__name__)

#: For how many seconds the store may be silent: drawing a page anew takes no longer.
PATIENCE = 0.2
#: For how many seconds a store that did not answer is left alone.
REST = 5
#: For so many seconds the log need not tell again that it does not.
TOLD = 600
#: Nothing of an earlier state is asked for again; it goes by itself.
KEPT_FOR = 60 * 60
FOLDERS = ("events", "organisations", "people", "portal", "static", "templates")
#: Headers without which nothing is a page.
NEEDED = {"Content-Type", "ETag"}
#: Settings that no page follows from, of one server or one machine.
OF_A_SERVER = {"LOG_FORMAT", "LOG_LEVEL", "PAGE_CACHE_MB", "PORT", "WEB_CONCURRENCY"}
PLAIN = str | int | float | bool | datetime.date | None


class Serializer:
    """Headers and body as they are: what stands in a store of others is never run."""

    def dumps(self, page):
        headers, body = page
        return json.dumps(headers).encode() + b"\n" + body

    def loads(self, data):
        written, _end, body = data.partition(b"\n")
        headers = json.loads(written)
        if not (isinstance(headers, dict) and headers.keys() >= NEEDED):
            raise ValueError("These are no headers of a page.")
        if not all(isinstance(value, str) and value.isprintable() for value in headers.values()):
            raise ValueError("These are no words of a header.")
        return headers, body


@functools.cache
def release():
    """Return a digest of all that pages follow from besides the record: code, words, settings."""
    told = hashlib.sha256()
    for folder in FOLDERS:
        for path in sorted((settings.BASE_DIR / folder).rglob("*.*")):
            if path.is_file() and path.suffix != ".pyc":
                told.update(f"{path.relative_to(settings.BASE_DIR)}\n".encode())
                told.update(path.read_bytes())
    told.update((settings.BASE_DIR / "requirements.txt").read_bytes())
    # It may lie anywhere, and pages tell its version.
    told.update(theme.logo_version().encode())
    names = {name for name in dir(settings) if name.isupper()} - OF_A_SERVER
    values = {name: getattr(settings, name) for name in sorted(names)}
    told.update(repr({n: v for n, v in values.items() if isinstance(v, PLAIN)}).encode())
    return told.hexdigest()[:32]


def key_of(key, _prefix, _version):
    return f"portal:{release()}:{key}"


class SharedPages(RedisCache):
    """Pages as (headers, body); a store that is away costs a drawing, and never an error."""

    #: Of all threads together: each has an object of its own.
    rests_until = told_until = 0

    def __init__(self, server, params):
        options = {
            "serializer": Serializer,
            "socket_timeout": PATIENCE,
            "socket_connect_timeout": PATIENCE,
        }
        params = params | {"OPTIONS": options, "KEY_FUNCTION": key_of, "TIMEOUT": KEPT_FOR}
        super().__init__(server, params)

    def get(self, key, default=None, version=None):
        return self._tried(super().get, key, default, version)

    def set(self, key, value, **options):
        self._tried(super().set, key, value, **options)

    def _tried(self, ask, *arguments, **options):
        if time.monotonic() < self.rests_until:
            return None
        try:
            return ask(*arguments, **options)
        except RedisError as error:
            self._rest(time.monotonic(), error)
        # What stands there is no page, may be nested too deep, or be no bytes; it is written over.
        except (ValueError, RecursionError, AttributeError):
            pass
        return None

    @classmethod
    def _rest(cls, now, error):
        """Leave the store alone for a while; the log tells now and then why."""
        cls.rests_until = now + REST
        if now >= cls.told_until:
            cls.told_until = now + TOLD
            logger.warning("The store of pages (REDIS_URL) does not answer: %s", error)
