"""What a log may hold, and how its lines are written: one for each thing that happened."""

import contextvars
import datetime
import json
import logging
import re

logger = logging.getLogger(__name__)

#: The number of the request that is being answered.
number = contextvars.ContextVar("number of the request", default="-")

# The key in such an address is all that somebody needs to read what is not public, or to sign in.
KEYS = re.compile(r"(/proofs/|/admin/set-password/)\S+", re.IGNORECASE)


def number_for(record):
    """Return the number of the request that a line is about; “-” where it is about none.

    Django tells of what was not found, or not understood, when the request is answered and over.
    """
    return getattr(getattr(record, "request", None), "number", None) or number.get()


def note(event, *, level=logging.INFO, **facts):
    """Write down that something happened to accounts or to people, who are named by number."""
    told = " ".join(f"{name}={value}" for name, value in facts.items())
    logger.log(level, f"{event}: {told}", extra={"facts": {"event": event} | facts})


def one_line(text):
    """Return a text in which nothing ends the line, moves the cursor or colours what follows."""
    if text.isprintable():
        return text
    return "".join(
        letter if letter.isprintable() else letter.encode("unicode_escape").decode()
        for letter in text
    )


def without_keys(text):
    return KEYS.sub(r"\1…", text)


class WithoutKeys(logging.Filter):
    def filter(self, record):
        words = record.getMessage()
        if KEYS.search(words):
            record.msg, record.args = without_keys(words), None
        return True


class Plain(logging.Formatter):
    """Lines for people. Only what the site itself tells begins at the beginning of one."""

    def __init__(self):
        super().__init__("{asctime} {levelname} {request_number} {name}: {message}", style="{")

    def format(self, record):
        # What went wrong may have the address in it, too.
        return without_keys(super().format(record))

    def formatMessage(self, record):
        record.request_number = number_for(record)
        return one_line(super().formatMessage(record))

    def formatException(self, exc_info):
        lines = super().formatException(exc_info).split("\n")
        return "\n".join(f"    {one_line(line)}" for line in lines)


class Json(logging.Formatter):
    """One object on each line, for programs; in ASCII, which has no other ends of a line."""

    def format(self, record):
        told = getattr(record, "facts", {}) | {
            "at": datetime.datetime.fromtimestamp(record.created, datetime.UTC).isoformat(),
            "level": record.levelname,
            "logger": record.name,
            "request": number_for(record),
            "message": record.getMessage(),
        }
        if record.exc_info:
            told["error"] = self.formatException(record.exc_info)
        told = {
            name: without_keys(value) if isinstance(value, str) else value
            for name, value in told.items()
        }
        return json.dumps(told, default=str)
