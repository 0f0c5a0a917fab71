"""What makes a password too easy, beyond what Django knows."""

import re

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from portal.names import fold

#: How many letters must be left of a password without the words that everybody knows here.
OWN_LETTERS = 8


class SiteNameValidator:
    """Refuse what is little more than the name of the site or of its owner."""

    def validate(self, password, user=None):
        rest = whole = fold(password)
        known = f"{settings.SITE_NAME} {settings.SITE_OWNER} {settings.ALLOWED_HOSTS[0]}"
        for word in sorted(re.findall(r"\w{3,}", fold(known)), key=len, reverse=True):
            rest = rest.replace(word, "")
        if rest != whole and len(rest.replace(" ", "")) < OWN_LETTERS:
            raise ValidationError(
                _("This password is little more than the name of the site: add words of your own."),
                code="site_name",
            )

    def get_help_text(self):
        return _("Your password can’t be just the name of the site and a number.")
