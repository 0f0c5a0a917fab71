"""The drills of what happens to machines: restores, lost databases, ends in the middle."""

import os
import re
import secrets
import subprocess
import sys
import time
from itertools import chain
from pathlib import Path

from django.conf import settings
from django.db import connection
from pyrage import x25519

from bench.client import Connection
from drill import beside, door, record
from drill.editor import APPLIED, AWAY, CUT_OFF, FAILED, REFUSED, save_often
from drill.processes import LIMIT, together
from drill.scenes import form_of_event, judged, site
from drill.table import Count
from portal.backups.making import make

BACKUPS, WRITERS_SECONDS = 10, 90
ENDS = 100
STOPS = 10


def ten_backups(pool):
    """10 backups while 4 editors save and one uploads, each restored; one more when all is quiet"""
    event, other = record.public_event("Ten backups"), record.public_event("Many documents")
    folder = Path(settings.MEDIA_ROOT).with_name("backups")
    folder.mkdir()
    secret = x25519.Identity.generate()
    keys, key = [str(secret.to_public())], folder / "key"
    key.write_text(str(secret))
    with site() as server:
        # Each of the processes has begun.
        together(pool, time.sleep, [(1,)] * record.EDITORS)()
        until = time.time() + WRITERS_SECONDS
        work = [
            (number, server.port, session, form_of_event(event), 10_000, until)
            for number, session in enumerate(record.sessions()[:4])
        ]
        finish = together(pool, save_often, work)
        uploaded = together(pool, door.upload_often, [(other.pk, until)])
        begun = [_made(folder / str(number), keys) for number in range(BACKUPS)]
        under_load = sum(at < until for at in begun)
        saves, documents = list(chain(*finish())), uploaded()[0]
    make(folder / "quiet", keys)
    answers = [save.what for save in saves]
    lost, seen = _restored(event, folder, key, begun, saves)
    here = beside.look(os.environ, f"look.whole, {event.pk}")
    quiet = seen.pop()
    return [
        Count("saves applied", answers.count(APPLIED)),
        Count("documents uploaded meanwhile", documents),
        Count("answered with a server error", answers.count(FAILED) + answers.count(AWAY), 0),
        Count("backups that began while they saved", under_load, BACKUPS),
        Count("restored", len(seen), BACKUPS),
        Count("acknowledged before the backup began and not in it", lost, 0),
        Count("half saved: a Version, a line or a row alone", sum(s["half"] for s in seen), 0),
        Count("rows that name a missing file", sum(one["missing"] for one in seen), 0),
        Count("files whose bytes differ", sum(_differing(one, here) for one in seen), 0),
        *(
            Count(f"the quiet one: {what} that differ", _unlike(quiet[what], here[what]), "none")
            for what in ("counts", "files", "pages")
        ),
    ]


def _unlike(one, other):
    names = sorted(name for name in one | other if one.get(name) != other.get(name))
    return ", ".join(names) or "none"


def _differing(there, here):
    return sum(here["files"].get(name) != told for name, told in there["files"].items())


def _made(file, keys):
    begun = time.time()
    make(file, keys)
    return begun


def _restored(event, folder, key, begun, saves):
    """Restore each backup in turn; return how many saves are lost, and what is seen in each."""
    lost, seen = 0, []
    with beside.site("restored") as env:
        for number in [*range(BACKUPS), "quiet"]:
            if beside.manage(env, "restore", folder / str(number), "--key", key, "--replace"):
                continue
            seen.append(beside.look(env, f"look.whole, {event.pk}"))
            if number != "quiet":
                done = {s.marker for s in saves if s.what == APPLIED and s.at < begun[number]}
                lost += len(done - set(seen[-1]["markers"]))
    return lost, seen


def ended_backends(pool):
    """PostgreSQL's backends ended 100 times between requests, and 100 times inside of saves"""
    if connection.vendor != "postgresql":
        return []
    event = record.public_event("Ended backends")
    with site() as server:
        reader = Connection(server.port)
        between = [_answer_after_an_end(reader) for _ in range(ENDS)]
        until = time.time() + LIMIT / 4
        work = [
            (number, server.port, session, form_of_event(event), 100, until)
            for number, session in enumerate(record.sessions()[:4])
        ]
        finish = together(pool, save_often, work)
        ended = 0
        while ended < ENDS and time.time() < until:
            time.sleep(secrets.SystemRandom().uniform(0.02, 0.2))
            ended += _end("state <> 'idle' LIMIT 1")
        saves = list(chain(*finish()))
        after = [reader.get("/events/")[0] for _ in range(20)]
    what = [save.what for save in saves]
    return [
        Count("between: answered 200 at the next request", between.count(200), ENDS),
        Count("ended inside", ended, ENDS),
        Count("applied", what.count(APPLIED)),
        Count("refused", what.count(REFUSED)),
        Count("told that the records are out of reach (503)", what.count(AWAY)),
        Count("answered with a server error", what.count(FAILED), 0),
        Count("cut off without an answer", what.count(CUT_OFF), 0),
        Count("afterwards: answered 200", after.count(200), 20),
        *judged(event, saves),
    ]


def _answer_after_an_end(reader):
    reader.get("/events/")
    _end("state = 'idle'")
    return reader.get("/events/")[0]


def _end(which):
    """End backends of others, wait until they are gone, and return how many these were."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(pg_terminate_backend(pid, 5000)) FROM (SELECT pid FROM pg_stat_activity "  # noqa: S608
            "WHERE datname = current_database() AND pid <> pg_backend_pid() "
            f"AND backend_type = 'client backend' AND {which}) AS others"
        )
        return cursor.fetchone()[0]


def stopped_migrations(pool):
    """migrate killed 10 times on the way to a whole database, then run to its end"""
    dice, stopped, wholes = secrets.SystemRandom(), 0, []
    while stopped < STOPS:
        with beside.site("migrated") as env:
            # One that is whole is stopped no more: the next begins with a new one.
            while stopped < STOPS and _stop_in_the_middle(
                env, dice.randint(1, 2), dice.uniform(0, 0.1)
            ):
                stopped += 1
            status = beside.manage(env, "migrate")
            pending = beside.manage(env, "migrate", "--check")
            wholes.append((status, pending, beside.look(env, "look.schema")))
    here = beside.look(os.environ, "look.schema")
    return [
        Count("killed in the middle of a migration", stopped, STOPS),
        Count("databases that became whole", len(wholes)),
        Count("of which migrate failed that went on", sum(s != 0 for s, _, _ in wholes), 0),
        Count("of which migrations are left", sum(p != 0 for _, p, _ in wholes), 0),
        Count(
            "of which the schema differs from a site never stopped",
            sum(there != here for _, _, there in wholes),
            0,
        ),
    ]


def _stop_in_the_middle(env, step, pause):
    """Kill a migrate a moment after it began with its next migrations; say whether it had."""
    command = [sys.executable, "manage.py", "migrate", "--no-color"]
    with subprocess.Popen(command, env=env, stdout=subprocess.PIPE) as running:  # noqa: S603
        told = b""
        while told.count(b"Applying ") < step:
            more = os.read(running.stdout.fileno(), 4096)
            if not more:
                break
            told += more
        time.sleep(pause)
        running.kill()
    return bool(re.search(rb"Applying ", told)) and running.returncode < 0


SCENES = {
    "backups": ten_backups,
    "ends": ended_backends,
    "migrations": stopped_migrations,
}
