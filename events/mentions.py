"""Whose names stand in a text of a report, and which of them readers see.

The people are those who are on the event's list or ever were, and whoever is hidden.
"""

from collections import defaultdict
from dataclasses import dataclass

from django.db.models import Exists, Func, JSONField, OuterRef, Q

from events.models import Event, Participation
from people.models import Person
from portal import names
from portal.models import Version

# What is shorter stands only where the whole word is it: “Li” is not in “list”.
SHORTEST_STEM = 4


class LineColumn(Func):
    """One column of all lines of the list in a snapshot of an event, as a JSON array."""

    output_field = JSONField()
    template = (
        "(SELECT json_group_array(value) "
        "FROM json_tree(%(expressions)s, '$.parts.participations') WHERE key = '%(column)s')"
    )

    def as_postgresql(self, compiler, connection, **extra):
        template = "jsonb_path_query_array(%(expressions)s, '$.parts.participations.*.%(column)s')"
        return self.as_sql(compiler, connection, template=template, **extra)


@dataclass
class Somebody:
    """A person by all the names that they go by, folded; `last` are those used alone."""

    whole: set
    last: set
    shown: bool

    def stood(self, text):
        """Say whether a text may mean the person, in whatever case a name stands there."""
        return self._stood(self.whole | self.last, text)

    def is_removed(self, old, new):
        """Say whether a name of the person stood in a text and stands no longer in the newer."""
        whole = any(f" {name} " in new for name in self.whole)
        last = whole or any(f" {name} " in new for name in self.last)
        return (self._stood(self.whole, old) and not whole) or (
            self._stood(self.last, old) and not last
        )

    def _stood(self, written, text):
        return any(
            f" {name}" in text if len(name) >= SHORTEST_STEM else f" {name} " in text
            for name in written
        )


def folded(edition):
    """Return all words of a text as they are looked through, a space at either end."""
    return f" {edition.folded} {names.fold(edition.credits)} "


def may_be_compared(old, new, people):
    """Say whether nobody's name was removed between two folded texts, or is not shown now."""
    return not any(
        somebody.is_removed(old, new)
        or (not somebody.shown and (somebody.stood(old) or somebody.stood(new)))
        for somebody in people
    )


def people_around(event):
    """Return who is on an event's list or ever was, and whoever is hidden.

    Costs two queries, a third if somebody of the list was deleted since.
    """
    printed = _ever_listed(event)
    seen = Participation.objects.filter(event=event, person=OuterRef("pk"), named=True)
    seen = seen.exclude(attendance=Participation.Attendance.ABSENT)
    hidden = Q(visibility=Person.Visibility.HIDDEN)
    people = Person.objects.filter(hidden | Q(pk__in=printed.keys())).annotate(shown=Exists(seen))
    people = people.order_by("pk").only("family_name", "order_known", "folded").in_bulk()
    found = []
    for key, person in people.items():
        whole = {*person.folded.split("\n"), *printed.get(key, ())}
        somebody = _somebody(whole, person.family_name, person.order_known, person.shown)
        if key not in printed:
            # The family name alone says little about who is nowhere near the event.
            somebody.last.clear()
        found.append(somebody)
    return found + _deleted(printed.keys() - people.keys(), printed)


def _ever_listed(event):
    """Return the folded printed names of all who ever were on the list, by key."""
    versions = Version.objects.filter(kind=Event._meta.label_lower, record_id=event.pk)
    columns = (LineColumn("data", column=name) for name in ("person_id", "printed_name"))
    printed = defaultdict(set)
    for keys, written in versions.order_by().values_list(*columns).distinct():
        for key, name in zip(keys, written, strict=True):
            if key:
                printed[key].add(names.fold(name))
    return printed


def _deleted(keys, printed):
    """Return who was deleted since, from their Versions; costs a query if there is somebody."""
    states = Version.objects.filter(kind=Person._meta.label_lower, record_id__in=keys)
    found = []
    for state in states.order_by("pk") if keys else []:
        fields = state.data["fields"]
        others = [row["name"] for row in state.data["parts"]["names"].values()]
        written = [fields["name"], f"{fields['given_name']} {fields['family_name']}", *others]
        whole = {names.fold(name) for name in written} | printed[state.record_id]
        found.append(_somebody(whole, fields["family_name"], fields["order_known"], shown=False))
    return found


def _somebody(whole, family_name, order_known, shown):
    whole = whole - {""}
    last = {names.fold(family_name)} if family_name else {n.rpartition(" ")[2] for n in whole}
    if not order_known:
        last |= {name.partition(" ")[0] for name in whole}
    return Somebody(whole, last - {""}, shown)
