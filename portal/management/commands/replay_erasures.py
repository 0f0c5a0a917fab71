import datetime
import json
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.core.management.color import no_style
from django.db import connection, models, transaction
from django.utils.translation import gettext as _

from events.rights import covering, papers
from events.rights.erasing import erase
from events.rights.stored import called
from people.models import Person
from portal import history, numbers
from portal.models import Erasure


class Command(BaseCommand):
    help = (
        "Erase or hide again, after an older backup was restored, all people of the file of "
        "numbers who were."
    )

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path, nargs="?", default=settings.ERASURE_LOG)
        parser.add_argument(
            "--dry-run", action="store_true", help="Say it, and erase or hide nobody."
        )

    def handle(self, file, dry_run, **options):
        told = read(file)
        done = set(Erasure.objects.filter(pk__in=told).values_list("pk", flat=True))
        for number, (what, at) in told.items():
            person = Person.objects.filter(pk=number).first()
            if what == numbers.ERASED:
                is_done = person.is_erased if person else number in done
            else:
                is_done = what == numbers.SHOWN or not person or is_hidden(person)
            if is_done:
                continue
            if person and history.whole(person.created_at) > at:
                # The copy is older than who is meant, and somebody had the number since.
                self.stdout.write(f"{number}: somebody else by now, left alone")
                continue
            self.stdout.write(f"{number}: {f'{what} again' if person else 'not there'}")
            if not dry_run:
                REPLAYED[what](number, person, at)
        if told and not dry_run:
            never_again(max(told))


def is_hidden(person):
    return person.visibility == Person.Visibility.HIDDEN


def hide(_number, person, _at):
    covering.hide(person, by=None, reason=_("Was hidden since the backup was made."))


def erase_again(number, person, at):
    """Erase somebody again, and keep from readers what of documents names them.

    Which documents went the first time is not written down.
    """
    with transaction.atomic():
        if person:
            found = papers.naming(person, called(person))
            reason = _("It names somebody who was erased.")
            papers.withhold(found, person, by=None, now=at, reason=reason)
            erase(person, by=None, now=at, log=False)
        Erasure.objects.update_or_create(number=number, defaults={"at": at})


REPLAYED = {numbers.ERASED: erase_again, numbers.HIDDEN: hide}


def never_again(number):
    """Let no new person have a number that was given before the copy was taken.

    Databases count on from the highest number that they know, so one such row is put in and
    taken out again.
    """
    if Person.objects.filter(pk__gte=number).exists():
        return
    with transaction.atomic(), connection.cursor() as cursor:
        nobody = Person(pk=number, name=Person.ERASED, visibility=Person.Visibility.HIDDEN)
        Person.objects.bulk_create([nobody])
        for statement in connection.ops.sequence_reset_sql(no_style(), [Person]):
            cursor.execute(statement)
        Person.objects.filter(pk=number).delete()


def read(file):
    """Return what a file says of each number, and since when; CommandError names a line amiss."""
    found = {}
    try:
        lines = file.read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError as error:
        raise CommandError(f"{file} cannot be read: {error.strerror}.") from error
    for place, line in enumerate(lines, 1):
        try:
            told = json.loads(line)
            at = datetime.datetime.fromisoformat(told["at"])
            number, what = int(told["number"]), told.get("what", numbers.ERASED)
            # Of half a number, or of “true”, somebody else would be erased.
            is_number = f"{told['number']}" == f"{number}"
            is_number = is_number and 1 <= number <= models.BigIntegerField.MAX_BIGINT
            if not (at.tzinfo and is_number and what in (*REPLAYED, numbers.SHOWN)):
                raise ValueError
            at = at.astimezone(datetime.UTC)
        except (*numbers.UNREADABLE, OverflowError) as error:
            message = f'{file}, line {place}: write it like {{"number": 12, "at": "2026-…"}}.'
            raise CommandError(message) from error
        if found.get(number, ("",))[0] != numbers.ERASED:
            found[number] = what, at
    return found
