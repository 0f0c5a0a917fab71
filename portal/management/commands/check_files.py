import contextlib
import datetime

from django.core.files.storage import default_storage
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portal import runs
from portal.backups import files
from portal.models import Run

#: What is younger may be of somebody who is saving.
GRACE = datetime.timedelta(days=1)


class Command(BaseCommand):
    help = (
        "Look whether every file that a record names is there, and whether every stored file is "
        "named by a record or by an earlier state of one. Ends with 1 if a file is missing."
    )

    def add_arguments(self, parser):
        parser.add_argument(
            "--delete-orphans",
            action="store_true",
            help="Delete files older than a day that nothing names.",
        )

    def handle(self, delete_orphans, **options):
        with runs.told(Run.What.FILES) as run:
            # What is stored comes first: what is uploaded meanwhile is named and not looked for.
            stored = set(files.stored())
            missing = sorted(
                (name, row)
                for name, row in files.named()
                if name not in stored and not default_storage.exists(name)
            )
            orphans = sorted(_orphans(stored, timezone.now() - GRACE))
            for name, row in missing:
                self.stdout.write(f"missing  {name}  ({row})")
            for name in orphans:
                if delete_orphans:
                    default_storage.delete(name)
                self.stdout.write(f"{'deleted' if delete_orphans else 'unnamed'}  {name}")
            run.words = _words(len(stored), len(missing), len(orphans), delete_orphans)
            if missing:
                raise CommandError(run.words)
        self.stdout.write(run.words)


def _orphans(stored, before):
    parts = files.own_parts()
    for name in stored:
        if files.own_part(name) not in parts:
            # To read every state takes a while, in which one may have gone.
            with contextlib.suppress(FileNotFoundError):
                if default_storage.get_modified_time(name) < before:
                    yield name


def _words(stored, missing, orphans, are_deleted):
    said = [ngettext("%(n)d file.", "%(n)d files.", stored) % {"n": stored}]
    if missing:
        words = ngettext(
            "%(n)d is missing: take it from a backup, or upload it again.",
            "%(n)d are missing: take them from a backup, or upload them again.",
            missing,
        )
        said.append(words % {"n": missing})
    if orphans and are_deleted:
        words = ngettext(
            "%(n)d that nothing names was deleted.",
            "%(n)d that nothing names were deleted.",
            orphans,
        )
        said.append(words % {"n": orphans})
    elif orphans:
        words = ngettext(
            "%(n)d is named by nothing: see with `manage.py check_files` which.",
            "%(n)d are named by nothing: see with `manage.py check_files` which.",
            orphans,
        )
        said.append(words % {"n": orphans})
    return " ".join(said) if len(said) > 1 else _("%(files)s All is there.") % {"files": said[0]}
