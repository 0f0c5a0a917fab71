import time

from django.core.management.base import BaseCommand

from portal import indexing
from portal.models import Site


class Command(BaseCommand):
    help = (
        "Make the search index anew from the records. It is written with every change, so this "
        "is for a database that something else wrote to. Nobody else can save meanwhile."
    )

    def handle(self, **options):
        begun = time.monotonic()
        number = indexing.build(lambda words: self.stdout.write(f"  {words}"))
        Site.objects.move()
        self.stdout.write(f"{number:,} entries in {time.monotonic() - begun:.0f} s.")
