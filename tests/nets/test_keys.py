"""No line of a log holds the key of a link, whichever address has one.

What is not known here to be none is taken for a key: hide the address (`portal.logs.KEYS`,
`$portal_path` in deploy/nginx/portal.conf), or add what stands in it to NO_KEYS.
"""

import re
from pathlib import Path

import pytest
from django.urls import get_resolver
from django.urls.converters import IntConverter

from events.years import YearConverter
from portal import logs

KEY = "d0abcd-0123456789"
NUMBERS = (IntConverter, YearConverter)
#: By converter and name; `slug:key` is a pile of the desk, `path:object_id` the number of a record.
NO_KEYS = {
    "SlugConverter:slug",
    "SlugConverter:form",
    "SlugConverter:extension",
    "SlugConverter:kind",
    "SlugConverter:label",
    "SlugConverter:key",
    "StringConverter:label",
    "StringConverter:name",
    "PathConverter:object_id",
}
NGINX = Path(__file__).parents[2] / "deploy" / "nginx" / "portal.conf"


def filled(pattern):
    """Return a part of an address, with KEY for each key in it, and how many there are."""
    keys = {
        name
        for name, converter in pattern.converters.items()
        if not isinstance(converter, NUMBERS)
        and f"{type(converter).__name__}:{name}" not in NO_KEYS
    }
    part = re.sub(r"<(?:\w+:)?(\w+)>", lambda found: KEY if found[1] in keys else "1", str(pattern))
    return part, len(keys)


def addresses(patterns, before="/", keys=0):
    """Yield every address that has a key."""
    for each in patterns:
        part, more = filled(each.pattern)
        if hasattr(each, "url_patterns"):
            yield from addresses(each.url_patterns, before + part, keys + more)
        elif keys + more:
            yield before + part


with_key = sorted(addresses(get_resolver("portal.urls").url_patterns))


def test_addresses_that_have_a_key_are_these():
    assert with_key == [
        f"/admin/set-password/{KEY}/{KEY}/",
        f"/proofs/1/{KEY}/",
        f"/proofs/1/{KEY}/documents/1/1",
        f"/proofs/1/{KEY}/photos/1/1.1",
    ]


@pytest.mark.parametrize("address", with_key)
def test_no_log_holds_a_key(address):
    [hidden] = re.findall(r'^ +"~([^"]+)" +"\$open\.\.\.";$', NGINX.read_text("utf-8"), re.M)
    assert KEY not in logs.without_keys(f"Service Unavailable: {address}")
    assert re.match(hidden.replace("?<", "?P<"), address)
