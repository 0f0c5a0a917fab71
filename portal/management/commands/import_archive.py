from pathlib import Path

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from events.lists import files
from events.lists.archive import LONGEST_CELL
from events.lists.archiving import check_decided, take_over_archive
from events.proposals import deciding


class Command(BaseCommand):
    help = (
        "Take an archive over: a sheet of events (CSV, XLSX) with their dates, places, sources and "
        "reports, public since the instant in the column “Published”; and a sheet of participants "
        "with a column “Event”. All of it or nothing; run again, it adds nothing."
    )

    def add_arguments(self, parser):
        parser.add_argument("events", type=Path, help="the sheet of events")
        parser.add_argument("--participants", type=Path, help="the sheet of participants")
        parser.add_argument("--dry-run", action="store_true", help="save nothing, only tell")
        parser.add_argument(
            "--doubtful", choices=deciding.Every.values, help="what to do with what is in doubt"
        )

    def handle(self, *, events, participants, dry_run, doubtful, **options):
        try:
            rows = files.read(events.read_bytes(), LONGEST_CELL)
            lists = files.read(participants.read_bytes()) if participants else ()
            with transaction.atomic():
                how = deciding.Every(doubtful) if doubtful else None
                told = take_over_archive(rows, lists, by=None, doubtful=how)
                if not dry_run:
                    check_decided(told)
                transaction.set_rollback(dry_run)
        except OSError as error:
            raise CommandError(f"{error.filename} cannot be read: {error.strerror}.") from error
        except ValidationError as error:
            raise CommandError("\n".join(["Nothing was taken over.", *error.messages])) from error
        if dry_run:
            self.stdout.write("Nothing was saved. It would be:")
        self.stdout.write(f"Events: {len(told.added)}")
        self.stdout.write(f"There already: {len(told.there)}")
        self.stdout.write(f"Reports: {told.reports}")
        self.stdout.write(f"Lines of participants: {told.lines}")
        if told.covered:
            self.stdout.write(f"Texts with a name that is not shown, covered there: {told.covered}")
        for event in told.open:
            self.stdout.write(f"In doubt who was at: {event}")
