import datetime
import json
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from events.rights.erasing import erase
from people.models import Person
from portal.models import Erasure


class Command(BaseCommand):
    help = "Erase again, after an older backup was restored, all people of the file of numbers."

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path, nargs="?", default=settings.ERASURE_LOG)
        parser.add_argument("--dry-run", action="store_true", help="Say it, and erase nobody.")

    def handle(self, file, dry_run, **options):
        numbers = read(file)
        done = set(Erasure.objects.filter(pk__in=numbers).values_list("pk", flat=True))
        for number, at in numbers.items():
            person = Person.objects.filter(pk=number).first()
            if number in done or (person and person.is_erased):
                continue
            self.stdout.write(f"{number}: {'erased again' if person else 'not there'}")
            if dry_run:
                continue
            if person:
                erase(person, by=None, now=at, log=False)
            Erasure.objects.update_or_create(number=number, defaults={"at": at})


def read(file):
    """Return when each number of a file was erased; CommandError names the line that is no such."""
    found = {}
    try:
        lines = file.read_text().splitlines()
    except OSError as error:
        raise CommandError(f"{file} cannot be read: {error.strerror}.") from error
    for place, line in enumerate(lines, 1):
        try:
            told = json.loads(line)
            at = datetime.datetime.fromisoformat(told["at"])
            number = int(told["number"])
            if not at.tzinfo or number < 1:
                raise ValueError
        except (ValueError, KeyError, TypeError) as error:
            message = f'{file}, line {place}: write it like {{"number": 12, "at": "2026-…"}}.'
            raise CommandError(message) from error
        found[number] = at
    return found
