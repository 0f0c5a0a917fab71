from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.fields import NameField
from portal.models import Recorded


class TopicQuerySet(models.QuerySet):
    def public(self, now=None):
        """Return those that a public event is about: the first one found is enough."""
        events = self.model._meta.get_field("events")
        event = events.related_model.objects.filter(pk=models.OuterRef("event"))
        # Looked up from each event of the topic: of a join PostgreSQL would merge all events.
        about = (
            events.through.objects.filter(topic=models.OuterRef("pk"))
            .alias(visible_from=models.Subquery(event.order_by().values("visible_from")))
            .filter(visible_from__lte=now or timezone.now())
        )
        return self.filter(models.Exists(about))


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
