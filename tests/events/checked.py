"""Texts that are read against their event, and what is found in them."""

from events.checks import findings
from tests import builders

LEAD = "They agreed on the road."


def text(event, body="", *, title="What was said", lead=LEAD, language="en", wrote=""):
    body = body if body.startswith("<") else f"<p>{body}</p>"
    return builders.report(
        event,
        title,
        published=False,
        lead=lead,
        body=body,
        language=language,
        credits=wrote,
    )


def keys(edition):
    return [finding.key for finding in findings(edition)]
