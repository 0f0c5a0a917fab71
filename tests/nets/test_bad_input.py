"""Nothing that can be typed into an address bar gives a page of the 500s."""

from urllib.parse import quote, urlencode

import pytest
from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent

from tests.nets import addresses
from tests.nets.test_leaks import public_words
from tests.nets.world import World

pytestmark = pytest.mark.django_db

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


@pytest.fixture(autouse=True)
def world():
    return World(public_words())


def test_no_value_of_any_parameter_breaks_a_list(client):
    broken = {}
    for name, found in addresses.plain().items():
        if name in addresses.ARGUMENTS:
            continue
        parameters = [*addresses.parameters(name), "page", "departments"]
        for value in VALUES:
            asked = [urlencode(dict.fromkeys(parameters, value))]
            if len(parameters) > 3:
                asked += [urlencode({parameter: value}) for parameter in parameters]
            for query in asked:
                status = client.get(f"{found[0]}?{query}").status_code
                if status >= 500:
                    broken[f"{found[0]}?{query}"[:120]] = status
    assert broken == {}


def test_no_bytes_after_the_question_mark_break_a_page(client):
    broken = {}
    for found in addresses.plain().values():
        for query in [*(f"q={raw}&page={raw}&year={raw}" for raw in RAW), *RAW]:
            status = client.get(found[0], query_string="", QUERY_STRING=query).status_code
            if status >= 500:
                broken[f"{found[0]}?{query}"] = status
    assert broken == {}


def test_no_path_breaks_the_site(client):
    statuses = {path[:80]: client.get(path).status_code for path in PATHS}
    assert {path: status for path, status in statuses.items() if status not in (301, 404)} == {}


def test_slash_and_letter_case_of_a_path_break_nothing(client):
    for found in addresses.plain().values():
        for path in (found[0].rstrip("/"), found[0] + "/", found[0].upper(), found[0] + "%00"):
            assert client.get(path).status_code < 500, path


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete", "trace"])
def test_public_pages_are_only_read(client, method):
    statuses = {
        address: getattr(client, method)(address).status_code
        for found in addresses.plain().values()
        for address in found[:1]
    }
    assert {address: s for address, s in statuses.items() if s != 405} == {}


def test_head_says_what_get_says(client):
    for found in addresses.plain().values():
        for address in found[:1]:
            get, head = client.get(address), client.head(address)
            assert head.status_code == get.status_code, address
            assert head["Content-Type"] == get["Content-Type"], address
            for response in (get, head):
                response.close()


def test_a_thousand_parameters_are_refused_politely(client):
    query = "&".join(f"q={number}" for number in range(1001))
    for name, found in addresses.plain().items():
        if name in addresses.ARGUMENTS:
            continue
        try:
            assert client.get(f"{found[0]}?{query}").status_code < 500, found[0]
        except (TooManyFieldsSent, RequestDataTooBig):
            pytest.fail(f"{found[0]} raises")


def test_host_that_is_not_ours_is_refused(client):
    for found in addresses.plain().values():
        if found[0] != "/healthz":
            assert client.get(found[0], headers={"host": "evil.example"}).status_code == 400


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
        response = client.get(found[0], headers=junk)
        assert response.status_code < 500, found[0]
        response.close()
