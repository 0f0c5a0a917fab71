"""Fields whose choices are long lists kept by libraries, so that migrations do not carry them."""

import zoneinfo

from django.conf.locale import LANG_INFO
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.html import format_html
from django.utils.translation import get_language, get_language_bidi
from django.utils.translation import gettext_lazy as _

from portal import names
from portal.cldr import COUNTRIES


def country_codes():
    """Return the ISO 3166-1 alpha-2 codes known to CLDR, sorted by their English names."""
    return sorted(COUNTRIES["en"], key=COUNTRIES["en"].get)


def country_name(code):
    """Name a country in the reader's language; an unknown code is returned as it is."""
    language = get_language() or "en"
    own = COUNTRIES.get(language) or COUNTRIES.get(language.partition("-")[0])
    return (own or COUNTRIES["en"]).get(code, code)


def language_name(code):
    """Name a language in English; an unknown code is returned as it is."""
    return LANG_INFO.get(code, {}).get("name", code)


def language_tag(code):
    """Return a language code as BCP 47 writes it: sr-latn is sr-Latn, en-gb is en-GB."""
    language, *subtags = code.replace("_", "-").split("-")
    return "-".join([language.lower(), *(s.title() if len(s) == 4 else s.upper() for s in subtags)])


def foreign_lang(code):
    """Return the lang attribute for words in another language than the page's, else nothing."""
    if not code or code == get_language():
        return ""
    bidi = LANG_INFO.get(code, {}).get("bidi", False)
    if bidi == get_language_bidi():
        return format_html(' lang="{}"', language_tag(code))
    return format_html(' lang="{}" dir="{}"', language_tag(code), "rtl" if bidi else "ltr")


class ChosenCodeField(models.CharField):
    """A code from a list that a library keeps; in migrations a plain CharField."""

    def __init__(self, *args, **kwargs):
        kwargs.setdefault("max_length", 10)
        kwargs["choices"] = self.codes()
        super().__init__(*args, **kwargs)

    def deconstruct(self):
        name, _path, args, kwargs = super().deconstruct()
        kwargs.pop("choices", None)
        return name, "django.db.models.CharField", args, kwargs


class CountryField(ChosenCodeField):
    """A country by its ISO 3166-1 alpha-2 code."""

    def codes(self):
        return [(code, COUNTRIES["en"][code]) for code in country_codes()]


class LanguageField(ChosenCodeField):
    """A language by its code, as in Django's own list (BCP 47, lower case)."""

    def codes(self):
        return sorted(
            ((code, info["name"]) for code, info in LANG_INFO.items() if "name" in info),
            key=lambda choice: choice[1],
        )


class NameField(models.CharField):
    """A name on one line, tidied before it is required, measured or stored."""

    def deconstruct(self):
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.CharField", args, kwargs

    def to_python(self, value):
        value = super().to_python(value)
        return names.tidy(value) if isinstance(value, str) else value

    def pre_save(self, model_instance, add):
        value = self.to_python(super().pre_save(model_instance, add))
        setattr(model_instance, self.attname, value)
        return value


class StateField(models.JSONField):
    """A record's state, which the door alone writes, and always as JSON.

    SQLite would read a state of 20,000 lines once more only to check that it is JSON.
    """

    def db_check(self, connection):
        return None


def validate_time_zone(name):
    """Refuse what is not the name of a time zone, as IANA lists them."""
    if name not in zoneinfo.available_timezones():
        raise ValidationError(
            _("“%(name)s” is not a time zone: write one like Europe/Belgrade."),
            params={"name": name},
        )


def printed_language_field():
    """Return the field that says in which language the words of a row are printed."""
    return LanguageField(
        _("language of the words"),
        default="en",
        help_text=_("In which language this line is written."),
    )
