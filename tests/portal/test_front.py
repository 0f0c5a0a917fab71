"""What is kept is given out by the server's first call, without Django making a request of it."""

from http import HTTPStatus
from wsgiref.validate import validator

import pytest
from django.core.signals import request_started
from django.test import Client, RequestFactory
from hypothesis import example, given
from hypothesis import strategies as st

from portal import caching, visitors
from tests import apart, builders

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("page_cache")]


@pytest.fixture(autouse=True)
def believed(page_cache, monkeypatch):
    """A site with something saved, of whose state what was read is believed for long."""
    builders.event("Workshop on bridges")
    monkeypatch.setattr(caching, "BELIEVED", 600)


@pytest.fixture
def seen():
    """What Django was asked for."""
    asked = []

    def note(environ, **_rest):
        asked.append((environ["REQUEST_METHOD"], environ["PATH_INFO"]))

    request_started.connect(note)
    yield asked
    request_started.disconnect(note)


def kept(address="/events/"):
    """Return a client to whose site an address is known."""
    client = Client()
    assert client.get(address).status_code == 200
    return client


@pytest.fixture
def front():
    return kept().handler.front


class TestAnswer:
    def test_that_is_known_is_given_without_a_request_of_django(self, seen):
        client = kept()
        first = client.get("/events/")
        assert client.get("/events/").content == first.content
        known = client.get("/events/", headers={"if-none-match": first["ETag"]})
        assert (known.status_code, client.head("/events/").status_code) == (304, 200)
        assert seen == [("GET", "/events/")]

    @pytest.mark.parametrize(
        ("asked", "status"),
        [
            ({"path": "/people/"}, 200),
            ({"path": "/events/", "QUERY_STRING": "when=past"}, 200),
            ({"path": "/events/", "HTTP_HOST": "localhost"}, 200),
            ({"path": "/events/", "HTTP_HOST": "evil.example"}, 400),
            ({"path": "/events/", "wsgi.url_scheme": "https"}, 200),
            ({"path": "/events/", "SCRIPT_NAME": "/other"}, 200),
            ({"path": "/events/", "HTTP_COOKIE": "a=b; session=made-up"}, 200),
            ({"path": "/events/", "REQUEST_METHOD": "POST"}, 405),
            ({"path": "/admin/"}, 302),
        ],
        ids=str,
    )
    def test_that_is_not_known_is_left_to_django(self, seen, asked, status):
        client = kept()
        response = client.generic("GET", **asked)
        assert response.status_code == status
        assert len(seen) == 2

    def test_is_left_to_django_when_the_state_was_believed_for_long_enough(self, seen, monkeypatch):
        client = kept()
        builders.event("Workshop on roads")
        monkeypatch.setattr(caching.time, "monotonic", lambda: float("inf"))
        assert "Workshop on roads" in client.get("/events/").text
        assert len(seen) == 2

    def test_has_a_number_of_its_own_or_that_of_a_proxy(self):
        client = kept()
        numbers = {client.get("/events/")["X-Request-ID"] for _ in range(3)}
        assert len(numbers) == 3
        given = {"headers": {"x-request-id": "abcdefgh-12"}}
        assert client.get("/events/", **given)["X-Request-ID"] == "abcdefgh-12"
        stranger = client.get("/events/", **given, REMOTE_ADDR="192.0.2.7")
        assert stranger["X-Request-ID"] not in ("abcdefgh-12", *numbers)

    def test_has_that_of_a_proxy_without_reading_who_the_proxies_are_anew(self, front, monkeypatch):
        asked, told = environ(HTTP_X_REQUEST_ID="abcdefgh-12"), []
        for _ in range(2):
            front(asked, lambda _status, headers: told.append(dict(headers)["X-Request-ID"]))
            monkeypatch.setattr(visitors.ipaddress, "ip_network", None)
        assert told == ["abcdefgh-12"] * 2

    def test_is_never_of_an_earlier_state_though_the_new_one_is_known(self):
        client = kept()
        builders.event("Workshop on roads")
        client.handler.front.kept.watch.state = None
        client.get("/people/")
        assert "Workshop on roads" in client.get("/events/").text

    @pytest.mark.parametrize("known", [{}, {"HTTP_IF_NONE_MATCH": "*"}], ids=["whole", "known"])
    def test_changes_no_answer_that_is_given_after_it(self, front, known):
        told = []
        for _ in range(3):
            front(environ(**known), lambda _status, headers: told.append([*headers]))
        names = [[name for name, _value in headers] for headers in told]
        assert names[0] == names[1] == names[2]

    def test_is_nobodys_page_when_nothing_is_kept(self, seen, settings):
        settings.PAGE_CACHE_MB = 0
        client = kept()
        client.get("/events/")
        assert len(seen) == 2


class TestLetters:
    """In which letters a question is written: in UTF-8, whatever somebody says."""

    ASKED = "/events/?q=%57orkshop"

    @pytest.mark.parametrize(
        "said",
        ["cp037", "cp037; charset=cp037", '"cp037"', "idna", "undefined", "base64"],
    )
    def test_page_is_drawn_and_kept_as_the_site_writes_them(self, seen, said):
        client = kept()
        told = {"CONTENT_TYPE": f"text/plain; charset={said}"}
        first = client.get(self.ASKED, **told)
        assert "Words: Workshop" in first.text
        assert client.get(self.ASKED).content == first.content
        assert len(seen) == 2

    @pytest.mark.parametrize(
        "told", ["CHARSET=cp037", "charset*=utf-8''cp037", "charset*0=cp;charset*1=037", "x*=y''z"]
    )
    def test_are_nothing_that_any_spelling_names(self, told):
        assert "Words: Workshop" in Client().get(self.ASKED, CONTENT_TYPE=f"a/b ; {told}").text

    @pytest.mark.parametrize("told", ["", "; charset=cp037", "; charset=undefined"])
    @pytest.mark.parametrize("kind", ["application/x-www-form-urlencoded", "multipart/form-data"])
    def test_form_is_read_in_them(self, kind, told):
        sent = "wish=other&words=%C5%A1uma&name=&mail="
        if kind.startswith("multipart"):
            told = f"{told};boundary=mark"
            sent = (
                '--mark\r\nContent-Disposition: form-data; name="words"\r\n\r\nšuma\r\n--mark--\r\n'
            )
        answer = Client().generic("POST", "/requests/?page=%C5%A1", sent, f"{kind}{told}")
        assert (answer.status_code, ">\nšuma</textarea>" in answer.text) == (400, True)


def environ(**asked):
    return RequestFactory()._base_environ(PATH_INFO="/events/", QUERY_STRING="") | asked


@pytest.mark.parametrize(
    ("asked", "status"), [({}, 200), ({"HTTP_IF_NONE_MATCH": "*"}, 304)], ids=["whole", "known"]
)
def test_server_is_told_what_a_server_may_be_told(front, asked, status):
    """By the library's checker of the protocol between servers and programs (PEP 3333)."""
    told = []
    checked = validator(front)
    found = checked(environ(**asked), lambda status, headers: told.append((status, headers)))
    body = b"".join(found)
    found.close()
    [(told_status, headers)] = told
    assert told_status == f"{status} {HTTPStatus(status).phrase}"
    assert len({name.lower() for name, _value in headers}) == len(headers)
    assert bool(body) == (status == 200)


WORDS = st.text(st.characters(max_codepoint=255), max_size=30)


@given(
    st.fixed_dictionaries(
        {},
        optional={
            name: WORDS | st.sampled_from(["br", "*", "session=a", '"a"', "/events/", "a" * 600])
            for name in (
                "HTTP_ACCEPT_ENCODING HTTP_COOKIE HTTP_HOST HTTP_IF_MODIFIED_SINCE "
                "HTTP_IF_NONE_MATCH HTTP_X_REQUEST_ID PATH_INFO QUERY_STRING REMOTE_ADDR "
                "SCRIPT_NAME"
            ).split()
        },
    )
)
@example({"HTTP_COOKIE": "session"})
@example({"HTTP_X_REQUEST_ID": "abcdefgh", "REMOTE_ADDR": ""})
def test_whatever_is_sent_is_answered_or_left_to_django(front, asked):
    answered, left = [], []
    front.handler = lambda *request: left.append(request)
    front(environ(**asked), lambda *answer: answered.append(answer))
    assert len(answered) + len(left) == 1


@pytest.mark.django_db
def test_addresses_begin_at_the_root_whatever_the_server_is_told(client):
    page = client.get("/events/", SCRIPT_NAME="/other")
    assert 'href="/people/"' in page.text
    assert "/other" not in page.text


def test_nobody_tells_the_server_where_the_site_begins():
    """A web server that lets some in to /admin/ alone knows it by the address as it was sent."""
    script = (
        "from gunicorn.config import Config; from gunicorn.http.parser import RequestParser;"
        "from portal import gunicorn; config = Config();"
        "[config.set(name, getattr(gunicorn, name))"
        " for name in vars(gunicorn) if name.startswith('forward')];"
        "sent = b'GET /events/admin/ HTTP/1.1\\r\\nHost: a\\r\\nSCRIPT_NAME: /events\\r\\n\\r\\n';"
        "print(next(RequestParser(config, iter([sent]), ('127.0.0.1', 1))).headers)"
    )
    told, _complaints = apart.run(script)
    assert told == "[('HOST', 'a')]\n"
