"""Django's backend of PostgreSQL, for a server that keeps the plans of questions in a session.

To plan a question takes PostgreSQL longer than to answer it. What is `Lasting` it is told once in
each session (PREPARE), which plans it once for all values, and then given values (EXECUTE). What
wraps the execution of statements, and whoever lists them, sees the question as it was written and
nothing of this. A server that says nothing is called by one at a time.
"""

import contextlib
import datetime
import hashlib
import itertools
import select
import time

from django.db.backends.postgresql import base
from psycopg2 import OperationalError, errors, extensions

from portal.postgresql import Lasting

#: As which type the driver hands a value over. All else has the type that its place calls for.
CASTS = {
    bool: "::boolean",
    datetime.date: "::date",
    datetime.datetime: "::timestamptz",
    int: "::bigint",
}


#: What is looked for when psycopg2 says what it waits for, and what a session is until it is one.
AWAITED = {extensions.POLL_READ: select.POLLIN, extensions.POLL_WRITE: select.POLLOUT}
CONNECTING = 20

#: In seconds: what took longer was not refused but not answered; for how long nobody calls then;
#: and for how long the others wait for the one who calls again.
REFUSED, LEFT_ALONE, CALLING = 1, 1, 5


def waiting(silence, patience):
    """Return how psycopg2 waits for the server: for so many seconds at most in which it is silent.

    By itself it waits for a server that is frozen as long as that is. `patience` is for how long it
    waits for a session, as what waits by this does not hear of `connect_timeout`, and to hear
    whether one still stands.
    """

    def wait(session):
        while (state := session.poll()) != extensions.POLL_OK:
            short = session.status == CONNECTING or session.is_tried
            seconds = patience if short else silence
            looking = select.poll()
            looking.register(session, AWAITED[state])
            if not looking.poll(seconds * 1000):
                raise OperationalError(f"The server said nothing for {seconds} seconds.")

    return wait


class Session(extensions.connection):
    """A session with what the server keeps for it: a new session begins with nothing."""

    #: Whether it is only asked whether it stands.
    is_tried = False

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.calls, self.names = {}, set()
        self.forgotten = 0

    def forget(self):
        """Let all be told anew, by other names: what is kept cannot be let go of in a failure."""
        self.calls.clear()
        self.names.clear()
        self.forgotten += 1


class Cursor(extensions.cursor):
    asked = None

    def execute(self, sql, values=None):
        # What is read in portions is declared as a cursor, which no kept statement can be.
        if not isinstance(sql, Lasting) or self.name:
            self.asked = None
            return super().execute(sql, values)
        self.asked = sql, values
        try:
            return self.call(sql, values)
        except errors.FeatureNotSupported:
            # A column has another type than when it was told, which ends a transaction.
            self.connection.forget()
            if self.connection.info.transaction_status != extensions.TRANSACTION_STATUS_IDLE:
                raise
        return self.call(sql, values)

    def call(self, sql, values):
        given = [values[place] for place in sql.at]
        key = sql.mark, tuple(map(type, given))
        if not (called := self.connection.calls.get(key)):
            called = self.connection.calls[key] = self.tell(sql, values, key[1])
        return super().execute(called, given)

    def tell(self, sql, values, kinds):
        """Have the server keep a statement; return how it is called."""
        own = [sql.names[place] for place in sql.at]
        places = {
            name: f"${number}{CASTS.get(kind, '')}"
            for number, (name, kind) in enumerate(zip(own, kinds, strict=True), 1)
        }
        # What is the same each time stays in the statement, so that it is planned for.
        whole = sql % tuple(
            self.mogrify("%s", [value]).decode() if name is None else places[name]
            for name, value in zip(sql.names, values, strict=True)
        )
        # By what it says: where another session were to answer, no other statement would.
        told = f"{whole} {self.connection.forgotten}"
        called = f"portal_{hashlib.sha256(told.encode()).hexdigest()[:32]}"
        if called not in self.connection.names:
            super().execute(f"PREPARE {called} AS {whole}")
            self.connection.names.add(called)
        return f"EXECUTE {called}" + (f" ({', '.join(['%s'] * len(own))})" if own else "")

    @property
    def query(self):
        """What was asked last, as the question has it."""
        return self.mogrify(*self.asked) if self.asked else super().query


def places(conn_params):
    """Return by themselves the servers that an address names, of which one may be down."""
    hosts, ports = (f"{conn_params.get(name, '')}".split(",") for name in ("host", "port"))
    if len(hosts) == 1:
        return [{}]
    # One port is that of them all.
    ports = itertools.chain(ports, itertools.repeat(ports[0]))
    return [{"host": host, "port": port} for host, port in zip(hosts, ports, strict=False)]


class DatabaseWrapper(base.DatabaseWrapper):
    #: Makes the zone of an instant that is read. The session is in UTC, so each time the same one,
    #: of which Django's own would ask the settings.
    tzinfo_factory = datetime.timezone

    #: By server that did not answer, when it may be called again.
    silent = {}

    def get_new_connection(self, conn_params):
        """Begin a session with the first server that gives one.

        What psycopg2 waits by asks no other after one that says nothing.
        """
        if silence := self.settings_dict.get("SILENCE"):
            patience = int(conn_params["connect_timeout"])
            extensions.set_wait_callback(waiting(silence, patience))
        *others, last = places(conn_params)
        for place in others:
            with contextlib.suppress(OperationalError):
                return self.called(conn_params | place)
        return self.called(conn_params | last)

    def called(self, conn_params):
        """Begin a session; one at a time calls a server that says nothing, and not at once again.

        Each thread would wait for it at each request, and soon none would be left for the pages
        that are kept.
        """
        place, began = (conn_params.get("host"), conn_params.get("port")), time.monotonic()
        if place in self.silent:
            if began < self.silent[place]:
                raise OperationalError("The server did not answer a moment ago.")
            self.silent[place] = began + CALLING
        try:
            session = super().get_new_connection(conn_params)
        except OperationalError:
            ended = time.monotonic()
            if ended - began > REFUSED:
                self.silent[place] = ended + LEFT_ALONE
            else:
                # Who refuses at once may be called at once.
                self.silent.pop(place, None)
            raise
        self.silent.pop(place, None)
        return session

    def is_usable(self):
        if self.connection is None:
            return False
        self.connection.is_tried = True
        try:
            return super().is_usable()
        finally:
            self.connection.is_tried = False

    def get_connection_params(self):
        own = {"connection_factory": Session, "cursor_factory": Cursor}
        return super().get_connection_params() | own
