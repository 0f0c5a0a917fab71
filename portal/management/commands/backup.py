from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError

from portal import runs
from portal.away import of_the_machine
from portal.backups import Refused
from portal.backups.making import make
from portal.models import Run


class Command(BaseCommand):
    help = (
        "Write a backup, the database and every stored file, into a new FILE. Others can save "
        "meanwhile. It is encrypted if BACKUP_KEYS is set."
    )

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path)

    def handle(self, file, **options):
        with runs.told(Run.What.BACKUP) as run:
            try:
                run.words = make(file.absolute(), settings.BACKUP_KEYS)
            except (Refused, OSError, DatabaseError) as error:
                # A driver tells it in two lines.
                words = of_the_machine(error) or f"{error}"
                raise CommandError(" ".join(f"No backup was made. {words}".split())) from error
        self.stdout.write(f"{file}: {run.words}")
        if not settings.BACKUP_KEYS:
            self.stderr.write("It is not encrypted, as BACKUP_KEYS is not set.")
