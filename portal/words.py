"""Words that pages say again and again, put together once in each language."""

import functools

from django.utils.translation import get_language


def said_again(function):
    """Keep what a function of few values says in the language of the reader, and nothing else."""

    @functools.lru_cache(maxsize=2000)
    def kept(_language, *values):
        return function(*values)

    @functools.wraps(function)
    def said(*values):
        return kept(get_language(), *values)

    return said
