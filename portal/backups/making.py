"""A backup made while others write."""

import datetime
import os
import tempfile
import tomllib
from pathlib import Path

from django.conf import settings
from django.core.files.storage import default_storage
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from django.utils import timezone
from django.utils.translation import gettext as _

from portal import dates
from portal.backups import Refused, files, restoring
from portal.backups.databases import counts, kind
from portal.backups.envelope import sealed
from portal.backups.parcel import MEDIA, Packing

#: How often it is begun anew because files were deleted meanwhile, which is seldom.
TRIES = 5


def make(target, keys):
    """Write a backup into a new file, all of it or none; return what is in it, in words.

    The database comes first and is one state of it; files are never written over, so all that
    it names are there afterwards, unless somebody was erased meanwhile.
    """
    if target.exists():
        raise Refused(f"{target} is there already: give the backup another name.")
    if not target.parent.is_dir():
        raise Refused(f"{target.parent} is no folder: make it, or give the backup another place.")
    restoring.clear()
    for _turn in range(TRIES):
        with tempfile.TemporaryDirectory(dir=target.parent, prefix=f".{target.name}-") as folder:
            part = Path(folder, "part")
            manifest = _pack(part, Path(folder, "database"), keys)
            if manifest:
                part.rename(target)
                return words(manifest)
    raise Refused("Files were deleted all the while: try it again later.")


def _pack(part, copy, keys):
    """Write all into a file and return the manifest, None if what it names was deleted."""
    database = kind()
    with database.copied(copy):
        about = {
            "portal": version(),
            "made": timezone.now().isoformat(timespec="seconds"),
            "database": connection.vendor,
            "server": database.server,
            "migrations": sorted(map(list, MigrationRecorder(connection).applied_migrations())),
            "counts": counts(),
        }
        named = {name for name, _row in files.named()}
    with sealed(part, keys) as file, Packing(file) as packing:
        with copy.open("rb") as contents:
            packing.add(database.member, contents, os.fstat(contents.fileno()).st_size)
        for name in files.stored():
            try:
                contents = default_storage.open(name)
            except FileNotFoundError:
                continue
            with contents:
                packing.add(MEDIA + name, contents, contents.size)
        lost = sorted(name for name in named if MEDIA + name not in packing.members)
        if lost and not set(lost) <= {name for name, _row in files.named()}:
            return None
        return packing.close(about | {"lost": lost})


def version():
    project = tomllib.loads((settings.BASE_DIR / "pyproject.toml").read_text())
    return project["project"]["version"]


def words(manifest):
    """Return in a sentence what is in a backup."""
    members = manifest["members"]
    told = {
        "moment": dates.moment(datetime.datetime.fromisoformat(manifest["made"])),
        "rows": f"{sum(manifest['counts'].values()):,}",
        "files": f"{sum(name.startswith(MEDIA) for name in members):,}",
        "size": f"{sum(size for size, _digest in members.values()) / 1_000_000:,.1f}",
        "lost": len(manifest["lost"]),
    }
    said = _("The state of %(moment)s. Rows: %(rows)s, files: %(files)s, %(size)s MB.")
    if manifest["lost"]:
        said += " " + _(
            "Files that were missing on the site: %(lost)s, see `manage.py check_files`."
        )
    return said % told
