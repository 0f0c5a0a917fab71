from django.core.management.commands import migrate
from django.db import connections

from events import frozen


class Command(migrate.Command):
    """Django's own command, after which what migrations cannot keep is put up again."""

    def handle(self, *args, **options):
        super().handle(*args, **options)
        if not (options["plan"] or options["check_unapplied"]):
            frozen.install(connections[options["database"]])
