"""What the desk keeps of the staff's work; nothing of it is a record or is ever public."""

import datetime

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class LetterQuerySet(models.QuerySet):
    def waiting(self, now=None):
        """Return those that should be tried now, the oldest first."""
        return self.filter(sent_at__isnull=True, try_at__lte=now or timezone.now()).order_by(
            "try_at", "pk"
        )


class Letter(models.Model):
    """A mail in the outbox, written in the transaction of what it tells of."""

    to = models.EmailField(_("to"))
    subject = models.CharField(_("subject"), max_length=200)
    body = models.TextField(_("text"))
    written_at = models.DateTimeField(_("written"), default=timezone.now)
    try_at = models.DateTimeField(_("to be tried at"), default=timezone.now)
    tries = models.PositiveSmallIntegerField(_("tries"), default=0)
    sent_at = models.DateTimeField(_("sent"), null=True, blank=True)
    trouble = models.CharField(_("what went wrong"), max_length=500, blank=True)

    objects = LetterQuerySet.as_manager()

    class Meta:
        verbose_name = _("letter")
        verbose_name_plural = _("outbox")
        ordering = ["-written_at", "-pk"]
        indexes = [
            models.Index(
                fields=["try_at", "id"],
                name="portal_letter_waiting",
                condition=models.Q(sent_at__isnull=True),
            )
        ]

    def __str__(self):
        return self.subject


class MailWishes(models.Model):
    """Of what one of the staff wants to hear by mail; without a row, of all."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="mail_wishes"
    )
    waiting = models.BooleanField(
        _("when a report waits for a second reader, or a change is proposed"), default=True
    )
    returned = models.BooleanField(_("when a report of mine is sent back"), default=True)
    published = models.BooleanField(_("when a report of mine goes out"), default=True)

    class Meta:
        verbose_name = _("mail")
        verbose_name_plural = _("mail")
        ordering = ["user_id"]

    def __str__(self):
        return str(self.user)


class OpeningQuerySet(models.QuerySet):
    #: For how long a form that was opened is said to be open.
    LASTS = datetime.timedelta(hours=2)

    def of(self, kind, record_id, now=None):
        """Return who opened the form of a record lately, the latest first."""
        since = (now or timezone.now()) - self.LASTS
        return (
            self.filter(kind=kind, record_id=record_id, at__gte=since)
            .select_related("user")
            .order_by("-at", "-pk")
        )


class Opening(models.Model):
    """That somebody of the staff opened the form of a record, and when last."""

    kind = models.CharField(max_length=60)
    record_id = models.BigIntegerField()
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="openings")
    at = models.DateTimeField(default=timezone.now)

    objects = OpeningQuerySet.as_manager()

    class Meta:
        verbose_name = _("opened form")
        verbose_name_plural = _("opened forms")
        ordering = ["-at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "record_id", "user"], name="portal_opening_once_each"
            )
        ]
        indexes = [models.Index(fields=["at"], name="portal_opening_age")]

    def __str__(self):
        return f"{self.kind} {self.record_id}: {self.user}"


class Submission(models.Model):
    """A form that was sent and saved; sent again by a second click, it saves nothing more."""

    key = models.UUIDField(unique=True)
    kind = models.CharField(max_length=60)
    record_id = models.BigIntegerField()
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("form that was saved")
        verbose_name_plural = _("forms that were saved")
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["at"], name="portal_submission_age")]

    def __str__(self):
        return str(self.key)


class SetAside(models.Model):
    """What somebody typed into the form of a record and could not save: another was faster.

    `data` is the snapshot of the record as the writer meant it, `number` the one that the
    form was opened with. It waits until it is applied onto the newer one or dropped.
    """

    #: For how long it is kept.
    LASTS = datetime.timedelta(days=30)

    kind = models.CharField(max_length=60)
    record_id = models.BigIntegerField()
    number = models.PositiveIntegerField()
    data = models.JSONField(encoder=DjangoJSONEncoder)
    note = models.CharField(max_length=300, blank=True)
    minor = models.BooleanField(default=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="set_aside")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("text kept for later")
        verbose_name_plural = _("texts kept for later")
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["at"], name="portal_set_aside_age")]

    def __str__(self):
        return f"{self.kind} {self.record_id}: {self.user}"
