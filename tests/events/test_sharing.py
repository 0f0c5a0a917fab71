"""What a page tells to those who share its address, and by which address search engines know it."""

import re

import pytest

from tests import builders
from tests.events.clock import at

pytestmark = pytest.mark.django_db

SITE = "http://127.0.0.1:8000"


def told(page):
    """Return what a page says in its Open Graph and Twitter tags."""
    tags = re.findall(
        '<meta (?:property|name)="((?:og|article|twitter):.*?)" content="(.*?)">', page
    )
    assert len(tags) == len(dict(tags))
    return dict(tags)


def canonical(client, address):
    page = client.get(address).content.decode()
    return re.findall('<link rel="canonical" href="(.*?)">', page)


def test_event_tells_its_title_and_what_it_is_about_when_it_is_shared(client, settings):
    settings.SITE_NAME = "Records & events"
    event = builders.event()
    builders.report(event, 'Roads "for all"', lead="Two days of <talks>.", now=at(1))
    tags = told(client.get(event.get_absolute_url()).content.decode())
    assert tags == {
        "og:image": f"{SITE}{event.get_absolute_url()}card.png",
        "og:image:type": "image/png",
        "og:image:width": "1200",
        "og:image:height": "630",
        "og:image:alt": "Roads &quot;for all&quot;. Workshop · September 1, 2021",
        "og:type": "article",
        "og:site_name": "Records &amp; events",
        "og:title": "Roads &quot;for all&quot;",
        "og:description": "Two days of &lt;talks&gt;.",
        "og:url": f"{SITE}{event.get_absolute_url()}",
        "article:modified_time": "2022-01-01T14:00:00+01:00",
        "twitter:card": "summary_large_image",
    }


def test_further_page_of_one_project_is_known_by_its_own_address(client):
    frame = builders.project(in_directory=True)
    for number in range(26):
        event = builders.event(f"Event {number}", slug=f"event-{number}")
        event.projects.add(frame)
    address = frame.get_absolute_url()
    assert canonical(client, address) == [f"{SITE}{address}"]
    assert canonical(client, f"{address}?page=1&utm_source=x") == [f"{SITE}{address}"]
    assert canonical(client, f"{address}?page=2") == [f"{SITE}{address}?page=2"]
