import functools
import operator

from django import forms
from django.db.models import Exists, OuterRef, Value
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from events.models import Event, Participation, Project, Topic
from events.models.queryset import EventQuerySet
from organisations.filters import InstitutionFilter
from people.filters import LinesFilterSet
from portal.filters import (
    ChoiceFilter,
    ChoicesFilter,
    CountryFilter,
    DayFilter,
    PortalFilterSet,
    SelectFilter,
    WordsFilter,
    YearFilter,
)


def choices(now):
    """Return the topics and the projects of public events as choices, in one query."""
    event = Event.objects.public(now).filter(pk=OuterRef("event"))
    told = Event.topics.through.objects.filter(Exists(event), topic=OuterRef("pk"))
    topics = Topic.objects.filter(Exists(told)).order_by()
    projects = Project.objects.public(now).order_by()
    found = {"topic": [], "project": []}
    every = topics.values_list(Value("topic"), "slug", "name").union(
        projects.values_list(Value("project"), "slug", "title"), all=True
    )
    for field, slug, label in every.order_by():
        found[field].append((slug, label))
    return {
        field: sorted(every, key=lambda choice: choice[1].casefold())
        for field, every in found.items()
    }


def any_of(queryset, method, values):
    """Return the rows that a method of the queryset finds for at least one of the values."""
    return functools.reduce(operator.or_, (method(queryset, value) for value in values))


class DaysForm(forms.Form):
    def clean(self):
        since, until = self.cleaned_data.get("since"), self.cleaned_data.get("until")
        if since and until and until < since:
            self.add_error("until", _("The last day lies before the first: check both days."))
        return self.cleaned_data


class FrameFilterSet(PortalFilterSet):
    """What lists of events and of lines have in common: topic, project, kind and days."""

    kind = ChoicesFilter(
        label=_("Kind"),
        method="of_kind",
        choices=[(code, capfirst(label)) for code, label in Event.Kind.choices],
    )
    since = DayFilter(label=_("From"), method="since_day")
    until = DayFilter(label=_("To"), method="until_day")
    project = SelectFilter(
        label=_("Project"),
        method="under_project",
        any_label=pgettext_lazy("no filter by project", "Any project"),
    )
    topic = SelectFilter(
        label=_("Topic"),
        method="on_topic",
        any_label=pgettext_lazy("no filter by topic", "Any topic"),
    )

    class Meta:
        form = DaysForm

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name, offered in choices(timezone.now()).items():
            self.form.fields[name].choices += offered


class EventFilter(FrameFilterSet):
    """The filters of all lists of events."""

    q = WordsFilter(label=_("Words"), method="with_words")
    when = ChoiceFilter(
        label=_("When"),
        method="at_time",
        choices=[("upcoming", _("Upcoming")), ("past", _("Past"))],
        any_label=pgettext_lazy("no filter by time", "Any time"),
    )
    organisation = InstitutionFilter(label=_("Institution"), method="with_organisation")
    country = CountryFilter(label=_("Held in"), method="in_country")
    year = YearFilter(label=_("Year"), method="in_year")
    report = ChoicesFilter(
        label=_("Report"), method="with_report", choices=[("yes", _("Only with a report"))]
    )

    ORDER = "q when kind organisation country year since until project topic report".split()

    def with_words(self, queryset, name, value):
        return queryset.matching(value)

    def at_time(self, queryset, name, value):
        today = timezone.localdate()
        return queryset.upcoming(today) if value == "upcoming" else queryset.past(today)

    def of_kind(self, queryset, name, value):
        return queryset.filter(kind__in=value)

    def with_organisation(self, queryset, name, value):
        return any_of(queryset, EventQuerySet.with_organisation, value)

    def in_country(self, queryset, name, value):
        return any_of(queryset, EventQuerySet.in_country, value)

    def in_year(self, queryset, name, value):
        return any_of(queryset, EventQuerySet.in_year, value)

    def since_day(self, queryset, name, value):
        return queryset.between(start=value)

    def until_day(self, queryset, name, value):
        return queryset.between(end=value)

    def under_project(self, queryset, name, value):
        return queryset.under_projects(value)

    def on_topic(self, queryset, name, value):
        return queryset.on_topics(value)

    def with_report(self, queryset, name, value):
        return queryset.with_report()


class LineFilter(FrameFilterSet, LinesFilterSet):
    """The filters of the lines of all lists: those of events and those of people together.

    Who did not come, and what was not held, is on nobody's record: of the lines given only
    the others are found.
    """

    q = WordsFilter(label=_("Words or a name"), method="with_words")
    held_in = CountryFilter(label=_("Held in"), method="in_country")
    named = ChoiceFilter(
        label=_("Named"),
        method="is_named",
        choices=[("yes", _("Shown by name")), ("no", _("Not shown by name"))],
        any_label=pgettext_lazy("no filter by names", "All"),
    )

    ORDER = (
        "q organisation departments successors country role named topic project kind since until "
        "year held_in event"
    ).split()

    def __init__(self, data=None, queryset=None, **kwargs):
        lines = Participation.objects.public() if queryset is None else queryset
        super().__init__(data, lines.filter(held=True), **kwargs)

    def with_words(self, lines, name, value):
        return lines.with_words(value)

    def is_named(self, lines, name, value):
        return lines.filter(named=value == "yes")

    def of_kind(self, lines, name, value):
        return at(lines, Event.objects.filter(kind__in=value))

    def since_day(self, lines, name, value):
        return at(lines, Event.objects.between(start=value))

    def until_day(self, lines, name, value):
        return at(lines, Event.objects.between(end=value))

    def under_project(self, lines, name, value):
        return at(lines, Event.objects.under_projects(value))

    def on_topic(self, lines, name, value):
        return at(lines, Event.objects.on_topics(value))

    def in_country(self, lines, name, value):
        return at(lines, any_of(Event.objects.all(), EventQuerySet.in_country, value))


def at(lines, events):
    """Return the lines of some events."""
    return lines.filter(event__in=events.order_by().values("pk"))
