import time

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from portal.sample import site


class Command(BaseCommand):
    help = (
        "Load the sample site: the founding case, and the events of an invented institute. "
        "Does nothing where it was loaded before, whatever has been changed since."
    )

    def handle(self, **options):
        if not settings.SAMPLE_SITE:
            raise CommandError(
                "SAMPLE_SITE is off: the sample is not for a real site. "
                "To try the portal out, run `make demo`."
            )
        if site.is_loaded():
            self.stdout.write("The sample site is loaded already.")
            return
        begun = time.monotonic()
        self.stdout.write("Loading the sample site:")
        loader = site.load(timezone.now(), lambda words: self.stdout.write(f"  {words}"))
        self.stdout.write(f"{len(loader.events)} events in {time.monotonic() - begun:.0f} s.")
