"""Whole addresses and names of the site's things, by its own host and not that of the request."""

import functools
from urllib.parse import urlencode, urlsplit

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _


@functools.lru_cache(maxsize=2000)
def page(name, *arguments):
    """Return the address of a page by its name, found once for those that come again.

    A page of one event names its people and institutions several times each.
    """
    return reverse(name, args=arguments)


def absolute(path: str) -> str:
    """Return the whole address of a page; nothing for none."""
    return f"{settings.SITE_URL}{path}" if path else ""


def host() -> str:
    return urlsplit(settings.SITE_URL).hostname


def tag(*parts) -> str:
    """Return a name for a thing that stays when its address moves (RFC 4151)."""
    return f"tag:{host()},2026:{'/'.join(map(str, parts))}"


def ask_about(path):
    """Return the way from a page to the form in which its reader asks for something about it."""
    url = f"{page('requests:ask')}?{urlencode({'page': path})}"
    return {"label": _("Is something wrong here?"), "url": url}


def number_of(key):
    """Return the number that stands in an address, None where none does."""
    return int(key) if key and key.isascii() and key.isdecimal() and len(key) < 16 else None
