"""Words that pages say again and again, put together once in each language."""

import functools

from django.utils.translation import get_language
from django.utils.translation import gettext as _


def said_again(function):
    """Keep what a function of few values says in the language of the reader, and nothing else."""

    @functools.lru_cache(maxsize=2000)
    def kept(_language, *values):
        return function(*values)

    @functools.wraps(function)
    def said(*values):
        return kept(get_language(), *values)

    # For who says it many times on a page, and knows the language.
    said.in_language = kept
    return said


def capital(words):
    """Return words that are no lazy ones with a capital letter at the beginning."""
    return words[:1].upper() + words[1:]


def yes_or_no(value):
    return _("Yes") if value else _("No")
