"""A folder in which each file is written once, with its sum beside."""

import hashlib
from pathlib import Path

SUMS = "SHA256SUMS"


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
        return self.path(name).is_file()

    def is_written(self, name):
        return self.holds(name) and self.path(name).stat().st_size > 0

    def reserve(self, name):
        """Say that a file will be there, so that links to it are right before it is written."""
        path = self.path(name)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()

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
