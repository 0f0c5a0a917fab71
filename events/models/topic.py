from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.fields import NameField
from portal.models import Recorded


class Topic(Recorded):
    name = NameField(_("name"), max_length=120, unique=True)
    slug = models.SlugField(_("address"), max_length=100, unique=True)

    event_key = ""

    class Meta:
        verbose_name = _("topic")
        verbose_name_plural = _("topics")
        ordering = ["name", "pk"]

    def __str__(self):
        return self.name
