"""Measures the portal's pages and prints a Markdown table; `make bench` runs it.

On PostgreSQL where one is installed (a new one that is gone afterwards) or where
BENCH_DATABASE_URL names an empty database; otherwise, or with --sqlite, on SQLite.
"""

import argparse
import dataclasses
import os
import platform
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from bench.client import CONNECTIONS, Connection, Load  # noqa: E402 (the folder above comes first)
from bench.server import Server, prepare  # noqa: E402

WITH_POSTGRES = ROOT / "bin" / "with-postgres"
ROUNDS = 4
STRING, ROWS = "/bench/string/", "/bench/rows/"


@dataclasses.dataclass
class Page:
    name: str
    path: str
    took: list = dataclasses.field(default_factory=list)
    queries: int = 0
    bytes: int = 0
    spent: float = 0

    @property
    def rate(self):
        return len(self.took) / self.spent

    def percentile(self, share):
        ordered = sorted(self.took)
        return 1000 * ordered[min(len(ordered) - 1, int(len(ordered) * share))]


def arguments():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--events", type=int, nargs="+", default=[1000, 10000])
    parser.add_argument("--seconds", type=float, default=4, help="for each page")
    parser.add_argument("--sqlite", action="store_true", help="though PostgreSQL is installed")
    parser.add_argument("--filters", action="store_true", help="every filter of the lists instead")
    parser.add_argument(
        "--filled", action="store_true", help="BENCH_DATABASE_URL holds events; leave it as it is"
    )
    return parser.parse_args()


def postgres_found():
    found = subprocess.run([WITH_POSTGRES, "--find"], capture_output=True, check=False)  # noqa: S603
    return found.returncode == 0


def database_url(folder, options):
    url = os.environ.get("BENCH_DATABASE_URL")
    inside = os.environ.get("BENCH_THROW_AWAY") and os.environ.get("DATABASE_URL")
    own = f"sqlite:///{folder}/bench.sqlite3"
    return own if options.sqlite else url or inside or own


def memory(server):
    """Return MiB of each worker that are its own or shared, [] where that cannot be read."""
    status = [Path(f"/proc/{pid}/status").read_text() for pid in server.workers()]
    lines = [line for text in status for line in text.splitlines() if "VmRSS" in line]
    return [int(line.split()[1]) // 1024 for line in lines]


def measure(server, pages, seconds):
    """Ask for the pages in turn, several rounds, so that a busy moment of the machine hits all."""
    asking = Connection(server.port)
    for page in pages:
        for _ in range(6):
            status, headers, body = asking.get(page.path, "X-Count: 1")
        if status != 200:
            sys.exit(f"{page.path} answered {status}.")
        page.queries, page.bytes = int(headers["x-queries"]), len(body)
    asking.close()
    load = Load(server.port)
    for _ in range(ROUNDS):
        for page in pages:
            begun = time.perf_counter()
            page.took += load.run(page.path, seconds / ROUNDS)
            page.spent += time.perf_counter() - begun
    load.close()


def table(pages):
    string, rows = (next(page for page in pages if page.path == path) for path in (STRING, ROWS))
    yield "| page | queries | bytes | req/s | p50 ms | p99 ms | of the string | of the rows |"
    yield "|---|--:|--:|--:|--:|--:|--:|--:|"
    for page in pages:
        yield (
            f"| {page.name} | {page.queries} | {page.bytes:,} | {page.rate:,.0f} "
            f"| {page.percentile(0.5):.1f} | {page.percentile(0.99):.1f} "
            f"| {page.rate / string.rate:.2f} | {page.rate / rows.rate:.2f} |"
        )


def run(options, say):
    import django  # noqa: PLC0415 (its settings are in the environment only now)

    django.setup()
    from bench import filters, record  # noqa: PLC0415

    record.begin(filled=options.filled)
    vendor = record.database()
    say(f"Django {django.__version__}, Python {platform.python_version()}, {vendor}, ")
    say(f"{os.cpu_count()} cores, gunicorn with 2 workers, {CONNECTIONS} connections, ")
    say(f"{options.seconds:g} s a page in {ROUNDS} rounds; no page cache, not compressed.\n")
    sizes = [record.size()] if options.filled else sorted(options.events)
    for size in sizes:
        print(f"Making {size:,} events …", file=sys.stderr)
        record.grow(size)
        if options.filters:
            say(f"\n### {size:,} events\n\n" + "\n".join(filters.table()) + "\n")
            continue
        pages = [
            Page("bare: a fixed string", STRING),
            Page("bare: 25 rows of one query", ROWS),
            *(Page(name, path) for name, path in record.pages()),
        ]
        with Server("bench.wsgi", STRING) as server:
            measure(server, pages, options.seconds)
            used = memory(server)
        say(f"\n### {size:,} events\n\n")
        say("\n".join(table(pages)) + "\n")
        if used:
            say(f"\nMemory of a worker: {statistics.mean(used):.0f} MiB.\n")
    if not options.filled:
        record.end()


def main():
    options = arguments()
    given = options.sqlite or os.environ.get("BENCH_DATABASE_URL")
    if not given and not os.environ.get("BENCH_THROW_AWAY") and postgres_found():
        os.environ["BENCH_THROW_AWAY"] = "1"
        again = [WITH_POSTGRES, sys.executable, __file__, *sys.argv[1:]]
        sys.exit(subprocess.run(again, check=False).returncode)  # noqa: S603
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    os.chdir(ROOT)
    with tempfile.TemporaryDirectory(prefix="portal-bench-") as folder:
        prepare(folder, database_url(folder, options), "Bench")
        run(options, lambda words: print(words, end="", flush=True))


if __name__ == "__main__":
    main()
