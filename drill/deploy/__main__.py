"""Sets a site up as docs/deploying.md says, tries it, loses it and brings it back from a backup.

`bin/try-deploy` runs it, with DATABASE_URL naming a PostgreSQL that is empty and thrown away.
"""

import argparse
import contextlib
import signal
import sys
import tempfile
import time
from pathlib import Path

from drill import table
from drill.deploy import checks, restored, site, steps, units
from drill.deploy.machine import Machine


def tried(machine, status, told):
    """Try the site that the paper's commands set up; return what was counted."""
    yield table.Count("status of the paper's commands", status, 0)
    if not status:
        yield from units.checks(machine.folder)
        yield from checks.Site(machine.ports, told).checks()


def counted(title, begun, counts):
    """Print what was counted, and return how much of it is not as it must be."""
    counts = list(counts)
    seconds = time.perf_counter() - begun
    print("\n".join(table.lines(title, counts, seconds)), flush=True)
    return sum(not count.is_right for count in counts)


def run(folder, options):
    with contextlib.ExitStack() as stack:
        first = Machine(folder / "first")
        stack.callback(first.stop)
        begun = time.perf_counter()
        status = first.run(steps.script())
        told = None if status else site.does("made", options.events)
        if told and options.hold:
            https, *servers = (first.ports[port] for port in ("443", "8000", "8001"))
            print(f"https on port {https}, two servers on {servers[0]}, {servers[1]}")
            input("Enter ends it. ")
            return 0
        title = "A site as docs/deploying.md says"
        wrong = counted(title, begun, tried(first, status, told))
        if wrong:
            return wrong
        kept = restored.keep(first, told, folder / "elsewhere")
        first.stop()
        restored.lose(first)
        second = Machine(folder / "second", packages=False)
        stack.callback(second.stop)
        begun = time.perf_counter()
        return counted("Its backup on an empty machine", begun, restored.checks(second, kept))


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--hold", action="store_true", help="leave it up until Enter")
    parser.add_argument("--events", type=int, default=0, help="how many events it is to have")
    options = parser.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    with tempfile.TemporaryDirectory(prefix="portal-deploy-") as name:
        folder = Path(name)
        # nginx reads as somebody else.
        folder.chmod(0o755)
        wrong = run(folder, options)
    print(f"\n{wrong} not as they must be" if wrong else "\nAll is as it must be.")
    sys.exit(bool(wrong))


if __name__ == "__main__":
    main()
