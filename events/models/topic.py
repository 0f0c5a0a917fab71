from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.fields import NameField
from portal.models import Recorded


class TopicQuerySet(models.QuerySet):
    def public(self, now=None):
        """Return those that a public event is about."""
        told = self.model.events.through.objects.filter(
            topic=models.OuterRef("pk"), event__visible_from__lte=now or timezone.now()
        )
        return self.filter(models.Exists(told))


class Topic(Recorded):
    name = NameField(_("name"), max_length=120, unique=True)
    slug = models.SlugField(_("address"), max_length=100, unique=True)

    event_key = ""
    objects = TopicQuerySet.as_manager()

    class Meta:
        verbose_name = _("topic")
        verbose_name_plural = _("topics")
        ordering = ["name", "pk"]

    def __str__(self):
        return self.name
