"""How gunicorn serves the site: `gunicorn -c portal/gunicorn.py portal.wsgi`."""

import gc
import logging
import shutil
import socket
import sys

from django.core.exceptions import ImproperlyConfigured
from django.template import engines
from django.urls import get_resolver

from portal import logs, memory
from portal.metrics import folder

try:
    from portal import settings
except ImproperlyConfigured as error:
    sys.exit(f"{error}")

wsgi_app = "portal.wsgi"
bind = f"127.0.0.1:{settings.PORT}"
workers = settings.WEB_CONCURRENCY
# Threads, so that a browser's idle connections do not hold the workers.
worker_class = "gthread"
threads = 4
# Loaded once before the workers start: a fault ends the server, and memory is shared.
preload_app = True
forwarded_allow_ips = ",".join(settings.TRUSTED_PROXIES)
# Not every web server drops a reader's SCRIPT_NAME, which would have /events/admin/ mean /admin/.
forwarder_headers = ""
loglevel = settings.LOG_LEVEL.lower()
control_socket_disable = True
if settings.METRICS_TOKEN:
    folder.shared()

memory.keep_little()
# It tells the whole address where an answer breaks off while it is sent.
logging.getLogger("gunicorn.error").addFilter(logs.WithoutKeys())


def on_starting(server):
    """End with one sentence where gunicorn would try a taken port five times over."""
    for address in server.cfg.address:
        if isinstance(address, tuple):
            family = socket.AF_INET6 if ":" in address[0] else socket.AF_INET
            with socket.socket(family) as probe:
                probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
                try:
                    probe.bind(address)
                except OSError as error:
                    sys.exit(
                        f"PORT {address[1]} cannot be used on {address[0]}: {error.strerror}. "
                        "Give another one, like PORT=8010."
                    )


def keep_what_stays():
    """Load all that answers take, and let the collector look for garbage in nothing of it.

    It is a hundred thousand objects: to go through them holds a request for a fifth of a second,
    and writes to memory that workers share if this comes before they are born.
    """
    _views, _languages = get_resolver().url_patterns, engines.all()
    gc.collect()
    gc.freeze()
    # Each page leaves some hundred objects in circles of Django's and django-filter's own, and what
    # hangs on them with them: rows, arrays, the words of the page.
    gc.set_threshold(1_000, 5, 10)
    # All goes through what lives long only when it grew by a quarter: let it count from here.
    gc.collect()


def when_ready(server):
    keep_what_stays()
    sys.stdout.write(
        f"\n  public pages  {settings.SITE_URL}/\n  admin         {settings.SITE_URL}/admin/\n\n"
    )
    if sys.stdin.isatty():
        sys.stdout.write("Ctrl-C ends the site.\n")
    sys.stdout.flush()


def post_request(worker, request, environ, response):
    memory.give_back_now_and_then()


def on_exit(server):
    if settings.METRICS_TOKEN:
        shutil.rmtree(folder.shared(), ignore_errors=True)
