"""Who waits for whom at the database: readers for a table that changes, a change for readers."""

import time

import pytest
from django.core.management import CommandError, call_command
from django.db import OperationalError, connection

from portal import environment
from portal.away import is_away
from portal.management.commands import migrate

LOCK = "LOCK TABLE django_migrations IN ACCESS EXCLUSIVE MODE"


def test_no_statement_of_a_process_that_serves_waits_for_ever():
    own, served = {"OPTIONS": {"options": "-c jit=off"}}, {"OPTIONS": {}}
    chosen = {"OPTIONS": {"options": "-c statement_timeout=5"}}
    environment.serve({"default": own, "sqlite": served, "chosen": chosen})
    assert own["OPTIONS"]["options"] == "-c jit=off -c statement_timeout=30s"
    assert own["SILENCE"] > 30
    assert served == {"OPTIONS": {}}
    assert chosen["OPTIONS"]["options"] == "-c statement_timeout=5"


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
class TestTables:
    @pytest.fixture
    def other(self):
        """Another session, that keeps a table to itself."""
        other = connection.copy()
        other.set_autocommit(False)
        with other.cursor() as cursor:
            cursor.execute(LOCK)
        yield other
        other.rollback()
        other.close()

    @pytest.fixture
    def pauses(self, monkeypatch):
        monkeypatch.setattr(migrate, "LOCKED", "20ms")
        monkeypatch.setattr(migrate, "TRIES", 3)
        found = []
        monkeypatch.setattr(time, "sleep", found.append)
        return found

    def test_statement_that_waited_for_too_long_tells_that_the_records_are_away(self, other):
        with pytest.raises(OperationalError) as waited, connection.cursor() as cursor:
            cursor.execute("SET statement_timeout = '20ms'")
            cursor.execute("SELECT * FROM django_migrations")
        connection.close()
        assert is_away(waited.value)

    def test_change_lets_readers_through_and_is_tried_again(
        self, other, pauses, monkeypatch, capsys
    ):
        monkeypatch.setattr(
            time, "sleep", lambda seconds: (pauses.append(seconds), other.rollback())
        )
        call_command("migrate", verbosity=0)
        assert pauses == [10]
        assert capsys.readouterr().err == (
            "Something is using the tables; tried again in 10 seconds.\n"
        )
        with connection.cursor() as cursor:
            cursor.execute("SHOW lock_timeout")
            assert cursor.fetchone() == ("0",)

    def test_change_that_comes_to_nothing_says_what_to_do(self, other, pauses):
        with pytest.raises(CommandError, match="Run this again when it is done"):
            call_command("migrate", verbosity=0)
        assert pauses == [10, 10]

    def test_second_who_migrates_waits_for_the_first(self, pauses, monkeypatch, capsys):
        first = connection.copy()
        with first.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_lock(%s)", [migrate.ALONE])

            def end(seconds):
                """Let go by a statement: a session that is closed lets go a moment later."""
                pauses.append(seconds)
                cursor.execute("SELECT pg_advisory_unlock(%s)", [migrate.ALONE])

            # A check changes nothing, so it waits for nobody.
            call_command("migrate", check_unapplied=True, verbosity=0)
            monkeypatch.setattr(time, "sleep", end)
            call_command("migrate", verbosity=0)
        first.close()
        assert pauses == [1]
        assert capsys.readouterr().err == (
            "Somebody else is migrating this database: waiting for them.\n"
        )
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT count(*) FROM pg_locks JOIN pg_database ON pg_database.oid = database"
                " WHERE locktype = 'advisory' AND datname = current_database()"
            )
            assert cursor.fetchone() == (0,)
