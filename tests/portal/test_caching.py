"""Pages that are kept say at the next request what is true then, to everybody alike."""

import datetime
import gzip
import os
import warnings

import brotli
import pytest
from django.db import OperationalError, connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from events.rights import covering
from portal import caching, compression, history
from portal.caching import BELIEVED
from portal.models.site import last_save, tell_of_save
from tests import builders
from tests.nets.reading import read
from tests.staff import staff

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("page_cache")]

NOON = datetime.datetime(2026, 5, 4, 12, tzinfo=datetime.UTC)
HOUR = datetime.timedelta(hours=1)


@pytest.fixture
def event():
    return builders.event("Workshop on roads")


@pytest.fixture(params=[True, False], ids=["by the server", "by Django"])
def believed(page_cache, request, monkeypatch):
    """Believe what was read of the state, so that pages are given before or by Django."""
    monkeypatch.setattr(caching, "BELIEVED", 60)
    if not request.param:
        monkeypatch.setattr(caching.Kept, "known", lambda *_asked: None)


@pytest.fixture
def hold(monkeypatch):
    """Return a function that holds the clock at an instant."""
    return lambda now: monkeypatch.setattr(timezone, "now", lambda: now)


def rename(event, name):
    with history.change(event, by=None, minor=True):
        event.name = name
        event.save()


def asked(client, address, **headers):
    """Return the answer and how many questions it cost the database."""
    with CaptureQueriesContext(connection) as queries:
        response = client.get(address, headers=headers)
    return response, len(queries)


class TestPage:
    def test_is_drawn_once_as_long_as_nothing_changes(self, client, event, believed):
        first = client.get("/events/")
        again, cost = asked(client, "/events/")
        assert (again.content, cost) == (first.content, 0)
        differing = {name for name, value in again.items() if first[name] != value}
        assert differing == {"X-Request-ID"}

    def test_says_what_was_saved_at_the_next_request_of_every_process(self, event):
        one, other = Client(), Client()
        for client in (one, other):
            assert "Workshop on roads" in client.get("/events/").content.decode()
        rename(event, "Workshop on bridges")
        for client in (one, other):
            page = client.get("/events/").content.decode()
            assert ("Workshop on bridges" in page, "Workshop on roads" in page) == (True, False)

    def test_costs_one_question_to_find_out_that_nothing_changed(self, client, event):
        client.get("/events/")
        assert asked(client, "/events/")[1] == 1

    def test_names_nobody_who_was_hidden_since(self, client, event):
        person = builders.person("Vesna Vidić")
        builders.line(event, person=person)
        pages = ["/people/", event.get_absolute_url(), "/api/v1/people"]
        assert all("Vesna" in client.get(page).content.decode() for page in pages)
        covering.hide(person, by=None, reason="They asked")
        assert [page for page in pages if "Vesna" in client.get(page).content.decode()] == []
        assert client.get(person.get_absolute_url()).status_code == 404

    def test_changes_by_itself_when_something_is_due(self, client, event, hold):
        hold(NOON)
        builders.report(event, "Roads counted", published=False, now=NOON).publish(
            by=None, at=NOON + HOUR, now=NOON
        )
        for at, there in ((NOON, False), (NOON + HOUR * 0.99, False), (NOON + HOUR, True)):
            hold(at)
            assert ("Roads counted" in client.get("/reports/").content.decode()) == there

    def test_changes_by_itself_when_the_day_ends_where_the_site_is(self, client, hold):
        builders.event("Talk of today", earliest=NOON.date())
        for at, upcoming in (("21:59:59", True), ("22:00:00", False)):
            hold(datetime.datetime.fromisoformat(f"2026-05-04T{at}+00:00"))
            page = client.get("/events/?when=upcoming").content.decode()
            assert ("Talk of today" in page) == upcoming

    def test_that_took_longer_than_its_state_is_not_kept(self, client, event, monkeypatch):
        builders.event("Talk to come", public_from=NOON + HOUR)
        instants = iter([NOON, NOON, NOON + HOUR * 2])
        monkeypatch.setattr(timezone, "now", lambda: next(instants, NOON + HOUR * 2))
        client.get("/events/")
        monkeypatch.setattr(timezone, "now", lambda: NOON)
        assert "Talk to come" not in client.get("/events/").content.decode()


class TestWatch:
    def test_mark_is_read_anew_when_it_was_believed_for_long_enough(self, event, believed):
        watch, now = caching.Watch(), timezone.now()
        first = watch.at(now)
        rename(event, "Workshop on bridges")
        assert watch.at(now) is first
        watch.state = first._replace(believed_until=0)
        assert watch.at(now).mark != first.mark

    def test_what_a_process_of_the_server_saved_is_read_at_the_next_request(
        self, event, believed, django_capture_on_commit_callbacks
    ):
        client = Client()
        client.get("/events/")
        with django_capture_on_commit_callbacks(execute=True):
            rename(event, "Workshop on bridges")
        assert "on bridges" in client.get("/events/").content.decode()

    def test_processes_of_a_server_are_told_of_what_one_of_them_saves(self):
        before = last_save()
        with warnings.catch_warnings():
            # The child writes eight bytes and ends, whatever threads the parent has.
            warnings.simplefilter("ignore", DeprecationWarning)
            child = os.fork()
        if not child:
            tell_of_save()
            os._exit(0)
        os.waitpid(child, 0)
        assert last_save() != before

    def test_is_never_believed_for_a_second(self):
        assert 0 < BELIEVED < 1

    def test_what_is_due_is_asked_for_once_in_a_state(self, event):
        watch, now = caching.Watch(), timezone.now()
        watch.at(now)
        with CaptureQueriesContext(connection) as queries:
            watch.at(now)
        assert len(queries) == 1


class TestWhoGetsIt:
    def test_whoever_is_signed_in_has_each_page_drawn(self, client, event, believed):
        client.get("/events/")
        office = Client()
        office.force_login(staff())
        assert asked(office, "/events/")[1] > 1
        rename(event, "Workshop on bridges")
        assert "Workshop on bridges" in office.get("/events/").content.decode()

    def test_what_staff_were_drawn_is_kept_for_nobody(self, client, event, believed):
        client.force_login(staff())
        client.get("/events/")
        client.logout()
        assert asked(client, "/events/")[1] > 1

    def test_any_other_cookie_changes_nothing(self, client, event, believed):
        first = client.get("/events/")
        client.cookies["theme"] = "dark"
        again, cost = asked(client, "/events/")
        assert (again.content, cost) == (first.content, 0)
        assert (again.cookies, again["Vary"]) == ({}, "Accept-Encoding")

    def test_nobody_is_given_a_page_of_another_host_or_scheme(self, client, event, believed):
        client.get("/events/")
        assert asked(client, "/events/", host="localhost")[1] > 0
        assert client.get("/events/", headers={"host": "evil.example"}).status_code == 400
        with CaptureQueriesContext(connection) as queries:
            client.get("/events/", secure=True)
        assert len(queries) > 0

    @pytest.mark.parametrize("name", ["if-match", "if-unmodified-since"])
    def test_is_given_to_who_wants_it_as_it_was_whether_it_is_kept_or_not(self, event, name):
        was = {name: '"x"' if name == "if-match" else "Mon, 01 Jan 2001 00:00:00 GMT"}
        client = Client()
        answers = [client.get("/events/", headers=was) for _turn in ("drawn", "kept")]
        assert [answer.status_code for answer in answers] == [200, 200]

    def test_head_is_answered_from_what_was_drawn_for_get(self, client, event, believed):
        first = client.get("/events/")
        with CaptureQueriesContext(connection) as queries:
            head = client.head("/events/")
        assert (head.content, head["Content-Length"], len(queries)) == (
            b"",
            str(len(first.content)),
            0,
        )


class TestForms:
    def test_page_is_packed_once_in_each_form(self, client, event, believed):
        plain = client.get("/events/").content
        for accepted, form, unpack in (
            ("gzip, deflate, br, zstd", "br", brotli.decompress),
            ("gzip", "gzip", gzip.decompress),
            ("br;q=0, gzip;q=0.5", "gzip", gzip.decompress),
        ):
            response, cost = asked(client, "/events/", accept_encoding=accepted)
            assert (response["Content-Encoding"], cost) == (form, 0)
            assert response["Content-Length"] == str(len(response.content))
            assert unpack(response.content) == plain
        refused = client.get("/events/", headers={"accept-encoding": "br;q=0, gzip; q=0.0"})
        assert refused.content == plain
        assert "Content-Encoding" not in refused

    def test_first_to_ask_may_ask_for_a_packed_one(self, client, event):
        first = client.get("/events/", headers={"accept-encoding": "br"})
        assert brotli.decompress(first.content) == client.get("/events/").content

    def test_whoever_has_it_is_told_so_without_a_question(self, client, event, believed):
        for accepted in ("", "br"):
            first = client.get("/events/", headers={"accept-encoding": accepted})
            for known in (
                {"if_none_match": first["ETag"]},
                {"if_none_match": f'"other", {first["ETag"]}'},
                {"if_none_match": "*"},
                {"if_modified_since": first["Last-Modified"]},
            ):
                again, cost = asked(client, "/events/", accept_encoding=accepted, **known)
                assert (again.status_code, again.content, cost) == (304, b"", 0)
                kept = ("ETag", "Vary", "Cache-Control", "Content-Security-Policy")
                assert [again[name] for name in kept] == [first[name] for name in kept]
                assert not {"Content-Encoding", "Last-Modified"} & again.headers.keys()

    def test_whoever_has_an_older_one_is_given_the_new_one(self, client, event):
        first = client.get("/events/")
        rename(event, "Workshop on bridges")
        for known in (
            {"if_none_match": first["ETag"]},
            {"if_none_match": '"other"', "if_modified_since": first["Last-Modified"]},
        ):
            again = client.get("/events/", headers=known)
            assert (again.status_code, "on bridges" in again.content.decode()) == (200, True)

    def test_whoever_has_it_is_told_so_though_it_was_not_kept(self, event):
        tag = Client().get("/events/")["ETag"]
        other = Client()
        assert other.get("/events/", headers={"if-none-match": tag}).status_code == 304
        assert other.get("/events/").status_code == 200

    def test_date_stays_while_staff_write_what_nobody_sees(self, client, event, hold):
        told = []
        for hours in range(2):
            hold(NOON + HOUR * hours)
            told.append(client.get("/accessibility/")["Last-Modified"])
            builders.event("A draft", public=False)
        assert told == ["Mon, 04 May 2026 12:00:00 GMT"] * 2

    def test_no_date_is_told_within_the_second_that_may_hold_two_changes(
        self, client, event, hold, monkeypatch
    ):
        monkeypatch.setattr(caching, "SETTLED", 2)
        hold(NOON)
        assert "Last-Modified" not in client.get("/events/")
        since = {"if-modified-since": "Mon, 04 May 2026 12:00:00 GMT"}
        assert client.get("/events/", headers=since).status_code == 200
        hold(NOON + datetime.timedelta(seconds=2))
        assert client.get("/events/", headers=since).status_code == 304


def test_while_one_draws_pages_nothing_is_kept(event, settings, believed):
    settings.DEBUG = True
    client = Client()
    client.get("/events/")
    assert asked(client, "/events/")[1] > 1


WORDS = b"<p>Workshop on roads</p>" * 1000


ADDRESS = ("http", "host", "/", "")


def unasked(body):
    state = caching.State("mark", NOON, NOON, 0)
    headers = {"Content-Type": "text/html", "ETag": '"a"'}
    return caching.Page(state, headers, body, 0, "home")


def page_of(body):
    page = unasked(body)
    page.form("")
    return page


def asking(form):
    return {"HTTP_ACCEPT_ENCODING": form}


def taken(*bodies):
    """Return what a page takes that is held in some forms."""
    return caching.OVERHEAD + sum(caching.OVERHEAD_OF_FORM + len(body) for body in bodies)


class TestBounds:
    def test_questions_made_up_push_no_page_out(self, client, event, believed, settings):
        settings.PAGE_CACHE_MB = 1
        client.get("/events/")
        for number in range(40):
            client.get(f"/accessibility/?made={number}{'x' * 20}")
        assert asked(client, "/events/")[1] == 0

    def test_page_is_kept_under_the_names_of_the_site_alone(self, client, event, believed):
        """Made-up ports and capitals of them would push out other pages."""
        for host in ("127.0.0.1", "127.0.0.1:8000", "127.0.0.1:8001", "LOCALHOST", "localhost."):
            headers = {"host": host}
            assert client.get("/events/", headers=headers).status_code == 200
            kept = asked(client, "/events/", host=host)[1] == 0
            assert kept == (host in ("127.0.0.1", "127.0.0.1:8000")), host

    def test_page_is_kept_at_its_own_address_alone(self, client, event, believed):
        """Made-up spellings of it would push out other pages."""
        for zeros in ("", "0", "000"):
            address = f"/api/v1/events/{zeros}{event.pk}"
            assert client.get(address).json()["name"] == "Workshop on roads"
            assert (asked(client, address)[1] == 0) == (zeros == "")

    def test_what_was_asked_for_longest_ago_goes_first(self):
        each = len(page_of(b""))
        pages = caching.Pages(8 * each)
        for name in "abcdefg":
            pages.put(("http", "host", name, ""), page_of(b""))
            pages.get(("http", "host", "a", ""))
        pages.put(("http", "host", "too large", ""), page_of(b"a" * 9 * each))
        kept = [name for name in "abcdefg" if pages.get(("http", "host", name, ""))]
        assert kept == list("acdefg")

    def test_page_takes_the_forms_that_were_asked_for_alone(self):
        kept, page = caching.Kept(), unasked(WORDS)
        status, _headers, packed = kept.answer(asking("br"), ADDRESS, page, NOON)
        assert (status, brotli.decompress(packed)) == (200, WORDS)
        assert kept.pages.plain.currsize == taken(packed)
        # The same words in a later state take no more.
        again = unasked(WORDS)
        again.succeed(page)
        kept.answer(asking("br"), ADDRESS, again, NOON)
        assert kept.pages.plain.currsize == taken(packed)
        # Who asks for another form is given it, made of that.
        _status, _headers, other = kept.answer(asking("gzip"), ADDRESS, again, NOON)
        assert gzip.decompress(other) == WORDS
        assert kept.pages.plain.currsize == taken(packed, other)
        assert kept.answer({}, ADDRESS, again, NOON)[2] == WORDS
        assert kept.pages.plain.currsize == taken(packed, other, WORDS)

    def test_page_is_counted_once_though_two_pack_it_at_once(self, monkeypatch):
        kept, page, pack = caching.Kept(), unasked(WORDS), compression.pack

        def packed_meanwhile(body, form):
            monkeypatch.setattr(compression, "pack", pack)
            page.form(form)
            return pack(body, form)

        monkeypatch.setattr(compression, "pack", packed_meanwhile)
        packed = kept.answer(asking("br"), ADDRESS, page, NOON)[2]
        assert kept.pages.plain.currsize == taken(packed)

    def test_no_error_file_form_or_page_of_staff_is_kept(self, client, event, monkeypatch):
        kept, put = [], caching.Pages.put
        monkeypatch.setattr(
            caching.Pages, "put", lambda pages, *args: (kept.append(args[0][3]), put(pages, *args))
        )
        for address in ("/nowhere/", "/events/events.csv", "/requests/", "/healthz", "/admin/"):
            read(client, address)
        client.post("/events/")
        client.head("/events/")
        assert kept == []
        client.get("/events/")
        assert kept == ["/events/"]


def test_database_that_is_away_is_told_of_as_without_the_cache(event, believed):
    client = Client(raise_request_exception=False)
    client.get("/events/")
    stranger = Client(raise_request_exception=False)

    def away(*_question):
        raise OperationalError

    with connection.execute_wrapper(away):
        response = stranger.get("/events/")
        assert client.get("/events/").status_code == 200
    assert (response.status_code, response["Retry-After"]) == (503, "120")
    assert response["X-Frame-Options"] == "DENY"
