from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.auth.models import User
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils.translation import gettext as _

from portal.admin import second_factor
from portal.models import Session


class Command(BaseCommand):
    help = "Take the second step of signing in off an account whose phone and codes are lost."

    def add_arguments(self, parser):
        parser.add_argument("user", help="The user name of the account.")

    def handle(self, user, **options):
        account = User.objects.filter(username=user).first()
        if account is None:
            raise CommandError(f"There is no account {user!r}: look under Users in the admin.")
        words = _("The second step of signing in was taken off on the server.")
        with transaction.atomic():
            if not second_factor.take_off(account, words):
                raise CommandError(f"The account {user!r} has no second step: nothing was done.")
            ended = Session.objects.end(account)
            LogEntry.objects.log_actions(account.pk, [account], CHANGE, change_message=words)
        self.stdout.write(
            f"{user} signs in with the password alone until a second step is set up again; "
            f"{ended} sessions ended."
        )
