from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models.functions import Greatest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from events.models.event import Event
from portal import history
from portal.fields import LanguageField
from portal.models import Site

TOLD_AT = Greatest("at", "recorded_at")


class UpdateQuerySet(models.QuerySet):
    def due(self, now=None):
        """Return the lines whose time has come: what readers may see of the history."""
        return self.filter(at__lte=now or timezone.now())

    def scheduled(self, now):
        return self.filter(at__gt=now)

    def told_in(self, language, now=None):
        """Return what a reader of a language is told of an event: of its facts, and of that text.

        Whoever has no text in their language is shown one in another, and told of the others.
        """
        reports = Event._meta.get_field("reports").related_model.objects.written(now)
        own = reports.filter(event=models.OuterRef("event"), language=language)
        return self.due(now).filter(
            models.Q(language__in=["", language]) | ~models.Exists(own.order_by())
        )

    def counting(self, language, now=None):
        """Return what “Last updated” may say in a language: what is told in it and material."""
        return self.told_in(language, now).filter(minor=False)

    def counting_beside(self, event, language, now=None):
        """Return what “Last updated” may say of the text of an event in a language, newest first.

        Both may be what an outer question names.
        """
        told = self.due(now).filter(event=event, minor=False)
        return told.filter(language__in=["", language]).order_by("-at", "-pk")

    def as_told(self):
        """Annotate `told_at`, since when a line could be read here, and put the newest first.

        What was scheduled is told when its time comes, an archive when it is taken over.
        """
        return self.annotate(told_at=TOLD_AT).order_by("-told_at", "-pk")

    def newest(self, now=None):
        """Return the material line of each public event that was told last, the newest first.

        Walks the index of when lines were told, so its cost does not grow.
        """
        now = now or timezone.now()
        later = (
            self.model.objects.due(now)
            .filter(minor=False, event=models.OuterRef("event"))
            .annotate(told_at=TOLD_AT)
            .filter(
                models.Q(told_at__gt=models.OuterRef("told_at"))
                | models.Q(told_at=models.OuterRef("told_at"), pk__gt=models.OuterRef("pk"))
            )
        )
        return (
            self.due(now)
            .filter(minor=False, event__visible_from__lte=now)
            .as_told()
            .exclude(models.Exists(later))
        )


class Update(models.Model):
    """A line of the public history. Note and minor live here only."""

    event = models.ForeignKey(Event, models.PROTECT, related_name="updates")
    language = LanguageField(_("language"), blank=True, help_text=_("Empty: the facts."))
    edition = models.ForeignKey(
        "events.Edition", models.PROTECT, null=True, blank=True, related_name="updates"
    )
    at = models.DateTimeField(_("at"))
    recorded_at = models.DateTimeField(default=timezone.now, editable=False)
    note = models.CharField(_("sentence for readers"), max_length=300)
    minor = models.BooleanField(_("small correction"), default=False)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="updates"
    )

    objects = UpdateQuerySet.as_manager()

    class Meta:
        verbose_name = _("line of the public history")
        verbose_name_plural = _("public history")
        ordering = ["-at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(note=""),
                name="events_update_tells_readers",
                violation_error_message=_("Say in a sentence what changed."),
            )
        ]
        indexes = [
            models.Index(fields=["event", "-at", "-id"], name="events_update_of_event"),
            models.Index(fields=["-at", "-id"], name="events_update_by_time"),
            models.Index(TOLD_AT.desc(), models.F("id").desc(), name="events_update_told"),
        ]

    def __str__(self):
        return self.note

    def reword(self, *, by, note, was, now=None):
        """Put the sentence otherwise; what it said before is kept, its instant stays.

        `was` is the sentence that the writer saw.
        """
        now = history.whole(now or timezone.now())
        with history.change(self.event, by=by, now=now):
            self.refresh_from_db()
            if self.note != was:
                raise ValidationError(
                    _("Somebody else put it otherwise meanwhile: “%(note)s”"),
                    code="newer",
                    params={"note": self.note},
                )
            if note != was:
                self.rewordings.create(was=was, by=by, at=now)
                self.note = note
                self.save(update_fields=["note"])
                Site.objects.move(self._meta.label_lower, [])


class WithdrawalQuerySet(models.QuerySet):
    def in_force(self, now=None):
        now = now or timezone.now()
        return self.filter(at__lte=now).filter(
            models.Q(lifted_at__isnull=True) | models.Q(lifted_at__gt=now)
        )


class Withdrawal(models.Model):
    """An event, or one report of it, taken back from the public with a reason for readers.

    That of an event acts at once, until it is lifted.
    """

    event = models.ForeignKey(Event, models.CASCADE, related_name="withdrawals")
    report = models.ForeignKey(
        "events.Report", models.CASCADE, null=True, blank=True, related_name="withdrawals"
    )
    reason = models.CharField(_("reason for readers"), max_length=300)
    at = models.DateTimeField(_("at"), default=timezone.now)
    lifted_at = models.DateTimeField(_("brought back at"), null=True, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="withdrawals"
    )

    objects = WithdrawalQuerySet.as_manager()

    class Meta:
        verbose_name = _("withdrawal")
        verbose_name_plural = _("withdrawals")
        ordering = ["-at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(lifted_at__isnull=True)
                | models.Q(lifted_at__gte=models.F("at")),
                name="events_withdrawal_lifted_after",
            ),
            models.CheckConstraint(
                condition=~models.Q(reason=""),
                name="events_withdrawal_has_reason",
                violation_error_message=_("Readers are told the reason: give one."),
            ),
        ]
        indexes = [models.Index(fields=["event", "report"], name="events_withdrawal_of")]

    def __str__(self):
        return self.reason
