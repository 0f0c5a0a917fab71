"""Public pages as a test reads them."""

import re


def content(client, record):
    """Return the page of a record, which has to be there."""
    response = client.get(record.get_absolute_url())
    assert response.status_code == 200
    return response.content.decode()


def but_for_its_number(response):
    """Return a page without the number of the request, which is another each time."""
    return response.content.decode().replace(response["X-Request-ID"], "")


def words(html):
    """Return the words of a page on one line, as a reader sees them."""
    html = re.sub("</?bdi>", "", html)
    return " ".join(re.sub("<[^>]+>", " ", html).split())
