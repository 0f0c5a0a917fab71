"""The static files by the names that change with what is in them."""

import functools

from django.apps import apps
from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.contrib.staticfiles.storage import ManifestStaticFilesStorage, staticfiles_storage
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


def uncollected():
    """Return how many files have no name under which they are served; a page breaks at each.

    ValueError where the list of these names cannot be read.
    """
    named = getattr(staticfiles_storage, "hashed_files", None)
    # Where one draws, files are served as they lie.
    return 0 if settings.DEBUG or named is None else len(_files() - named.keys())


@functools.cache
def _files():
    left_out = apps.get_app_config("staticfiles").ignore_patterns
    return frozenset(name for finder in get_finders() for name, _of in finder.list(left_out))
