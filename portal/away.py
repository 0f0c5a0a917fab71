"""What says that the records are out of reach, and how often the log tells it at length."""

import errno
import logging
import re

from django.db import DatabaseError, InterfaceError, OperationalError

from portal.files import StoreAway

AWAY = (OperationalError, InterfaceError, StoreAway)

#: What a folder or a disk refuses, whatever the program does.
REFUSED = {getattr(errno, name) for name in "EACCES EPERM EROFS ENOSPC EDQUOT EFBIG".split()}

#: How SQLite and PostgreSQL say that a table or a column is not there.
MISSING = re.compile(r"no such (table|column)|(relation|column) \S+ does not exist")

#: How Django says that a style or a script has no name under which it is served.
UNCOLLECTED = "Missing staticfiles manifest entry"

#: In seconds, for how long where an error came from is known from the first time it was told.
KNOWN = 60


def is_away(error):
    """Say whether an error, or one that led to it, tells that the records are out of reach."""
    while error:
        # The driver knows no better name for an answer that was cut off.
        if isinstance(error, AWAY) or type(error) is DatabaseError:
            return True
        error = error.__cause__ or error.__context__
    return False


def of_the_machine(error):
    """Return what a folder or a disk refused, and what to see to; "" where it is something else."""
    if not (isinstance(error, OSError) and error.errno in REFUSED):
        return ""
    told = f"{error.filename}: {error.strerror}" if error.filename else error.strerror
    return f"{told}. See that who runs this may read and write there, and that the disk has room."


def in_a_line(error):
    """Return what a command says in the place of a traceback; None if that is wanted."""
    words = " ".join(f"{error}".split())
    if MISSING.match(words):
        return (
            "The database has not all that this version of the program needs: run `manage.py "
            f"migrate`, then this again. ({words}) More is told with --traceback."
        )
    if words.startswith(UNCOLLECTED):
        return (
            "The styles and scripts of this version were not collected: run `manage.py "
            f"collectstatic`, then this again. ({words}) More is told with --traceback."
        )
    if isinstance(error, UnicodeEncodeError) and error.reason == "surrogates not allowed":
        return (
            f"Something that was given holds {error.object[error.start : error.end]!a}, which is "
            "no letter: write it anew, in UTF-8. More is told with --traceback."
        )
    if refused := of_the_machine(error):
        return f"Not done, or not to the end: {refused} More is told with --traceback."
    if is_away(error):
        return (
            "Not done, or not to the end: the database or the store of files does not do its "
            f"part. See that it runs and that the settings name it rightly. ({words}) More is told "
            "with --traceback."
        )
    return None


class ToldOnce(logging.Filter):
    """Tells once a minute where it came from that the records are away, and else in a line.

    Each request fails then, and a hundred lines for each would fill the disk of who has no records.
    """

    def __init__(self):
        super().__init__()
        self.told = {}

    def filter(self, record):
        error = record.exc_info and record.exc_info[1]
        if is_away(error):
            words = f"{type(error).__name__}: {error}"
            known = {of: at for of, at in self.told.items() if record.created - at < KNOWN}
            if words in known:
                record.msg, record.args = f"{record.getMessage()} ({words})", None
                record.exc_info = record.exc_text = None
            self.told = {words: record.created} | known
        return True
