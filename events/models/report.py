from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from events.models.event import Event
from events.models.queryset import LISTED
from events.models.setting import Place
from events.updates import tell_edition
from portal import history, names
from portal.aggregates import JSONRows
from portal.fields import LanguageField, NameField
from portal.html import RichTextField, plain
from portal.models import Recorded


class UpdateQuerySet(models.QuerySet):
    def due(self, now=None):
        """Return the lines whose time has come: what readers may see of the history."""
        return self.filter(at__lte=now or timezone.now())

    def scheduled(self, now):
        return self.filter(at__gt=now)

    def counting(self, language, now=None):
        """Return what “Last updated” may say for a language: material, due, facts or that text."""
        return self.due(now).filter(minor=False, language__in=["", language])

    def newest(self, now=None):
        """Return the newest material line of each public event, newest first.

        Walks the index of instants and stops at the page's end, so its cost does not grow.
        """
        now = now or timezone.now()
        later = (
            self.model.objects.due(now)
            .filter(minor=False, event=models.OuterRef("event"))
            .filter(
                models.Q(at__gt=models.OuterRef("at"))
                | models.Q(at=models.OuterRef("at"), pk__gt=models.OuterRef("pk"))
            )
        )
        return (
            self.due(now)
            .filter(minor=False, event__visible_from__lte=now)
            .exclude(models.Exists(later))
            .order_by("-at", "-pk")
        )


class ReportQuerySet(models.QuerySet):
    def written(self, now=None):
        """Return those with a text whose time has come and that is not withdrawn."""
        return self.filter(
            models.Exists(Edition.objects.due(now).filter(report=models.OuterRef("pk")))
        ).exclude(
            models.Exists(Withdrawal.objects.in_force(now).filter(report=models.OuterRef("pk")))
        )

    def public(self, now=None):
        """Return what the public may see: written, of a public event."""
        return self.written(now).filter(event__visible_from__lte=now or timezone.now())

    def newest_first(self, now=None):
        """Annotate `last_updated` and put the newest material change first.

        The order is read off the index of instants: each report is joined to the one line
        of its history after which no other counts.
        """
        now = now or timezone.now()
        later = (
            Update.objects.due(now)
            .filter(minor=False, event=models.OuterRef("event"))
            .filter(models.Q(language="") | models.Q(language=models.OuterRef("language")))
            .filter(
                models.Q(at__gt=models.OuterRef("newest__at"))
                | models.Q(at=models.OuterRef("newest__at"), pk__gt=models.OuterRef("newest__pk"))
            )
        )
        counting = models.Q(event__updates__minor=False, event__updates__at__lte=now) & (
            models.Q(event__updates__language="")
            | models.Q(event__updates__language=models.F("language"))
        )
        return (
            self.annotate(newest=models.FilteredRelation("event__updates", condition=counting))
            # Not exclude(): that would join the history once more.
            .filter(~models.Exists(later), newest__isnull=False)
            .annotate(last_updated=models.F("newest__at"))
            .order_by("-newest__at", "-pk")
        )

    def listed(self, now=None):
        """Read no more than a list prints, and annotate `title`, `lead` and the event's `towns`."""
        live = Edition.objects.live(now).filter(report=models.OuterRef("pk"))
        places = Place.objects.filter(event=models.OuterRef("event"))
        return (
            self.select_related("event")
            .only("language", *(f"event__{name}" for name in LISTED))
            .annotate(
                title=models.Subquery(live.values("title")[:1]),
                lead=models.Subquery(live.values("lead")[:1]),
                towns=JSONRows(places, "city", "country", "venue"),
            )
        )


class Report(models.Model):
    """What was said at an event, told in one language; its words are in its editions."""

    event = models.ForeignKey(
        Event, models.PROTECT, related_name="reports", verbose_name=_("event")
    )
    language = LanguageField(_("language"), default="en")

    objects = ReportQuerySet.as_manager()

    class Meta:
        verbose_name = _("report")
        verbose_name_plural = _("reports")
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["event", "language"],
                name="events_report_once_a_language",
                violation_error_message=_(
                    "This event has a report in that language already: open that one."
                ),
            )
        ]

    def __str__(self):
        return f"{self.event} ({self.get_language_display()})"

    def get_absolute_url(self):
        return self.event.get_absolute_url()

    def open_edition(self):
        """Return the edition that is being written, or None; costs a query."""
        return self.editions.filter(publish_at__isnull=True).first()

    def live_edition(self, now=None):
        """Return the edition that the public reads, or None; costs a query."""
        return self.editions.due(now).order_by("-publish_at", "-sequence").first()


class EditionQuerySet(models.QuerySet):
    def due(self, now=None):
        """Return those whose time has come, the replaced ones too."""
        return self.filter(state=Edition.State.APPROVED, publish_at__lte=now or timezone.now())

    def live(self, now=None):
        """Return the one edition of each report that the public reads."""
        now = now or timezone.now()
        later = (
            Edition.objects.due(now)
            .filter(report=models.OuterRef("report"))
            .filter(
                models.Q(publish_at__gt=models.OuterRef("publish_at"))
                | models.Q(
                    publish_at=models.OuterRef("publish_at"),
                    sequence__gt=models.OuterRef("sequence"),
                )
            )
        )
        withdrawn = Withdrawal.objects.in_force(now).filter(report=models.OuterRef("report"))
        return self.due(now).exclude(models.Exists(later)).exclude(models.Exists(withdrawn))

    def public(self, now=None):
        """Return what the public may see: the live ones of public events."""
        return self.live(now).filter(report__event__visible_from__lte=now or timezone.now())


class Edition(Recorded):
    """One version of a report's words, frozen once it is given a time to go out."""

    class State(models.TextChoices):
        DRAFT = "draft", _("being written")
        SUBMITTED = "submitted", _("waiting for a second reader")
        RETURNED = "returned", _("sent back")
        APPROVED = "approved", _("approved")

    #: What the databases refuse to change once `publish_at` is set; see events.frozen.
    FROZEN = ("report_id", "sequence", "title", "lead", "body", "credits", "folded")

    report = models.ForeignKey(Report, models.PROTECT, related_name="editions")
    sequence = models.PositiveIntegerField(editable=False)
    state = models.CharField(_("state"), max_length=9, choices=State, default=State.DRAFT)
    title = NameField(
        _("title"), max_length=300, help_text=_("What the report tells, in one line.")
    )
    lead = models.TextField(
        _("lead"), blank=True, help_text=_("One or two sentences that stand under the title.")
    )
    body = RichTextField(_("text"), blank=True)
    credits = models.CharField(
        _("credits"), max_length=300, blank=True, help_text=_("Who wrote the text.")
    )
    publish_at = models.DateTimeField(_("goes out on"), null=True, blank=True)
    redactions = models.PositiveIntegerField(default=0, editable=False)
    folded = models.TextField(editable=False)

    objects = EditionQuerySet.as_manager()

    unrecorded = (*Recorded.unrecorded, "folded")

    class Meta:
        verbose_name = _("text of a report")
        verbose_name_plural = _("texts of reports")
        ordering = ["report_id", "-sequence", "-pk"]
        permissions = [("publish_edition", _("Can publish a report"))]
        constraints = [
            models.UniqueConstraint(
                fields=["report", "sequence"], name="events_edition_sequence_once"
            ),
            models.UniqueConstraint(
                fields=["report"],
                condition=models.Q(publish_at__isnull=True),
                name="events_edition_one_open",
                violation_error_message=_("This report is being written already: open that text."),
            ),
            models.CheckConstraint(
                condition=models.Q(publish_at__isnull=True) | models.Q(state="approved"),
                name="events_edition_goes_out_approved",
                violation_error_message=_("Only an approved text is given a time to go out."),
            ),
            models.CheckConstraint(
                condition=~models.Q(title=""),
                name="events_edition_has_a_title",
                violation_error_message=_("Give the report a title."),
            ),
        ]
        indexes = [
            models.Index(fields=["report", "-publish_at", "-sequence"], name="events_edition_live")
        ]

    def __str__(self):
        return self.title

    def save(self, *args, **kwargs):
        self.title = names.tidy(self.title)
        self.publish_at = self.publish_at and history.whole(self.publish_at)
        self.folded = names.fold(f"{self.title} {self.lead} {plain(self.body)}")
        if self.sequence is None:
            newest = self.report.editions.aggregate(models.Max("sequence"))["sequence__max"]
            self.sequence = (newest or 0) + 1
        super().save(*args, **kwargs)

    def get_absolute_url(self):
        return self.report.event.get_absolute_url()

    def publish(self, *, by, note="", minor=False, at=None, now=None):
        """Give the words their time to go out: now, later, or for an archive a past instant.

        Returns the Change. The first text of an event makes the event public with it.
        """
        now = history.whole(now or timezone.now())
        with history.change(self, by=by, note=note, minor=minor, at=at, now=now) as passing:
            self.state = self.State.APPROVED
            self.publish_at = at or now
            self.save()
        return passing

    def changed(self, change, now):
        tell_edition(self, change, now)


class Update(models.Model):
    """A line of the public history. Note and minor live here only."""

    event = models.ForeignKey(Event, models.PROTECT, related_name="updates")
    language = LanguageField(_("language"), blank=True, help_text=_("Empty: the facts."))
    edition = models.ForeignKey(
        Edition, models.PROTECT, null=True, blank=True, related_name="updates"
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
            models.Index(
                fields=["-at", "-id"],
                name="events_update_newest",
                condition=models.Q(minor=False),
            ),
        ]

    def __str__(self):
        return self.note


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
        Report, models.CASCADE, null=True, blank=True, related_name="withdrawals"
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
