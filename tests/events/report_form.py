"""The form of a report as its tests use it: what it offers, pressing a button, what it says."""

import datetime

from django.utils import timezone

from events.steps import Step
from tests.staff import address_of, form_of, send, undrawn

HOUR = datetime.timedelta(hours=1)


def url_of(edition):
    return address_of(edition.report)


def press(client, user, edition, step, *, drawn=False, **typed):
    """Press the button of a step on the form, after typing; return the answer."""
    client.force_login(user)
    data = form_of(client.get(url_of(edition)))
    data |= {name: [value] for name, value in typed.items()}
    data |= {"_step": [f"{Step(step).value} {edition.pk}"]}
    return send(client, edition.report, data, drawn=drawn)


def offered(client, user, edition):
    """Return by block the steps that the form offers."""
    client.force_login(user)
    with undrawn():
        panel = client.get(url_of(edition)).context_data["panel"]
    return [[offer.value.split()[0] for offer in block.offers] for block in panel]


def state(edition):
    edition.refresh_from_db()
    return edition.status().value


def soon():
    return (timezone.localtime() + HOUR).strftime("%Y-%m-%dT%H:%M")
