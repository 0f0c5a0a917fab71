"""Which record became which: merges and splits, as far as they can be undone."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class ReassignmentQuerySet(models.QuerySet):
    def standing(self):
        """Return those that nobody undid."""
        return self.filter(undone_at=None)

    def of(self, record):
        """Return those that a record took part in, on either side."""
        either = models.Q(from_id=record.pk) | models.Q(to_id=record.pk)
        return self.filter(either, kind=record._meta.label_lower)

    def heir(self, model, key):
        """Return the key of what a merged record is a part of today, None if it is none."""
        return self.heirs(model, [key]).get(key)

    def heirs(self, model, keys):
        """Return by key of what each merged record is a part of today.

        Costs a query, and one more for each time that these were merged again.
        """
        merged = self.standing().filter(
            action=Reassignment.Action.MERGE, kind=model._meta.label_lower
        )
        found, new = {}, {key: key for key in keys if key <= models.BigIntegerField.MAX_BIGINT}
        while new:
            heirs = dict(merged.filter(from_id__in=new.values()).values_list("from_id", "to_id"))
            new = {key: heirs[last] for key, last in new.items() if last in heirs}
            found |= new
        return found


class Reassignment(models.Model):
    """That what named one record names another now: all of it by a merge, some by a split.

    It keeps no names and no words: `touched` are [kind, key, number before, number after] of
    every record that changed with it, and what they were is in their Versions.
    """

    class Action(models.TextChoices):
        MERGE = "merge", _("merged")
        SPLIT = "split", _("split")

    action = models.CharField(max_length=5, choices=Action)
    kind = models.CharField(max_length=60)
    from_id = models.BigIntegerField()
    to_id = models.BigIntegerField()
    #: Whether the other was made for it.
    made = models.BooleanField(default=False)
    touched = models.JSONField(default=list)
    #: The keys of working papers that named the one and name the other, by their foreign key.
    papers = models.JSONField(default=dict)
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    undone_at = models.DateTimeField(null=True, blank=True)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects = ReassignmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("merge or split")
        verbose_name_plural = _("merges and splits")
        ordering = ["-at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(from_id=models.F("to_id")), name="portal_reassignment_of_two"
            ),
            models.UniqueConstraint(
                fields=["kind", "from_id"],
                condition=models.Q(action="merge", undone_at=None),
                name="portal_reassignment_merged_once",
            ),
        ]
        indexes = [
            models.Index(fields=["kind", "from_id"], name="portal_reassignment_from"),
            models.Index(fields=["kind", "to_id"], name="portal_reassignment_to"),
        ]

    def __str__(self):
        return f"{self.kind} {self.from_id} > {self.to_id}"
