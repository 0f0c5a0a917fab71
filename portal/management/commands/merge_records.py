from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from portal import history
from portal.duplicates import places
from portal.duplicates.merge import merge, refuse

KINDS = ("person", "organisation")


class Command(BaseCommand):
    help = (
        "Merge one person or institution into another, by their numbers, as the page in the "
        "admin does: for those that more records name than a page can change. Nobody else can "
        "save meanwhile; it is undone in the admin."
    )

    def add_arguments(self, parser):
        parser.add_argument("kind", choices=KINDS)
        parser.add_argument("kept", type=int, help="the number of the one that stays")
        parser.add_argument("gone", type=int, help="the number of the one that becomes a part")
        parser.add_argument("--dry-run", action="store_true", help="only say what would change")

    def handle(self, kind, kept, gone, dry_run, **options):
        kept, gone = self.record(kind, kept), self.record(kind, gone)
        number = sum(map(len, places.touched(gone).values()))
        names = "record names it" if number == 1 else "records name it"
        try:
            refuse(kept, gone)
            self.stdout.write(f"“{gone}” is merged into “{kept}”; {number} other {names}.")
            if dry_run:
                return
            merge(kept, gone, by=None)
        except ValidationError as refused:
            raise CommandError(" ".join(refused.messages)) from refused
        self.stdout.write("Done.")

    def record(self, kind, key):
        model = next(m for m in history.kinds().values() if m._meta.model_name == kind)
        record = model._base_manager.filter(pk=key).first()
        if not record:
            raise CommandError(f"There is no {kind} with number {key}.")
        return record
