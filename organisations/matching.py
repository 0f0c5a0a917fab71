"""Which institutions of the directory some written names mean, and how sure that is."""

import itertools
from collections import defaultdict
from typing import NamedTuple

from organisations.models import Ancestry, Organisation
from portal import names
from portal.likeness import (
    PROBABLE,
    SHORTEST_BODY,
    Certainty,
    Match,
    Reason,
    acronyms,
    of_bodies,
    telling,
)

OFFERED = 6
AT_ONCE = 2000
#: Words that stand in many names, folded; of these another word tells one from the other.
GENERIC = frozenset(
    # English, then Serbian
    "agency association authority board bureau center centre chamber commission commissariat "
    "committee council court delegation department directorate division embassy faculty federal "
    "foundation general government group institute institution international mission ministry "
    "municipality national office organisation organization permanent public republic school "
    "secretariat sector service society state union united university "
    "agencija ambasada drzavni fakultet institut kancelarija komesarijat komisija ministarstvo "
    "nacionalni odeljenje opstina republicki republike savet sektor sluzba srbije sud udruzenje "
    "univerzitet uprava zavod".split()
)
_NAMED = ("name", "official_name", "acronym", "country", "folded", "parent__name", "sort_key")


class _Asked(NamedTuple):
    fold: str
    inside: int | None
    country: str


def match(texts, *, inside=(), countries=()):
    """Return for each of some written names a Match with an institution.

    `inside` are the keys of the institutions of which the names are departments, None where
    they stand alone; `countries` are codes, "" where not known. Of one name in several
    countries that of the country is meant. Every name of the directory is read once, and all
    else costs two queries for some thousand candidates.
    """
    whole = inside or [None] * len(texts)
    lands = countries or [""] * len(texts)
    asked = [
        _Asked(names.fold_again(text), of, country)
        for text, of, country in zip(texts, whole, lands, strict=True)
    ]
    rows = Organisation.objects.order_by("pk").values_list("pk", "folded").iterator(AT_ONCE)
    near = alike({one.fold for one in asked} - {""}, rows)
    bodies = _bodies({key for found in near.values() for key in found})
    parts = _parts({key for key in whole if key})
    return [_judged(one, near.get(one.fold, {}), bodies, parts) for one in asked]


def alike(folds, rows):
    """Return by each folded name the keys of the rows that have one like it, with the Likeness.

    The rows, each a key and folded names on lines, pass by once.
    """
    blocks = defaultdict(set)
    for fold in folds:
        for key in _keys(fold):
            blocks[key].add(fold)
    found = defaultdict(dict)
    for pk, folded in rows:
        for line in filter(None, folded.split("\n")):
            for fold in {fold for key in _keys(line) for fold in blocks.get(key, ())}:
                how = of_bodies(fold, line)
                if how.score >= PROBABLE:
                    found[fold][pk] = max(how, found[fold].get(pk, how))
    return found


def _keys(fold):
    """Yield what two names have in common that may be one: telling words, or their first letters.

    Of a long word that is misspelt the beginning is right or both ends are, of a shorter one the
    beginning, beside a word that stands in many names.
    """
    words = telling(fold)
    own = [word for word in words if word not in GENERIC or len(words) == 1]
    yield from own
    for word in own:
        if len(word) >= SHORTEST_BODY:
            yield from (f"{word[:2]}-{word[-2:]}", f"{word[:5]}-")
    for one, other in itertools.permutations(words, 2):
        if one in GENERIC:
            yield f"{one} {other[:3]}"
    yield fold.replace(" ", "")
    if len(words) > 1:
        yield from acronyms(fold)


def _bodies(keys):
    found = {}
    for some in itertools.batched(sorted(keys), AT_ONCE):
        found |= Organisation.objects.select_related("parent").only(*_NAMED).in_bulk(some)
    return found


def _parts(keys):
    """Return the departments at any depth of each of some institutions."""
    found = defaultdict(set)
    pairs = Ancestry.objects.filter(ancestor__in=keys, depth__gt=0).order_by()
    for above, below in pairs.values_list("ancestor", "descendant") if keys else []:
        found[above].add(below)
    return found


def _judged(asked, found, bodies, parts):
    near = {key: how for key, how in found.items() if key in bodies}
    if asked.inside:
        near = {key: how for key, how in near.items() if key in parts[asked.inside]}
    if not near:
        return Match(Certainty.NEW)

    def place(key):
        body = bodies[key]
        abroad = bool(asked.country and body.country and body.country != asked.country)
        return abroad, -near[key].score, body.parent_id is not None, key

    ranked = sorted(near, key=place)
    first, *others = (bodies[key] for key in ranked[:OFFERED])
    reason = _doubt(asked, near, bodies, first)
    certainty = Certainty.PROBABLE if reason else Certainty.SURE
    return Match(certainty, first, tuple(others), reason or Reason.SAME)


def _doubt(asked, near, bodies, first):
    """Return why the likeliest institution may be another, None if nothing says so."""
    if near[first.pk].reason != Reason.SAME:
        return near[first.pk].reason
    if asked.country and first.country and first.country != asked.country:
        return Reason.COUNTRY
    same = [bodies[key] for key, how in near.items() if how.reason == Reason.SAME]
    if asked.country and first.country == asked.country:
        same = [body for body in same if body.country in ("", asked.country)]
    if len(same) > 1:
        return Reason.SEVERAL
    if first.parent_id and not asked.inside:
        return Reason.DEPARTMENT
    return None
