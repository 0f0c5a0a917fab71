"""The further names of institutions, some of them with the days on which they were borne."""

import copy

from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.models import OtherName, Span


class OrganisationNameQuerySet(models.QuerySet):
    def borne_on(self, day):
        """Return the names that institutions had on a day, as far as their days are known."""
        is_dated = models.Q(since__isnull=False) | models.Q(until__isnull=False)
        begun = models.Q(since__isnull=True) | models.Q(since__lte=day)
        lasts = models.Q(until__isnull=True) | models.Q(until__gte=day)
        kinds = [OtherName.Kind.OFFICIAL, OtherName.Kind.FORMER]
        return self.filter(is_dated, begun, lasts, kind__in=kinds)


class OrganisationName(OtherName, Span):
    organisation = models.ForeignKey(
        "organisations.Organisation", models.CASCADE, related_name="names"
    )

    objects = OrganisationNameQuerySet.as_manager()

    class Meta(OtherName.Meta):
        verbose_name = _("other name")
        verbose_name_plural = _("other names")
        constraints = [
            *OtherName.Meta.constraints,
            *Span.Meta.constraints,
            models.UniqueConstraint(
                fields=["organisation", "name", "kind", "language"],
                name="organisations_name_once",
                violation_error_message=_("This name is in the list already."),
            ),
        ]


def called_on(day, body):
    """Return what the institution that a row names was called on a day, as an expression.

    The day may be an expression as well; without a day and where no name is dated it is empty.
    """
    names = OrganisationName.objects.borne_on(day).filter(
        organisation=models.OuterRef(body),
        language__in=["", models.OuterRef(f"{body}__language")],
    )
    latest = names.order_by(models.F("since").desc(nulls_last=True), "pk")
    return models.Subquery(latest.values("name")[:1])


def as_called(rows, body):
    """Give the institution of rows read with `called` the name of that day; return the rows.

    Rows may share an institution: who was called otherwise becomes one of the row's own.
    """
    for row in rows:
        if row.called:
            then = copy.copy(getattr(row, body))
            then.name = row.called
            setattr(row, body, then)
    return rows
