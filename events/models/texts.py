from django.db import models
from django.utils import timezone

from events.models.update import Withdrawal
from portal import names
from portal.models import Entry


class EditionQuerySet(models.QuerySet):
    def due(self, now=None):
        """Return those whose time has come, the replaced ones too."""
        return self.filter(state=self.model.State.APPROVED, publish_at__lte=now or timezone.now())

    def live(self, now=None):
        """Return the one edition of each report that the public reads."""
        now = now or timezone.now()
        later = (
            self.model.objects.due(now)
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

    def apart(self, language, now=None):
        """Return those public ones that have only a page of their own for readers of a language.

        Annotates `turn`, by which that is found, as events.versions counts it. The page of an
        event shows the text in the language, else that in the first one there is.
        """
        now = now or timezone.now()
        rows = self.public(now).annotate(
            code=models.F("report__language"), event=models.F("report__event")
        )
        others = self.model.objects.live(now).filter(report__event=models.OuterRef("event"))
        rather = models.Q(report__language__lt=models.OuterRef("code"))
        shown = others.filter(rather | models.Q(report__language=language)).order_by()
        before = self.model.objects.due(now).filter(report__event=models.OuterRef("event"))
        earlier = models.Q(publish_at__lt=models.OuterRef("publish_at")) | models.Q(
            publish_at=models.OuterRef("publish_at"), pk__lte=models.OuterRef("pk")
        )
        turns = before.filter(earlier).order_by().values("report__event")
        return (
            rows.exclude(code=language)
            .filter(models.Exists(shown))
            .annotate(turn=models.Subquery(turns.annotate(n=models.Count("pk")).values("n")))
        )

    def open_to(self, user, now=None):
        """Return what one of the staff may read: what went out, and drafts not limited."""
        reports = self.model._meta.get_field("report").related_model.objects
        return self.filter(
            models.Q(report__in=reports.open_to(user).values("pk"))
            | models.Q(pk__in=self.model.objects.public(now).values("pk"))
        )

    def matching(self, query):
        """Return those in which every word of the query stands."""
        terms = names.terms(query)
        entries = Entry.objects.holding(terms, Entry.Kind.REPORT)
        return self.filter(pk__in=entries.values("record_id")) if terms else self

    def unread(self):
        """Return those that went out without a second reader and still wait for one."""
        return self.filter(approved_by__isnull=True).exclude(alone_reason="")
