"""What is counted of requests: by the names of views, never by an address or by who asked."""

import time

from prometheus_client import CollectorRegistry, Counter, Histogram

METHODS = frozenset(("GET", "HEAD", "POST", "OPTIONS"))

counts = CollectorRegistry()
requests = Histogram(
    "portal_request_seconds",
    "Requests, and how long each took until its answer began.",
    ["view", "method", "status"],
    buckets=(0.001, 0.005, 0.025, 0.1, 0.25, 0.5, 1, 2.5, 10),
    registry=counts,
)
pages = Counter(
    "portal_pages",
    "Requests for pages that may be kept, by where the page came from.",
    ["source"],
    registry=counts,
)


def counted(get_response):
    """Count each request when it is answered."""

    def middleware(request):
        began = time.perf_counter()
        response = get_response(request)
        # What somebody makes up must not become a label: it would stay in memory for good.
        match = request.resolver_match
        view = match.view_name if match else getattr(request, "view_name", "none")
        method = request.method if request.method in METHODS else "other"
        requests.labels(view, method, response.status_code).observe(time.perf_counter() - began)
        source = getattr(request, "page_from", "")
        if source:
            pages.labels(source).inc()
        return response

    return middleware
