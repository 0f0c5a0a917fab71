from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from events import letters
from events.models.event import Event
from events.models.newest import NewestQuerySet
from events.models.queryset import LISTED
from events.models.setting import Place
from events.models.texts import EditionQuerySet
from events.models.update import Withdrawal
from events.updates import tell_edition
from portal import history, names
from portal.aggregates import JSONRows
from portal.fields import LanguageField, NameField
from portal.html import RichTextField, plain
from portal.models import Entry, Recorded
from portal.prepared import Prepared

#: Who took a step with a text.
BY = {"to": settings.AUTH_USER_MODEL, "on_delete": models.PROTECT, "related_name": "+"}


class ReportQuerySet(NewestQuerySet):
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

    def matching(self, query):
        """Return those of which every word stands in the event's name or in any of the texts."""
        found = self
        for term in names.terms(query):
            events = Entry.objects.holding([term], Entry.Kind.EVENT)
            texts = Edition.objects.matching(term)
            found = found.filter(
                models.Q(event__in=events.values("owner_id"))
                | models.Q(pk__in=texts.values("report"))
            )
        return found

    def open_to(self, user):
        """Return those of which one of the staff may open the texts that are not public."""
        limited = Event.objects.limited_to_others(user)
        return self.exclude(event__in=limited.values("pk"))

    def listed(self, now=None):
        """Read no more than a list prints, and annotate `title`, `lead` and the event's `towns`."""
        live = Edition.objects.live(now).filter(report=models.OuterRef("pk")).order_by()
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


class Report(Recorded):
    """What was said at an event, told in one language; its words are in its editions.

    A change of its words is a change of the edition; the report's own Versions tell of its
    beginning and its end.
    """

    event = models.ForeignKey(
        Event, models.PROTECT, related_name="reports", verbose_name=_("event")
    )
    language = LanguageField(_("language"), default="en")

    objects = ReportQuerySet.as_manager()

    parts = ("editions",)
    beside = ("remarks", "answers")
    event_key = "event_id"

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

    def indexed(self, change):
        return Event.objects, self.event_id

    def is_given(self):
        """Say whether a text of it went out or has its time to; costs a query."""
        return self.editions.filter(publish_at__isnull=False).exists()

    def open_edition(self):
        """Return the edition that is being written, or None; costs a query."""
        return self._first(_open(self.pk))

    def coming_edition(self, now=None):
        """Return the edition that is being written or has its time to come, or None."""
        return self._first(_coming(self.pk, now or timezone.now()))

    def edition_in_hand(self, now=None):
        """Return what its form is about: the edition to come or the newest; up to two queries."""
        return self.coming_edition(now) or self._first(_newest(self.pk))

    def live_edition(self, now=None):
        """Return the edition that the public reads, or None; costs a query."""
        return self._first(_due(self.pk, now or timezone.now()))

    def _first(self, found):
        for edition in found:
            edition.report = self
        return next(iter(found), None)


class Edition(Recorded):
    """One version of a report's words, frozen once it is given a time to go out.

    Who may take which step is in events.steps; the methods here only take them.
    """

    class State(models.TextChoices):
        DRAFT = "draft", _("being written")
        SUBMITTED = "submitted", _("waiting for a second reader")
        RETURNED = "returned", _("sent back")
        APPROVED = "approved", _("approved")

    class Status(models.TextChoices):
        """What the clock and the withdrawals make of the stored state."""

        DRAFT = "draft", _("being written")
        SUBMITTED = "submitted", _("waiting for a second reader")
        RETURNED = "returned", _("sent back")
        SCHEDULED = "scheduled", _("goes out later")
        LIVE = "live", _("public")
        REPLACED = "replaced", _("replaced by a newer version")
        WITHDRAWN = "withdrawn", _("withdrawn")

    #: What the databases refuse to change once `publish_at` is set; see events.frozen.
    FROZEN = ("report_id", "sequence", "title", "lead", "body", "credits", "folded")
    WORDS = ("title", "lead", "body", "credits")

    report = models.ForeignKey(Report, models.CASCADE, related_name="editions")
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
    submitted_by = models.ForeignKey(**BY, null=True, editable=False)
    submitted_at = models.DateTimeField(null=True, editable=False)
    published_by = models.ForeignKey(**BY, null=True, editable=False)
    approved_by = models.ForeignKey(**BY, null=True, editable=False)
    approved_at = models.DateTimeField(null=True, editable=False)
    alone_reason = models.CharField(
        _("why without a second reader"), max_length=300, blank=True, editable=False
    )
    redactions = models.PositiveIntegerField(default=0, editable=False)
    folded = models.TextField(editable=False)

    objects = EditionQuerySet.as_manager()

    unrecorded = (*Recorded.unrecorded, "folded")
    event_key = "report.event_id"
    followed = ("report__event",)

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
                condition=models.Q(publish_at__isnull=True) & ~models.Q(state="approved")
                | models.Q(publish_at__isnull=False, state="approved"),
                name="events_edition_goes_out_approved",
                violation_error_message=_(
                    "A text that is approved has a time to go out, and no other has."
                ),
            ),
            models.CheckConstraint(
                condition=~models.Q(title=""),
                name="events_edition_has_a_title",
                violation_error_message=_("Give the report a title."),
            ),
        ]
        indexes = [
            models.Index(fields=["report", "-publish_at", "-sequence"], name="events_edition_live"),
            models.Index(
                fields=["publish_at", "id"],
                name="events_edition_by_time",
                condition=models.Q(publish_at__isnull=False),
            ),
            models.Index(
                fields=["-publish_at", "-id"],
                name="events_edition_unread",
                condition=models.Q(approved_by__isnull=True) & ~models.Q(alone_reason=""),
            ),
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

    def status(self, now=None):
        """Return the Status at an instant; costs up to two queries for what went out."""
        now = now or timezone.now()
        if self.publish_at is None:
            return self.Status(self.state)
        if self.publish_at > now:
            return self.Status.SCHEDULED
        if self.report.live_edition(now) != self:
            return self.Status.REPLACED
        withdrawn = Withdrawal.objects.in_force(now).filter(report=self.report_id)
        return self.Status.WITHDRAWN if withdrawn.exists() else self.Status.LIVE

    def is_open(self):
        """Say whether its words may still be changed."""
        return self.publish_at is None

    def is_out(self, now=None):
        """Say whether its time has come, whatever became of it then."""
        return bool(self.publish_at) and self.publish_at <= (now or timezone.now())

    def is_unread(self):
        """Say whether it went out without a second reader and still waits for one."""
        return bool(self.alone_reason and not self.approved_by_id)

    @property
    def words(self):
        return {name: getattr(self, name) for name in self.WORDS}

    def write(self, *, by, words, now=None):
        """Put other words in the place of those that stand."""
        with history.change(self, by=by, now=now) as passing:
            for name, text in words.items():
                setattr(self, name, text)
            self.save()
        return passing

    def hand_in(self, *, by, now=None):
        """Ask for a second reader."""
        now = history.whole(now or timezone.now())
        with history.change(self, by=by, now=now) as passing:
            self.state = self.State.SUBMITTED
            self.submitted_by, self.submitted_at = by, now
            self.save()
            letters.waiting(self)
        return passing

    def send_back(self, *, by, remark, now=None):
        """Return it to whoever handed it in, with a remark that says what to mend."""
        now = history.whole(now or timezone.now())
        with history.change(self, by=by, reason=remark[:500], now=now) as passing:
            self.state = self.State.RETURNED
            self.save()
            said = self.remarks.create(
                event=self.report.event, report=self.report, text=remark, by=by, at=now
            )
            letters.returned(self, said)
        return passing

    def publish(self, *, by, note="", minor=False, at=None, alone="", now=None):
        """Give the words their time to go out: now, later, or for an archive a past instant.

        `alone` is the reason why there was no second reader; without one, who publishes is
        the second reader. Returns the Change. The first text of an event makes the event
        public with it.
        """
        now = history.whole(now or timezone.now())
        with history.change(self, by=by, note=note, minor=minor, at=at, now=now) as passing:
            self.state = self.State.APPROVED
            self.publish_at = at or now
            self.published_by, self.alone_reason = by, alone
            self.approved_by, self.approved_at = (None, None) if alone else (by, now)
            self.save()
            self.remarks.open().update(settled_by=by, settled_at=now)
            letters.published(self, now)
        return passing

    def move(self, *, by, at, now=None):
        """Give words that are not out yet another time to go out."""
        with history.change(self, by=by, now=now) as passing:
            self.publish_at = at
            self.save()
        return passing

    def drop(self, *, by, now=None):
        """Take the time away from words that are not out yet: they may be changed again."""
        with history.change(self, by=by, now=now) as passing:
            # What was sent out alone is handed in anew: who dropped it is no second reader.
            was_read = self.submitted_by_id and not self.alone_reason
            self.state = self.State.SUBMITTED if was_read else self.State.DRAFT
            self.publish_at = self.published_by = self.approved_by = self.approved_at = None
            self.alone_reason = ""
            self.save()
        return passing

    def approve(self, *, by, now=None):
        """Say, as a second reader after the event, that what went out alone is right."""
        now = history.whole(now or timezone.now())
        with history.change(self, by=by, now=now) as passing:
            self.approved_by, self.approved_at = by, now
            self.save()
        return passing

    def discard(self, *, by, now=None):
        """Remove words that nobody read; the report goes with its only text."""
        now = history.whole(now or timezone.now())
        self.remarks.open().update(settled_by=by, settled_at=now)
        alone = not self.report.editions.exclude(pk=self.pk).exists()
        return history.remove(self.report if alone else self, by=by, now=now)

    def indexed(self, change):
        return self.report.indexed(change)

    def changed(self, change, now):
        tell_edition(self, change, now)


LATEST = "-publish_at", "-sequence"
_newest = Prepared(lambda report: Edition.objects.filter(report=report)[:1])
_open = Prepared(lambda report: Edition.objects.filter(report=report, publish_at=None)[:1])
_coming = Prepared(
    lambda report, now: Edition.objects.filter(report=report).exclude(publish_at__lte=now)[:1]
)
_due = Prepared(
    lambda report, now: Edition.objects.due(now).filter(report=report).order_by(*LATEST)[:1]
)
