"""The static files by the names that change with what is in them."""

from django.contrib.staticfiles.storage import ManifestStaticFilesStorage
from whitenoise.storage import CompressedManifestStaticFilesStorage


class Hashed(ManifestStaticFilesStorage):
    """Finds each address once: a page asks for seven, and none changes while a process lasts."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.found = {}

    def url(self, name, force=False):
        if (name, force) not in self.found:
            self.found[name, force] = super().url(name, force)
        return self.found[name, force]


class Compressed(Hashed, CompressedManifestStaticFilesStorage):
    """Lays each file down a second and a third time, packed for browsers that take it so."""
