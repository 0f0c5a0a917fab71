"""Runs the drills on the database that DATABASE_URL names, a new SQLite file without one.

bin/drill runs them on both databases. Names of drills on the line run only these.
"""

import os
import signal
import sys
import tempfile
import time

import django

from bench.server import ROOT, prepare
from drill import processes


def run(names):
    """Print a table for each drill and return how many counts were not as they must be."""
    from drill import disasters, record, scenes, table  # noqa: PLC0415 (the settings are known only now)

    known = scenes.SCENES | disasters.SCENES
    if unknown := [name for name in names if name not in known]:
        sys.exit(f"There is no drill {', '.join(unknown)}. There are: {', '.join(known)}.")
    record.begin()
    wrong = 0
    print(f"\n== {record.database()}, {os.cpu_count()} cores, gunicorn with 2 workers")
    with processes.pool(record.EDITORS) as pool:
        for name in names or known:
            scene, begun = known[name], time.perf_counter()
            try:
                counts = scene(pool)
            except processes.Hung:
                counts = [table.Count(f"seconds after which it hung: {processes.LIMIT}", 1, 0)]
            seconds = time.perf_counter() - begun
            print("\n".join(table.lines(scene.__doc__, counts, seconds)), flush=True)
            wrong += sum(not count.is_right for count in counts)
    return wrong


def main():
    # A call to end, too, goes through every `with`: no process stays behind.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    os.chdir(ROOT)
    with tempfile.TemporaryDirectory(prefix="portal-drill-") as folder:
        prepare(folder, os.environ.get("DRILL_DATABASE_URL") or sqlite(folder), "Drill")
        django.setup()
        wrong = run(sys.argv[1:])
    print(f"\n{wrong} losses" if wrong else "\nNothing was lost.")
    sys.exit(bool(wrong))


def sqlite(folder):
    return f"sqlite:///{folder}/drill.sqlite3"


if __name__ == "__main__":
    main()
