"""Every public page is valid HTML, by the Nu HTML checker."""

import pytest
from django.urls import reverse

from tests.nets import addresses
from tests.nets.reading import public_words, read
from tests.nets.world import World

pytestmark = [pytest.mark.django_db, pytest.mark.java]


def test_every_public_page_is_valid(client, html_errors):
    World(public_words())
    pages = [address for found in addresses.plain().values() for address in found]
    pages += addresses.asked(["record"], known={}, everywhere=True)
    pages += [f"{list_}?q=nothing+at+all" for list_ in addresses.lists().values()]
    pages += ["/nowhere/", reverse("events:list") + "?page=99"]
    written, seen = {}, set()
    for number, address in enumerate(addresses.drawn(pages)):
        response, body = read(client, address)
        if response["Content-Type"].startswith("text/html") and body and body not in seen:
            seen.add(body)
            written[f"{number}-{address.strip('/').replace('/', '-').partition('?')[0]}"] = body
    assert len(written) > 15
    assert html_errors(written) == []
