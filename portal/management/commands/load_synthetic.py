import time

from django.core.management.base import BaseCommand, CommandError

from portal.synthetic.events import Synthesis


class Command(BaseCommand):
    help = (
        "Add made-up events to this database, with twenty lines each, three times as many people "
        "and a tenth as many institutions, to measure with. What is there already stays; the new "
        "addresses begin with “synthetic”, so they meet no other. The same number and seed give "
        "the same rows, and cannot be added twice. Never run it on a real site."
    )

    def add_arguments(self, parser):
        parser.add_argument("--events", type=int, required=True, help="how many events")
        parser.add_argument("--seed", type=int, default=1, help="which ones; 1 if not given")

    def handle(self, *, events, seed, **options):
        if events < 1:
            raise CommandError("--events: write a number from 1 upwards.")
        synthesis = Synthesis(events, seed, lambda words: self.stdout.write(f"  {words}"))
        if synthesis.is_loaded():
            raise CommandError(
                f"Events with the seed {seed} are here already: give another --seed."
            )
        begun = time.monotonic()
        synthesis.load()
        self.stdout.write(f"{events:,} events in {time.monotonic() - begun:.0f} s.")
