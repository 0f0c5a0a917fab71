"""Whether this process can serve the site: for whoever sends it requests, or watches it."""

import functools
import pkgutil
import secrets
import time

from django.apps import apps
from django.conf import settings
from django.core.cache import cache, caches
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import Error, connection, connections
from django.db.migrations.recorder import MigrationRecorder
from django.http import JsonResponse
from django.utils.cache import add_never_cache_headers
from django.views.decorators.http import require_safe

from portal import assets, replica

#: After how many seconds it is worth asking again.
RETRY = 10
#: For so many seconds what was found is believed: each look writes a file, and anybody may ask.
BELIEVED = 1
#: Until when what was found last is believed, and what that was.
_last = {"until": 0.0, "found": ((), ())}


@require_safe
def readyz(request):
    """Answer 200 if all that the site stands on works, else 503 with what does not.

    What only makes it slower is told beside: a site must not be taken away for that.
    """
    if time.monotonic() >= _last["until"]:
        _last["found"] = problems(), slower()
        _last["until"] = time.monotonic() + BELIEVED
    found, slow = _last["found"]
    told = {"ready": not found, "problems": found, "slower": slow}
    response = JsonResponse(told, status=503 if found else 200)
    if found:
        response["Retry-After"] = RETRY
    add_never_cache_headers(response)
    return response


def problems():
    """Return what does not work, in words that give nothing away; asks everything once."""
    checks = [_database, _cache, _storage, _assets]
    return [words for check in checks if (words := check())]


def _database():
    try:
        applied = set(MigrationRecorder(connection).applied_migrations())
    except Error:
        return "The database does not answer."
    left = len(_migrations() - applied)
    return f"{left} migrations are still to come: run manage.py migrate." if left else ""


@functools.cache
def _migrations():
    """Return the migrations by the names of their files: what they do would stay in memory."""
    return frozenset(
        (app.label, name)
        for app in apps.get_app_configs()
        for _finder, name, _is_package in pkgutil.iter_modules([f"{app.path}/migrations"])
    )


def _cache():
    word = secrets.token_hex(8)
    try:
        cache.set(f"ready-{word}", word, RETRY)
        kept = cache.get(f"ready-{word}")
        cache.delete(f"ready-{word}")
    except Exception:  # each kind of cache has errors of its own
        kept = None
    return "" if kept == word else "The cache does not keep what it is given."


def slower():
    """Return what costs time and no answer: without its store each process draws all its pages."""
    return [words for check in (_store, _replica) if (words := check())]


def _store():
    store, page = caches["pages"], ({"Content-Type": "text/plain", "ETag": '"ready"'}, b"ready")
    if "LOCATION" not in settings.CACHES["pages"]:
        return ""
    store.set("ready", page)
    return "" if store.get("ready") == page else "The store of pages (REDIS_URL) does not answer."


def _replica():
    answers = replica.ALIAS not in connections.settings or replica.mark() is not None
    return "" if answers else "The replica (REPLICA_DATABASE_URL) does not answer."


def _storage():
    try:
        name = default_storage.save(f"ready/{secrets.token_hex(16)}", ContentFile(b"ready"))
        default_storage.delete(name)
    except Exception:  # each kind of storage has errors of its own
        return "Stored files cannot be written."
    return ""


def _assets():
    try:
        left = assets.uncollected()
    except ValueError:
        return "The list of static files cannot be read: run manage.py collectstatic."
    return f"{left} static files are not collected: run manage.py collectstatic." if left else ""
