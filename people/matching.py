"""Which people of the directory some written names mean, and how sure that is."""

import itertools
from collections import Counter, defaultdict
from dataclasses import dataclass, field

from django.db import models

from organisations.models import Ancestry
from people.models import Person, Position
from portal import names
from portal.likeness import PROBABLE, Certainty, Likeness, Match, Reason, likeness

#: From so many people on, two of one name at one institution are nothing rare.
LARGE = 50
#: So many are offered in one place.
OFFERED = 6
# So many keys are sent in one query.
AT_ONCE = 2000
# Of longer names the first words are looked up.
MOST_WORDS = 6
_NAMED = ("name", "honorific", "given_name", "family_name", "folded", "visibility", "sort_key")


def match(written, *, organisations=(), positions=()):
    """Return for each of some written names a Match with a person.

    `organisations` are the keys of the institutions beside the names and `positions` the words
    of their posts, each None or "" where not known. Only who has the same name at the same
    institution is sure, and not where that is large, nor in another post. Every name of the
    directory is read once, and all else costs six queries for some thousand candidates.
    """
    bodies = organisations or [None] * len(written)
    posts = positions or [""] * len(written)
    asked = [
        _Asked(names.fold_again(name.name), body, post)
        for name, body, post in zip(written, bodies, posts, strict=True)
    ]
    rows = Person.objects.order_by("pk").values_list("pk", "folded").iterator(AT_ONCE)
    near = alike({one.fold for one in asked} - {""}, rows)
    keys = {key for found in near.values() for key in found}
    people = _people(keys)
    known = _Known(keys, {body for body in bodies if body})
    return [_judged(one, near.get(one.fold, {}), people, known) for one in asked]


@dataclass
class _Asked:
    fold: str
    body: int | None
    position: str


def alike(folds, rows):
    """Return by each folded name the keys of the rows that have one like it, with the Likeness.

    The rows, each a key and folded names on lines, pass by once: what is kept follows from
    what is asked for.
    """
    blocks = defaultdict(set)
    for fold in folds:
        for key in _keys(fold):
            blocks[key].add(fold)
    found = defaultdict(dict)
    for pk, folded in rows:
        for line in folded.split("\n"):
            # Who is asked for by one name only is looked for among all who have it.
            keys = {*_keys(line), line.rpartition(" ")[2]} & blocks.keys()
            for fold in set().union(*(blocks[key] for key in keys)):
                how = likeness(fold, line)
                if how.score >= PROBABLE or (how.score and " " not in fold):
                    found[fold][pk] = max(how, found[fold].get(pk, how))
    return {fold: _best(likenesses) for fold, likenesses in found.items()}


def _keys(fold):
    """Return what two names have in common that may be one: a word, and how another begins."""
    words = fold.split()[:MOST_WORDS]
    if len(words) == 1:
        return words
    pairs = itertools.permutations(words, 2)
    return [f"{one} {other[0]}" for one, other in pairs if len(one) > 1]


def _best(likenesses):
    """Return all who have the very name, and of the others the nearest."""
    same = {pk: how for pk, how in likenesses.items() if _is_same(how)}
    others = sorted(
        (pk for pk in likenesses if pk not in same), key=lambda pk: (-likenesses[pk].score, pk)
    )
    return same | {pk: likenesses[pk] for pk in others[:OFFERED]}


def _is_same(how: Likeness):
    return how.reason in (Reason.SAME, Reason.ORDER)


def _people(keys):
    found = {}
    for some in itertools.batched(sorted(keys), AT_ONCE):
        found |= Person.objects.only(*_NAMED).in_bulk(some)
    return found


@dataclass
class _Known:
    """What the directory and lists tell of some people and of some institutions."""

    keys: set
    bodies: set
    posts: dict = field(default_factory=lambda: defaultdict(lambda: defaultdict(set)))

    def __post_init__(self):
        self.lines = Person.participations.field.model.objects
        pairs = Ancestry.objects.filter(
            models.Q(ancestor__in=self.bodies) | models.Q(descendant__in=self.bodies)
        ).values_list("ancestor", "descendant")
        self.near = defaultdict(set)
        for above, below in pairs:
            self.near[above].add(below)
            self.near[below].add(above)
        for some in itertools.batched(sorted(self.keys), AT_ONCE):
            self._read(some)
        self.large = self._large() if self.posts else set()

    def _read(self, some):
        for key, body, post in itertools.chain(
            Position.objects.order_by()
            .filter(person__in=some)
            .values_list("person", "organisation", "title"),
            # What is limited to some colleagues tells nothing to others.
            self.lines.order_by()
            .filter(person__in=some, organisation__isnull=False, event__colleagues=None)
            .values_list("person", "organisation", "position")
            .distinct(),
        ):
            self.posts[key][body].add(names.fold_again(post))

    def _large(self):
        """Return which of the institutions asked for are large, with their departments."""
        within = {body: {body} | self.near[body] for body in self.bodies}
        keys = {key for every in within.values() for key in every}
        count = models.Count("person", distinct=True)
        people = Counter()
        for rows in (Position.objects, self.lines):
            counted = rows.order_by().filter(organisation__in=keys, person__isnull=False)
            people.update(dict(counted.values_list("organisation").annotate(n=count)))
        return {body for body, every in within.items() if sum(people[k] for k in every) >= LARGE}

    def at(self, key, body):
        """Return the folded posts of a person at an institution, its parts and what it is part of.

        None if the person is not known there.
        """
        found = [posts for of, posts in self.posts[key].items() if of in {body} | self.near[body]]
        return set().union(*found) if found else None


def _judged(asked, near, people, known):
    if not near:
        return Match(Certainty.NEW)
    there = {key: known.at(key, asked.body) for key in near} if asked.body else {}
    here = {key for key, posts in there.items() if posts is not None}

    def place(key):
        is_here, is_same = key in here, _is_same(near[key])
        return not (is_here and is_same), not (is_here or is_same), -near[key].score, key

    first, *others = sorted((key for key in near if key in people), key=place)[:OFFERED]
    reason = _doubt(asked, near, there, known, first)
    certainty = Certainty.PROBABLE if reason else Certainty.SURE
    others = tuple(people[key] for key in others)
    return Match(certainty, people[first], others, reason or Reason.SAME)


def _doubt(asked, near, there, known, first):
    """Return why the likeliest person may be another, None if nothing says so."""
    if not _is_same(near[first]):
        return near[first].reason
    if sum(map(_is_same, near.values())) > 1:
        return Reason.SEVERAL
    if there.get(first) is None:
        return Reason.ELSEWHERE
    if asked.body in known.large:
        return Reason.LARGE
    told = there[first] - {""}
    position = names.fold_again(asked.position)
    if position and told and not any(_is_post(position, post) for post in told):
        return Reason.POSITION
    return None


def _is_post(one, other):
    """Say whether two folded posts may be the same, one said at greater length."""
    return set(one.split()) <= set(other.split()) or set(other.split()) <= set(one.split())
