import datetime

from django.db import models
from django.utils import timezone

from events import entries
from organisations.models import Organisation
from portal import names
from portal.aggregates import JSONRows
from portal.models import Entry, VisibleQuerySet
from portal.prepared import Among

#: What a row of a list prints of an event; a list never drags more than that along.
LISTED = (
    "name slug language kind status format earliest latest precision date_words address_year "
    "part_of"
).split()


class EventQuerySet(VisibleQuerySet):
    def _related(self, accessor):
        """Return the rows of a model that points at events, which this module cannot import."""
        return self.model._meta.get_field(accessor).related_model.objects

    def entries(self, keys):
        """Return what the search index tells of some, of their texts and of their documents."""
        return entries.of(self.model, keys)

    def limited_to_others(self, user):
        """Return those of which only certain colleagues, and not this one, see the drafts."""
        limits = self.model.colleagues.through.objects.filter(event=models.OuterRef("pk"))
        return self.filter(models.Exists(limits)).exclude(
            models.Exists(limits.filter(user=user.pk))
        )

    def open_to(self, user, now=None):
        """Return what one of the staff may open: all that is public, and drafts not limited."""
        hidden = self.model.objects.limited_to_others(user).exclude(
            visible_from__lte=now or timezone.now()
        )
        return self.exclude(pk__in=hidden.values("pk"))

    def upcoming(self, today):
        return self.filter(latest__gte=today)

    def past(self, today):
        return self.filter(latest__lt=today)

    def between(self, start=None, end=None):
        """Return those that may have taken place on some day of the range, ends included."""
        found = self
        if start:
            found = found.filter(latest__gte=start)
        if end:
            found = found.filter(earliest__lte=end)
        return found

    def in_year(self, year):
        return self.between(datetime.date(year, 1, 1), datetime.date(year, 12, 31))

    def in_country(self, code):
        places = self._related("places").filter(country=code)
        return self.filter(pk__in=places.values("event"))

    def with_organisation(self, organisation):
        """Return those at which an institution or a department of it took part or had a role."""
        bodies = Organisation.objects.within(organisation).values("pk")
        lines = self._related("participations").exclude(attendance="absent")
        return self.filter(
            models.Q(pk__in=lines.filter(organisation__in=bodies).values("event"))
            | models.Q(
                pk__in=self._related("bodies").filter(organisation__in=bodies).values("event")
            )
        )

    def under_projects(self, slugs):
        under = self.model.projects.through.objects.filter(project__slug__in=slugs)
        return self.filter(pk__in=under.values("event"))

    def on_topics(self, slugs):
        about = self.model.topics.through.objects.filter(topic__slug__in=slugs)
        return self.filter(pk__in=about.values("event"))

    def with_report(self, now=None):
        reports = self._related("reports")
        return self.filter(models.Exists(reports.written(now).filter(event=models.OuterRef("pk"))))

    def matching(self, query, now=None):
        """Return those of which every word stands in the name, a place or a public report."""
        entries = self.entries_matching(query, now)
        return self.filter(pk__in=entries.values("owner_id")) if names.terms(query) else self

    def entries_matching(self, query, now=None):
        """Return what the search index tells of them, of whatever event, public or not."""
        now, terms = now or timezone.now(), names.terms(query)
        told = models.Q(kind=Entry.Kind.EVENT)
        told |= models.Q(visible_from__lte=now, visible_until__gt=now)
        kinds = (Entry.Kind.EVENT, Entry.Kind.REPORT)
        entries = Entry.objects.filter(told)
        return entries.each_holding(terms, *kinds) if terms else entries.none()

    def wholes(self, all_of_them):
        """Leave out every part whose whole is among some events: it stands there with it."""
        return self.filter(
            models.Q(part_of__isnull=True)
            | ~models.Exists(all_of_them.filter(pk=models.OuterRef("part_of")))
        )

    def near(self, keys, wholes):
        """Return some events with their parts, and their wholes, both given by their keys."""
        return self.filter(Among("part_of", keys) | Among("pk", keys) | Among("pk", wholes))

    def around(self, event, whole):
        """Return the whole, the parts and the related events of one event, given by their keys."""
        linked = self.model.related.through.objects.filter(from_event=event).values("to_event")
        others = self.model.objects.order_by().values("pk")
        # One set of keys: asked with OR, PostgreSQL would look at every event.
        keys = linked.order_by().union(others.filter(pk=whole), others.filter(part_of=event))
        return self.filter(pk__in=keys)

    def listed(self, language, now=None):
        """Read no more than a list prints, and annotate `title`, `has_report` and `towns`.

        The title is that of the live report in the reader's language, None without one.
        """
        reports = self._related("reports").model
        editions = reports._meta.get_field("editions").related_model.objects.live(now)
        # No order: of a report one edition is live, and an event has one report in a language.
        editions = editions.filter(report__event=models.OuterRef("pk")).order_by()
        places = self._related("places").filter(event=models.OuterRef("pk"))
        return self.only(*LISTED).annotate(
            title=models.Subquery(editions.filter(report__language=language).values("title")[:1]),
            has_report=models.Exists(editions),
            towns=JSONRows(places, "city", "country", "venue"),
        )

    def with_last_updated(self, language, now=None):
        """Annotate `last_updated`, the instant that rule 2 of the house gives for a language."""
        updates = self._related("updates")
        newest = updates.counting(language, now).filter(event=models.OuterRef("pk"))
        return self.annotate(
            last_updated=models.Subquery(newest.order_by("-at", "-pk").values("at")[:1])
        )
