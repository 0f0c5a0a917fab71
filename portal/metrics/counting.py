"""What is counted of requests: by the names of views, never by an address or by who asked."""

import functools
import time

from prometheus_client import CollectorRegistry, Histogram

METHODS = frozenset(("GET", "HEAD", "POST", "OPTIONS"))

counts = CollectorRegistry()
requests = Histogram(
    "portal_request_seconds",
    "Requests, how long each took until its answer began, and where a page came from.",
    ["view", "method", "status", "source"],
    buckets=(0.001, 0.005, 0.025, 0.1, 0.25, 0.5, 1, 2.5, 10),
    registry=counts,
)
# Finding the row by its labels takes as long as counting in it.
row = functools.cache(requests.labels)


def count(view, method, status, source, began):
    """Count an answer to a request that began at a time of `perf_counter`."""
    method = method if method in METHODS else "other"
    row(view, method, status, source).observe(time.perf_counter() - began)


def counted(get_response):
    """Count each request that comes as far as Django, when it is answered."""

    def middleware(request):
        began = time.perf_counter()
        response = get_response(request)
        # What somebody makes up must not become a label: it would stay in memory for good.
        match = request.resolver_match
        view = match.view_name if match else getattr(request, "view_name", "none")
        source = getattr(request, "page_from", "view")
        count(view, request.method, response.status_code, source, began)
        return response

    return middleware
