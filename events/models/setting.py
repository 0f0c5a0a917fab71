"""What belongs to an event and is no line of its list: places, bodies, sources."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from events.models.event import Event
from organisations.models import Organisation
from portal.fields import CountryField, country_name, printed_language_field
from portal.models import Worded


class Place(models.Model):
    event = models.ForeignKey(Event, models.CASCADE, related_name="places")
    venue = models.CharField(_("venue"), max_length=160, blank=True)
    city = models.CharField(_("town"), max_length=120, blank=True)
    country = CountryField(_("country"), blank=True)
    day = models.DateField(_("day"), null=True, blank=True, help_text=_("If only on one day."))
    language = printed_language_field()
    order = models.PositiveIntegerField(_("order"), default=10)

    class Meta:
        verbose_name = _("place")
        verbose_name_plural = _("places")
        ordering = ["order", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(venue="", city="", country=""),
                name="events_place_says_something",
                violation_error_message=_("Give the venue, the town or the country."),
            )
        ]
        indexes = [models.Index(fields=["country", "event"], name="events_place_country")]

    def __str__(self):
        return ", ".join(
            str(part) for part in (self.venue, self.city, country_name(self.country)) if part
        )


class EventOrganisationQuerySet(models.QuerySet):
    def public(self, now=None):
        return self.filter(event__visible_from__lte=now or timezone.now())


class EventOrganisation(Worded):
    """What an institution is to an event, apart from who spoke for it."""

    class Role(models.TextChoices):
        ORGANISER = "organiser", _("organiser")
        CO_ORGANISER = "co-organiser", _("co-organiser")
        HOST = "host", _("host")
        FUNDER = "funder", _("funder")
        CHANNEL = "channel", _("channel of funds")
        PARTNER = "partner", _("partner")
        SUPPORTER = "supporter", _("supporter")

    event = models.ForeignKey(Event, models.CASCADE, related_name="bodies")
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="events_as", verbose_name=_("institution")
    )
    role = models.CharField(_("role"), max_length=12, choices=Role, default=Role.ORGANISER)
    order = models.PositiveIntegerField(_("order"), default=10)

    objects = EventOrganisationQuerySet.as_manager()

    class Meta:
        verbose_name = _("organiser or partner")
        verbose_name_plural = _("organisers and partners")
        ordering = ["order", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["event", "organisation", "role"],
                name="events_event_organisation_once",
                violation_error_message=_("This institution is in the list already."),
            )
        ]
        indexes = [models.Index(fields=["organisation", "event"], name="events_as_body")]

    def __str__(self):
        return f"{self.organisation}: {self.get_role_display()}"


class Source(models.Model):
    """Where the event was written up before."""

    event = models.ForeignKey(Event, models.CASCADE, related_name="sources")
    publisher = models.CharField(_("publisher"), max_length=200)
    title = models.CharField(_("title"), max_length=300, blank=True)
    url = models.URLField(_("address"), max_length=500, blank=True)
    language = printed_language_field()
    date_as_printed = models.CharField(_("date as printed there"), max_length=120, blank=True)
    differs = models.TextField(
        _("what differs"), blank=True, help_text=_("What the source says otherwise than this page.")
    )
    order = models.PositiveIntegerField(_("order"), default=10)

    class Meta:
        verbose_name = _("source")
        verbose_name_plural = _("sources")
        ordering = ["order", "pk"]

    def __str__(self):
        return ", ".join(part for part in (self.publisher, self.title) if part)
