"""Of the workers of one run the first migrates a database; the others take copies of it."""

import fcntl
import shutil

import pytest
from django.conf import settings
from django.db import connection

#: The name of the copy: of a file, or of a database of the same PostgreSQL.
COPY = "migrated"


class Turn:
    """The right to make a database, which one worker has at a time."""

    def __init__(self, folder):
        self.copy = folder / COPY
        self.lock = (folder / "turn").open("w")
        fcntl.flock(self.lock, fcntl.LOCK_EX)

    def is_first(self):
        return not self.copy.exists()

    def pass_on(self):
        if self.is_first():
            if connection.vendor == "sqlite":
                with connection.cursor() as cursor:
                    cursor.execute("VACUUM INTO %s", [str(self.copy)])
            else:
                copy_database(connection.settings_dict["NAME"])
                self.copy.touch()
        self.lock.close()


def copy_database(name):
    """Copy a database of PostgreSQL, to which nobody may be connected meanwhile."""
    connection.close()
    with connection.creation._nodb_cursor() as cursor:
        quoted = (connection.ops.quote_name(one) for one in (COPY, name))
        cursor.execute("CREATE DATABASE {} TEMPLATE {}".format(*quoted))


@pytest.fixture(scope="session")
def turn(request, tmp_path_factory):
    """Return the turn of a worker, once it has come; nothing where one works alone."""
    if hasattr(request.config, "workerinput"):
        return Turn(tmp_path_factory.getbasetemp().parent)
    return None


@pytest.fixture(scope="session")
def django_db_keepdb(django_db_keepdb, django_db_modify_db_settings, turn):
    """Begin with the copy where there is one."""
    if turn is None or turn.is_first():
        return django_db_keepdb
    test = settings.DATABASES["default"]["TEST"]
    if connection.vendor == "sqlite":
        shutil.copy(turn.copy, test["NAME"])
        return True
    test["TEMPLATE"] = COPY
    return django_db_keepdb


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker, turn):
    if turn:
        with django_db_blocker.unblock():
            turn.pass_on()
