"""What is in a backup: an archive of members, behind them what they are and their sums."""

import hashlib
import io
import json
import tarfile

from django.core.exceptions import SuspiciousFileOperation
from django.core.files.utils import validate_file_name

from portal.backups import DAMAGED, Refused
from portal.backups.envelope import AT_ONCE
from portal.backups.manifest import FORMAT, read

MANIFEST, SUM = "manifest.json", "manifest.sha256"
MEDIA = "media/"


class Summed:
    """Reads a file through, and knows the sum and the size of what was read."""

    closed = False

    def __init__(self, file):
        self.file, self.digest, self.size = file, hashlib.sha256(), 0

    def read(self, size=-1):
        data = self.file.read(size)
        self.digest.update(data)
        self.size += len(data)
        return data

    def seekable(self):
        return False

    def told(self):
        return [self.size, self.digest.hexdigest()]

    def through(self):
        """Read to the end and return size and sum."""
        while self.read(AT_ONCE):
            pass
        return self.told()


class Packing:
    """A parcel that is being packed into a file which is only ever written on."""

    def __init__(self, file):
        self.tar = tarfile.open(fileobj=file, mode="w|", bufsize=AT_ONCE)  # noqa: SIM115
        self.members = {}

    def __enter__(self):
        return self

    def __exit__(self, *failure):
        # What is not whole is closed as well, or Python would try to end it later.
        self.tar.__exit__(*failure)

    def add(self, name, file, size):
        info = tarfile.TarInfo(name)
        info.size, info.mode = size, 0o600
        summed = Summed(file)
        self.tar.addfile(info, summed)
        # It would remember each member until the end.
        self.tar.members = []
        self.members[name] = summed.told()

    def close(self, about):
        """Put in what the parcel is and what is in it; return that."""
        manifest = {"format": FORMAT, **about, "members": dict(self.members)}
        text = json.dumps(manifest, indent=1).encode()
        self.add(MANIFEST, io.BytesIO(text), len(text))
        told = self.members[MANIFEST][1].encode()
        self.add(SUM, io.BytesIO(told), len(told))
        self.tar.close()
        return manifest


def unpacked(file):
    """Yield each member's name and a file with what it holds, to be read before the next."""
    with tarfile.open(fileobj=file, mode="r|", bufsize=AT_ONCE) as tar:
        while info := tar.next():
            tar.members = []
            if not info.isreg():
                raise Refused(DAMAGED)
            yield info.name, tar.extractfile(info)


def _is_inside(name):
    """Say whether a member is none that would be laid down outside of where files are."""
    try:
        validate_file_name(name.removeprefix(MEDIA), allow_relative_path=True)
    except SuspiciousFileOperation:
        return False
    return True


def verified(file):
    """Read a parcel through and return its manifest; Refused if not all is as it was packed."""
    found, texts = {}, {}
    for name, contents in unpacked(file):
        summed = Summed(contents)
        if name in (MANIFEST, SUM):
            texts[name] = summed.read()
        if name in found or not _is_inside(name):
            raise Refused(DAMAGED)
        found[name] = summed.through()
    if SUM not in texts or texts[SUM].decode("ascii", "replace") != found.get(MANIFEST, [0, ""])[1]:
        raise Refused(DAMAGED)
    manifest = read(texts[MANIFEST])
    del found[MANIFEST], found[SUM]
    if found != manifest["members"]:
        raise Refused(DAMAGED)
    return manifest
