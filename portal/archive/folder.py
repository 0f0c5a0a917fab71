"""A folder in which each file is written once, with its sum beside."""

import errno
import hashlib
from pathlib import Path

SUMS = "SHA256SUMS"


def is_file(path):
    """Say whether there is such a file; somebody may have written a link too long for any."""
    try:
        return path.is_file()
    except OSError as error:
        if error.errno != errno.ENAMETOOLONG:
            raise
        return False


class Folder:
    """Knows by the disk alone what it holds, so that it takes no more memory when it grows."""

    def __init__(self, root: Path):
        self.root = root
        self.sums = (root / SUMS).open("w", encoding="utf-8")
        self.files = self.size = 0

    def __enter__(self):
        return self

    def __exit__(self, *_failure):
        self.sums.close()

    def path(self, name):
        return self.root / name

    def holds(self, name):
        return is_file(self.path(name))

    def reserve(self, name, data=b""):
        """Put a file there that is written later, so that links to it are right before."""
        path = self.path(name)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)

    def write(self, name, pieces):
        """Write a file piece by piece."""
        digest, path = hashlib.sha256(), self.path(name)
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("wb") as file:
            for piece in pieces:
                digest.update(piece)
                file.write(piece)
                self.size += len(piece)
        self.files += 1
        self.sums.write(f"{digest.hexdigest()}  {name}\n")
