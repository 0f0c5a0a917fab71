"""A database copied into one file while others write, and put in the place of the present one."""

import contextlib
import gzip
import io
import os
import re
import shutil
import sqlite3
import subprocess
import tempfile
import zlib
from pathlib import Path

from django.contrib.auth.models import User
from django.db import DatabaseError, connection, transaction
from django.db.backends.postgresql.client import DatabaseClient
from django.db.migrations.loader import MigrationLoader

from portal.backups import DAMAGED, Refused, scratch
from portal.backups.envelope import AT_ONCE
from portal.models import Site, Version

#: How the folder is called in which a database is brought up to date, beside the present one.
STAGED = ".restoring-"


def kind():
    """Return how the site's database is copied and put in place."""
    return SQLite() if connection.vendor == "sqlite" else PostgreSQL()


def counts():
    """Return how many rows each table has; a query for each."""
    found = {}
    with connection.cursor() as cursor:
        for table in sorted(connection.introspection.table_names(cursor)):
            cursor.execute(f"SELECT COUNT(*) FROM {connection.ops.quote_name(table)}")  # noqa: S608
            found[table] = cursor.fetchone()[0]
    return found


def holds_something():
    """Say whether somebody has an account here or something was ever saved."""
    try:
        return any(model._base_manager.exists() for model in _there(User, Version))
    except DatabaseError as error:
        raise Refused(
            f"The present database cannot be read ({error}). If it is damaged, move it away and "
            "run this again: an empty one takes its place."
        ) from error


def number():
    """Return the number of the site as it is now, 0 where there is none."""
    return Site.objects.number() if _there(Site) else 0


def _there(*models):
    """Return those of some models that have a table; the present state may be an empty one."""
    tables = connection.introspection.table_names()
    return [model for model in models if model._meta.db_table in tables]


class SQLite:
    member = "database.sqlite3.gz"
    server = sqlite3.sqlite_version

    @contextlib.contextmanager
    def still(self, folder):
        """Let the connection read one state, copied into a folder, whatever others save."""
        copy = Path(folder, "copy")
        connection.ensure_connection()
        with (
            connection.wrap_database_errors,
            contextlib.closing(sqlite3.connect(copy)) as target,
        ):
            connection.connection.backup(target)
        with _aside(copy):
            _check()
            yield copy

    @contextlib.contextmanager
    def copied(self, file):
        """Copy the database into a file; meanwhile the connection reads what was copied."""
        with tempfile.TemporaryDirectory(dir=file.parent, prefix=".database-") as folder:
            with self.still(folder) as copy:
                yield
            with copy.open("rb") as whole, gzip.open(file, "wb", compresslevel=6) as packed:
                shutil.copyfileobj(whole, packed, AT_ONCE)

    @contextlib.contextmanager
    def replaced(self, file):
        """Let the connection read and change what is in a file, then put it in place whole."""
        with scratch.folder(self._beside(), STAGED) as folder:
            staged = folder / "staged"
            try:
                with gzip.open(file, "rb") as packed, staged.open("wb") as whole:
                    shutil.copyfileobj(packed, whole, AT_ONCE)
            except (EOFError, zlib.error, gzip.BadGzipFile) as error:
                raise Refused(DAMAGED) from error
            with _aside(staged):
                _check()
                yield
            connection.ensure_connection()
            # One change for whoever reads meanwhile, and none if it does not come to its end.
            with (
                connection.wrap_database_errors,
                contextlib.closing(sqlite3.connect(staged)) as source,
            ):
                source.backup(connection.connection)

    def clear(self):
        scratch.clear(self._beside(), STAGED)

    def _beside(self):
        return Path(connection.settings_dict["NAME"]).parent

    def accept(self, manifest, pending):
        """A newer SQLite reads all that an older one wrote, and the other way round."""


@contextlib.contextmanager
def _aside(path):
    """Let the connection be one to another file."""
    live = connection.settings_dict["NAME"]
    connection.close()
    connection.settings_dict["NAME"] = path
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict["NAME"] = live


def _check():
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA quick_check(1)")
        (said,) = cursor.fetchone()
    if said != "ok":
        raise Refused(f"SQLite finds the database damaged: {said}")


class PostgreSQL:
    member = "database.dump"
    #: What is for psql alone, or for a server newer than the oldest that the portal takes.
    _PASSED_OVER = re.compile(r"\\(?:un)?restrict |SET transaction_timeout ")
    _COPY = re.compile(r"COPY .* FROM stdin;\n")

    @property
    def server(self):
        connection.ensure_connection()
        return str(connection.pg_version // 10000)

    @contextlib.contextmanager
    def still(self, _folder):
        """Let the connection read one state, whatever others save."""
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            yield

    @contextlib.contextmanager
    def copied(self, file):
        """Copy the database into a file; meanwhile the connection reads what was copied."""
        program = _program("pg_dump")
        told = _run([program, "--version"])
        version = re.search(rb"\d+", told)
        if version and int(version[0]) < int(self.server):
            raise Refused(
                f"pg_dump is of version {int(version[0])} and the server of {self.server}: install "
                f"the server's own (on Debian, apt install postgresql-client-{self.server})."
            )
        with self.still(file.parent), connection.cursor() as cursor:
            cursor.execute("SELECT pg_export_snapshot()")
            (state,) = cursor.fetchone()
            options = ["--format=custom", "--no-owner", "--no-privileges"]
            options += [f"--snapshot={state}", f"--file={file}"]
            command, env = DatabaseClient.settings_to_cmd_args_env(
                connection.settings_dict, options
            )
            _run([program, *command[1:]], env)
            yield

    @contextlib.contextmanager
    def replaced(self, file):
        """Let the connection read and change what is in a file, then put it in place whole.

        It is one transaction: others see what was there, or all of the new.
        """
        command = [_program("pg_restore"), "--no-owner", "--no-privileges", "--no-comments"]
        with transaction.atomic():
            with tempfile.TemporaryFile() as said:
                with (
                    subprocess.Popen(  # noqa: S603
                        [*command, "--file=-", str(file)], stdout=subprocess.PIPE, stderr=said
                    ) as script,
                    io.TextIOWrapper(script.stdout, "utf-8", newline="\n") as lines,
                ):
                    self._take(lines)
                if script.returncode:
                    said.seek(0)
                    raise Refused(f"pg_restore stopped: {said.read().decode(errors='replace')}")
            yield

    def _take(self, lines):
        """Carry a script of pg_restore out in the place of all that is there."""
        with connection.cursor() as cursor:
            cursor.execute(
                "DROP SCHEMA public CASCADE; CREATE SCHEMA public AUTHORIZATION pg_database_owner;"
                "GRANT USAGE ON SCHEMA public TO PUBLIC"
            )
            statements = []
            for line in lines:
                if self._COPY.fullmatch(line):
                    _carry_out(statements, cursor)
                    statements = []
                    with connection.wrap_database_errors:
                        cursor.copy_expert(line, _Rows(lines))
                elif not self._PASSED_OVER.match(line):
                    statements.append(line)
            _carry_out(statements, cursor)
            # The script names every table in full, and leaves the path empty.
            cursor.execute("SET search_path TO DEFAULT")
            # Migrations alter no table of which something is still to be checked.
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")

    def clear(self):
        """What a restore that was killed had begun, the server has undone."""

    def accept(self, manifest, pending):
        """Refuse what this server, or a single transaction, cannot take."""
        if int(manifest["server"].partition(".")[0]) > int(self.server):
            raise Refused(
                f"The backup is of PostgreSQL {manifest['server']} and this server is "
                f"{self.server}: restore it on PostgreSQL {manifest['server']} or newer."
            )
        loader = MigrationLoader(None)
        apart = [key for key in pending if not loader.disk_migrations[key].atomic]
        if apart:
            raise Refused(
                f"The backup is of before {'.'.join(apart[0])}, which cannot be taken in the "
                f"same step: restore it with version {manifest['portal']} of the program, then "
                "update."
            )


def _carry_out(lines, cursor):
    # Comments alone are no statement.
    if any(line.strip() and not line.startswith("--") for line in lines):
        cursor.execute("".join(lines))


class _Rows:
    """What stands in a script between COPY and the line that ends it."""

    def __init__(self, lines):
        self.lines = lines

    def read(self, _size):
        line = next(self.lines, "\\.\n")
        return "" if line == "\\.\n" else line


def _program(name):
    found = shutil.which(name)
    if not found:
        raise Refused(
            f"The program {name} was not found: install PostgreSQL's own (on Debian, apt install "
            "postgresql-client)."
        )
    return found


def _run(command, env=None):
    """Return what a program prints; Refused with its own words if it fails."""
    done = subprocess.run(  # noqa: S603
        command, env=env and os.environ | env, capture_output=True, check=False
    )
    if done.returncode:
        raise Refused(f"{Path(command[0]).name} stopped: {done.stderr.decode(errors='replace')}")
    return done.stdout
