import functools
import operator

from django.utils.translation import gettext_lazy as _

from organisations.filters import InstitutionFilter
from portal.filters import PortalFilterSet, WordsFilter


class ProjectFilter(PortalFilterSet):
    q = WordsFilter(label=_("Title, programme or reference"), method="find")
    organisation = InstitutionFilter(label=_("Institution"), method="with_organisation")

    def find(self, queryset, name, value):
        return queryset.matching(value)

    def with_organisation(self, queryset, name, value):
        return functools.reduce(operator.or_, map(queryset.with_organisation, value))
