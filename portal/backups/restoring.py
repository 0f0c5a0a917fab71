"""A backup put in the place of what a site holds, all of it or nothing."""

import tempfile

from django.conf import settings
from django.core.exceptions import SuspiciousFileOperation
from django.core.files.base import File
from django.core.files.storage import default_storage
from django.core.management import call_command
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.utils.translation import gettext as _

from events.rights.erasing import write_down
from portal.backups import DAMAGED, NO_BACKUP, Refused, databases, scratch
from portal.backups.envelope import AT_ONCE, opened
from portal.backups.parcel import MEDIA, Summed, unpacked, verified
from portal.models import Letter, Session, Site
from portal.models.record import NEVER

#: How the folder is called in which a backup is unpacked.
UNPACKED = "portal-restore-"
KINDS = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}
ADDRESSES = {"sqlite": "sqlite:///…", "postgresql": "postgres://…"}


def look(path, key):
    """Read a backup through and return its manifest; Refused if it could not be restored here."""
    with opened(path, key) as file:
        manifest = verified(file)
    if manifest["database"] != connection.vendor:
        raise Refused(
            f"The backup is of {KINDS[manifest['database']]} and this site's database is "
            f"{KINDS[connection.vendor]}: set DATABASE_URL to one that begins with "
            f"{ADDRESSES[manifest['database']]}"
        )
    if databases.kind().member not in manifest["members"]:
        raise Refused(NO_BACKUP)
    known = set(MigrationLoader(None).disk_migrations)
    applied = {tuple(step) for step in manifest["migrations"]}
    if applied - known:
        raise Refused(
            f"The backup was made by another version of the portal ({manifest['portal']}), which "
            f"knows {'.'.join(min(applied - known))}: take a version of the program that does, "
            "most likely a newer one."
        )
    databases.kind().accept(manifest, known - applied)
    return manifest


def restore(path, key, manifest, say):
    """Put a backup that was looked through in the place of the present state, or change nothing.

    Files are added first, under names that nothing else has; then the database takes the place
    of the present one in one step, with everybody erased again who was erased since.
    """
    added = []
    number = databases.number()
    try:
        with scratch.folder(tempfile.gettempdir(), UNPACKED) as folder:
            copy = folder / "database"
            with opened(path, key) as file:
                for name, contents in unpacked(file):
                    if name.startswith(MEDIA):
                        wanted = manifest["members"][name]
                        added += _put(name.removeprefix(MEDIA), contents, wanted)
                    elif name == databases.kind().member:
                        _lay_out(copy, contents, manifest["members"][name])
            with databases.kind().replaced(copy):
                _settle(manifest, number, say)
            # From here on the database names them, whatever becomes of the copy.
            added.clear()
    except BaseException:
        for name in added:
            default_storage.delete(name)
        raise
    write_down()


def clear():
    """Let go of what a restore that was killed left behind: it holds the database."""
    scratch.clear(tempfile.gettempdir(), UNPACKED)
    databases.kind().clear()


def _put(name, contents, wanted):
    """Store a file and return its name in a list, [] if it is there."""
    is_there = default_storage.exists(name)
    if is_there:
        with default_storage.open(name) as there:
            if Summed(there).through() == wanted:
                return []
        # No other file is ever given the name, so what is there is damaged.
        default_storage.delete(name)
    summed = Summed(contents)
    try:
        stored = default_storage.save(name, File(summed))
    except SuspiciousFileOperation as error:
        raise Refused(DAMAGED) from error
    if stored != name or summed.told() != wanted:
        default_storage.delete(stored)
        raise Refused(DAMAGED)
    return [] if is_there else [name]


def _lay_out(copy, contents, wanted):
    summed = Summed(contents)
    with copy.open("wb") as file:
        while data := summed.read(AT_ONCE):
            file.write(data)
    if summed.told() != wanted:
        raise Refused(DAMAGED)


def _settle(manifest, number, say):
    """Bring what was put back to what must be so today."""
    if databases.counts() != manifest["counts"]:
        raise Refused("Not every row arrived: nothing was changed. Take an earlier backup.")
    call_command("migrate", verbosity=0, interactive=False)
    if settings.ERASURE_LOG.exists():
        call_command("replay_erasures", stdout=say)
    # Whether they went out since nobody knows.
    waiting = Letter.objects.filter(sent_at=None).exclude(try_at=NEVER)
    trouble = _("Waited when the backup was made: it may have arrived.")
    waiting.update(try_at=NEVER, trouble=trouble)
    # Who ended theirs since, or lost the account, is not let in by an old one.
    Session.objects.all().delete()
    # What is kept between requests, here or elsewhere, is of another past.
    Site.objects.hold()
    Site.objects.filter(pk=1, number__lt=number).update(number=number)
    Site.objects.move()
