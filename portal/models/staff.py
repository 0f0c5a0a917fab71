"""What the desk keeps of the staff's work; nothing of it is a record or is ever public."""

import datetime

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from portal.models.record import NEVER


class LetterQuerySet(models.QuerySet):
    def waiting(self, now=None):
        """Return those that should be tried now, the oldest first."""
        now = now or timezone.now()
        # What is later than it can be was dated by a clock that was ahead.
        latest = now + datetime.timedelta(minutes=max(Letter.BACK_OFF))
        due = models.Q(try_at__lte=now) | models.Q(try_at__gt=latest, try_at__lt=NEVER)
        return self.filter(due, sent_at__isnull=True).order_by("try_at", "pk")

    def stuck(self):
        """Return those that nobody tries any more until one of the staff says so."""
        return self.filter(sent_at__isnull=True, try_at=NEVER)


class Letter(models.Model):
    """A mail in the outbox, written in the transaction of what it tells of.

    Who wants to send it claims it first, which takes it off the list of those that wait: if
    the machine stops between claim and answer, nobody knows whether it went out, and it
    stays listed as stuck instead of going out twice.
    """

    #: After how many minutes it is tried again; after the last it is stuck.
    BACK_OFF = (1, 5, 15, 60, 240, 720, 1440)

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
        verbose_name_plural = _("letters")
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

    @property
    def is_stuck(self):
        return self.sent_at is None and self.try_at == NEVER

    def claim(self):
        """Take it for sending; say False if another process was faster."""
        claimed = Letter.objects.filter(
            pk=self.pk, sent_at__isnull=True, try_at=self.try_at, tries=self.tries
        ).update(
            try_at=NEVER,
            tries=self.tries + 1,
            trouble=gettext("Stopped while it was being sent: it may have arrived or not."),
        )
        self.tries += claimed
        return bool(claimed)

    def settle(self, trouble, now=None):
        """Write down what came of a try; what was sent is not kept, links in it open accounts."""
        now = now or timezone.now()
        if not trouble:
            self.sent_at, self.body = now, ""
        elif self.tries <= len(self.BACK_OFF):
            self.try_at = now + datetime.timedelta(minutes=self.BACK_OFF[self.tries - 1])
        else:
            self.try_at = NEVER
        self.trouble = trouble[:500]
        self.save(update_fields=["sent_at", "body", "try_at", "trouble"])

    def release(self, now=None):
        """Give a claimed letter back that was not tried after all."""
        self.tries -= 1
        self.try_at, self.trouble = now or timezone.now(), ""
        self.save(update_fields=["tries", "try_at", "trouble"])


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
        now = now or timezone.now()
        return (
            # What is later than it can be was dated by a clock that was ahead.
            self.filter(
                kind=kind, record_id=record_id, at__range=(now - self.LASTS, now + self.LASTS)
            )
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
    digest = models.CharField(max_length=64, default="", db_default="")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("form that was saved")
        verbose_name_plural = _("forms that were saved")
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["at"], name="portal_submission_age")]

    def __str__(self):
        return str(self.key)


class SetAsideQuerySet(models.QuerySet):
    def of(self, user, now=None):
        """Return what is kept for one of the staff."""
        return self.filter(user=user, at__gte=self._kept_since(now))

    def outlived(self, now=None):
        return self.filter(at__lt=self._kept_since(now))

    def _kept_since(self, now):
        kept = datetime.timedelta(days=settings.RETENTION["set_aside"])
        return (now or timezone.now()) - kept


class SetAside(models.Model):
    """What somebody typed into the form of a record and could not save: another was faster.

    `data` is the snapshot of the record as the writer meant it, `number` the one that the
    form was opened with. It waits until it is applied onto the newer one or dropped.
    """

    kind = models.CharField(max_length=60)
    record_id = models.BigIntegerField()
    number = models.PositiveIntegerField()
    data = models.JSONField(encoder=DjangoJSONEncoder)
    note = models.CharField(max_length=300, blank=True)
    minor = models.BooleanField(default=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="set_aside")
    at = models.DateTimeField(default=timezone.now)

    objects = SetAsideQuerySet.as_manager()

    class Meta:
        verbose_name = _("text kept for later")
        verbose_name_plural = _("texts kept for later")
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["at"], name="portal_set_aside_age")]

    def __str__(self):
        return f"{self.kind} {self.record_id}: {self.user}"

    def get_absolute_url(self):
        kind = self.kind.replace(".", "_")
        return reverse(f"admin:{kind}_set_aside", args=[self.record_id, self.pk])

    @property
    def title(self):
        """What the record was called when this was typed."""
        return self.data["title"]
