from django.contrib.auth.models import Permission
from django.core.management.commands import migrate
from django.db import connections

from events import frozen
from events.models import RoleName
from portal import fulltext, indexing, roles, vocabulary
from portal.models import Entry


class Command(migrate.Command):
    """Django's own command, after which what migrations cannot keep is put up again."""

    def handle(self, *args, **options):
        super().handle(*args, **options)
        if options["plan"] or options["check_unapplied"]:
            return
        connection = connections[options["database"]]
        frozen.install(connection)
        fulltext.install(connection)
        tables = connection.introspection.table_names()
        if RoleName._meta.db_table in tables:
            vocabulary.settle(options["database"])
        # Permissions are made at the very end of a migrate, so groups cannot be before.
        if Permission._meta.db_table in tables:
            roles.settle(options["database"])
        if Entry._meta.db_table in tables and not options["app_label"]:
            indexing.settle(options["database"])
