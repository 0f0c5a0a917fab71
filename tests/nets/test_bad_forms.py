"""Nothing that can be typed or sent into a form of staff gives a page of the 500s."""

import re

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse

from portal.models import Site, Version
from tests import builders
from tests.breadth import share, turns
from tests.nets.reading import public_words
from tests.nets.world import World
from tests.staff import errors, form_of, staff, undrawn

pytestmark = [pytest.mark.django_db, pytest.mark.breadth]

VALUES = [
    "\x00",
    "Ana\x00Anić",
    "\u202eAna\ufeff",
    "a" + "\u0301" * 5000,
    "-1",
    "1e30",
    "9" * 30,
    "9" * 5000,
    "2147483648",
    "9223372036854775808",
    "٣",
    "2026-13-99",
    "0001-01-01",
    "0001-01-01 00:00",
    "9999-12-31T23:59:59",
    "25:61",
    "'); DROP TABLE x;--",
    "<svg><style><img src=x onerror=alert(1)>",
    "<p>" * 3000,
    "http://[",
    "http://x.example:99999999/" + "y" * 900,
    "x" * 20000,
    "Europe/../../etc/passwd",
]

# How Django begins what it says of a value; ours say what to do next.
DJANGO = re.compile("This field|Enter an? |Select an? |Ensure|The inline|.*already exists")


@pytest.fixture(scope="module")
def world(kept):
    return World(public_words())


@pytest.fixture
def client():
    client = Client(raise_request_exception=False)
    client.force_login(staff())
    return client


def forms(client, world):
    """Return by address every form of staff, filled as it stands."""
    rows = {
        "events_event": world.event,
        "events_report": world.edition.report,
        "events_project": world.project,
        "people_person": world.person,
        "organisations_organisation": world.body,
        "events_role": builders.role("Moderator"),
        "events_topic": world.event.topics.first(),
    }
    urls = [reverse(f"admin:{name}_change", args=[row.pk]) for name, row in rows.items()]
    return {url: form_of(client.get(url)) for url in urls}


def state():
    """Return what moves when something was saved."""
    site = Site.objects.get()
    return Version.objects.count(), site.number


def is_typed(name):
    # By the last two a form is set aside, or known for one sent before, and not looked into.
    return not name.endswith(("_FORMS", "csrfmiddlewaretoken", "opened", "once"))


def send(client, url, data):
    """Send a form and undo what it did; return what is wrong with the answer, "" if nothing is."""
    before = state()
    with transaction.atomic():
        answered = client.post(url, data)
        after = state()
        transaction.set_rollback(True)
    if answered.status_code == 302:
        return "not looked into" if "/set-aside/" in answered["Location"] else ""
    if answered.status_code != 200:
        return f"answered {answered.status_code}"
    told = [str(error["message"]) for error in answered.context_data["error_list"]]
    if not told:
        return "refused without a word"
    if phrases := [words for words in told if DJANGO.match(words)]:
        return f"said {phrases[0]!r}"
    return "" if after == before else "half saved"


def broken_forms(client, world, values, is_filled):
    """Return what is wrong with forms that have a value in all fields that are filled with it."""
    broken = {}
    for place, (url, form) in enumerate(forms(client, world).items()):
        for value in values(place):
            data = {name: [value] if is_filled(name) else old for name, old in form.items()}
            if wrong := send(client, url, data):
                broken[url, value[:20]] = wrong
    return broken


def test_no_value_breaks_a_form_that_has_it_everywhere(client, world):
    assert broken_forms(client, world, lambda place: share(VALUES, 2, place), is_typed) == {}


def test_no_value_breaks_lines_that_are_there_already(client, world):
    """The key of a line is not typed, so a line whose words are wrong is still that line."""

    def values(place):
        return ["", "Nobody's Office", *share(VALUES, 1, place)]

    def is_filled(name):
        return is_typed(name) and not name.endswith("-id")

    assert broken_forms(client, world, values, is_filled) == {}


def test_no_place_in_the_order_leaves_those_behind_it_without_one(client, world):
    """Lines that are added are numbered in tens behind the last."""
    url = reverse("admin:events_event_change", args=[world.event.pk])
    form = form_of(client.get(url)) | {"note": ["Mended."]}
    form |= {"participations-4-group": ["Neighbours"], "represented": ["Slovenia"]}
    broken = {}
    for number in "1000000000", "2147483647", "9223372036854775807":
        for name in ("participations-0-order", "participations-4-order"):
            if wrong := send(client, url, form | {name: [number]}):
                broken[name, number] = wrong
    assert broken == {}


@pytest.mark.parametrize("number", ["9" * 16, "9" * 30, "9" * 5000, "٣", "²", "x"])
def test_form_that_is_sent_to_an_address_of_no_number_is_that_of_nothing(client, world, number):
    for url, form in forms(client, world).items():
        address = re.sub(r"/\d+/change/$", f"/{number}/change/", url)
        answered = client.post(address, form)
        assert answered.status_code == 302
        assert not answered["Location"].endswith("/change/")


def test_number_that_one_database_cannot_hold_is_refused_on_both(client, world):
    url = reverse("admin:events_event_change", args=[world.event.pk])
    form = form_of(client.get(url))
    too_large = {
        "length_days": ["32768"],
        "attendance_number": ["2147483648"],
        "participations-3-count": ["2147483648"],
    }
    with undrawn():
        assert errors(client.post(url, form | too_large)) == [
            "This is too large: write 32767 or less.",
            "This is too large: write 2147483647 or less.",
            "This is too large: write 2147483647 or less.",
        ]


def test_no_value_of_one_field_breaks_the_form_of_an_event(client, world):
    """Where all is wrong the first check shields the others."""
    url = reverse("admin:events_event_change", args=[world.event.pk])
    form = form_of(client.get(url))
    broken = {}
    # One row of each kind stands for the others.
    names = [name for name in form if is_typed(name) and not re.search("-[1-9][0-9]*-", name)]
    for name in names[:: turns(5, 1)]:
        with undrawn():
            wrong = send(client, url, form | {name: ["9" * 30], "note": ["Mended."]})
        if wrong:
            broken[name] = wrong
    assert broken == {}
