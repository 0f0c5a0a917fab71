"""What is to be seen in a site, for comparison, told as JSON by a process of its own."""

import hashlib
import json
import shutil
import subprocess
import sys
from pathlib import Path

from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from django.core.files.storage import default_storage
from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection
from django.db.backends.postgresql.client import DatabaseClient
from django.test import Client

from drill import record
from events.models import Event, RoleName
from portal import history
from portal.backups import databases, files

#: Who was let in, and which command ran, is no part of what is restored.
OWN = {"portal_session", "portal_attempt", "portal_run", "portal_move"}


def tell(what, *arguments):
    json.dump(what(*arguments), sys.stdout)


def whole(key):
    """Return the sums of pages and files, rows by table, and the states of an event."""
    return {
        "pages": {path: _page(path) for path in _pages(key)},
        "files": {
            name: _sum(Path(default_storage.path(name)).read_bytes()) for name in files.stored()
        },
        "counts": {table: n for table, n in databases.counts().items() if table not in OWN},
        "missing": sum(not default_storage.exists(name) for name, _row in files.named()),
        "schema": schema(),
        **_event(key),
    }


def _pages(key):
    event = Event.objects.get(pk=key)
    yield from ("/", "/events/", "/organisations/", "/reports/feed.atom", "/api/v1/events")
    yield event.get_absolute_url()


def _page(path):
    answer = Client(headers={"host": "127.0.0.1"}).get(path)
    if answer.status_code != 200:
        raise RuntimeError(f"{path} answered {answer.status_code}.")
    return _sum(answer.content)


def _event(key):
    event = Event.objects.get(pk=key)
    found = record.versions(event)
    now, last = (
        json.dumps(data, cls=DjangoJSONEncoder, sort_keys=True)
        for data in (history.snapshot(event), found[-1].data)
    )
    markers, told = record.markers(found), record.told(event)
    return {"markers": markers, "half": len({*markers} ^ {*told} - {""}) + (now != last)}


def schema():
    """Return the sum of how the database is built, and how many rows the program itself makes."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("SELECT type, name, sql FROM sqlite_master ORDER BY 1, 2")
            built = repr(cursor.fetchall()).encode()
    else:
        command, env = DatabaseClient.settings_to_cmd_args_env(
            connection.settings_dict, ["--schema-only"]
        )
        dump = [shutil.which("pg_dump"), *command[1:]]
        lines = subprocess.run(dump, env=env, capture_output=True, check=True).stdout  # noqa: S603
        # Each run has a word of its own against psql's commands in names.
        built = b"\n".join(line for line in lines.splitlines() if b"restrict " not in line)
    models = (ContentType, Permission, Group, RoleName)
    return _sum(built), [model.objects.count() for model in models]


def _sum(data):
    return hashlib.sha256(data).hexdigest()
