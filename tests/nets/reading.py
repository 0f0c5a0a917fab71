"""Reading a page as a test does: to its end, so that no file stays open."""

import itertools


def read(client, address, method="get", **options):
    """Return the answer and its body as text."""
    response = getattr(client, method)(address, **options)
    body = b"".join(response) if response.streaming else response.content
    return response, body.decode("utf-8", "replace")


def status(client, address, method="get", **options):
    return read(client, address, method, **options)[0].status_code


def public_words():
    """Return a function that gives for each field words of its own."""
    count = itertools.count()
    return lambda field: f"{field} of record {next(count)}"
