import datetime

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from events import alike
from events.changes import searched
from events.models import days
from events.models.project import Project
from events.models.queryset import EventQuerySet
from events.models.topic import Topic
from events.updates import tell_facts
from events.visibility import settle_named
from portal import dates, history, names
from portal.addresses import page
from portal.dates import Precision
from portal.fields import NameField, printed_language_field, validate_time_zone
from portal.models import NEVER, Address, Entry, Recorded, Visible
from portal.prepared import prepared

# Sorts an event without a date behind all others; no event of ours took place then.
NO_DAY = datetime.date(1, 1, 1)


class Event(Recorded, Visible):
    class Kind(models.TextChoices):
        WORKSHOP = "workshop", _("workshop")
        TRAINING = "training", _("training")
        STUDY_VISIT = "study-visit", _("study visit")
        CONFERENCE = "conference", _("conference")
        SEMINAR = "seminar", _("seminar")
        ROUND_TABLE = "round-table", _("round table")
        MEETING = "meeting", _("meeting")
        CONSULTATION = "consultation", _("consultation")
        PRESENTATION = "presentation", _("presentation")
        OTHER = "other", _("other event")

    class Status(models.TextChoices):
        PLANNED = "planned", _("planned")
        HELD = "held", _("held")
        POSTPONED = "postponed", _("postponed")
        CANCELLED = "cancelled", _("cancelled")

    class Format(models.TextChoices):
        ON_SITE = "on-site", _("on site")
        ONLINE = "online", _("online")
        HYBRID = "hybrid", _("on site and online")

    class NamesShown(models.TextChoices):
        OFFICIALS = "officials", _("office-holders and those with a speaking role")
        EVERYBODY = "everybody", _("everybody")
        NOBODY = "nobody", _("nobody")

    class DateBasis(models.TextChoices):
        STATED = "stated", _("stated")
        WORKED_OUT = "worked-out", _("worked out")

    class Qualifier(models.TextChoices):
        EXACTLY = "exactly", _("exactly")
        ABOUT = "about", _("about")
        MORE_THAN = "more-than", _("more than")
        AT_LEAST = "at-least", _("at least")

    name = NameField(
        _("name"), max_length=300, help_text=_("The plain name: what it was, without praise.")
    )
    slug = models.SlugField(
        _("address"),
        max_length=100,
        blank=True,
        help_text=_("The last part of the page's address. Made from the name if left empty."),
    )
    language = printed_language_field()
    kind = models.CharField(_("kind"), max_length=12, choices=Kind, default=Kind.WORKSHOP)
    status = models.CharField(_("status"), max_length=9, choices=Status, default=Status.HELD)
    status_note = models.CharField(
        _("why"), max_length=300, blank=True, help_text=_("Why it was postponed or cancelled.")
    )
    format = models.CharField(_("form"), max_length=7, choices=Format, default=Format.ON_SITE)

    earliest = models.DateField(_("first day"), null=True, blank=True)
    latest = models.DateField(_("last day"), null=True, blank=True)
    precision = models.CharField(
        _("known to the"), max_length=7, choices=Precision, default=Precision.DAYS
    )
    starts_at = models.TimeField(_("from"), null=True, blank=True)
    ends_at = models.TimeField(_("to"), null=True, blank=True)
    time_zone = models.CharField(
        _("time zone"),
        max_length=40,
        blank=True,
        validators=[validate_time_zone],
        help_text=_("If not the site's own."),
    )
    length_days = models.PositiveSmallIntegerField(_("length in days"), null=True, blank=True)
    date_basis = models.CharField(
        _("the date is"), max_length=10, choices=DateBasis, default=DateBasis.STATED
    )
    date_note = models.CharField(
        _("worked out from"),
        max_length=200,
        blank=True,
        help_text=_("From what it was worked out."),
    )
    date_words = models.CharField(
        _("words of your own"),
        max_length=120,
        blank=True,
        help_text=_("Printed instead of the sentence made from the days."),
    )
    listed_on = models.DateField(editable=False, default=NO_DAY)
    address_year = models.PositiveSmallIntegerField(editable=False, default=0)

    registration_url = models.URLField(_("registration"), blank=True)
    stream_url = models.URLField(_("live stream"), blank=True)
    recording_url = models.URLField(_("recording"), blank=True)

    attendance_number = models.PositiveIntegerField(_("how many came"), null=True, blank=True)
    attendance_qualifier = models.CharField(
        _("exactly?"), max_length=9, choices=Qualifier, default=Qualifier.EXACTLY
    )
    attendance_of = models.CharField(
        _("of whom"),
        max_length=120,
        blank=True,
        help_text=_("For example: officials, journalists."),
    )
    attendance_words = models.CharField(
        _("as it was stated"), max_length=160, blank=True, help_text=_("“more than 60 guests”")
    )
    list_incomplete = models.BooleanField(
        _("the list of participants is not complete"), default=False
    )
    names_shown = models.CharField(
        _("shown by name"), max_length=9, choices=NamesShown, default=NamesShown.OFFICIALS
    )
    names_reason = models.CharField(
        _("reason"),
        max_length=200,
        blank=True,
        help_text=_("On what ground everybody's name is public."),
    )

    protected = models.BooleanField(
        _("minors, or people who seek protection, were there"),
        default=False,
        help_text=_("Then no name is shown, and only photos in which nobody can be recognised."),
    )

    topics = models.ManyToManyField(
        Topic, blank=True, related_name="events", verbose_name=_("topics")
    )
    projects = models.ManyToManyField(
        Project, blank=True, related_name="events", verbose_name=_("projects")
    )
    related = models.ManyToManyField("self", blank=True, verbose_name=_("related events"))
    part_of = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="event_parts",
        verbose_name=_("part of"),
        help_text=_("The larger event that this is a part of."),
    )
    public_from = models.DateTimeField(
        _("public from"),
        null=True,
        blank=True,
        help_text=_("Empty: not public. In the future: announced at that time."),
    )
    colleagues = models.ManyToManyField(
        settings.AUTH_USER_MODEL,
        blank=True,
        related_name="limited_events",
        verbose_name=_("only for these colleagues"),
        help_text=_(
            "Nobody else of the staff sees the event and its texts before they are public. "
            "Nobody chosen: all of them do."
        ),
    )
    folded = models.TextField(editable=False)

    objects = EventQuerySet.as_manager()

    parts = (
        "places",
        "bodies",
        "participations",
        "sessions",
        "documents",
        "photos",
        "sources",
        "withdrawals",
    )
    said_of = {"photos": {"consent": "file"}}
    alike = alike
    relations = ("topics", "projects", "related", "colleagues")
    event_key = "pk"
    unrecorded = (*Recorded.unrecorded, "folded", "listed_on", "address_year")
    entry_kinds = [Entry.Kind.EVENT, Entry.Kind.REPORT, Entry.Kind.DOCUMENT]

    class Meta:
        verbose_name = _("event")
        verbose_name_plural = _("events")
        ordering = ["-listed_on", "-pk"]
        permissions = [
            ("state_past", _("Can state a past instant for an archive taken over")),
            ("change_public", _("Can change the facts of a public event")),
            ("open_limited", _("Can open what is limited to others, with a reason")),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["address_year", "slug"],
                name="events_event_address_once",
                violation_error_message=_("Another event of that year has this address."),
            ),
            models.CheckConstraint(
                condition=~models.Q(name=""),
                name="events_event_has_a_name",
                violation_error_message=_("Give the event a plain name."),
            ),
            *days.RULES,
            models.CheckConstraint(
                condition=~models.Q(names_shown="everybody") | ~models.Q(names_reason=""),
                name="events_event_everybody_has_reason",
                violation_error_message=_("Say on what ground everybody is shown by name."),
            ),
            models.CheckConstraint(
                condition=models.Q(protected=False) | models.Q(names_shown="nobody"),
                name="events_event_protected_names_nobody",
                violation_error_message=_(
                    "Minors or people who seek protection were there: show nobody by name."
                ),
            ),
            models.CheckConstraint(
                condition=models.Q(part_of__isnull=True) | ~models.Q(part_of=models.F("pk")),
                name="events_event_not_its_own_part",
                violation_error_message=_("An event cannot be a part of itself."),
            ),
        ]
        indexes = [
            models.Index(fields=["-listed_on", "-id"], name="events_event_by_day"),
            models.Index(fields=["kind", "-listed_on", "-id"], name="events_event_by_kind"),
            models.Index(fields=["earliest", "latest"], name="events_event_span"),
            models.Index(fields=["latest", "id"], name="events_event_by_end"),
            models.Index(fields=["visible_from", "id"], name="events_event_visible"),
            # What the desk lists as unfinished; of most there are few.
            models.Index(
                fields=["-id"],
                name="events_event_inexact",
                condition=models.Q(precision__in=[Precision.PART, Precision.MONTH]),
            ),
            models.Index(
                fields=["latest", "id"],
                name="events_event_planned",
                condition=models.Q(status="planned"),
            ),
        ]

    def __str__(self):
        return self.name

    def save(self, *args, **kwargs):
        self.derive()
        super().save(*args, **kwargs)

    def derive(self):
        """Set what follows from other fields of the row; the places come after it."""
        self.name = names.tidy(self.name)
        if self.protected:
            self.names_shown = self.NamesShown.NOBODY
        self.listed_on = self.earliest or NO_DAY
        self.address_year = self.earliest.year if self.earliest else 0
        self.public_from = self.public_from and history.whole(self.public_from)
        self.folded = self.folded or names.fold(self.name)

    def get_absolute_url(self):
        if self.address_year:
            return page("events:detail", self.address_year, self.slug)
        return page("events:undated", self.slug)

    @property
    def path(self):
        """The part of the address that is the event's own: “2021/three-day-workshop”."""
        return f"{self.address_year or 'undated'}/{self.slug}"

    @property
    def when(self):
        """The printed date, without the length."""
        return dates.printed(self.date_words, self.earliest, self.latest, self.precision)

    @property
    def was_held(self):
        return self.status == self.Status.HELD

    def is_shut_to(self, user, now=None):
        """Say whether the facts were told to readers, so that this user may only propose."""
        told = self.public_from and self.public_from <= (now or timezone.now())
        open_to_all = settings.ONE_PERSON_OFFICE or user.has_perm("events.change_public")
        return bool(told and not open_to_all)

    def is_public(self, now=None):
        """Say whether the public may see the event; costs a query."""
        return Event.objects.public(now).filter(pk=self.pk).exists()

    def withdraw(self, *, by, reason, report=None, now=None):
        """Take the event, or one report of it, back from readers, who are told why."""
        now = history.whole(now or timezone.now())
        words = _("The report was withdrawn: %(reason)s") if report else _("Withdrawn: %(reason)s")
        note = str(words % {"reason": reason})[:300]
        with history.change(self, by=by, note=note, now=now) as passing:
            self.withdrawals.create(report=report, reason=reason, at=now, by=by)
        return passing

    def bring_back(self, *, by, report=None, now=None):
        """Let readers see again what was withdrawn."""
        now = history.whole(now or timezone.now())
        note = _("The report is public again.") if report else _("Public again.")
        with history.change(self, by=by, note=str(note), now=now) as passing:
            self.withdrawals.in_force(now).filter(report=report).update(lifted_at=now)
        return passing

    def clean(self):
        days.settle(self)
        days.check_status(self)
        self.derive()
        public = Event.objects.filter(pk=self.pk, public_from__lte=timezone.now())
        if self.pk and public.exclude(public_from=self.public_from).exists():
            raise ValidationError(
                {"public_from": _("This is public already: withdraw it, the instant stays.")}
            )
        if not self.slug:
            self.slug = self.free_slug()
        elif self._address_taken():
            raise ValidationError(
                {"slug": _("This address belongs to another page, now or earlier. Choose another.")}
            )
        if self.part_of_id and (self.part_of.part_of_id or (self.pk and self.event_parts.exists())):
            raise ValidationError(
                {"part_of": _("Only one level: a part cannot have parts of its own.")}
            )

    def free_slug(self):
        """Return the first address made from the name that nobody has or had; costs queries."""
        stem = names.slug(self.name)
        self.slug, turn = stem, 1
        while self._address_taken():
            turn += 1
            self.slug = f"{stem}-{turn}"
        return self.slug

    def _address_taken(self):
        same = {*_called(self.address_year, self.slug)} - {self.pk}
        return same or Address.objects.taken(self._meta.label_lower, self.path, self.pk)

    def settle(self):
        words = [self.name]
        for venue, city in _places(self.pk):
            words += [venue, city]
        stored = self.folded, self.visible_from
        self.folded = "\n".join(fold for word in words if (fold := names.fold(word)))
        self.visible_from = NEVER if _withdrawn(self.pk) else self.public_from or NEVER
        derived = {"folded": self.folded, "visible_from": self.visible_from}
        if stored != tuple(derived.values()):
            Event.objects.filter(pk=self.pk).update(**derived)
        self.participations.settle_of(self.pk)
        if self.public_from:
            Address.objects.claim(self._meta.label_lower, self.path, self.pk)

    def indexed(self, change):
        untold = change.happened and searched(change.before) == searched(change.after)
        return None if untold else (Event.objects, self.pk)

    def changed(self, change, now):
        tell_facts(self, change, now)
        settle_named(change)


@prepared
def _called(year, slug):
    rows = Event.objects.filter(address_year=year, slug=slug)
    return rows.values_list("pk", flat=True)


@prepared
def _places(event):
    places = Event._meta.get_field("places").related_model.objects
    return places.filter(event=event).values_list("venue", "city")


@prepared
def _withdrawn(event):
    """What takes an event from the public as a whole."""
    withdrawals = Event._meta.get_field("withdrawals").related_model.objects
    return withdrawals.filter(event=event, report=None, lifted_at=None).values_list("pk")[:1]
