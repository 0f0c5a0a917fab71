from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError

from portal.archive.making import make
from portal.away import in_a_line, of_the_machine
from portal.backups import Refused


class Command(BaseCommand):
    help = (
        "Write the public record, or one project of it, into a new FOLDER of pages that open "
        "without a server, with its files, tables and their sums. Others can save meanwhile."
    )

    def add_arguments(self, parser):
        parser.add_argument("folder", type=Path)
        parser.add_argument("--project", metavar="SLUG", help="the end of the project's address")

    def handle(self, folder, project, **options):
        try:
            archive = make(folder.absolute(), project, self.stdout.write)
        except (Refused, OSError, DatabaseError) as error:
            words = of_the_machine(error) or in_a_line(error) or f"{error}"
            raise CommandError(f"No archive was made. {words}") from error
        written = archive.folder
        self.stdout.write(f"{folder}: files: {written.files:,}, {written.size / 1_000_000:,.1f} MB")
        for path in sorted(archive.missing):
            self.stderr.write(f"Not in it, as it does not answer: {path}")
