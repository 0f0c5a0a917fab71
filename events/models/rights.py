"""What keeps the rights of people: texts in which a name is covered. None of it is ever public."""

import datetime

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from people.models import Person


class Cover(models.Model):
    """What a text said before somebody's name was covered in it, so that it can be shown again.

    What was replaced for good is in no cover any more.
    """

    class Decision(models.TextChoices):
        OPEN = "", _("to be decided")
        HIDE = "hide", _("hidden")
        REPLACE = "replace", _("replaced for good")
        KEEP = "keep", _("stays")

    person = models.ForeignKey(
        Person, models.SET_NULL, null=True, blank=True, related_name="covers"
    )
    #: The row whose column it is, by the name of its model.
    kind = models.CharField(max_length=60)
    row_id = models.BigIntegerField()
    column = models.CharField(max_length=60)
    was = models.TextField()
    #: Whether the family name alone was looked for.
    near = models.BooleanField(default=False)
    #: The decision for each place of `was` that may mean the person, in order.
    decisions = models.JSONField(default=list)
    reason = models.CharField(_("reason"), max_length=300, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("covered text")
        verbose_name_plural = _("covered texts")
        ordering = ["kind", "row_id", "column", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "kind", "row_id", "column"], name="events_cover_once"
            )
        ]

    def __str__(self):
        return f"{self.kind} {self.row_id}: {self.column}"


class RequestQuerySet(models.QuerySet):
    def open(self):
        """Return those that nobody answered, the longest waiting first."""
        return self.filter(answered_at=None).order_by("received_at", "pk")

    def lately_from(self, sender, mail, now):
        """Return what came within a day from one machine or one mail address."""
        own = models.Q(mail__iexact=mail)
        own |= models.Q(sender=sender) & ~models.Q(sender="")
        return self.lately(now).filter(own)

    def lately(self, now):
        """Return what came within a day; one of later was dated by a clock that was ahead."""
        day = datetime.timedelta(days=1)
        return self.filter(received_at__gt=now - day, received_at__lt=now + day)


class Request(models.Model):
    """What somebody outside wishes done about what is said of them; the desk answers it.

    What tells who asked goes when it is no longer needed; the dates stay.
    """

    LASTS = datetime.timedelta(days=30)

    class Wish(models.TextChoices):
        HIDE = "hide", _("take my name off the public pages")
        ERASE = "erase", _("remove everything about me")
        CORRECT = "correct", _("correct something")
        SEE = "see", _("tell me what is held about me")
        OTHER = "other", _("something else")

    class Outcome(models.TextChoices):
        DONE = "done", _("done as wished")
        PARTLY = "partly", _("done in part")
        REFUSED = "refused", _("not done")

    page = models.CharField(_("page"), max_length=300, blank=True)
    name = models.CharField(_("your name"), max_length=200)
    mail = models.EmailField(_("your mail address"))
    wish = models.CharField(_("what should we do?"), max_length=7, choices=Wish)
    words = models.TextField(_("say more"), max_length=4000, blank=True)
    #: A digest of the machine that sent it, for the limit of a day.
    sender = models.CharField(max_length=64, blank=True)
    received_at = models.DateTimeField(_("received"), default=timezone.now)
    checked_at = models.DateTimeField(_("identity checked"), null=True, blank=True)
    hidden_at = models.DateTimeField(_("hidden while examined"), null=True, blank=True)
    decided_at = models.DateTimeField(_("decided"), null=True, blank=True)
    outcome = models.CharField(_("decision"), max_length=7, choices=Outcome, blank=True)
    reason = models.CharField(_("reason"), max_length=500, blank=True)
    answer = models.TextField(_("answer"), max_length=4000, blank=True)
    answered_at = models.DateTimeField(_("answered"), null=True, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects = RequestQuerySet.as_manager()

    class Meta:
        verbose_name = _("request of a person")
        verbose_name_plural = _("requests of people")
        ordering = ["-received_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(decided_at=None) | ~models.Q(outcome=""),
                name="events_request_decided_somehow",
            ),
            models.CheckConstraint(
                condition=models.Q(answered_at=None) | models.Q(decided_at__isnull=False),
                name="events_request_decided_before_answered",
            ),
            models.CheckConstraint(
                condition=models.Q(hidden_at=None) | models.Q(checked_at__isnull=False),
                name="events_request_hidden_for_who_it_is",
            ),
            models.CheckConstraint(
                condition=~models.Q(outcome__in=["done", "partly"])
                | ~models.Q(wish__in=["hide", "erase", "see"])
                | models.Q(checked_at__isnull=False),
                name="events_request_done_for_who_it_is",
                violation_error_message=_(
                    "Check first that it is the person who asks: anybody could have."
                ),
            ),
        ]
        indexes = [
            models.Index(
                fields=["received_at", "id"],
                name="events_request_open",
                condition=models.Q(answered_at=None),
            ),
            models.Index(fields=["sender", "received_at"], name="events_request_sender"),
        ]

    def __str__(self):
        return f"{self.pk}: {self.get_wish_display()}"

    @property
    def due(self):
        """The instant by which it must be answered."""
        return self.received_at + self.LASTS

    def days_left(self, now=None):
        """Return how many days are left; less than nothing when it is late."""
        return (timezone.localdate(self.due) - timezone.localdate(now)).days

    def is_forgotten(self):
        """Say whether who asked is no longer kept."""
        return not self.mail
