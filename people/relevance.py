"""How well rows fit the words that were typed, for the order in which the best stand first."""

import numpy as np
from django.utils.translation import gettext_lazy as _

from portal.filters import RELEVANCE
from portal.models import Entry

BEST_FIRST = (RELEVANCE, _("Best match first"))


def places(best, size):
    """Return by key which place it has in a list of keys, of those not in it the one after all."""
    # What came after the columns were read has no place in them.
    best = [key for key in best if key < size]
    found = np.full(size, len(best), dtype=np.int32)
    # The last write stays: that of the first place.
    found[best[::-1]] = np.arange(len(best), dtype=np.int32)[::-1]
    return found


def of_people(words, size, now):
    """Return by key how well people fit some words; costs a query."""
    best = Entry.objects.public(now).best(words, Entry.Kind.PERSON)
    return places(best.keys, size)
