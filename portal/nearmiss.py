"""“Did you mean”: the nearest words of what the public may see, where a query found nothing."""

import itertools

from rapidfuzz import process
from rapidfuzz.distance import OSA

from portal import names
from portal.fulltext import Resembles
from portal.models import Entry
from portal.models.entry import WRITTEN

# So many candidates are compared; where more have pieces in common the first stand for them.
CANDIDATES = 4000
OFFERED = 3
MOST_WORDS = 10
KINDS = [kind for kind in Entry.Kind if kind != Entry.Kind.REPORT]
# One letter of five may be wrong, two letters of seven.
NEAR = 0.7


def suggestions(query, now, kinds=KINDS):
    """Return up to three queries that would find something, the nearest first; one query."""
    pairs = [(word, names.fold(word)) for word in WRITTEN.findall(query)]
    every = {fold: word for word, fold in pairs if fold and " " not in fold}
    typed = dict(itertools.islice(every.items(), MOST_WORDS))
    terms = list(typed)
    if not any(len(term) > 2 for term in terms):
        return []
    rows = _candidates(terms, now, kinds)
    vocabulary = {word for called, _spelt in rows for word in called.split()}
    near = {term: _near(term, vocabulary) for term in terms}
    found = {}
    for called, spelt in rows:
        best = [max((near[term].get(word, 0), word) for word in called.split()) for term in terms]
        if all(likeness for likeness, _word in best) and any(likeness < 1 for likeness, _ in best):
            fits = sum(likeness for likeness, _word in best)
            meant = tuple(
                term if likeness == 1 else word
                for term, (likeness, word) in zip(terms, best, strict=True)
            )
            found.setdefault(meant, (-fits, best, spelt))
    nearest = sorted(found, key=lambda meant: (found[meant][0], meant))[:OFFERED]
    return [_written(typed, *found[words][1:]) for words in nearest]


def _written(typed, best, spelt):
    """Return the query with the words of a name that are nearest, as they are spelt there."""
    # Of several spellings the first is that of the name that stands on the page.
    written = {names.fold(word): word for word in reversed(spelt.split())}
    return " ".join(
        own if likeness == 1 else _as(own, written.get(word, word))
        for own, (likeness, word) in zip(typed.values(), best, strict=True)
    )


def _as(typed, word):
    """Return a word with a capital where the one that was typed has one."""
    return word.capitalize() if typed[0].isupper() else word


def _candidates(terms, now, kinds):
    """Return the names of what resembles all words.

    Asked kind by kind: of all at once PostgreSQL would rather read every entry.
    """
    entries = Entry.objects.public(now).order_by()
    of_each = [entries.holding(terms, kind, by=Resembles) for kind in kinds]
    fields = ("kind", "record_id", "called", "spelt")
    first, *others = (some.values_list(*fields) for some in of_each)
    rows = first.union(*others, all=True).order_by("-kind", "record_id")[:CANDIDATES]
    return [(called, spelt) for _kind, _record_id, called, spelt in rows]


def _near(term, vocabulary):
    """Return how like a word those are that resemble it; 1 for those that it begins."""
    scorer = OSA.normalized_similarity
    near = process.extract(term, vocabulary, scorer=scorer, score_cutoff=NEAR, limit=None)
    return {word: score for word, score, _key in near} | {
        word: 1 for word in vocabulary if word.startswith(term)
    }
