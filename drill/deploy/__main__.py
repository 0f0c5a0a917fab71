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


def set_up(machine, options, told):
    """Set a site up and try it; return what was counted, and tell what was put into it."""
    status = machine.run(steps.script())
    yield table.Count("status of the paper's commands", status, 0)
    if status:
        return
    told |= site.does("made", options.events)
    ports = machine.ports
    if options.hold:
        print(f"https on port {ports['443']}, two servers on {ports['8000']}, {ports['8001']}")
        input("Enter ends it. ")
        return
    yield from units.checks(machine.folder)
    yield from checks.Site(ports, told).checks()


def counted(title, counts):
    """Print what was counted, and return how much of it is not as it must be."""
    begun = time.perf_counter()
    counts = list(counts)
    seconds = time.perf_counter() - begun
    print("\n".join(table.lines(title, counts, seconds)), flush=True)
    return sum(not count.is_right for count in counts)


def run(folder, options):
    with contextlib.ExitStack() as stack:
        first = Machine(folder / "first")
        stack.callback(first.stop)
        told = {}
        wrong = counted("A site as docs/deploying.md says", set_up(first, options, told))
        if wrong or options.hold:
            return wrong
        kept = restored.keep(first, told, folder / "elsewhere")
        first.stop()
        restored.lose(first)
        second = Machine(folder / "second", packages=False)
        stack.callback(second.stop)
        title = "Its backup on an empty machine"
        return counted(title, restored.checks(second, kept))


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
