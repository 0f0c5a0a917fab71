"""Reports in the order of what changed in them last."""

from django.db import models
from django.db.models.functions import Greatest
from django.utils import timezone

from events.models.update import Update


class NewestQuerySet(models.QuerySet):
    """Reports, each joined to the one line of its history after which no other counts.

    Their order is read off the index of the instants by which it goes.
    """

    def newest_first(self, now=None):
        """Annotate `last_updated` and put the newest material change first."""
        return self._by(now, "at").annotate(last_updated=models.F("newest__at"))

    def newest_told_first(self, now=None):
        """Put first the material change that became known here last, at `told_at`."""
        return self._by(now, "at", "recorded_at")

    def _by(self, now, *instants):
        """Annotate the later of some instants of the newest line as `told_at`, and go by it."""
        now, newest = now or timezone.now(), [f"newest__{name}" for name in instants]
        told_at = _latest(*map(models.OuterRef, newest))
        later = (
            Update.objects.due(now)
            .filter(minor=False, event=models.OuterRef("event"))
            .filter(models.Q(language="") | models.Q(language=models.OuterRef("language")))
            .annotate(told_at=_latest(*map(models.F, instants)))
            .filter(
                models.Q(told_at__gt=told_at)
                | models.Q(told_at=told_at, pk__gt=models.OuterRef("newest__pk"))
            )
        )
        counting = models.Q(event__updates__minor=False, event__updates__at__lte=now) & (
            models.Q(event__updates__language="")
            | models.Q(event__updates__language=models.F("language"))
        )
        return (
            self.annotate(newest=models.FilteredRelation("event__updates", condition=counting))
            # Not exclude(): that would join the history once more.
            .filter(~models.Exists(later), newest__isnull=False)
            .annotate(told_at=_latest(*map(models.F, newest)))
            .order_by("-told_at", "-pk")
        )


def _latest(first, *others):
    return Greatest(first, *others) if others else first
