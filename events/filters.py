import functools
import operator

import numpy as np
from django import forms
from django.db.models import Value
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import get_language, ngettext_lazy, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from events.models import Event, Participation, Project, Topic
from events.models.queryset import EventQuerySet
from events.relevance import of_events
from organisations.filters import InstitutionFilter
from people.columns import ColumnFilterSet, counting
from people.columns.facets import (
    Keyed,
    country_facet,
    fixed_facet,
    institution_facet,
    keyed_facet,
    year_facet,
)
from people.columns.many import At
from people.filters import LinesFilterSet
from people.relevance import BEST_FIRST
from portal import names
from portal.filters import (
    RELEVANCE,
    ChoiceFilter,
    ChoicesFilter,
    CountryFilter,
    DayFilter,
    Offered,
    SelectFilter,
    SortFilter,
    WordsFilter,
    YearFilter,
)

KINDS = [(code, capfirst(label)) for code, label in Event.Kind.choices]
WHEN = [("upcoming", _("Upcoming")), ("past", _("Past"))]
WITH_REPORT = [("yes", _("Only with a report"))]
NAMED = [("yes", _("Shown by name")), ("no", _("Not shown by name"))]


def choices(now):
    """Return key, address and name of the topics and projects of public events; one query."""
    topics = Topic.objects.public(now).order_by()
    projects = Project.objects.public(now).order_by()
    found = {"topic": [], "project": []}
    every = topics.values_list(Value("topic"), "pk", "slug", "name").union(
        projects.values_list(Value("project"), "pk", "slug", "title"), all=True
    )
    for field, *row in every.order_by():
        found[field].append(row)
    return {field: sorted(rows, key=lambda row: row[2].casefold()) for field, rows in found.items()}


def any_of(queryset, method, values):
    """Return the rows that a method of the queryset finds for at least one of the values.

    The keys are found by themselves: what narrows the queryset already is asked once.
    """
    every = queryset.model.objects.order_by()
    found = functools.reduce(operator.or_, (method(every, value) for value in values))
    return queryset.filter(pk__in=found.values("pk"))


class DaysForm(forms.Form):
    def clean(self):
        since, until = self.cleaned_data.get("since"), self.cleaned_data.get("until")
        if since and until and until < since:
            self.add_error("until", _("The last day lies before the first: check both days."))
        return self.cleaned_data


class FrameFilterSet(ColumnFilterSet):
    """What lists of events and of lines have in common: topic, project, kind and days."""

    kind = ChoicesFilter(
        label=_("Kind"),
        method="of_kind",
        choices=KINDS,
    )
    since = DayFilter(label=_("Since"), method="since_day")
    until = DayFilter(label=_("Until"), method="until_day")
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

    @functools.cached_property
    def offered(self):
        """The topics and projects of public events, by the name of the field that offers them."""

        def work():
            found = {}
            for name, rows in choices(self.now).items():
                [(value, label)] = self.base_filters[name].field.choices
                found[name] = Keyed.of(rows, (value, str(label)))
            return found

        return self.moment.answer(("offered", get_language()), work)

    def offer(self, fields):
        super().offer(fields)
        for name, keyed in self.offered.items():
            fields[name].choices = Offered(keyed.pairs)

    def through_events(self, column):
        """Return a column of events as one of the rows of this list."""
        return column

    def events_matching(self, words):
        def work():
            found = Event.objects.entries_matching(words, self.now).owners()
            return np.isin(self.moment.events.pk, found)

        return self.moment.answer(("events holding", *names.terms(words)), work)

    def seen(self, mask):
        """Return a mask of events as one of the rows of this list."""
        return mask

    def events_by_words(self):
        """Return by key how well events fit the words."""
        size = int(self.moment.events.pk.max(initial=0)) + 1
        key = "best events", self.words
        return self.moment.answer(key, lambda: of_events(self.words, size, self.now))

    def facets(self):
        events, through = self.moment.events, self.through_events
        kinds = fixed_facet(through(self.moment.event_kind), KINDS)
        return super().facets() | {
            "kind": kinds,
            "project": keyed_facet(through(events.projects), self.offered["project"]),
            "topic": keyed_facet(through(events.topics), self.offered["topic"]),
        }

    def masks(self):
        events = self.moment.events
        return super().masks() | {
            "since": lambda day: self.seen(events.latest >= day.toordinal()),
            "until": lambda day: self.seen(
                (events.earliest <= day.toordinal()) & (events.earliest > 0)
            ),
        }


class EventFilter(FrameFilterSet):
    """The filters of all lists of events."""

    ROWS = ngettext_lazy("%(n)d event", "%(n)d events", "n")

    q = WordsFilter(label=_("Words"), method="with_words")
    when = ChoiceFilter(
        label=_("When"),
        method="at_time",
        choices=WHEN,
        any_label=pgettext_lazy("no filter by time", "Any time"),
    )
    organisation = InstitutionFilter(label=_("Institution"), method="with_organisation")
    country = CountryFilter(label=_("Held in"), method="in_country")
    year = YearFilter(label=_("Year"), method="in_year")
    report = ChoicesFilter(label=_("Report"), method="with_report", choices=WITH_REPORT)

    sort = SortFilter(
        usual=("date", _("Newest event first")),
        choices=[BEST_FIRST, ("name", _("By name")), ("changed", _("Newest change first"))],
    )

    ORDER = "q when kind organisation country year since until project topic report sort".split()

    def with_words(self, queryset, name, value):
        return queryset.matching(value)

    def offer(self, fields):
        super().offer(fields)
        if self.data.get("when") == "upcoming":
            _usual, *others = fields["sort"].choices
            fields["sort"].choices = [("", _("Next event first")), *others]

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

    # From the columns

    def facets(self):
        moment = self.moment
        return super().facets() | {
            "when": fixed_facet(moment.event_when, WHEN),
            "organisation": institution_facet(moment.event_institutions, moment, self.now),
            "country": country_facet(moment.events.countries),
            "year": year_facet(moment.events.years),
            "report": fixed_facet(moment.event_report, WITH_REPORT),
        }

    def masks(self):
        return super().masks() | {"q": self.events_matching}

    def ground(self):
        return self.moment.public_events

    def tally(self, name):
        mask = self.mask(without=name)
        return counting.tally_wholes(self._facets[name].column, mask, self.moment.index.whole)

    def tally_unknown(self, name):
        empty = self._facets[name].column.empty
        return int(np.count_nonzero(self.wholes(self.mask(without=name)) & empty))

    def wholes(self, mask):
        """Leave out every part whose whole fits too: it stands there with it."""
        whole = self.moment.index.whole
        return mask & ~((whole >= 0) & mask[whole])

    def rows(self, mask):
        return super().rows(self.wholes(mask))

    def ordered(self, mask):
        return self.in_order(self.wholes(mask))

    def in_order(self, mask):
        """Return the keys of the rows of a mask in the order of the list, parts beside wholes."""
        events, rows = self.moment.events, np.flatnonzero(mask)
        if self.given.get("sort") == RELEVANCE and self.words:
            places = self.events_by_words()[events.pk[rows]]
            rows = rows[np.argsort(places, kind="stable")]
        if self.given.get("sort") == "name":
            rows = rows[np.argsort(events.name[rows], kind="stable")]
        if self.given.get("sort") == "changed":
            changed = self.moment.last_changed(get_language())
            rows = rows[np.argsort(-changed[rows], kind="stable")]
        if self.given.get("when") == "upcoming" and not self.given.get("sort"):
            rows = rows[::-1]
        return events.pk[rows]


class LineFilter(FrameFilterSet, LinesFilterSet):
    """The filters of the lines of all lists: those of events and those of people together.

    Who did not come, and what was not held, is on nobody's record: of the lines given only
    the others are found.
    """

    ROWS = ngettext_lazy("%(n)d entry", "%(n)d entries", "n")

    q = WordsFilter(label=_("Words or a name"), method="with_words")
    held_in = CountryFilter(label=_("Held in"), method="in_country")
    named = ChoiceFilter(
        label=_("Named"),
        method="is_named",
        choices=NAMED,
        any_label=pgettext_lazy("no filter by names", "All"),
    )

    sort = SortFilter(
        usual=("date", _("Newest event first")),
        choices=[
            BEST_FIRST,
            ("name", _("By name, those not named last")),
            ("changed", _("Newest change first")),
        ],
    )

    ORDER = (
        "q organisation departments successors organisation_kind country role named topic project "
        "kind since until year held_in event sort"
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

    # From the columns

    def through_events(self, column):
        return self.moment.of_event(column)

    def seen(self, mask):
        return mask[self.moment.lines.event]

    def facets(self):
        moment = self.moment
        return super().facets() | {
            "held_in": country_facet(moment.of_event(moment.events.countries)),
            "named": fixed_facet(moment.line_named, NAMED),
        }

    def masks(self):
        return super().masks() | {"q": self.lines_matching}

    def lines_matching(self, words):
        lines = self.moment.lines
        at = self.events_matching(words)
        return at[lines.event] | (self.people_called(words)[lines.person] & lines.named)

    def ground(self):
        return self.moment.took_part

    def tally(self, name):
        column = self._facets[name].column
        if isinstance(column, At):
            numbers = self.once(self.lines_through, name, column.rows)
            return counting.tally_through(column.column, numbers)
        return counting.tally(column, self.mask(without=name))

    def lines_through(self, without, rows):
        """Return how many lines that fit lead to each of some events or institutions."""
        return np.bincount(rows[self.mask(without)])

    def ordered(self, mask):
        lines, rows = self.moment.lines, np.flatnonzero(mask)
        if self.given.get("sort") == RELEVANCE and self.words:
            rows = rows[np.argsort(self.places_by_words(rows), kind="stable")]
        if self.given.get("sort") == "name":
            rows = self.moment.lines_by_name
            rows = rows[mask[rows]]
        if self.given.get("sort") == "changed":
            rows = self.moment.lines_by_change(get_language())
            rows = rows[mask[rows]]
        return lines.pk[rows]

    def places_by_words(self, rows):
        """Return how well some lines fit the words: by a name that is shown, then by the event."""
        lines, events = self.moment.lines, self.moment.events
        people = self.people_by_words()
        # Nobody has the number 0, and so the place behind all that were found.
        by_name, behind = people[lines.person[rows]], people[0]
        by_event = self.events_by_words()[events.pk[lines.event[rows]]]
        found = lines.named[rows] & (by_name < behind)
        return np.where(found, by_name, behind + by_event)


def at(lines, events):
    """Return the lines of some events."""
    return lines.filter(event__in=events.order_by().values("pk"))
