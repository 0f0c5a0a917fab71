"""Statements that PostgreSQL is told once in a session, and a server that says nothing."""

import datetime
import socket

import pytest
from django.db import (
    InternalError,
    NotSupportedError,
    OperationalError,
    ProgrammingError,
    connection,
    transaction,
)
from django.test.utils import CaptureQueriesContext
from psycopg2 import extensions

from portal.postgresql import Lasting, base

pytestmark = [pytest.mark.django_db, pytest.mark.postgresql]

NOON = datetime.datetime(2026, 5, 4, 12, tzinfo=datetime.UTC)
SUM = Lasting("SELECT %s + %s", ["one", "other"])


@pytest.fixture
def session():
    """A session of its own, outside of the transaction of the test."""
    own = connection.copy()
    yield own
    own.close()


def ask(session, sql, values=()):
    with session.cursor() as cursor:
        cursor.execute(sql, values)
        return cursor.fetchall()


def told(session):
    return sorted(ask(session, "SELECT statement FROM pg_prepared_statements"))


def test_statement_is_told_once_and_again_in_the_next_session(session):
    assert told(session) == []
    assert ask(session, SUM, [1, 2]) + ask(session, SUM, [3, 4]) == [(3,), (7,)]
    [(whole,)] = told(session)
    assert whole.endswith("AS SELECT $1::bigint + $2::bigint")
    session.close()
    assert told(session) == []
    assert ask(session, SUM, [5, 6]) == [(11,)]
    assert told(session) == [(whole,)]


def test_what_is_the_same_each_time_is_part_of_it_and_one_value_stands_in_two_places(session):
    line = Lasting("SELECT %s || %s || '%%' || %s", ["word", None, "word"])
    assert ask(session, line, ["a", "'", "a"]) == [("a'%a",)]
    [(whole,)] = told(session)
    assert whole.endswith("AS SELECT $1 || '''' || '%' || $1")


def test_two_that_differ_in_what_stays_the_same_are_two_and_two_that_do_not_are_one(session):
    ones, others, again = (Lasting("SELECT %s, %s", ["one", None]) for _ in range(3))
    assert ask(session, ones, [1, "a"]) == [(1, "a")]
    assert ask(session, others, [1, "b"]) == [(1, "b")]
    assert ask(session, again, [2, "b"]) == [(2, "b")]
    assert len(told(session)) == 2


@pytest.mark.parametrize(
    ("says", "value"),
    [
        # A place beside a number of two bytes, or beside a day, would take no more than these.
        ("17::smallint < %s", 99_999),
        ("date '2026-05-04' < %s", NOON),
        ("date '2026-05-04' = %s", NOON.date()),
        ("'Ana'::varchar(3) = %s", "Anastasija"),
        ("5::bigint = ANY(%s)", [5]),
        ("5::bigint = ANY(%s)", []),
        ("'b'::varchar = ANY(%s)", ["a", "b"]),
        ("'b'::text = %s", None),
        ("true = %s", True),
        ("to_tsvector('simple', 'old bridge') @@ to_tsquery('simple', %s)", "bridge:*"),
        ("""'{"a": 1}'::jsonb @> %s""", '{"a": 1}'),
    ],
)
def test_value_means_what_it_means_to_a_statement_that_is_not_kept(session, says, value):
    sql = f"SELECT {says}"
    assert ask(session, Lasting(sql, ["given"]), [value]) == ask(session, sql, [value])


def test_nothing_after_a_value_of_another_kind(session):
    one = Lasting("SELECT date '2026-05-04' < %s", ["given"])
    assert ask(session, one, [NOON.date()]) == [(False,)]
    assert ask(session, one, [None]) == [(None,)]
    assert ask(session, one, [NOON]) == [(True,)]


def test_what_was_told_in_a_transaction_outlives_it(session):
    session.set_autocommit(False)
    assert ask(session, SUM, [1, 2]) == [(3,)]
    session.rollback()
    assert ask(session, SUM, [3, 4]) == [(7,)]
    session.rollback()


def test_nothing_counts_as_told_in_a_transaction_that_failed(session):
    session.set_autocommit(False)
    with pytest.raises(Exception, match="division by zero"):
        ask(session, "SELECT 1 / 0")
    with pytest.raises(InternalError, match="transaction is aborted"):
        ask(session, SUM, [1, 2])
    session.rollback()
    assert ask(session, SUM, [1, 2]) == [(3,)]
    session.rollback()


TABLE = Lasting("SELECT * FROM passing WHERE number = %s", ["number"])


def test_statement_is_told_anew_once_a_column_changed(session):
    with session.cursor() as cursor:
        cursor.execute("CREATE TEMPORARY TABLE passing AS SELECT 1 AS number")
        assert ask(session, TABLE, [1]) == [(1,)]
        cursor.execute("ALTER TABLE passing ALTER number TYPE numeric(3, 1)")
    assert str(ask(session, TABLE, [1])) == "[(Decimal('1.0'),)]"
    assert str(ask(session, TABLE, [1])) == "[(Decimal('1.0'),)]"


def test_change_of_a_column_fails_one_transaction_and_no_more():
    with connection.cursor() as cursor:
        cursor.execute("CREATE TEMPORARY TABLE passing AS SELECT 1 AS number")
        assert ask(connection, TABLE, [1]) == [(1,)]
        cursor.execute("ALTER TABLE passing ALTER number TYPE numeric(3, 1)")
    fails = pytest.raises(NotSupportedError, match="must not change result type")
    with fails, transaction.atomic():
        ask(connection, TABLE, [1])
    assert str(ask(connection, TABLE, [1])) == "[(Decimal('1.0'),)]"


def test_whoever_counts_statements_sees_the_question_and_nothing_else():
    seen = []

    def count(execute, sql, values, many, context):
        seen.append((sql, values))
        return execute(sql, values, many, context)

    with connection.execute_wrapper(count), CaptureQueriesContext(connection) as queries:
        assert ask(connection, SUM, [1, 2]) == [(3,)]
    assert seen == [("SELECT %s + %s", [1, 2])]
    assert [query["sql"] for query in queries] == ["SELECT 1 + 2"]


def test_what_is_read_in_portions_is_not_kept(session):
    session.ensure_connection()
    with session.chunked_cursor() as cursor:
        cursor.execute(SUM, [1, 2])
        assert cursor.fetchall() == [(3,)]
    assert told(session) == []


class TestFrozen:
    """A server that stands still while its machine goes on acknowledging."""

    @pytest.fixture
    def served(self, session):
        """Give a session up as a process that serves pages does, but sooner."""
        real = session.settings_dict
        session.settings_dict = real | {"SILENCE": 0.05}
        yield session
        extensions.set_wait_callback(None)
        session.settings_dict = real

    def test_answers_as_ever_where_it_is_not(self, served):
        assert ask(served, SUM, [1, 2]) == [(3,)]
        many = ask(served, "SELECT repeat('a', 1000) FROM generate_series(1, 20000)")
        assert (len(many), {len(text) for (text,) in many}) == (20_000, {1000})
        with pytest.raises(ProgrammingError):
            ask(served, "SELECT nothing")
        assert ask(served, SUM, [3, 4]) == [(7,)]

    def test_is_given_up_with_its_session(self, served):
        with pytest.raises(OperationalError, match=r"said nothing for 0\.05 seconds"):
            ask(served, "SELECT pg_sleep(60)")
        assert served.connection.closed
        served.close()
        assert ask(served, "SELECT 1") == [(1,)]

    def test_is_soon_found_out_where_a_session_is_only_tried(self, served):
        patience = served.settings_dict["OPTIONS"] | {"connect_timeout": "1"}
        served.settings_dict = served.settings_dict | {"SILENCE": 3600, "OPTIONS": patience}
        seen = []

        class Seen(base.Cursor):
            def execute(self, sql, values=None):
                seen.append((sql, self.connection.is_tried))
                return super().execute(sql, values)

        served.ensure_connection()
        served.connection.cursor_factory = Seen
        assert served.is_usable()
        assert ask(served, "SELECT 2") == [(2,)]
        assert seen == [("SELECT 1", True), ("SELECT 2", False)]
        served.connection.is_tried = True
        with pytest.raises(OperationalError, match="said nothing for 1 seconds"):
            ask(served, "SELECT pg_sleep(60)")

    def test_is_no_longer_waited_for_than_any_other_for_a_session(self, served):
        real = served.settings_dict
        with socket.create_server(("127.0.0.1", 0)) as server:
            host, port = server.getsockname()
            options = real["OPTIONS"] | {"connect_timeout": "1"}
            served.settings_dict = real | {"HOST": host, "PORT": str(port), "OPTIONS": options}
            with pytest.raises(OperationalError, match="said nothing for 1 seconds"):
                ask(served, "SELECT 1")
        served.settings_dict = real

    def test_is_passed_over_for_the_next_that_the_address_names(self, served, monkeypatch):
        monkeypatch.setattr(type(served), "silent", {})
        monkeypatch.setattr(base, "LEFT_ALONE", 3600)
        real = served.settings_dict
        with socket.create_server(("127.0.0.1", 0)) as server:
            host, port = server.getsockname()
            served.settings_dict = real | {
                "SILENCE": 3600,
                "HOST": f"{host},{real['HOST']}",
                "PORT": f"{port},{real['PORT'] or 5432}",
                "OPTIONS": real["OPTIONS"] | {"connect_timeout": "2"},
            }
            assert ask(served, "SELECT 1") == [(1,)]
            served.close()
            assert ask(served, "SELECT 2") == [(2,)]
            assert [*served.silent] == [(host, str(port))]
            server.setblocking(False)
            server.accept()[0].close()
            with pytest.raises(BlockingIOError):
                server.accept()
        served.settings_dict = real


def test_address_may_name_several_servers_with_one_port_or_one_each():
    assert base.places({"host": "one", "port": "5433"}) == base.places({}) == [{}]
    assert base.places({"host": "one,two", "port": "5433"}) == [
        {"host": "one", "port": "5433"},
        {"host": "two", "port": "5433"},
    ]
    assert base.places({"host": "one,two", "port": "5433,5434"}) == [
        {"host": "one", "port": "5433"},
        {"host": "two", "port": "5434"},
    ]
    assert base.places({"host": "one,two"}) == [
        {"host": "one", "port": ""},
        {"host": "two", "port": ""},
    ]


class TestSilent:
    """A server that is there and says nothing, as one that is frozen or without power."""

    @pytest.fixture
    def silent(self, session, monkeypatch):
        """Return a socket that nobody answers at, to which the session is directed."""
        monkeypatch.setattr(type(session), "silent", {})
        # However slow the test is, it is over before the server may be called again.
        monkeypatch.setattr(base, "LEFT_ALONE", 3600)
        real = session.settings_dict
        with socket.create_server(("127.0.0.1", 0)) as server:
            server.setblocking(False)
            host, port = server.getsockname()
            options = real["OPTIONS"] | {"connect_timeout": "2"}
            session.settings_dict = real | {"HOST": host, "PORT": str(port), "OPTIONS": options}
            yield server
        session.close()
        session.settings_dict = real

    def calls(self, server):
        """Return how many called since this was asked last."""
        number = 0
        while True:
            try:
                server.accept()[0].close()
            except BlockingIOError:
                return number
            number += 1

    def test_is_called_once_and_again_when_it_was_left_alone_for_a_while(self, session, silent):
        for called in (1, 0, 0):
            with pytest.raises(OperationalError):
                ask(session, "SELECT 1")
            assert self.calls(silent) == called
        [place] = session.silent
        session.silent[place] = 0
        with pytest.raises(OperationalError):
            ask(session, "SELECT 1")
        assert self.calls(silent) == 1

    def test_is_called_at_once_again_when_it_refuses(self, session, silent):
        with pytest.raises(OperationalError):
            ask(session, "SELECT 1")
        [place] = session.silent
        session.silent[place] = 0
        silent.close()
        for _ in range(2):
            with pytest.raises(OperationalError, match="refused"):
                ask(session, "SELECT 1")
        assert session.silent == {}

    def test_is_called_by_one_while_the_others_do_not_wait(self, session, silent):
        with pytest.raises(OperationalError):
            ask(session, "SELECT 1")
        [place] = session.silent
        self.calls(silent)
        session.silent[place] = 0
        other = session.copy()
        called = []

        class Calling(dict):
            def __setitem__(self, key, until):
                super().__setitem__(key, until)
                # Here the first is about to call.
                if not called:
                    called.append(test.calls(silent))
                    with pytest.raises(OperationalError, match="a moment ago"):
                        ask(other, "SELECT 1")

        test, type(session).silent = self, Calling(session.silent)
        with pytest.raises(OperationalError):
            ask(session, "SELECT 1")
        assert (called, self.calls(silent)) == ([0], 1)

    def test_is_as_any_other_once_it_answered(self, session):
        place = session.settings_dict["HOST"] or None, session.settings_dict["PORT"] or None
        session.silent[place] = 0
        assert ask(session, "SELECT 1") == [(1,)]
        assert place not in session.silent

    def test_one_that_refuses_is_called_each_time(self, session, silent):
        silent.close()
        for _turn in "ab":
            with pytest.raises(OperationalError, match="refused"):
                ask(session, "SELECT 1")
        assert session.silent == {}
