"""Reports in the order of what changed in them last."""

from django.db import models
from django.db.models.functions import Greatest
from django.utils import timezone

from events.models.update import TOLD_AT, Update


class NewestQuerySet(models.QuerySet):
    """Reports with what “Last updated” says of them."""

    def with_last_updated(self, now=None):
        """Annotate `last_updated`, the instant of the newest material change."""
        counting = Update.objects.counting_beside(
            models.OuterRef("event"), models.OuterRef("language"), now
        )
        return self.annotate(last_updated=models.Subquery(counting.values("at")[:1]))

    def newest_told_first(self, now=None):
        """Put first the material change that became known here last, at `told_at`.

        Each is joined to the one line of its history after which no other counts; their order is
        read off the index of the instants by which it goes.
        """
        now = now or timezone.now()
        instants = ["newest__at", "newest__recorded_at"]
        told_at = Greatest(*map(models.OuterRef, instants))
        later = (
            Update.objects.counting_beside(
                models.OuterRef("event"), models.OuterRef("language"), now
            )
            .order_by()
            .annotate(told_at=TOLD_AT)
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
            .annotate(told_at=Greatest(*instants))
            .order_by("-told_at", "-pk")
        )
