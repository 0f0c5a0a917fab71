from django.core.management.base import BaseCommand
from django.utils import timezone

from portal.letters import deliver
from portal.models import Letter


class Command(BaseCommand):
    help = "Send the mail that waits in the outbox. For a timer; several may run at once."

    def handle(self, **options):
        now = timezone.now()
        sent = failed = 0
        for letter in Letter.objects.waiting(now):
            if not letter.claim():
                continue
            trouble = deliver(letter)
            letter.settle(trouble)
            sent, failed = sent + (not trouble), failed + bool(trouble)
        if sent or failed:
            self.stdout.write(f"{sent} sent, {failed} to be tried again.")
        stuck = Letter.objects.stuck().count()
        if stuck:
            self.stderr.write(f"{stuck} given up: see Letters in the admin.")
