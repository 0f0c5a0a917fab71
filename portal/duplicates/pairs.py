"""Which records may be one: kept up to date by the door, so that nobody compares all with all.

A model that can be told twice has a rule as its `alike`: `FIELDS` that are read of a record,
`keys` of which two that may be one share some, and `compare`, which gives how alike two are
and why, a `Reason`, or None.
"""

import functools
import zlib
from collections import Counter, defaultdict
from heapq import nlargest
from itertools import batched

from portal import names
from portal.inserting import insert
from portal.models import Key, Pair
from portal.prepared import Among, Prepared, prepared

#: With so many is a record compared: those that share the most keys.
MOST_COMPARED = 60
#: So many likely ones are kept of a record.
MOST_KEPT = 12
AT_ONCE = 500
LONGEST = Key._meta.get_field("key").max_length
#: What tells one pair from another.
TOLD = ("kind", "first_id", "second_id")
#: Before what tells one state of a record from another, and is shared by nobody.
STATE = "="


def renew(model, keys):
    """Find anew with whom some records may be one, as far as their names changed.

    Costs two queries where they did not, and some more for each five hundred where they did.
    """
    if model.alike:
        for some in batched(sorted(keys), AT_ONCE):
            _renew(model, some)


def _renew(model, keys):
    kind, rule = model._meta.label_lower, model.alike
    rows = _read(model, keys)
    wanted = {key: _keys(rule, rows[key]) if key in rows else set() for key in keys}
    stored = defaultdict(set)
    for key, short in _known(kind, list(keys)):
        stored[key].add(short)
    stale = [key for key in keys if wanted[key] != stored[key]]
    was = {}
    if any(stored[key] for key in stale):
        Key.objects.filter(kind=kind, record_id__in=stale).delete()
        pairs = Pair.objects.open().filter(kind=kind).touching(stale)
        told = pairs.values_list("pk", "first_id", "second_id")
        was = {(first, second): key for key, first, second in told}
    shorts = ((kind, key, short) for key in stale for short in sorted(wanted[key]))
    insert(Key, ("kind", "record_id", "key"), shorts)
    fresh = {key: wanted[key] for key in stale if key in rows}
    found = _find(model, rows, fresh) if fresh else {}
    if gone := [key for pair, key in was.items() if pair not in found]:
        Pair.objects.filter(pk__in=gone).delete()
    likely = ((kind, *pair, score, str(why)) for pair, (score, why) in sorted(found.items()))
    insert(Pair, (*TOLD, "score", "reason"), likely, unique=TOLD, update=("score", "reason"))


def _find(model, rows, fresh):
    """Return the pairs of changed records with what is like them, and how much and why."""
    kind, rule = model._meta.label_lower, model.alike
    shared = _sharing(kind, fresh)
    others = {other for near in shared.values() for other in near} - rows.keys()
    rows = rows | (_read(model, others) if others else {})
    found = {}
    for key, near in shared.items():
        alike = []
        for other in near:
            told = other in rows and rule.compare(rows[key], rows[other])
            if told:
                alike.append((*told, other))
        for score, reason, other in sorted(alike, reverse=True)[:MOST_KEPT]:
            found[tuple(sorted([key, other]))] = score, reason
    return found


def near(model, name, most=3):
    """Return (key, Reason) of the records that something with a name may be; three queries."""
    rule = model.alike
    row = dict.fromkeys(rule.FIELDS) | {"pk": 0, "folded": names.fold(name)}
    shared = _sharing(model._meta.label_lower, {0: rule.keys(row)})
    rows = _read(model, shared.get(0, []))
    told = [(found, key) for key in rows if (found := rule.compare(row, rows[key]))]
    best = sorted(told, key=lambda pair: (-pair[0][0], pair[1]))[:most]
    return [(key, rule.Reason(reason)) for (_score, reason), key in best]


def _sharing(kind, fresh):
    """Return by record those that share the most keys with it; a query."""
    having = defaultdict(set)
    for key, shorts in fresh.items():
        for short in shorts:
            if not short.startswith(STATE):
                having[short].add(key)
    shared = defaultdict(Counter)
    if having:
        for short, other in _having(kind, list(having)):
            for key in having[short]:
                if key != other:
                    shared[key][other] += 1
    # Of those that share as many the newer ones, as somebody has just typed them.
    return {
        key: nlargest(MOST_COMPARED, counted, key=lambda other: (counted[other], other))
        for key, counted in shared.items()
    }


@prepared
def _known(kind, keys):
    """The short forms of some records."""
    known = Key.objects.filter(Among("record_id", keys), kind=kind).order_by()
    return known.values_list("record_id", "key")


@prepared
def _having(kind, shorts):
    """Who has some short forms."""
    having = Key.objects.filter(Among("key", shorts), kind=kind).order_by()
    return having.values_list("key", "record_id")


def _read(model, keys):
    return {row["pk"]: row for row in _compared(model)(list(keys))}


@functools.cache
def _compared(model):
    """Return the question of what is compared of some records."""
    fields = "pk", *model.alike.FIELDS
    return Prepared(lambda keys: model._base_manager.filter(Among("pk", keys)).values(*fields))


def _keys(rule, row):
    state = zlib.crc32(repr(row).encode())
    return {f"{STATE}{state:x}", *(short[:LONGEST] for short in rule.keys(row))}
