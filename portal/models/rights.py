"""Who was erased, by number alone: what no backup may bring back."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class ErasureQuerySet(models.QuerySet):
    def of(self, number):
        """Say whether somebody with a number was erased; numbers beyond any were not."""
        return number <= models.BigIntegerField.MAX_BIGINT and self.filter(pk=number).exists()


class Erasure(models.Model):
    """That the person of a number was erased: when, by whom, and what kinds of places.

    It keeps no name and no word. The number is never given to another person.
    """

    number = models.BigIntegerField(_("number"), primary_key=True)
    at = models.DateTimeField(_("erased"), default=timezone.now)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    #: How many places of each kind, by the name of the model.
    places = models.JSONField(default=dict)

    objects = ErasureQuerySet.as_manager()

    class Meta:
        verbose_name = _("person who was erased")
        verbose_name_plural = _("people who were erased")
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["-at", "-number"], name="portal_erasure_newest")]

    def __str__(self):
        return str(self.number)
