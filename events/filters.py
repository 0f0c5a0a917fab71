import functools
import operator

from django import forms
from django.db.models import Exists, OuterRef, Value
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from events.models import Event, Project, Topic
from events.models.queryset import EventQuerySet
from organisations.filters import InstitutionFilter
from portal.filters import (
    ChoiceFilter,
    ChoicesFilter,
    CountryFilter,
    DayFilter,
    PortalFilterSet,
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


class EventFilterForm(forms.Form):
    def clean(self):
        since, until = self.cleaned_data.get("since"), self.cleaned_data.get("until")
        if since and until and until < since:
            self.add_error("until", _("The last day lies before the first: check both days."))
        return self.cleaned_data


class EventFilter(PortalFilterSet):
    """The filters of all lists of events."""

    q = WordsFilter(label=_("Words"), method="with_words")
    when = ChoiceFilter(
        label=_("When"),
        method="at_time",
        choices=[("upcoming", _("Upcoming")), ("past", _("Past"))],
        any_label=pgettext_lazy("no filter by time", "Any time"),
    )
    kind = ChoiceFilter(
        label=_("Kind"),
        method="of_kind",
        choices=[(code, capfirst(label)) for code, label in Event.Kind.choices],
        any_label=pgettext_lazy("no filter by kind", "Any kind"),
    )
    organisation = InstitutionFilter(label=_("Institution"), method="with_organisation")
    country = CountryFilter(label=_("Held in"), method="in_country")
    year = YearFilter(label=_("Year"), method="in_year")
    since = DayFilter(label=_("From"), method="since_day")
    until = DayFilter(label=_("To"), method="until_day")
    project = ChoiceFilter(
        label=_("Project"),
        method="under_project",
        any_label=pgettext_lazy("no filter by project", "Any project"),
    )
    topic = ChoiceFilter(
        label=_("Topic"),
        method="on_topic",
        any_label=pgettext_lazy("no filter by topic", "Any topic"),
    )
    report = ChoicesFilter(
        label=_("Report"), method="with_report", choices=[("yes", _("Only with a report"))]
    )

    class Meta:
        form = EventFilterForm

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name, offered in choices(timezone.now()).items():
            self.form.fields[name].choices += offered

    def with_words(self, queryset, name, value):
        return queryset.matching(value)

    def at_time(self, queryset, name, value):
        today = timezone.localdate()
        return queryset.upcoming(today) if value == "upcoming" else queryset.past(today)

    def of_kind(self, queryset, name, value):
        return queryset.filter(kind=value)

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
        return queryset.filter(projects__slug=value)

    def on_topic(self, queryset, name, value):
        return queryset.filter(topics__slug=value)

    def with_report(self, queryset, name, value):
        return queryset.with_report()
