"""The closure of “is part of”: which institution stands inside which, at any depth."""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _


class AncestryQuerySet(models.QuerySet):
    def begin(self, made):
        """Write the closure rows of new institutions, which have no parts yet; two queries."""
        above = {}
        wanted = {organisation.parent_id for organisation in made} - {None}
        rows = self.filter(descendant__in=wanted) if wanted else self.none()
        for ancestor, descendant, depth in rows.values_list("ancestor", "descendant", "depth"):
            above.setdefault(descendant, []).append((ancestor, depth + 1))
        self.bulk_create(
            self.model(ancestor_id=ancestor, descendant=organisation, depth=depth)
            for organisation in made
            for ancestor, depth in [
                (organisation.pk, 0),
                *above.get(organisation.parent_id, ()),
            ]
        )

    def settle(self, organisation):
        """Make the closure rows of one institution and all below it follow the parents."""
        rows = self.order_by().values_list("ancestor", "depth")
        own, wanted = set(rows.filter(descendant=organisation)), {(organisation.pk, 0)}
        if not own:
            self.create(ancestor=organisation, descendant=organisation, depth=0)
            own = set(wanted)
        if organisation.parent_id:
            above = rows.filter(descendant=organisation.parent_id)
            wanted |= {(ancestor, depth + 1) for ancestor, depth in above}
        if own == wanted:
            return
        below = list(self.filter(ancestor=organisation).values_list("descendant", "depth"))
        inside = {descendant for descendant, _depth in below}
        if organisation.parent_id in inside:
            raise ValidationError(_("A circle of departments is not possible."))
        self.filter(descendant__in=inside).exclude(ancestor__in=inside).delete()
        self.bulk_create(
            self.model(ancestor_id=ancestor, descendant_id=descendant, depth=above + depth)
            for ancestor, above in wanted - {(organisation.pk, 0)}
            for descendant, depth in below
        )


class Ancestry(models.Model):
    """One pair of the closure of “is part of”; every institution is its own at depth 0."""

    ancestor = models.ForeignKey(
        "organisations.Organisation", models.CASCADE, related_name="descendants"
    )
    descendant = models.ForeignKey(
        "organisations.Organisation", models.CASCADE, related_name="ancestors"
    )
    depth = models.PositiveSmallIntegerField()

    objects = AncestryQuerySet.as_manager()

    class Meta:
        verbose_name = _("ancestry")
        verbose_name_plural = _("ancestries")
        ordering = ["ancestor_id", "depth", "descendant_id", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["ancestor", "descendant"], name="organisations_ancestry_once"
            )
        ]

    def __str__(self):
        return f"{self.ancestor_id} > {self.descendant_id}"
