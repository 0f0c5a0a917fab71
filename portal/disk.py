"""Files in a folder of this machine, with the one error that a store of others has."""

import contextlib

from django.core.files.storage import FileSystemStorage

from portal.files import StoreAway


class Disk(FileSystemStorage):
    """Where there is no room, or no right to write, no half of a file is left."""

    def _save(self, name, content):
        is_there = self.exists(name)
        try:
            return super()._save(name, content)
        except BaseException as error:
            if not is_there:
                with contextlib.suppress(OSError):
                    self.delete(name)
            if isinstance(error, OSError):
                raise StoreAway(f"The file {name} cannot be written: {error}") from error
            raise
