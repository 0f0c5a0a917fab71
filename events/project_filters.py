import functools
import operator

from django.utils.translation import gettext_lazy as _

from events.models import Project
from organisations.filters import InstitutionFilter
from portal.filters import PortalFilterSet, WordsFilter


class ProjectFilter(PortalFilterSet):
    q = WordsFilter(label=_("Title, programme or reference"), method="find")
    organisation = InstitutionFilter(label=_("Institution"), method="with_organisation")

    def find(self, queryset, name, value):
        return queryset.matching(value)

    def with_organisation(self, queryset, name, value):
        every = map(Project.objects.order_by().with_organisation, value)
        return queryset.filter(pk__in=functools.reduce(operator.or_, every).values("pk"))
