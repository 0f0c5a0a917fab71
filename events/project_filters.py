import functools
import operator

import numpy as np
from django.utils.translation import gettext_lazy as _

from events.models import Project
from organisations.filters import InstitutionFilter
from people.columns import KeyedFilterSet
from portal.filters import WordsFilter
from portal.prepared import prepared


@prepared
def every(now):
    """The keys of the public projects, in the order of their list."""
    return Project.objects.public(now).values_list("pk", flat=True)


class ProjectFilter(KeyedFilterSet):
    q = WordsFilter(label=_("Title, programme or reference"), method="find")
    organisation = InstitutionFilter(label=_("Institution"), method="with_organisation")

    @functools.cached_property
    def keys(self):
        """The keys of the rows in their order; those of all are kept as long as nothing changes."""
        if self.filtered:
            return np.array(self.qs.values_list("pk", flat=True), dtype=int)
        return self.moment.answer("projects", lambda: np.array(every(self.now), dtype=int))

    @property
    def total(self):
        return len(self.keys)

    def find(self, queryset, name, value):
        return queryset.matching(value)

    def with_organisation(self, queryset, name, value):
        every = map(Project.objects.order_by().with_organisation, value)
        return queryset.filter(pk__in=functools.reduce(operator.or_, every).values("pk"))
