"""What a real site still lacks, told by `manage.py check --deploy`; it asks no database."""

import os
import shutil

from django.conf import settings
from django.core import checks
from django.db import connection


def settings_of_a_real_site(app_configs, **kwargs):
    """Return what the settings leave to chance."""
    found = []
    if settings.MAILERS["default"]["BACKEND"] == "portal.letters.PrintedMail":
        found.append(_missing(1, "EMAIL_URL is not set: letters are printed and reach nobody."))
    if not settings.BACKUP_KEYS:
        found.append(
            _missing(2, "BACKUP_KEYS is not set: whoever gets at a backup can read all of it.")
        )
    if settings.SAMPLE_SITE:
        found.append(_missing(3, "SAMPLE_SITE is on: a banner says that nothing here is real."))
    return found


def state_of_the_machine(app_configs, **kwargs):
    """Return what of the machine is not as the settings say."""
    found = []
    is_folder = settings.STORAGES["default"]["BACKEND"] == "portal.disk.Disk"
    for name in ("MEDIA_ROOT", "ERASURE_LOG") if is_folder else ("ERASURE_LOG",):
        path = getattr(settings, name)
        if not _can_be_written(path):
            found.append(_to_do(1, f"{name}, {path}, cannot be written by who runs this."))
    if not _is_there(settings.STATIC_ROOT / "staticfiles.json"):
        found.append(_to_do(2, "No static files in STATIC_ROOT: run manage.py collectstatic."))
    if connection.vendor == "postgresql":
        found += [
            _to_do(3, f"{name} was not found, which backups need: install PostgreSQL's programs.")
            for name in ("pg_dump", "pg_restore")
            if not shutil.which(name)
        ]
    return found


def _is_there(path):
    """Say whether a path can be seen; a Path would raise an error where who asks may not look."""
    return os.path.exists(path)  # noqa: PTH110


def _can_be_written(path):
    """Say whether a file or folder can be written, or can be made."""
    there = next(place for place in (path, *path.parents) if _is_there(place))
    return os.access(there, os.W_OK) and (there == path or there.is_dir())


def _missing(number, words):
    return checks.Warning(words, id=f"portal.W{number:03}")


def _to_do(number, words):
    return checks.Info(words, id=f"portal.I{number:03}")


def register():
    checks.register(settings_of_a_real_site, checks.Tags.security, deploy=True)
    checks.register(state_of_the_machine, checks.Tags.files, deploy=True)
