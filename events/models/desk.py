"""What staff say to one another about an event and its reports; none of it is ever public."""

import datetime
import functools
import secrets

from django.conf import settings
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from events import letters
from events.models.event import Event
from events.models.report import Edition, Report
from events.models.update import Update
from portal.models import Site

USER = settings.AUTH_USER_MODEL
NEW_KEY = functools.partial(secrets.token_urlsafe, 32)


class RemarkQuerySet(models.QuerySet):
    def open(self):
        return self.filter(settled_at__isnull=True)

    def proposals(self):
        """Return what is proposed about an event's facts, not about a text."""
        return self.filter(report__isnull=True)

    def propose(self, event, text, *, by, now=None):
        """Ask those who may change a public event for a change of its facts."""
        with transaction.atomic():
            remark, is_new = self._once(event=event, report=None, text=text, by=by, now=now)
            if is_new:
                letters.proposed(remark)
        return remark

    def say(self, report, text, *, by, now=None):
        """Tell those who work on a report's text something about it."""
        with transaction.atomic():
            return self._once(event=report.event, report=report, text=text, by=by, now=now)[0]

    def _once(self, *, now, **said):
        """Write a remark; the same words sent twice by a hasty hand stand once.

        ValidationError if what it is about is gone meanwhile.
        """
        # In the order in which records are changed: others wait, and nobody for them.
        Site.objects.hold()
        record = said["report"] or said["event"]
        record.there(record.pk)
        standing = self.open().filter(**said).first()
        if standing:
            return standing, False
        edition = said["report"] and said["report"].open_edition()
        return self.create(**said, edition=edition, at=now or timezone.now()), True


class Remark(models.Model):
    """What one of the staff asks of another: to mend a text, or to change a fact."""

    event = models.ForeignKey(Event, models.CASCADE, related_name="remarks")
    report = models.ForeignKey(
        Report, models.CASCADE, null=True, blank=True, related_name="remarks"
    )
    edition = models.ForeignKey(
        Edition, models.SET_NULL, null=True, blank=True, related_name="remarks"
    )
    text = models.TextField(_("remark"), max_length=2000)
    by = models.ForeignKey(USER, models.PROTECT, related_name="remarks")
    at = models.DateTimeField(default=timezone.now)
    settled_by = models.ForeignKey(
        USER, models.PROTECT, null=True, blank=True, related_name="settled_remarks"
    )
    settled_at = models.DateTimeField(null=True, blank=True)
    #: What became of a proposal, once it is settled.
    taken_over = models.BooleanField(null=True, blank=True)

    objects = RemarkQuerySet.as_manager()

    class Meta:
        verbose_name = _("remark")
        verbose_name_plural = _("remarks")
        ordering = ["-at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(text=""),
                name="events_remark_says_something",
                violation_error_message=_("Write what should be changed."),
            )
        ]
        indexes = [
            models.Index(
                fields=["-at", "-id"],
                name="events_remark_open",
                condition=models.Q(settled_at__isnull=True),
            )
        ]

    def __str__(self):
        return self.text

    def settle(self, *, by, taken_over=None, now=None):
        """Say that it is dealt with; whoever says so first has said it."""
        still_open = Remark.objects.open().filter(pk=self.pk)
        return still_open.update(
            settled_by=by, settled_at=now or timezone.now(), taken_over=taken_over
        )


class Answer(models.Model):
    """A warning of “Before you publish” that was answered: it is not asked again."""

    report = models.ForeignKey(Report, models.CASCADE, related_name="answers")
    key = models.CharField(max_length=200)
    words = models.CharField(_("answer"), max_length=300)
    by = models.ForeignKey(USER, models.PROTECT, related_name="answers")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("answer")
        verbose_name_plural = _("answers")
        ordering = ["-at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["report", "key"], name="events_answer_once"),
            models.CheckConstraint(condition=~models.Q(words=""), name="events_answer_has_words"),
        ]

    def __str__(self):
        return self.words


class ProofLink(models.Model):
    """An address at which somebody outside may read one text before it is public.

    The key itself is kept, no hash of it: staff look the address up again to send it once
    more, and who reads this table reads the texts beside it anyway.
    """

    LASTS = datetime.timedelta(days=7)

    edition = models.ForeignKey(Edition, models.CASCADE, related_name="proof_links")
    key = models.CharField(max_length=43, unique=True, default=NEW_KEY, editable=False)
    made_by = models.ForeignKey(USER, models.PROTECT, related_name="proof_links")
    made_at = models.DateTimeField(default=timezone.now)
    ends_at = models.DateTimeField(_("ends"))
    revoked_at = models.DateTimeField(null=True, blank=True)
    revoked_by = models.ForeignKey(
        USER, models.PROTECT, null=True, blank=True, related_name="revoked_proof_links"
    )
    opened = models.PositiveIntegerField(_("times opened"), default=0)
    opened_at = models.DateTimeField(_("last opened"), null=True, blank=True)

    class Meta:
        verbose_name = _("link for proof-reading")
        verbose_name_plural = _("links for proof-reading")
        ordering = ["-made_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends_at__gt=models.F("made_at")),
                name="events_proof_link_ends_later",
            )
        ]

    def __str__(self):
        return str(self.edition)

    def stands(self, now=None):
        """Say whether it neither ended nor was revoked."""
        return not self.revoked_at and self.ends_at > (now or timezone.now())


class Rewording(models.Model):
    """The sentence that a line of the public history had before it was put otherwise."""

    update = models.ForeignKey(Update, models.CASCADE, related_name="rewordings")
    was = models.CharField(max_length=300)
    by = models.ForeignKey(USER, models.PROTECT, related_name="rewordings")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("earlier sentence")
        verbose_name_plural = _("earlier sentences")
        ordering = ["-at", "-pk"]

    def __str__(self):
        return self.was
