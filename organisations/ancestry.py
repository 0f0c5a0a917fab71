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
        own = set(
            self.filter(descendant=organisation, depth__gt=0).values_list("ancestor", "depth")
        )
        wanted = set()
        if organisation.parent_id:
            wanted = {
                (ancestor, depth + 1)
                for ancestor, depth in self.filter(descendant=organisation.parent_id).values_list(
                    "ancestor", "depth"
                )
            }
        self.get_or_create(ancestor=organisation, descendant=organisation, depth=0)
        if own == wanted:
            return
        below = list(self.filter(ancestor=organisation).values_list("descendant", "depth"))
        inside = {descendant for descendant, _depth in below}
        if organisation.parent_id in inside:
            raise ValidationError(_("A circle of departments is not possible."))
        self.filter(descendant__in=inside).exclude(ancestor__in=inside).delete()
        self.bulk_create(
            self.model(ancestor_id=ancestor, descendant_id=descendant, depth=above + depth)
            for ancestor, above in wanted
            for descendant, depth in below
        )
