import contextlib
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError

from portal.away import of_the_machine
from portal.backups import Refused, databases, making, restoring


class Command(BaseCommand):
    help = (
        "Put a backup in the place of what the site holds, all of it or nothing. It is read "
        "through before anything is touched. Stop the site first."
    )

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path)
        parser.add_argument("--key", type=Path, help="the file of the secret key")
        parser.add_argument(
            "--verify", action="store_true", help="Read it through, and restore nothing."
        )
        parser.add_argument(
            "--replace", action="store_true", help="Give up what the database holds now."
        )

    def handle(self, file, key, verify, replace, **options):
        with _in_one_sentence():
            manifest = restoring.look(file, key)
        if verify:
            self.stdout.write(f"{file} is whole: {making.words(manifest)}")
            return
        with _in_one_sentence():
            if databases.holds_something() and not replace:
                raise Refused(
                    "The database holds a site already. To give it up for the backup add "
                    "--replace; a backup of it first brings it back."
                )
            restoring.restore(file, key, manifest, self.stdout)
        self.stdout.write(f"Restored: {making.words(manifest)}")
        if not settings.ERASURE_LOG.exists():
            self.stderr.write(
                f"There is no file {settings.ERASURE_LOG}. If people were erased since the backup "
                "was made, put the file there and run `manage.py replay_erasures` before the site "
                "is open."
            )
        self.stdout.write(
            "Accounts and their rights are as they were then, and everybody signs in anew. Start "
            "the site, and look with `manage.py check_files` whether all files are there."
        )


@contextlib.contextmanager
def _in_one_sentence():
    try:
        yield
    except FileNotFoundError as error:
        words = f"There is no file {error.filename}: give the whole path of the one that is meant."
        raise CommandError(f"Nothing was restored. {words}") from error
    except IsADirectoryError as error:
        words = f"{error.filename} is a folder: give the path of a file in it."
        raise CommandError(f"Nothing was restored. {words}") from error
    except (Refused, OSError, DatabaseError) as error:
        words = of_the_machine(error) or f"{error}"
        raise CommandError(" ".join(f"Nothing was restored. {words}".split())) from error
