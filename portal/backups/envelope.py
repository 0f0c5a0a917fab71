"""The outside of a backup: encrypted on its way to public keys, as age does it, or open.

Whoever makes backups holds public keys alone, so whoever breaks into the site opens none.
Nothing is held in memory but what is on its way through a pipe.
"""

import contextlib
import os
import tarfile
import threading
import zlib
from pathlib import Path

import pyrage
from pyrage import x25519

from portal.backups import DAMAGED, Refused

AT_ONCE = 1 << 20
_BEGINS = b"age-encryption.org/"
_SECRET = "AGE-SECRET-KEY-"  # noqa: S105 (how the line of a key begins)
#: What reading meets where bytes are missing or are not those that were written.
_BROKEN = (tarfile.TarError, EOFError, zlib.error, pyrage.DecryptError)


class _Pump(threading.Thread):
    """Works in a thread at one end of a pipe, and shuts that end when it is done."""

    def __init__(self, work, end):
        super().__init__(daemon=True)
        self.work, self.end, self.error = work, end, None

    def run(self):
        try:
            with self.end:
                self.work()
        except Exception as error:  # raised where the other end is
            self.error = error


class _Output:
    """Writes into a file, and keeps the error of the system, of which age tells the words alone."""

    def __init__(self, file):
        self.file, self.error = file, None

    def write(self, piece):
        try:
            return self.file.write(piece)
        except OSError as error:
            self.error = error
            raise

    def flush(self):
        self.file.flush()


def _pipe():
    outlet, inlet = os.pipe()
    return os.fdopen(outlet, "rb", AT_ONCE), os.fdopen(inlet, "wb", AT_ONCE)


@contextlib.contextmanager
def sealed(path, keys):
    """Write a new file that nobody else may read, encrypted to each of some public keys."""
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        if keys:
            recipients = [x25519.Recipient.from_str(key) for key in keys]
            outlet, inlet = _pipe()
            output = _Output(file)
            pump = _Pump(lambda: pyrage.encrypt_io(outlet, output, recipients), outlet)
            pump.start()
            try:
                with inlet:
                    yield inlet
            except BrokenPipeError:
                # The pump stopped, and knows why: the disk is full, say.
                pass
            pump.join()
            if pump.error:
                raise output.error or OSError(str(pump.error)) from pump.error
        else:
            yield file
        file.flush()
        os.fsync(file.fileno())


@contextlib.contextmanager
def opened(path, identity=None):
    """Read a file through its envelope; Refused if it cannot be opened or is not whole."""
    try:
        with path.open("rb") as file:
            is_sealed = file.read(len(_BEGINS)) == _BEGINS
            file.seek(0)
            if not is_sealed:
                yield file
                return
            if not identity:
                raise Refused(
                    "The file is encrypted: say with --key in which file the secret key of "
                    "BACKUP_KEYS is."
                )
            secrets = secrets_in(identity)
            outlet, inlet = _pipe()
            pump = _Pump(lambda: pyrage.decrypt_io(file, inlet, secrets), inlet)
            pump.start()
            try:
                with outlet:
                    yield outlet
                    # The last piece says that it is the last.
                    while outlet.read(AT_ONCE):
                        pass
            finally:
                pump.join()
                _judge(pump.error)
            return
    except _BROKEN as error:
        raise Refused(DAMAGED) from error


def _judge(error):
    """Say what decrypting stumbled over; that nobody read on is no trouble of its own."""
    if isinstance(error, pyrage.DecryptError) and "No matching keys" in str(error):
        raise Refused(
            "The file is encrypted to another key: give with --key the secret one of the "
            "public key that BACKUP_KEYS named when it was made."
        ) from error
    if error and not isinstance(error, BrokenPipeError):
        raise Refused(DAMAGED) from error


def secrets_in(path: Path):
    """Return the secret keys of a file as age-keygen writes it; Refused if it holds none."""
    try:
        lines = path.read_text().split()
        found = [x25519.Identity.from_str(line) for line in lines if line.startswith(_SECRET)]
    except (OSError, ValueError, pyrage.IdentityError) as error:
        raise Refused(f"The secret key cannot be read from {path}: {error}.") from error
    if not found:
        raise Refused(f"{path} holds no line that begins with {_SECRET}: give another file.")
    return found
