"""What every filter costs, alone and with another, on the first page and a deep one.

Asked in one process, one request after the other: what is measured is the server's own time, the
database's with it, and how much of it this process worked. Of each address the first request
stands alone: the counts beside its choices are worked out then, and kept until something changes.
"""

import os
import re
import time
from typing import NamedTuple

from django.db import connection
from django.db.models import Count
from django.test import Client
from django.test.utils import CaptureQueriesContext, override_settings
from django.utils import timezone

from bench.record import DEEP_PAGE, PAGE_SIZE
from events.models import Participation
from organisations.models import Organisation
from people.columns import index
from portal.gunicorn import keep_what_stays

ROUNDS = 8
COUNT = re.compile('class="count" role="status"><strong class="number">([0-9]+)<')
#: What readers ask; {body} is an institution with departments.
EVENTS = (
    "", "q=workshop", "q=school", "q=workshop+belov", "when=past", "kind=workshop",
    "organisation={body}", "country=RS", "year=2021", "since=2021-01-01&until=2023-12-31",
    "topic=schools", "project={project}", "report=yes", "sort=name", "sort=changed",
    "kind=workshop&country=RS", "organisation={body}&year=2021",
    "topic=schools&year=2021&year=2022",
)  # fmt: skip
OF_LINES = (
    "", "q=ana", "q=mirkoić", "organisation={body}", "organisation={body}&departments=0",
    "organisation={body}&successors=1", "role=participant", "country=RS", "year=2021",
    "event={event}", "sort=changed", "organisation={body}&year=2021", "role=speaker&country=RS",
    "role=participant&year=2021",
)  # fmt: skip
PEOPLE = (*OF_LINES, "organisation={body}&affiliation=today", "sort=date")
LINES = (
    *OF_LINES, "named=yes", "named=no", "kind=workshop", "topic=schools", "project={project}",
    "held_in=RS", "since=2021-01-01&until=2023-12-31", "sort=name", "country=RS&topic=schools",
)  # fmt: skip
ORGANISATIONS = ("", "q=ministry", "q=department+mirko", "kind=authority", "country=RS")
PROJECTS = ("", "q=mirko", "organisation={body}")
SEARCH = (
    "q=school", "q=school+house", "q=ana", "q=workshop", "q=ministry", "q=mirkoić",
    "q=ana+mirkoić", "q=wrokshop", "q=school&kind=report",
)  # fmt: skip
INSTITUTION = ("", "departments=0", "role=participant", "since=2021-01-01&until=2023-12-31")


class Took(NamedTuple):
    """Milliseconds of one request: by the clock, and those that this process worked."""

    clock: float
    worked: float


def asked():
    """Return the address of each list and page with each of its questions."""
    body = Organisation.objects.filter(departments__isnull=False).order_by("pk").first()
    line = Participation.objects.on_record().filter(organisation=body).first()
    known = {
        "body": body.slug,
        "event": line.event.path,
        "project": line.event.projects.model.objects.public().first().slug,
    }
    lists = {
        "/events/": EVENTS,
        "/people/": PEOPLE,
        "/participation/": LINES,
        "/organisations/": ORGANISATIONS,
        "/projects/": PROJECTS,
        "/search/": SEARCH,
        largest().get_absolute_url(): INSTITUTION,
    }
    return [
        f"{path}?{question.format(**known)}"
        for path, questions in lists.items()
        for question in questions
    ]


def largest():
    """Return the institution that most lines are of."""
    lines = Participation.objects.exclude(organisation=None).order_by().values("organisation")
    most = lines.annotate(n=Count("pk")).order_by("-n", "organisation")[0]
    return Organisation.objects.get(pk=most["organisation"])


def deep(address, total):
    page = min(DEEP_PAGE, -(-total // PAGE_SIZE))
    return f"{address}&page={page}".replace("?&", "?")


def timed(client, address):
    begun, worked = time.perf_counter(), time.process_time()
    response = client.get(address)
    took = Took(1000 * (time.perf_counter() - begun), 1000 * (time.process_time() - worked))
    if response.status_code != 200 or 'id="errors"' in response.content.decode():
        raise RuntimeError(f"{address} answered {response.status_code}, or did not understand.")
    return took


class Row:
    """An address with what was seen of it."""

    def __init__(self, client, address):
        self.address = address
        self.first = timed(client, address)
        with CaptureQueriesContext(connection) as queries:
            page = client.get(address).content.decode()
        self.queries = len(queries)
        counted = COUNT.search(page)
        self.total = int(counted[1]) if counted else 0
        self.front, self.behind = [], []

    def ask(self, client):
        self.front.append(timed(client, self.address))
        if self.total > PAGE_SIZE and not self.address.startswith("/search/"):
            self.behind.append(timed(client, deep(self.address, self.total)))

    def __str__(self):
        cells = [
            self.address,
            f"{self.total:,}",
            self.queries,
            f"{self.first.clock:.0f} ({self.first.worked:.0f})",
            *(told(self.front, share) for share in (0.5, 0.95)),
            *(told(self.behind, share) for share in (0.5, 0.95)),
        ]
        return f"| {' | '.join(map(str, cells))} |"


@override_settings(PAGE_CACHE_MB=0)
def table():
    """Return the lines of a Markdown table; the first reader after a change is told beside it.

    No page is kept: each is drawn when it is asked for.
    """
    client = Client(headers={"host": f"127.0.0.1:{os.environ['PORT']}"})
    # As the server does before its workers are born.
    keep_what_stays()
    begun, worked = time.perf_counter(), time.process_time()
    index.at(timezone.now())
    read = Took(time.perf_counter() - begun, time.process_time() - worked)
    client.get("/")
    rows = [Row(client, address) for address in asked()]
    for _ in range(ROUNDS):
        for row in rows:
            row.ask(client)
    every = [took for row in rows for took in (*row.front, *row.behind)]
    return [
        "Milliseconds by the clock, in brackets those that the process worked.",
        "",
        "| address | rows | queries | first request | p50 | p95 | page 200: p50 | p95 |",
        "|---|--:|--:|--:|--:|--:|--:|--:|",
        *map(str, rows),
        "",
        f"All pages together: p50 {told(every, 0.5)}, p95 {told(every, 0.95)}.",
        f"First requests: p95 {told([row.first for row in rows], 0.95)}.",
        f"A new process reads the columns in {read.clock:.1f} s ({read.worked:.1f}).",
    ]


def told(took, share):
    if not took:
        return "–"
    clock, worked = (percentile([one[at] for one in took], share) for at in (0, 1))
    return f"{clock:.0f} ({worked:.0f})"


def percentile(numbers, share):
    return sorted(numbers)[min(len(numbers) - 1, int(len(numbers) * share))]
