"""An archive made while others save, whole or not there at all."""

from django.conf import settings
from django.utils import timezone, translation

from events.models import Project
from portal.apart import books
from portal.archive.folder import Folder
from portal.archive.scope import OfProject, Record
from portal.archive.writing import Archive
from portal.backups import Refused, databases, scratch
from portal.caching import next_due

#: How often it is begun anew because something became public, or went, by itself meanwhile.
TRIES = 3
#: How the folder is called in which it is written, beside its place; a copy of SQLite's is there.
ASIDE = ".portal-archive-"


def make(target, slug, say):
    """Write the archive of the record, or of one project, into a new folder; return the Archive.

    One state of the database is read whatever others save, and none of it by two clocks.
    """
    _refuse_taken(target)
    if not target.parent.is_dir():
        raise Refused(f"{target.parent} is no folder: make it, or give the archive another place.")
    for _turn in range(TRIES):
        with scratch.folder(target.parent, ASIDE) as aside:
            whole = aside / "whole"
            whole.mkdir()
            with databases.kind().still(aside), translation.override(settings.LANGUAGE_CODE):
                now = timezone.now()
                archive = _written(whole, _scope(slug, now), say)
                if archive:
                    _refuse_taken(target)
                    whole.rename(target)
                    return archive
        say("Something came due meanwhile: the pages are written anew.")
    raise Refused("Something came due all the while: try it again later.")


def _refuse_taken(target):
    if target.exists() and not (target.is_dir() and not any(target.iterdir())):
        raise Refused(f"{target} is there already: give the archive another name.")


def _scope(slug, now):
    # An empty one is a slip, of which the whole record must not come.
    if slug is None:
        return Record(now)
    project = Project.objects.public(now).filter(slug=slug).first()
    if project is None:
        raise Refused(
            f"No public project has the address {slug!r}: give what follows /projects/ in the "
            "address of its page."
        )
    return OfProject(now, project)


def _written(whole, scope, say):
    """Return an archive that was written, None if what is public changed by itself meanwhile."""
    with Folder(whole) as folder, books.kept():
        archive = Archive(folder, scope, say)
        try:
            archive.write()
        except Refused:
            if next_due(scope.now) > timezone.now():
                raise
            return None
    return archive if next_due(scope.now) > timezone.now() else None
