"""Nothing that can be typed into an address bar gives a page of the 500s."""

from urllib.parse import quote, urlencode

import pytest
from django.contrib import admin
from django.contrib.auth.models import User
from django.urls import reverse
from django.utils import timezone

from events.models import ProofLink
from tests import builders
from tests.breadth import share
from tests.nets import addresses
from tests.nets.reading import public_words, read, status
from tests.nets.world import World

pytestmark = [pytest.mark.django_db, pytest.mark.breadth]

VALUES = [
    "\x00",
    "abc\x00def",
    "1 2",
    "-1",
    "0",
    "1e30",
    "9" * 30,
    "9" * 5000,
    "abc",
    "2026-13-99",
    "2026-02-30",
    "0001-01-01",
    "9999-12-31",
    "10000-01-01",
    "0000",
    "١٢",
    "２０２１",
    "%",
    "_",
    "\\",
    "'",
    '"',
    "a'\"--",
    "); DROP TABLE events_event;--",
    "(a+)+$",
    "*" * 200,
    "\u200b",
    "\u202e",
    "\ufeff",
    "a" + "\u0301" * 5000,
    "\ud7ff\U0010ffff",
    "😀",
    "<script>",
    "{{ 7 }}{% now %}",
    "../../etc/passwd",
    "//evil.example/",
    "undated/",
    "2021/",
    "/",
    "\r\nSet-Cookie: a=b",
    " ",
    "x" * 3000,
    "č " * 50,
    "dž џ ђ đ dj",
]
# Bytes that are no UTF-8, as a broken client sends them.
RAW = ["%", "%zz", "%ff%fe", "%c3", "%ed%a0%80", "%00", "+", "&&==&", "a[]=b", ";"]
PATHS = [
    "/events/0000/x/",
    "/events/9999/x/",
    "/events/20210/x/",
    "/events/2021/x",
    "/events/2021/%00/",
    "/events/2021/%ff/",
    "/events/undated/x/",
    "/events/undated/x/changes/1/",
    "/events/undated/x/event.ics",
    "/events/9999/x/event.ics",
    "/events/0000/x/participants.csv",
    "/events/undated/x/participants.xlsx",
    "/events/events.pdf",
    f"/events/2021/x/changes/{'9' * 30}/",
    f"/events/2021/x/changes/{'9' * 5000}/",
    f"/people/{'9' * 30}-x/",
    f"/people/{'9' * 5000}-x/",
    "/people/0-x/",
    f"/people/{quote('١')}-x/",
    f"/people/{'9' * 30}-x/portrait-{'9' * 30}.jpg",
    "/people/1-x/portrait-0.jpg",
    f"/documents/{'9' * 30}/x.pdf",
    "/documents/1/%2e%2e%2fsettings.py",
    "/documents/1/%00",
    "/documents/1/" + quote("č" * 300),
    f"/photos/{'9' * 30}/480.jpg",
    f"/photos/1/{'9' * 30}.jpg",
    "/photos/1/480.exe",
    "/organisations/" + "x" * 3000 + "/",
    "/organisations/%ff/",
    "/projects/%00/",
    "/static/../../etc/passwd",
    "/media/",
    "/nowhere/" + "a/" * 500,
    "//evil.example/%2e%2e",
]


@pytest.fixture(scope="module", autouse=True)
def world(kept):
    world = World(public_words())
    draft = builders.report(world.event, "Not yet", published=False)
    ends_at = timezone.now() + ProofLink.LASTS
    draft.proof_links.create(made_by=User.objects.create(username="maker"), ends_at=ends_at)
    return world


def test_no_value_breaks_a_list_that_is_asked_for_it_everywhere(client):
    broken = {}
    for place, (name, address) in enumerate(addresses.lists().items()):
        parameters = [*addresses.parameters(name), "page", "departments"]
        # Files read the filters of their page, and what has none reads nothing.
        reads = len(parameters) > 3 and not addresses.is_file(name)
        for value in share(VALUES, 4 if reads else 1, place):
            query = urlencode(dict.fromkeys(parameters, value))
            answered = status(client, f"{address}?{query}")
            if answered >= 500:
                broken[f"{address}?{query}"[:120]] = answered
    assert broken == {}


def test_no_value_of_one_parameter_breaks_a_list(client):
    asked = [
        (address, parameter)
        for name, address in addresses.lists().items()
        # Files read the filters of their page.
        if not addresses.is_file(name)
        for parameter in [*addresses.parameters(name), "page"]
    ]
    broken = {}
    for place, (address, parameter) in enumerate(asked):
        for value in share(["9" * 30, "9999-12-31"], 1, place):
            answered = status(client, f"{address}?{urlencode({parameter: value})}")
            if answered >= 500:
                broken[address, parameter, value] = answered
    assert broken == {}


def test_no_value_breaks_a_list_of_staff(client):
    client.force_login(User.objects.create_superuser("root"))
    broken = {}
    for place, (model, site) in enumerate(admin.site._registry.items()):
        page = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")
        filters = [f if isinstance(f, str) else f[0] for f in site.list_filter if is_named(f)]
        parameters = ["q", "p", "o", *filters, *(f"{name}__exact" for name in filters)]
        asked = [
            f"{page}?{urlencode({parameter: value})}"
            for turn, parameter in enumerate(parameters)
            for value in share(["\x00", "9" * 30], 1, place + turn)
        ]
        keys = share(["0", "-1", "abc", "9" * 30, "%00", "1_2f"], 2, place)
        for address in [*asked, *(f"{page}{key}/change/" for key in keys)]:
            answered = status(client, address, follow=True)
            if answered >= 500:
                broken[address] = answered
    assert broken == {}


def is_named(list_filter):
    return isinstance(list_filter, str | tuple)


def test_no_bytes_after_the_question_mark_break_a_page(client):
    broken = {}
    queries = [f"q={raw}&year={raw}" for raw in RAW] + RAW
    for place, (name, found) in enumerate(addresses.plain().items()):
        # What takes no question reads none.
        reads = name.endswith(":list") or name == "search"
        for query in share(queries, 3 if reads else 1, place):
            answered = status(client, found[0], QUERY_STRING=query)
            if answered >= 500:
                broken[f"{found[0]}?{query}"] = answered
    assert broken == {}


def test_no_path_breaks_the_site(client):
    statuses = {path[:80]: status(client, path) for path in PATHS}
    assert {path: code for path, code in statuses.items() if code not in (301, 404)} == {}


def test_slash_and_letter_case_of_a_path_break_nothing(client):
    for place, [address, *_others] in enumerate(addresses.plain().values()):
        paths = [address.rstrip("/"), address.upper(), address + "/", address + "%00"]
        for path in share(paths, 2, place):
            assert status(client, path) < 500, path


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete", "trace"])
def test_public_pages_are_only_read(client, method):
    statuses = {
        address: status(client, address, method)
        for found in addresses.plain().values()
        for address in found[:1]
    }
    # Who asks for something about themselves sends a form; an empty one is refused.
    sent = {reverse("requests:ask"): 400} if method == "post" else {}
    assert {address: s for address, s in statuses.items() if s != 405} == sent


def test_head_says_what_get_says(client):
    for found in addresses.plain().values():
        for address in found[:1]:
            (get, _body), (head, body) = read(client, address), read(client, address, "head")
            assert body == ""
            assert head.status_code == get.status_code, address
            assert head["Content-Type"] == get["Content-Type"], address


def test_a_thousand_parameters_are_refused_politely(client):
    query = "&".join(f"q={number}" for number in range(1001))
    for name, found in addresses.plain().items():
        if name in addresses.ARGUMENTS:
            continue
        assert status(client, f"{found[0]}?{query}") < 500, found[0]


def test_host_that_is_not_ours_is_refused(client):
    for found in addresses.plain().values():
        if found[0] not in ("/healthz", "/readyz"):
            assert status(client, found[0], headers={"host": "evil.example"}) == 400


def test_junk_cookies_and_headers_break_nothing(client):
    junk = {
        "cookie": "session=\x7f; csrf=%00; a=\\",
        "accept-language": "en-" + "x" * 5000,
        "if-modified-since": "yesterday",
        "if-none-match": '"' + "x" * 5000,
        "range": "bytes=9-1,0-",
        "accept-encoding": "gzip;q=x",
    }
    for found in addresses.plain().values():
        assert status(client, found[0], headers=junk) < 500, found[0]
