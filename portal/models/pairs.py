"""Which records may be one: by what they are met, who was found, and what is not the same."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Key(models.Model):
    """One short form of a record's name, or of its days; who has the same may be the same."""

    kind = models.CharField(max_length=60)
    record_id = models.BigIntegerField()
    key = models.CharField(max_length=100)

    class Meta:
        verbose_name = _("short form of a name")
        verbose_name_plural = _("short forms of names")
        ordering = ["kind", "record_id", "key"]
        constraints = [
            models.UniqueConstraint(fields=["kind", "record_id", "key"], name="portal_key_once")
        ]
        indexes = [models.Index(fields=["kind", "key", "record_id"], name="portal_key_shared")]

    def __str__(self):
        return self.key


class PairQuerySet(models.QuerySet):
    def open(self):
        """Return those of which nobody said that they are not the same."""
        return self.filter(apart_at=None)

    def touching(self, keys):
        return self.filter(models.Q(first_id__in=keys) | models.Q(second_id__in=keys))

    def say_apart(self, model, one, other, *, by, now=None):
        """Remember for ever that two records are not the same."""
        first, second = sorted([one, other])
        apart = {"apart_at": now or timezone.now(), "apart_by": by}
        self.update_or_create(
            kind=model._meta.label_lower,
            first_id=first,
            second_id=second,
            defaults=apart,
            create_defaults=apart | {"score": 0},
        )

    def apart_from(self, model, key):
        """Return of whom it was said that they are not the same as a record, by the Pair."""
        said = self.filter(kind=model._meta.label_lower).exclude(apart_at=None).touching([key])
        return {pair.first_id + pair.second_id - key: pair for pair in said}

    def hand_over(self, model, old, new):
        """Remember of a record that it is none of those that its double is none of."""
        known = self.apart_from(model, new)
        for key, pair in self.apart_from(model, old).items():
            if key != new and key not in known:
                self.say_apart(model, new, key, by=pair.apart_by, now=pair.apart_at)

    def take_back(self, model, old, new):
        """Forget what a record was said not to be because its double was not."""
        said = self.apart_from(model, new)
        for key, pair in self.apart_from(model, old).items():
            if key in said and said[key].apart_at == pair.apart_at:
                own = self.filter(pk=said[key].pk)
                # Found by its names it is in doubt again.
                own.filter(score=0).delete()
                own.update(apart_at=None, apart_by=None)


class Pair(models.Model):
    """Two records of a kind that may be one, how likely, and why; the smaller number first."""

    kind = models.CharField(max_length=60)
    first_id = models.BigIntegerField()
    second_id = models.BigIntegerField()
    score = models.FloatField()
    reason = models.CharField(max_length=20, blank=True)
    apart_at = models.DateTimeField(null=True, blank=True)
    apart_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects = PairQuerySet.as_manager()

    class Meta:
        verbose_name = _("pair that may be one")
        verbose_name_plural = _("pairs that may be one")
        ordering = ["kind", "-score", "first_id", "second_id"]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "first_id", "second_id"], name="portal_pair_once"
            ),
            models.CheckConstraint(
                condition=models.Q(first_id__lt=models.F("second_id")), name="portal_pair_in_order"
            ),
        ]
        indexes = [
            models.Index(
                fields=["kind", "-score", "first_id", "second_id"],
                name="portal_pair_open",
                condition=models.Q(apart_at=None),
            ),
            models.Index(fields=["kind", "second_id"], name="portal_pair_second"),
        ]

    def __str__(self):
        return f"{self.kind} {self.first_id} = {self.second_id}?"
