"""The form of a report as its tests use it: what it offers, pressing a button, what it says."""

import datetime

from django.contrib.messages import get_messages
from django.urls import reverse
from django.utils import timezone

from events.steps import Step
from tests.staff import form_of

HOUR = datetime.timedelta(hours=1)


def url_of(edition):
    return reverse("admin:events_report_change", args=[edition.report_id])


def errors(response):
    return [str(error["message"]) for error in response.context["error_list"]]


def told(response):
    return [str(message) for message in get_messages(response.wsgi_request)]


def press(client, user, edition, step, **typed):
    """Press the button of a step on the form, after typing; return the answer."""
    client.force_login(user)
    data = form_of(client.get(url_of(edition)))
    data |= {name: [value] for name, value in typed.items()}
    return client.post(url_of(edition), data | {"_step": [f"{Step(step).value} {edition.pk}"]})


def offered(client, user, edition):
    """Return by block the steps that the form offers."""
    client.force_login(user)
    panel = client.get(url_of(edition)).context["panel"]
    return [[offer.value.split()[0] for offer in block.offers] for block in panel]


def state(edition):
    edition.refresh_from_db()
    return edition.status().value


def soon():
    return (timezone.localtime() + HOUR).strftime("%Y-%m-%dT%H:%M:%S")
