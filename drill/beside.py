"""A second site beside the one of the drill, with an empty database; commands and looks at it."""

import contextlib
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings
from django.db import connection

from drill.processes import LIMIT


@contextlib.contextmanager
def site(name):
    """Yield the environment of a site of this name, of which nothing is left afterwards."""
    folder = Path(settings.MEDIA_ROOT).with_name(name)
    folder.mkdir()
    if connection.vendor == "sqlite":
        url = f"sqlite:///{folder}/beside.sqlite3"
    else:
        _tell_server(f"CREATE DATABASE {name}")
        url = urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{name}").geturl()
    own = {"DATABASE_URL": url, "MEDIA_ROOT": f"{folder}/media"}
    own["ERASURE_LOG"] = f"{folder}/erased.jsonl"
    try:
        yield os.environ | own
    finally:
        if connection.vendor != "sqlite":
            _tell_server(f"DROP DATABASE {name} WITH (FORCE)")
        shutil.rmtree(folder)


def _tell_server(statement):
    with connection.cursor() as cursor:
        cursor.execute(statement)


def manage(env, *arguments):
    """Run a command of the site; return its status, 0 if all went well."""
    command = [sys.executable, "manage.py", *map(str, arguments)]
    done = subprocess.run(command, env=env, capture_output=True, timeout=LIMIT, check=False)  # noqa: S603
    if done.returncode:
        sys.stderr.write(done.stderr.decode())
    return done.returncode


def look(env, what):
    """Return what a process of the site sees in it, by an expression of drill.look."""
    words = f"from drill import look; look.tell({what})"
    command = [sys.executable, "manage.py", "shell", "--no-imports", "-c", words]
    done = subprocess.run(command, env=env, capture_output=True, timeout=LIMIT, check=True)  # noqa: S603
    return json.loads(done.stdout)
