"""What every filter costs, alone and with another, on the first page and a deep one.

Asked in one process, one request after the other: what is measured is the server's own time.
"""

import os
import re
import statistics
import time

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from bench.record import DEEP_PAGE, PAGE_SIZE
from organisations.models import Organisation

ROUNDS = 8
COUNT = re.compile('class="count" role="status"><strong class="number">([0-9]+)<')
#: What readers ask; {body} is an institution with departments.
EVENTS = (
    "", "q=workshop", "q=workshop+belov", "when=past", "kind=workshop", "organisation={body}",
    "country=RS", "year=2021", "since=2021-01-01&until=2023-12-31", "topic=schools", "report=yes",
    "sort=name", "sort=changed", "kind=workshop&country=RS", "organisation={body}&year=2021",
    "topic=schools&year=2021&year=2022",
)  # fmt: skip
OF_LINES = (
    "", "q=ana", "organisation={body}", "organisation={body}&departments=0", "role=participant",
    "country=RS", "year=2021", "sort=changed", "organisation={body}&year=2021",
    "role=speaker&country=RS", "role=participant&year=2021",
)  # fmt: skip
PEOPLE = (*OF_LINES, "organisation={body}&affiliation=today", "sort=date")
LINES = (
    *OF_LINES, "named=yes", "named=no", "kind=workshop", "topic=schools", "held_in=RS",
    "since=2021-01-01&until=2023-12-31", "sort=name", "country=RS&topic=schools",
)  # fmt: skip


def asked():
    """Return the address of each list with each of its questions."""
    body = Organisation.objects.filter(departments__isnull=False).order_by("pk").first().slug
    lists = {"/events/": EVENTS, "/people/": PEOPLE, "/participation/": LINES}
    return [
        f"{path}?{question.format(body=body)}"
        for path, questions in lists.items()
        for question in questions
    ]


def deep(address, total):
    page = min(DEEP_PAGE, -(-total // PAGE_SIZE))
    return f"{address}&page={page}".replace("?&", "?")


def timed(client, address):
    begun = time.perf_counter()
    response = client.get(address)
    took = 1000 * (time.perf_counter() - begun)
    if response.status_code != 200:
        raise RuntimeError(f"{address} answered {response.status_code}.")
    return took


def table():
    """Yield the lines of a Markdown table; the first reader after a change is told beside it."""
    client = Client(headers={"host": f"127.0.0.1:{os.environ['PORT']}"})
    first = timed(client, "/participation/")
    rows = []
    for address in asked():
        with CaptureQueriesContext(connection) as queries:
            page = client.get(address).content.decode()
        total = int(COUNT.search(page)[1])
        rows.append([address, total, len(queries), [], []])
    for _ in range(ROUNDS):
        for address, total, _queries, front, behind in rows:
            front.append(timed(client, address))
            behind.append(timed(client, deep(address, total)))
    yield "| list and filters | rows | queries | p50 ms | p95 ms | page 200, p50 | p95 |"
    yield "|---|--:|--:|--:|--:|--:|--:|"
    for address, total, queries, *both in rows:
        told = (f"{statistics.median(took):.0f} | {worst(took):.0f}" for took in both)
        yield f"| {address} | {total:,} | {queries} | {' | '.join(told)} |"
    every = [one for row in rows for took in row[3:] for one in took]
    yield ""
    yield f"All pages together: p95 {worst(every):.0f} ms."
    yield f"The first page of a new process, which reads the columns: {first / 1000:.1f} s."


def worst(took):
    return sorted(took)[min(len(took) - 1, int(len(took) * 0.95))]
