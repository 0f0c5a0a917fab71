"""What a page of the public side may cost the machine of a reader, and what it does cost."""

import re
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles import finders

from portal import compression

#: Bytes as they are sent, and requests besides pictures.
HTML, CSS, SCRIPTS, REQUESTS = 14 * 1024, 12 * 1024, 8 * 1024, 5
#: Links that a browser follows by itself.
FETCHED = re.compile(
    r'<(?:link rel="(?:stylesheet|icon|manifest|preload)" href|script[^>]* src)="([^"]+)"'
)


def fetched(page):
    return set(FETCHED.findall(page.text))


def packed(data):
    return len(compression.pack(data, "br"))


def stored(address):
    return Path(finders.find(address.removeprefix(settings.STATIC_URL))).read_bytes()
