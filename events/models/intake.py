"""What came in for an event's list, a sheet or a text, while somebody looks it over.

None of it is on the record or ever public; it goes when it is taken over or thrown away.
"""

import datetime
import itertools

from django.conf import settings
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from events.models.event import Event
from organisations.models import Organisation
from people.models import Person
from portal.fields import printed_language_field
from portal.likeness import Certainty, Reason
from portal.models import Site

USER = settings.AUTH_USER_MODEL
AT_ONCE = 500


class Decision(models.TextChoices):
    """What becomes of a line or an institution when the list is taken over."""

    OPEN = "open", _("to be decided")
    KNOWN = "known", _("somebody known")
    NEW = "new", _("new")
    TWIN = "twin", _("the same as in another line")
    THERE = "there", _("in the list already")
    OUT = "out", _("left out")


class IntakeQuerySet(models.QuerySet):
    def of(self, user):
        """Return those that a user began: what a colleague typed is for that colleague alone."""
        return self.filter(by=user)

    def forgotten(self, now=None):
        """Return those that nobody went on with: names do not lie about for ever."""
        kept = datetime.timedelta(days=settings.RETENTION["lists"])
        return self.filter(at__lt=(now or timezone.now()) - kept)

    def begin(self, event, **kept):
        """Keep what came in for an event; ValidationError if that is gone meanwhile."""
        self.forgotten().throw_away()
        with transaction.atomic():
            # To read a long list takes a while, in which somebody may delete the event.
            Site.objects.hold()
            return self.create(event=Event.there(event.pk), **kept)

    def throw_away(self):
        """Delete these with all their lines."""
        with transaction.atomic():
            Site.objects.hold()
            IntakeLine.objects.filter(intake__in=self.values("pk")).clear()
            self.delete()


class Intake(models.Model):
    """A list that is being looked over."""

    class Kind(models.TextChoices):
        SHEET = "sheet", _("list")
        TEXT = "text", _("text")

    event = models.ForeignKey(Event, models.CASCADE, related_name="intakes")
    by = models.ForeignKey(USER, models.PROTECT, null=True, blank=True, related_name="intakes")
    at = models.DateTimeField(default=timezone.now)
    kind = models.CharField(max_length=5, choices=Kind, default=Kind.SHEET)
    title = models.CharField(_("title"), max_length=200)
    language = printed_language_field()
    #: The rows of a sheet: the number of each line, and its cells.
    rows = models.JSONField(default=list)
    #: What the columns mean, and where the heads stand; -1 where there are none.
    meanings = models.JSONField(default=list)
    heads = models.IntegerField(default=-1)
    text = models.TextField(blank=True)

    objects = IntakeQuerySet.as_manager()

    class Meta:
        verbose_name = _("list being looked over")
        verbose_name_plural = _("lists being looked over")
        ordering = ["-at", "-pk"]

    def __str__(self):
        return self.title


class MatchedQuerySet(models.QuerySet):
    def write(self, rows, *fields):
        """Save some fields of rows that were read whole; bulk_update takes ten times as long.

        Those that somebody threw away meanwhile stay away, and none means what is deleted since.
        """
        with transaction.atomic():
            # Whoever deletes a record takes it out of these rows: they would wait for one another.
            Site.objects.hold()
            for some in itertools.batched(rows, AT_ONCE):
                stored = self.select_for_update().filter(pk__in=[row.pk for row in some])
                there = set(stored.order_by("pk").values_list("pk", flat=True))
                kept = [row for row in some if row.pk in there]
                for name in fields:
                    _forget_gone(kept, self.model._meta.get_field(name))
                self.bulk_create(
                    kept,
                    update_conflicts=True,
                    unique_fields=["pk"],
                    update_fields=fields,
                )


def _forget_gone(rows, field):
    """Take out of a field of some rows the keys of records that are gone; a query at most."""
    if not field.is_relation:
        return
    keys = {getattr(row, field.attname) for row in rows} - {None}
    if not keys:
        return
    stored = field.related_model._base_manager.filter(pk__in=keys).order_by()
    gone = keys - set(stored.values_list("pk", flat=True))
    for row in rows:
        if getattr(row, field.attname) in gone:
            setattr(row, field.name, None)


class Matched(models.Model):
    """What was found for some words, and what was decided of it."""

    certainty = models.CharField(max_length=8, choices=Certainty, blank=True)
    reason = models.CharField(max_length=10, choices=Reason, blank=True)
    #: The keys of the records that may be meant, the likeliest first.
    candidates = models.JSONField(default=list)
    #: An earlier one of the same list that may mean the same.
    twin = models.ForeignKey("self", models.SET_NULL, null=True, blank=True, related_name="twins")
    decision = models.CharField(max_length=5, choices=Decision, default=Decision.OPEN)
    #: Whether somebody decided it, so that looking again leaves it alone.
    settled = models.BooleanField(default=False)

    objects = MatchedQuerySet.as_manager()

    #: Whether one may say that it is not taken over.
    may_be_out = False

    class Meta:
        abstract = True

    @property
    def key(self):
        """What stands for it in the names of a form's fields."""
        return str(self.pk)


class IntakeBody(Matched):
    """An institution or a department by the name that it has in a list, once for all its lines."""

    intake = models.ForeignKey(Intake, models.CASCADE, related_name="bodies")
    name = models.CharField(_("name"), max_length=300)
    inside = models.ForeignKey(
        "self", models.CASCADE, null=True, blank=True, related_name="departments"
    )
    country = models.CharField(max_length=2, blank=True)
    organisation = models.ForeignKey(
        Organisation, models.SET_NULL, null=True, blank=True, related_name="+"
    )

    class Meta:
        verbose_name = _("institution of a list being looked over")
        verbose_name_plural = _("institutions of lists being looked over")
        ordering = ["pk"]

    def __str__(self):
        return self.name


class IntakeLineQuerySet(MatchedQuerySet):
    def undecided(self):
        """Return those that were looked up and are still in doubt."""
        return self.filter(decision=Decision.OPEN).exclude(certainty="")

    def taken(self):
        """Return those that are put on the event's list when it is taken over."""
        return self.filter(decision__in=[Decision.KNOWN, Decision.NEW, Decision.TWIN])

    def taken_or_open(self):
        return self.exclude(decision__in=[Decision.THERE, Decision.OUT])

    def clear(self):
        """Delete these in portions, as each that is deleted is read before."""
        self.exclude(twin=None).update(twin=None)
        while keys := list(self.order_by().values_list("pk", flat=True)[:AT_ONCE]):
            IntakeLine.objects.filter(pk__in=keys).delete()


class IntakeLine(Matched):
    """One line of a list that is being looked over."""

    class Doubt(models.IntegerChoices):
        """By what lines are shown in order: as it was found, whatever was decided since."""

        DOUBTFUL = 0
        NEW = 1
        KNOWN = 2
        THERE = 3

    intake = models.ForeignKey(Intake, models.CASCADE, related_name="lines")
    number = models.PositiveIntegerField()
    #: What a ProposedLine stores.
    values = models.JSONField(default=dict)
    #: What stands in the row and is not taken over.
    left = models.CharField(max_length=300, blank=True)
    body = models.ForeignKey(
        IntakeBody, models.SET_NULL, null=True, blank=True, related_name="lines"
    )
    person = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="+")
    doubt = models.PositiveSmallIntegerField(choices=Doubt, default=Doubt.DOUBTFUL)

    objects = IntakeLineQuerySet.as_manager()

    may_be_out = True

    class Meta:
        verbose_name = _("line of a list being looked over")
        verbose_name_plural = _("lines of lists being looked over")
        ordering = ["intake", "number", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["intake", "number"], name="events_intake_line_number_once"
            )
        ]
        indexes = [
            models.Index(fields=["intake", "doubt", "number"], name="events_intake_doubtful_first"),
            models.Index(
                fields=["intake"],
                name="events_intake_undecided",
                condition=models.Q(decision="open"),
            ),
        ]

    def __str__(self):
        return f"{self.intake} · {self.number}"

    @property
    def key(self):
        return str(self.number)


class Taking(models.Model):
    """A list that was taken over: what it added, so that it can be undone as one."""

    event = models.ForeignKey(Event, models.CASCADE, related_name="takings")
    by = models.ForeignKey(USER, models.PROTECT, null=True, blank=True, related_name="takings")
    at = models.DateTimeField(default=timezone.now)
    title = models.CharField(_("title"), max_length=200)
    lines = models.JSONField(default=list)
    people = models.JSONField(default=list)
    organisations = models.JSONField(default=list)
    #: Who was shown by name before, and on what ground.
    names_shown = models.CharField(max_length=9, choices=Event.NamesShown)
    names_reason = models.CharField(max_length=200, blank=True)
    #: The same right after, by which it is known whether somebody changed it since.
    names_shown_then = models.CharField(max_length=9, choices=Event.NamesShown, blank=True)
    names_reason_then = models.CharField(max_length=200, blank=True)
    undone_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("list taken over")
        verbose_name_plural = _("lists taken over")
        ordering = ["-at", "-pk"]

    def __str__(self):
        return self.title
