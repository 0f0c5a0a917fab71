import contextlib
import time

from django.contrib.auth.models import Permission
from django.core.management import CommandError
from django.core.management.commands import migrate
from django.db import OperationalError, connections, transaction
from psycopg2.errors import LockNotAvailable

from events import frozen
from events.models import RoleName
from portal import fulltext, indexing, roles, vocabulary
from portal.models import Entry

#: For so long a change of a table waits for those who read it, as everybody waits behind it then;
#: after so many seconds it is tried again, so many times in all.
LOCKED = "2s"
PAUSE, TRIES = 10, 60
#: By which number PostgreSQL knows who migrates, so that two machines do so one after the other.
ALONE = 7_246_001


class Command(migrate.Command):
    """Django's own command, after which what migrations cannot keep is put up again.

    While something reads a table for long, like a backup, readers are let through between its
    tries. What was applied stays.

    Django notes most migrations as applied when what they did is kept already. Whoever is killed
    between the two could never migrate again, so here both are one.
    """

    def handle(self, *args, **options):
        connection = connections[options["database"]]
        # What is set behind a pool is set for another.
        pooled = connection.settings_dict.get("DISABLE_SERVER_SIDE_CURSORS")
        waits = connection.vendor == "postgresql" and not pooled
        looks = options["plan"] or options["check_unapplied"]
        with self.alone(connection) if waits and not looks else contextlib.nullcontext():
            self.try_often(connection, waits, *args, **options)

    @contextlib.contextmanager
    def alone(self, connection):
        """Wait until nobody else migrates this database."""
        if not _held(connection):
            self.stderr.write("Somebody else is migrating this database: waiting for them.")
            # Asked again and again: a question that waits keeps an index from being made beside it.
            while not _held(connection):
                time.sleep(1)
        try:
            yield
        finally:
            # A session that ends lets go of it by itself.
            if connection.is_usable():
                with connection.cursor() as cursor:
                    cursor.execute("SELECT pg_advisory_unlock(%s)", [ALONE])

    def try_often(self, connection, waits, *args, **options):
        for tried in range(1, TRIES + 1):
            try:
                if waits:
                    with connection.cursor() as cursor:
                        cursor.execute("SET lock_timeout = %s", [LOCKED])
                self.bring_up(*args, **options)
            except OperationalError as error:
                if not isinstance(error.__cause__, LockNotAvailable):
                    raise
                if tried == TRIES:
                    raise CommandError(
                        "Something has been using the tables all the time, like a backup: what is "
                        "applied stays. Run this again when it is done."
                    ) from error
                self.stderr.write(f"Something is using the tables; tried again in {PAUSE} seconds.")
                time.sleep(PAUSE)
            else:
                break
            finally:
                if waits and connection.is_usable():
                    with connection.cursor() as cursor:
                        cursor.execute("RESET lock_timeout")

    def bring_up(self, *args, **options):
        self.connection = connection = connections[options["database"]]
        with contextlib.ExitStack() as self.begun:
            super().handle(*args, **options)
        if options["plan"] or options["check_unapplied"]:
            return
        frozen.install(connection)
        fulltext.install(connection)
        tables = connection.introspection.table_names()
        if RoleName._meta.db_table in tables:
            vocabulary.settle(options["database"])
        # Permissions are made at the very end of a migrate, so groups cannot be before.
        if Permission._meta.db_table in tables:
            roles.settle(options["database"])
        if Entry._meta.db_table in tables and not options["app_label"]:
            indexing.settle(options["database"])

    def migration_progress_callback(self, action, migration=None, fake=False):
        if action in ("apply_success", "unapply_success"):
            self.begun.close()
        super().migration_progress_callback(action, migration, fake)
        if action in ("apply_start", "unapply_start") and migration.atomic:
            self.begun.enter_context(_whole(self.connection))


@contextlib.contextmanager
def _whole(connection):
    """Keep all that is done here or nothing, tables of SQLite that are made anew among it."""
    # In a transaction it is too late for that.
    connection.disable_constraint_checking()
    try:
        with transaction.atomic(connection.alias):
            yield
    finally:
        connection.enable_constraint_checking()


def _held(connection):
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [ALONE])
        return cursor.fetchone()[0]
