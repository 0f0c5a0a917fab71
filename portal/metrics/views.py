"""The page that Prometheus reads: what the processes counted, and how the site stands now."""

import os

from django.conf import settings
from django.db import Error
from django.http import Http404, HttpResponse
from django.utils.cache import add_never_cache_headers
from django.utils.crypto import constant_time_compare
from django.views.decorators.http import require_safe
from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.exposition import CONTENT_TYPE_LATEST
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector

from portal.metrics.counting import counts
from portal.models import Letter, Run
from portal.models.record import NEVER


@require_safe
def metrics(request):
    """Tell whoever has the token; to all others there is no such page."""
    given = request.headers.get("Authorization", "")
    if not constant_time_compare(given, f"Bearer {settings.METRICS_TOKEN}"):
        raise Http404
    registry = CollectorRegistry()
    registry.register(Standing())
    if "PROMETHEUS_MULTIPROC_DIR" in os.environ:
        MultiProcessCollector(registry)
    else:
        registry.register(counts)
    response = HttpResponse(generate_latest(registry), content_type=CONTENT_TYPE_LATEST)
    add_never_cache_headers(response)
    return response


class Standing(Collector):
    """What is read anew each time; costs two queries for each command, and two."""

    def collect(self):
        try:
            found = [_letters(), *_runs()]
        except Error:
            found = []
        yield GaugeMetricFamily(
            "portal_database_up", "Whether the database answers.", value=bool(found)
        )
        yield from found


def _letters():
    family = GaugeMetricFamily("portal_letters", "Letters in the outbox.", labels=["state"])
    unsent = Letter.objects.filter(sent_at=None)
    family.add_metric(["waiting"], unsent.exclude(try_at=NEVER).count())
    family.add_metric(["failed"], Letter.objects.stuck().count())
    return family


def _runs():
    """Return when each command for a timer ended last, and how; none that never ran."""
    ended, good, ok = (
        GaugeMetricFamily(f"portal_run_{name}", words, labels=["command"])
        for name, words in (
            ("ended_timestamp_seconds", "When a command for a timer ended last."),
            ("good_timestamp_seconds", "When it last ended well."),
            ("ok", "Whether it ended well the last time."),
        )
    )
    for what in Run.What:
        if last := Run.objects.last(what):
            ended.add_metric([what.value], last.at.timestamp())
            ok.add_metric([what.value], last.ok)
        if last_good := Run.objects.last(what, ok=True):
            good.add_metric([what.value], last_good.at.timestamp())
    return ended, good, ok
