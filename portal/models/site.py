"""That something a page may show has changed, and since when: for what is kept between requests."""

import mmap
import secrets

from django.db import models, transaction

from portal.prepared import prepared, updating

#: How many moves are told apart; whoever is further behind reads everything anew.
MOVES_KEPT = 1000
#: Other bytes after each save by a process of this server: they are made before its workers are
#: born, and so in the memory of all of them.
_last_save = mmap.mmap(-1, 8)


def last_save():
    return _last_save[:]


def tell_of_save():
    _last_save[:] = secrets.token_bytes(8)


class SiteManager(models.Manager):
    def hold(self):
        """Wait for the one row of the site and keep it until the transaction ends."""
        if not _held():
            self.bulk_create([Site(pk=1)], ignore_conflicts=True)
            self.select_for_update().get(pk=1)

    def move(self, kind="", events=None):
        """Move the site's number and mark: something that a page may show has changed.

        `kind` is that of the record changed, `events` are the keys of the events that lists may
        tell otherwise now; without them all is to be read anew.
        """
        mark = secrets.token_hex(8)
        if not _moved(mark):
            self.get_or_create(pk=1, defaults={"number": 1, "mark": mark})
        move = Move.objects.create(
            mark=mark, kind=kind, events=events if events is None else sorted(events)
        )
        if move.pk % MOVES_KEPT == 0:
            Move.objects.filter(pk__lte=move.pk - MOVES_KEPT).delete()
        transaction.on_commit(tell_of_save)

    def number(self):
        return self.filter(pk=1).values_list("number", flat=True).first() or 0

    def mark(self):
        """Return the mark of the last move, "" before the first; a move undone takes its along."""
        return next(iter(_mark.of(self.db)), "")


class Site(models.Model):
    """One row: the number and the mark that every change through the door moves."""

    number = models.PositiveBigIntegerField(default=0)
    mark = models.CharField(max_length=16, blank=True, default="")

    objects = SiteManager()

    class Meta:
        ordering = ["pk"]
        constraints = [models.CheckConstraint(condition=models.Q(pk=1), name="portal_site_one_row")]

    def __str__(self):
        return str(self.number)


@prepared
def _mark():
    return Site.objects.filter(pk=1).values_list("mark", flat=True)


@prepared
def _held():
    return Site.objects.select_for_update().filter(pk=1)


@updating
def _moved(mark):
    return Site.objects.filter(pk=1), {"number": models.F("number") + 1, "mark": mark}


class MoveManager(models.Manager):
    def since(self, mark):
        """Return the moves after the one that had a mark, None if it is not known.

        One query: between two of them some could be let go of that are asked for by the second.
        """
        own = self.filter(mark=mark).order_by().values("pk")
        found = list(self.filter(pk__gte=models.Subquery(own)))
        return found[1:] if found else None


class Move(models.Model):
    """One move of the site, and of which events lists may tell otherwise since."""

    mark = models.CharField(max_length=16, unique=True)
    kind = models.CharField(max_length=60, blank=True)
    events = models.JSONField(null=True)

    objects = MoveManager()

    class Meta:
        verbose_name = "move"
        verbose_name_plural = "moves"
        ordering = ["pk"]

    def __str__(self):
        return self.mark
