"""Folders that hold a copy of the database for a while, also those a killed program left."""

import contextlib
import fcntl
import os
import shutil
import tempfile
from pathlib import Path


@contextlib.contextmanager
def folder(place, prefix):
    """Make a folder for as long as it is needed; what was left of others goes before."""
    clear(place, prefix)
    with tempfile.TemporaryDirectory(dir=place, prefix=prefix) as name, _held(name):
        yield Path(name)


def clear(place, prefix):
    """Delete the folders that nobody holds any more: whoever made them was killed."""
    for left in Path(place).glob(f"{prefix}*"):
        # What is somebody else's stays, and what is in use.
        with contextlib.suppress(OSError), _held(left):
            if left.stat().st_uid == os.getuid():
                shutil.rmtree(left)


@contextlib.contextmanager
def _held(name):
    """Hold a folder; the system lets go of it whatever becomes of the program."""
    found = os.open(name, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
    try:
        fcntl.flock(found, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield
    finally:
        os.close(found)
