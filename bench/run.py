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
from itertools import chain
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from bench.client import CONNECTIONS, Connection, Load  # noqa: E402 (the folder above comes first)
from bench.server import Server, prepare  # noqa: E402

WITH_POSTGRES = ROOT / "bin" / "with-postgres"
ROUNDS = 5
#: As a site is asked: one page in so many is drawn, the others are kept.
DRAWN_EACH = 10
STRING, ROWS = "/bench/string/", "/bench/rows/"


@dataclasses.dataclass
class Page:
    """An address, how it is asked for, and what was seen of it in each round."""

    name: str
    path: str
    headers: tuple = ()
    status: int = 200
    took: list = dataclasses.field(default_factory=list)
    rates: list = dataclasses.field(default_factory=list)
    queries: int = 0
    bytes: int = 0

    @property
    def rate(self):
        return statistics.median(self.rates)

    def percentile(self, share):
        ordered = sorted(self.took)
        return 1000 * ordered[min(len(ordered) - 1, int(len(ordered) * share))]


def each_way(name, path):
    """Return a page as it is kept, known to the client, and drawn."""
    return [
        Page(f"{name}, kept", path),
        Page(f"{name}, known", path, ("If-None-Match: *",), 304),
        Page(f"{name}, drawn", path, ("X-Drawn: 1",)),
    ]


def arguments():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--events", type=int, nargs="+", default=[1000, 10000])
    parser.add_argument("--seconds", type=float, default=4, help="for each page")
    parser.add_argument(
        "--requests", type=int, default=50_000, help="after which a worker's memory is told again"
    )
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
    """Return MiB of the largest worker, whole and with its share alone of what several hold.

    None where that cannot be read.
    """
    texts = [Path(f"/proc/{pid}/smaps_rollup").read_text() for pid in server.workers()]
    told = [dict(line.split()[:2] for line in text.splitlines()[1:]) for text in texts]
    kinds = ("Rss:", "Pss:")
    return [max(int(each[kind]) // 1024 for each in told) for kind in kinds] if told else None


def measure(server, pages, seconds):
    """Ask for the pages in turn, several rounds, so that a busy moment of the machine hits all."""
    asking = Connection(server.port)
    for page in pages:
        for _ in range(6):
            status, headers, body = asking.get(page.path, *page.headers, "X-Count: 1")
        if status != page.status:
            sys.exit(f"{page.path} answered {status}.")
        page.queries, page.bytes = int(headers["x-queries"]), len(body)
    asking.close()
    load = Load(server.port)
    for _ in range(ROUNDS):
        for page in pages:
            begun = time.perf_counter()
            took = load.run(page, seconds / ROUNDS)
            page.rates.append(len(took) / (time.perf_counter() - begun))
            page.took += took
    load.close()


def wear(server, pages, requests):
    """Ask for the pages in turn, so many times in all."""
    asking = Connection(server.port)
    kept, drawn = ([page for page in pages if page.name.endswith(w)] for w in ("kept", "drawn"))
    for number in range(requests):
        turn = drawn if number % DRAWN_EACH == 0 else kept
        page = turn[number // DRAWN_EACH % len(turn)]
        status, _headers, _body = asking.get(page.path, *page.headers)
        if status != page.status:
            sys.exit(f"{page.path} answered {status}.")
    asking.close()


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
    say(f"{options.seconds:g} s a page, the median of {ROUNDS} rounds; not compressed.\n")
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
            *chain.from_iterable(each_way(name, path) for name, path in record.pages()),
        ]
        with Server("bench.wsgi", STRING) as server:
            measure(server, pages, options.seconds)
            used = memory(server)
            wear(server, pages, options.requests)
            worn = memory(server)
        say(f"\n### {size:,} events\n\n")
        say("\n".join(table(pages)) + "\n")
        if used:
            say(
                "\nMemory of a worker: {} MiB, {} with its share of what several hold; ".format(
                    *used
                )
            )
            say(f"after {options.requests:,} more requests " + "{} and {}.\n".format(*worn))
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
