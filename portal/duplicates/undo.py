"""A merge or a split undone: what it changed goes back, what was changed since stays."""

import functools

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import ProtectedError, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from portal import history
from portal.differences import differences
from portal.duplicates.merge import names_both
from portal.duplicates.places import loose
from portal.duplicates.rows import Move
from portal.merging import merge as brought_onto
from portal.models import Pair, Reassignment, Site, Version
from portal.snapshots import snapshot


def undo(reassignment, *, by, now=None):
    """Bring back what a merge or a split changed, as far as nobody changed it since.

    All or nothing; ValidationError says what has to be undone first. Returns whether the
    record that a split made is gone again: it stays where something names it by now.
    """
    now = history.whole(now or timezone.now())
    reason = _("Undone: numbers %(one)d and %(other)d are two again, as before.")
    if reassignment.action == Reassignment.Action.SPLIT:
        reason = _("Undone: what was moved from number %(one)d to number %(other)d goes back.")
    numbers = {"one": reassignment.from_id, "other": reassignment.to_id}
    door = {"by": by, "reason": reason % numbers, "now": now}
    with transaction.atomic():
        Site.objects.hold()
        try:
            reassignment.refresh_from_db()
        except Reassignment.DoesNotExist as error:
            raise ValidationError(
                _("Somebody was erased meanwhile: this can be undone no more."), code="gone"
            ) from error
        refuse(reassignment)
        back = Back(reassignment)
        if back.other:
            with history.change(back.other.record, **door):
                # Its rows go to where they were before the same rows can stand there.
                history.put(back.other.record, back.without_lent())
                back.give_back(door)
                history.put(back.other.record, back.other.merged)
        elif back.first:
            back.give_back(door)
        back.follow(door)
        _take_back_papers(back.model, reassignment)
        if reassignment.action == Reassignment.Action.MERGE:
            Pair.objects.take_back(back.model, reassignment.from_id, reassignment.to_id)
        reassignment.undone_at, reassignment.undone_by = now, by
        reassignment.save(update_fields=["undone_at", "undone_by"])
        return reassignment.made and _is_taken_away(back.model, reassignment.to_id, door)


def refuse(reassignment):
    """Raise ValidationError where something else has to be undone first; costs three queries."""
    if reassignment.undone_at:
        raise ValidationError(_("This was undone already."), code="undone")
    model = history.kinds()[reassignment.kind]
    wanted = {reassignment.to_id}
    if reassignment.action == Reassignment.Action.SPLIT:
        wanted.add(reassignment.from_id)
    there = set(model._base_manager.filter(pk__in=wanted).values_list("pk", flat=True))
    for key in sorted(wanted - there):
        heir = Reassignment.objects.heir(model, key)
        message = _("Number %(key)d was deleted since: bring it back first.")
        if heir:
            message = _("Number %(key)d was merged into number %(heir)d since: undo that first.")
        raise ValidationError(message, code="gone", params={"key": key, "heir": heir})


class Touched:
    """One record that was changed: as it was before, right after, and as it is now."""

    def __init__(self, kind, key, number):
        self.model, self.key = history.kinds()[kind], key
        self.record = self.model._base_manager.filter(pk=key).first()
        own = Version.objects.filter(kind=kind, record_id=key)
        states = {v.number: v for v in own.filter(number__in=[number - 1, number])}
        self.last = states.get(number)
        is_gone = self.last and self.last.action == Version.Action.DELETED
        before = self.last if is_gone else states.get(number - 1)
        if not (self.last and before):
            raise ValidationError(_("What this was before is not kept any more."), code="unknown")
        self.before, self.after = before.data, self.last.data

    @functools.cached_property
    def now(self):
        return self.record and snapshot(self.record)

    @property
    def is_unchanged(self):
        """Say whether nobody changed it since."""
        return bool(self.record) and self.record.number == self.last.number

    @functools.cached_property
    def merged(self):
        """What it was before, with all that was changed since."""
        if self.is_unchanged:
            return self.before
        return brought_onto(self.after, self.now, self.before)

    @property
    def title(self):
        return str(self.record or self.last.title)

    def collisions(self, user):
        """Return the Differences made since that stay, because both changed the same."""
        if self.record is None or self.is_unchanged:
            return []
        undone = {line.key for line in differences(self.model, self.after, self.before, user)}
        rows = {(part, row) for part, row, _field in undone if part}
        return [
            line
            for line in differences(self.model, self.after, self.now, user)
            if line.key in undone or (not line.key[2] and line.key[:2] in rows)
        ]


class Back:
    """The way back of one Reassignment; costs some queries for each record."""

    def __init__(self, reassignment):
        self.reassignment = reassignment
        self.model = history.kinds()[reassignment.kind]
        own = {}
        self.others = []
        for touched in reassignment.touched:
            kind, key, _number = touched
            is_own = kind == reassignment.kind and key in (reassignment.from_id, reassignment.to_id)
            if is_own:
                own[key] = Touched(*touched)
            else:
                self.others.append(touched)
        self.first, self.other = own.get(reassignment.from_id), own.get(reassignment.to_id)

    @property
    def every(self):
        """Yield all that was touched but what is gone by the merge itself."""
        yield from filter(None, [self.other])
        if self.first and self.reassignment.action == Reassignment.Action.SPLIT:
            yield self.first
        for touched in self.others:
            yield Touched(*touched)

    @functools.cached_property
    def lent(self):
        """The rows that the other got from the first, as (part, key)."""
        if not self.other:
            return set()
        return {
            (name, key)
            for name, rows in self.first.before["parts"].items()
            for key in rows
            if key in self.other.after["parts"].get(name, {})
            if key not in self.other.before["parts"].get(name, {})
        }

    def without_lent(self):
        parts = {
            name: {key: row for key, row in rows.items() if (name, key) not in self.lent}
            for name, rows in self.other.now["parts"].items()
        }
        return self.other.now | {"parts": parts}

    def give_back(self, door):
        """Bring the first back, with what was changed since in its rows."""
        for part, key in self.lent:
            self.other.merged["parts"][part].pop(key, None)
        if self.reassignment.action == Reassignment.Action.MERGE:
            record = history.bring_back(self.first.last, **door)
            data = self.first.before | {"fields": self.first.before["fields"] | self._stricter()}
        else:
            record, data = self.first.record, self.first.merged
        parts = {name: dict(rows) for name, rows in data["parts"].items()}
        for part, key in self.lent:
            if row := self.other.now["parts"][part].get(key):
                parts[part][key] = row | {"id": int(key), self._owner(part): record.pk}
        with history.change(record, **door):
            history.put(record, data | {"parts": parts})

    def _stricter(self):
        """Return what the first shows less of than before: the other was hidden for both since."""
        found = {}
        kept = self.model._base_manager.get(pk=self.reassignment.to_id)
        for name in self.model.stricter:
            order = [value for value, _label in self.model._meta.get_field(name).flatchoices]
            before = self.other.before["fields"][name] if self.other else order[0]
            now, own = getattr(kept, name), self.first.before["fields"][name]
            if order.index(now) > max(order.index(before), order.index(own)):
                found[name] = now
        return found

    def _owner(self, part):
        return self.model._meta.get_field(part).field.attname

    def follow(self, door):
        """Bring all others back that are still there."""
        move = Move(self.model, self.reassignment.from_id, self.reassignment.to_id)
        is_split = self.reassignment.action == Reassignment.Action.SPLIT
        for touched in (Touched(*told) for told in self.others):
            if touched.record:
                with history.change(touched.record, follows=True, **door) as passing:
                    if is_split or names_both(touched.model, touched.before, move):
                        passing.note = _("A correction of our records was taken back.")
                    history.put(touched.record, touched.merged)


def _take_back_papers(model, reassignment):
    """Let the working papers that were handed over name the first again."""
    for field in loose(model):
        keys = reassignment.papers.get(str(field), [])
        rows = field.model._base_manager.filter(pk__in=keys)
        handed_over = Q(**{field.name: reassignment.to_id}) | Q(**{f"{field.name}__isnull": True})
        rows.filter(handed_over).update(**{field.name: reassignment.from_id})


def _is_taken_away(model, key, door):
    """Delete the record that a split made, unless something names it by now."""
    try:
        with transaction.atomic():
            history.remove(model._base_manager.get(pk=key), **door)
    except ProtectedError:
        return False
    return True
