import datetime
import functools
import itertools
from collections import defaultdict
from typing import NamedTuple

from django.db import models
from django.utils.translation import gettext_lazy as _

from events.models import capacities
from events.models.event import Event
from events.models.role import Role
from organisations.models import Organisation
from organisations.names import called_on
from people.models import Person
from portal.aggregates import JSONRows
from portal.fields import CountryField, NameField, printed_language_field
from portal.models import Visible, VisibleQuerySet
from portal.prepared import Prepared

#: How many lines are settled with one query.
AT_ONCE = 2000


class ParticipationQuerySet(VisibleQuerySet):
    def took_part(self, now=None):
        """Return the public lines of who came to an event that was held, named or not."""
        return self.public(now).filter(held=True)

    def on_record(self, now=None):
        """Return those of them that name a person."""
        return self.took_part(now).filter(named=True)

    def from_countries(self, codes):
        bodies = Organisation.objects.filter(country__in=codes).order_by().values("pk")
        return self.filter(models.Q(country__in=codes) | models.Q(organisation__in=bodies))

    def telling(self):
        """Return those that tell more than on whose behalf somebody came: not of hidden people."""
        return self.filter(models.Q(person__isnull=True) | models.Q(named=True))

    def in_roles(self, slugs):
        having = self.model.roles.through.objects.filter(role__slug__in=slugs)
        told = self.telling()
        return told.filter(models.Exists(having.filter(participation=models.OuterRef("pk"))))

    def with_words(self, query, now=None):
        """Return those of which the event fits some words, or the name of who is named."""
        events = Event.objects.matching(query, now).order_by().values("pk")
        people = Person.objects.matching(query).order_by().values("pk")
        return self.filter(models.Q(event__in=events) | models.Q(named=True, person__in=people))

    def newest_first(self):
        return self.order_by("-event__listed_on", "-event", "order", "pk")

    def open_to(self, user, now=None):
        """Return the lines of events that one of the staff may open."""
        return self.filter(event__in=Event.objects.open_to(user, now).values("pk"))

    def with_called(self):
        """Annotate `called`: the institution's name on the day of the event, if it was another."""
        day = models.OuterRef("event__latest")
        return self.annotate(called=called_on(day, "organisation"))

    def newest_of(self, people, language):
        """Return the newest of these lines of each in a queryset of people, in no order.

        Each is annotated with what all of these lines of the person come to: `events`,
        `first` and `last` day, and with `role_names`, those of the newest line.
        """
        newest = self.filter(person=models.OuterRef("pk")).newest_first().values("pk")[:1]
        of_each = people.values(newest=models.Subquery(newest))
        own = self.filter(person=models.OuterRef("person")).order_by().values("person")
        roles = Role.objects.in_language(language).filter(participations=models.OuterRef("pk"))
        return (
            self.model.objects.filter(pk__in=of_each)
            .order_by()
            .annotate(
                events=own.annotate(n=models.Count("event", distinct=True)).values("n"),
                first=own.annotate(day=models.Min("event__earliest")).values("day"),
                last=own.annotate(day=models.Max("event__latest")).values("day"),
                role_names=JSONRows(roles, "printed"),
            )
            .with_called()
            .select_related("person", "organisation")
            .defer("person__biography", "organisation__about")
        )

    def settle(self):
        """Write what follows from the event, the line, its roles and the person.

        `named` is rule 7 of the house: the event says who is shown by name, a line or a
        person can be stricter. `held` keeps who did not come out of every record. A line is
        visible when its event is. Costs one query, and one for each outcome that is new.
        """
        self._settle(self.order_by().deciding().iterator(AT_ONCE))

    def settle_of(self, event):
        """Do the same for the lines of an event, by its key; a query reads two thousand."""
        rows, last = None, 0
        while rows is None or len(rows) == AT_ONCE:
            rows = _of_event(AT_ONCE)(event, last)
            last = rows[-1][0] if rows else last
            self._settle(rows)

    def deciding(self):
        """Return the rows of what decides who is shown by name."""
        roles = Participation.roles.through.objects
        speaking = roles.filter(participation=models.OuterRef("pk"), role__speaking=True)
        return self.annotate(speaking=models.Exists(speaking)).values_list(*_Deciding._fields)

    def _settle(self, rows):
        stale = defaultdict(list)
        for row in itertools.starmap(_Deciding, rows):
            outcome = row.is_named, row.is_held, row.event__visible_from
            if outcome != (row.named, row.held, row.visible_from):
                stale[outcome].append(row.pk)
        for (named, held, visible_from), keys in stale.items():
            for some in itertools.batched(keys, AT_ONCE):
                Participation.objects.filter(pk__in=some).update(
                    named=named, held=held, visible_from=visible_from
                )


@functools.cache
def _of_event(most):
    """Return the question for some lines of an event, those that follow a key."""

    def of_event(event, last):
        rows = Participation.objects.filter(event=event, pk__gt=last)
        return rows.order_by("pk").deciding()[:most]

    return Prepared(of_event)


class _Deciding(NamedTuple):
    """What decides who is shown by name, and what was decided before."""

    pk: int
    named: bool
    held: bool
    visible_from: datetime.datetime
    name_hidden: bool
    office: bool
    attendance: str
    speaking: bool
    person__visibility: str | None
    event__names_shown: str
    event__status: str
    event__visible_from: datetime.datetime

    @property
    def is_named(self):
        if self.person__visibility in (None, Person.Visibility.HIDDEN) or self.name_hidden:
            return False
        if self.event__names_shown == Event.NamesShown.OFFICIALS:
            return self.office or self.speaking
        return self.event__names_shown == Event.NamesShown.EVERYBODY

    @property
    def is_held(self):
        came = self.attendance == Participation.Attendance.CAME
        return came and self.event__status == Event.Status.HELD


class Participation(Visible):
    """One line of the list: who came, on whose behalf, as what. It never follows later jobs."""

    class Attendance(models.TextChoices):
        CAME = "came", _("came")
        EXPECTED = "expected", _("expected")
        ABSENT = "absent", _("did not come")

    Qualifier = Event.Qualifier

    event = models.ForeignKey(Event, models.CASCADE, related_name="participations")
    person = models.ForeignKey(
        Person,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="participations",
        verbose_name=_("person"),
    )
    organisation = models.ForeignKey(
        Organisation,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="participations",
        verbose_name=_("institution"),
    )
    country = CountryField(_("country"), blank=True)
    group = NameField(
        _("group in words"), max_length=200, blank=True, help_text=_("For example: civil society.")
    )
    position = models.CharField(
        _("position then"), max_length=200, blank=True, help_text=_("As it was at the event.")
    )
    printed_name = NameField(
        _("name as printed here"),
        max_length=200,
        blank=True,
        help_text=_("If the source prints it differently."),
    )
    roles = models.ManyToManyField(
        Role, blank=True, related_name="participations", verbose_name=_("roles")
    )
    count = models.PositiveIntegerField(_("how many"), null=True, blank=True)
    qualifier = models.CharField(
        _("exactly?"), max_length=9, choices=Qualifier, default=Qualifier.EXACTLY
    )
    attendance = models.CharField(
        _("came?"), max_length=8, choices=Attendance, default=Attendance.CAME
    )
    office = models.BooleanField(
        _("holds an office"), default=False, help_text=_("Office-holders are shown by name.")
    )
    name_hidden = models.BooleanField(_("do not show the name"), default=False)
    note = models.CharField(_("note"), max_length=300, blank=True)
    language = printed_language_field()
    order = models.PositiveIntegerField(_("order"), default=10)
    named = models.BooleanField(default=False, editable=False)
    held = models.BooleanField(default=False, editable=False)

    objects = ParticipationQuerySet.as_manager()

    # `named` is recorded: to show a name or to hide it is a change for readers.
    unrecorded = ("held", "visible_from")

    class Meta:
        verbose_name = _("line of the list")
        verbose_name_plural = _("who took part")
        ordering = ["order", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(person__isnull=False)
                | models.Q(organisation__isnull=False)
                | ~models.Q(country="")
                | ~models.Q(group=""),
                name="events_participation_says_who",
                violation_error_message=_(
                    "Say who: a person, an institution, a country or a group in words."
                ),
            ),
            models.CheckConstraint(
                condition=models.Q(person__isnull=True) | models.Q(count__isnull=True),
                name="events_participation_person_is_one",
                violation_error_message=_(
                    "A line with a person counts as one: leave the number empty."
                ),
            ),
            models.CheckConstraint(
                condition=models.Q(printed_name="") | models.Q(person__isnull=False),
                name="events_participation_name_needs_person",
                violation_error_message=_("A printed name needs the person it stands for."),
            ),
            models.CheckConstraint(
                condition=models.Q(count__isnull=True) | models.Q(count__gte=1),
                name="events_participation_counts_somebody",
                violation_error_message=_(
                    "The number is one or more; leave it empty if not known."
                ),
            ),
            models.UniqueConstraint(
                fields=["event", "person", "organisation", "position"],
                condition=models.Q(person__isnull=False, organisation__isnull=False),
                name="events_participation_capacity_once",
                violation_error_message=_("This person is in the list already in this capacity."),
            ),
            models.UniqueConstraint(
                fields=["event", "person", "position"],
                condition=models.Q(person__isnull=False, organisation__isnull=True),
                name="events_participation_person_once",
                violation_error_message=_("This person is in the list already in this capacity."),
            ),
        ]
        indexes = [
            models.Index(fields=["event", "order", "id"], name="events_line_in_order"),
            models.Index(fields=["organisation", "person", "event"], name="events_line_by_body"),
            models.Index(
                fields=["person", "event"],
                name="events_line_on_record",
                condition=models.Q(named=True, held=True),
            ),
            models.Index(fields=["organisation", "visible_from"], name="events_line_body_visible"),
            models.Index(fields=["country", "event"], name="events_line_by_country"),
            # What the desk lists as unfinished.
            models.Index(
                fields=["-id"],
                name="events_line_without_body",
                condition=models.Q(person__isnull=False, organisation__isnull=True),
            ),
            models.Index(
                fields=["event"],
                name="events_line_expected",
                condition=models.Q(attendance="expected"),
            ),
        ]

    def __str__(self):
        return str(self.person or self.organisation or self.get_country_display() or self.group)

    same_capacity = staticmethod(capacities.same)
    joined = staticmethod(capacities.joined)


class Session(models.Model):
    """An item of the programme; its people are lines of the event."""

    event = models.ForeignKey(Event, models.CASCADE, related_name="sessions")
    title = models.CharField(_("title"), max_length=300)
    day = models.DateField(_("day"), null=True, blank=True)
    starts_at = models.TimeField(_("from"), null=True, blank=True)
    ends_at = models.TimeField(_("to"), null=True, blank=True)
    place = models.CharField(_("place"), max_length=160, blank=True)
    people = models.ManyToManyField(
        Participation, blank=True, related_name="sessions", verbose_name=_("people")
    )
    language = printed_language_field()
    order = models.PositiveIntegerField(_("order"), default=10)

    class Meta:
        verbose_name = _("item of the programme")
        verbose_name_plural = _("programme")
        ordering = [
            models.F("day").asc(nulls_last=True),
            models.F("starts_at").asc(nulls_last=True),
            "order",
            "pk",
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(starts_at__isnull=True)
                | models.Q(ends_at__isnull=True)
                | models.Q(ends_at__gt=models.F("starts_at")),
                name="events_session_times_in_order",
                violation_error_message=_("The item ends before it starts: check both times."),
            )
        ]
        indexes = [models.Index(fields=["event", "day", "starts_at"], name="events_session_event")]

    def __str__(self):
        return self.title
