"""What makes a password too easy, and what is said of it: what to do next."""

import re

from django.conf import settings
from django.contrib.auth import password_validation
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portal.names import fold

#: How many letters must be left of a password without the words that everybody knows here.
OWN_LETTERS = 8


class LengthValidator(password_validation.MinimumLengthValidator):
    def get_error_message(self):
        return (
            ngettext(
                "This password is too short: write %d character or more, like a sentence.",
                "This password is too short: write %d characters or more, like a sentence.",
                self.min_length,
            )
            % self.min_length
        )

    def get_help_text(self):
        return (
            ngettext(
                "Write %d character or more: a sentence is easy to keep in mind.",
                "Write %d characters or more: a sentence is easy to keep in mind.",
                self.min_length,
            )
            % self.min_length
        )


class OwnNameValidator(password_validation.UserAttributeSimilarityValidator):
    def get_error_message(self):
        return _("This password is much like your %(verbose_name)s: write words apart from it.")

    def get_help_text(self):
        return _("Keep your name and your mail address out of it.")


class CommonValidator(password_validation.CommonPasswordValidator):
    def get_error_message(self):
        return _("Many people use this password, so it is tried first: write another.")

    def get_help_text(self):
        return _("What many people use is refused.")


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
        return _("The name of the site with a number is refused.")
