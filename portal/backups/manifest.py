"""What a parcel says of itself: believed in nothing before each part of it is what it must be."""

import datetime
import json
import re

from portal.backups import NO_BACKUP, Refused

#: The number of this form of a parcel; whoever changes the form counts on.
FORMAT = 1
MOST_ROWS = 2**63


def read(text: bytes) -> dict:
    """Return a manifest; Refused if it is none, or of a newer form."""
    try:
        manifest = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise Refused(NO_BACKUP) from error
    if not isinstance(manifest, dict) or type(manifest.get("format")) is not int:
        raise Refused(NO_BACKUP)
    if manifest["format"] > FORMAT:
        raise Refused(
            f"The file was made by a newer version of the portal ({manifest.get('portal')}): "
            "update the program first, then restore."
        )
    if not all(fits(manifest.get(name)) for name, fits in PARTS.items()):
        raise Refused(NO_BACKUP)
    return manifest


def _is_word(value):
    return isinstance(value, str)


def _is_number(value):
    return type(value) is int and 0 <= value < MOST_ROWS


def _is_moment(value):
    try:
        at = datetime.datetime.fromisoformat(value)
    except (ValueError, TypeError):
        return False
    # At the ends of the calendar it cannot be told in another time zone.
    return at.tzinfo is not None and datetime.MINYEAR < at.year < datetime.MAXYEAR


def _are(fits):
    return lambda value: isinstance(value, list) and all(map(fits, value))


def _are_named(fits):
    return lambda value: isinstance(value, dict) and all(map(fits, value.values()))


def _is_pair(first, second):
    return lambda value: (
        isinstance(value, list) and len(value) == 2 and first(value[0]) and second(value[1])
    )


PARTS = {
    "portal": _is_word,
    "made": _is_moment,
    "database": lambda value: value in ("sqlite", "postgresql"),
    # Of PostgreSQL the one number that is compared, of SQLite all three.
    "server": lambda value: _is_word(value) and re.fullmatch(r"[0-9]{1,4}([.][0-9]{1,4})*", value),
    "migrations": _are(_is_pair(_is_word, _is_word)),
    "counts": _are_named(_is_number),
    "members": _are_named(_is_pair(_is_number, _is_word)),
    "lost": _are(_is_word),
}
