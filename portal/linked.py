"""Linked data (JSON-LD 1.1): what that of all kinds of pages has in common.

Contexts stand inside what they explain, so that nobody has to ask another host for them.
"""

import json

from django.core.serializers.json import DjangoJSONEncoder
from django.http import HttpResponse
from django.utils.html import format_html

from portal.addresses import absolute

MEDIA_TYPE = "application/ld+json"

#: schema.org: what of its words we write names a thing by its address.
ADDRESSES = ("eventAttendanceMode", "eventStatus", "image", "item", "logo", "sameAs", "url")
SCHEMA_ORG = {"@vocab": "https://schema.org/"} | {name: {"@type": "@id"} for name in ADDRESSES}

# What would end or open something in HTML, as JSON may write it too (RFC 8259, section 7).
_NO_HTML = {sign: f"\\u{ord(sign):04x}" for sign in "<>&"}


class Script:
    """JSON in which no sign means anything to HTML."""

    def __init__(self, data):
        self.data = data

    def __html__(self):
        text = written(self.data)
        for sign, escape in _NO_HTML.items():
            text = text.replace(sign, escape)
        return text


def written(data):
    return json.dumps(data, cls=DjangoJSONEncoder, ensure_ascii=False)


def in_page(*things):
    """Return the script element, which browsers do not run, that tells what a page is about."""
    data = {"@context": SCHEMA_ORG, "@graph": [told(thing) for thing in things]}
    return format_html('<script type="{}">{}</script>', MEDIA_TYPE, Script(data))


def answer(data):
    """Return a document of its own."""
    return HttpResponse(written(data), content_type=MEDIA_TYPE)


def told(value):
    """Leave out whatever says nothing, at any depth."""
    if isinstance(value, dict):
        kept = {name: told(inner) for name, inner in value.items()}
        return {name: inner for name, inner in kept.items() if inner not in (None, "", [], {})}
    if isinstance(value, list | tuple):
        return [told(inner) for inner in value]
    return value


def identity(record, fragment):
    """Return what names the thing that a page is about, apart from the page."""
    return f"{absolute(record.get_absolute_url())}#{fragment}"


def breadcrumb(trail):
    """Return the steps that lead to a page, from the variables of drawn/breadcrumb.html."""
    steps = [
        {
            "@type": "ListItem",
            "position": position,
            "name": str(step["label"]),
            "item": absolute(step.get("url")),
        }
        for position, step in enumerate(trail, 1)
    ]
    return {"@type": "BreadcrumbList", "itemListElement": steps}
