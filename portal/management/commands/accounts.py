import json
import os

from django.conf import settings
from django.contrib.auth.models import Group, User
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils.text import slugify

from portal import roles
from portal.models.signing import spelled

ROLES = roles.NAMES


class Command(BaseCommand):
    help = "Print the staff accounts of a sample site, made where they are missing."
    path = settings.DATA_DIR / "accounts.json"

    def handle(self, **options):
        if not settings.SAMPLE_SITE:
            raise CommandError(
                "SAMPLE_SITE is off: a real site gets its people by `manage.py createsuperuser` "
                "and in the admin."
            )
        passwords = self.kept_passwords()
        with transaction.atomic():
            for role in ROLES:
                self.account(role, passwords[role])
        for role in ROLES:
            self.stdout.write(f"{role.lower():<24}  {slugify(role):<24}  {passwords[role]}")

    def kept_passwords(self):
        """Return the passwords by role; those of the last time, where they were kept."""
        try:
            kept = json.loads(self.path.read_text())
        except FileNotFoundError:
            kept = {}
        except ValueError as error:
            raise CommandError(f"{self.path} is damaged: delete it and run this again.") from error
        passwords = {role: kept.get(role) or spelled() for role in ROLES}
        if passwords != kept:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            flags = os.O_WRONLY | os.O_CREAT | os.O_TRUNC
            with os.fdopen(os.open(self.path, flags, 0o600), "w") as file:
                json.dump(passwords, file, indent=2)
        return passwords

    def account(self, role, password):
        """Bring the account in line with what is printed, a password changed since included."""
        user, _created = User.objects.get_or_create(username=slugify(role))
        user.email = user.email or f"{user.username}@institute.example"
        user.is_staff = user.is_active = True
        if not user.check_password(password):
            user.set_password(password)
        user.save()
        group, _created = Group.objects.get_or_create(name=role)
        user.groups.add(group)
