import json
from pathlib import Path

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from organisations import registry
from portal.models import Site


class Command(BaseCommand):
    help = (
        "Take institutions over from records of the Research Organization Registry (ror.org, "
        "schema 2): names by kind and language, letters, parents, successors. Run again, it adds "
        "nothing."
    )

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path, help="a JSON file with a record or a list of them")
        parser.add_argument("--dry-run", action="store_true", help="save nothing, only tell")

    def handle(self, *, file, dry_run, **options):
        try:
            records = registry.records_of(json.loads(file.read_bytes()))
        except OSError as error:
            raise CommandError(f"{file} cannot be read: {error.strerror}.") from error
        except json.JSONDecodeError as error:
            words = f"Line {error.lineno}, column {error.colno}: this is no JSON ({error.msg})."
            raise CommandError(words) from error
        except UnicodeDecodeError as error:
            raise CommandError(f"{file} is not written in UTF-8.") from error
        except (ValueError, RecursionError) as error:
            words = f"{file} is no file of the registry: it is nested too deeply, or has a number"
            raise CommandError(f"{words} of thousands of digits.") from error
        except ValidationError as error:
            raise CommandError(error.messages[0]) from error
        with transaction.atomic():
            # What others add meanwhile would come in a second time.
            Site.objects.hold()
            told = registry.take_over(records, by=None)
            transaction.set_rollback(dry_run)
        self.tell(told, dry_run)

    def tell(self, told, dry_run):
        if dry_run:
            self.stdout.write("Nothing was saved. It would be:")
        self.stdout.write(f"Added: {len(told.added)}")
        self.stdout.write(f"Completed: {len(told.completed)}")
        self.stdout.write(f"Unchanged: {len(told.unchanged)}")
        self.stdout.write(f"Withdrawn by the registry, left out: {len(told.withdrawn)}")
        self.stdout.write(
            f"Parents, predecessors and successors: {told.tied} tied, {told.untied} not in the file"
        )
        for record in told.doubtful:
            self.stdout.write(f"May be one that is known, left out: {record['id']}")
