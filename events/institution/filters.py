import functools

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from events.filters import DaysForm
from organisations.filters import DepartmentsFilter
from people.filters import public_roles
from portal.filters import ChoicesFilter, DayFilter, PortalFilterSet


class OverTimeFilter(PortalFilterSet):
    """What narrows the page of one institution; of lines, `qs` are the public ones that fit.

    The fields are called as in the lists of events and people, so that the page leads on to
    the same rows there.
    """

    since = DayFilter(label=_("From"), method="since_day")
    until = DayFilter(label=_("To"), method="until_day")
    role = ChoicesFilter(label=_("Role"), method="in_role")
    departments = DepartmentsFilter(label=_("Leave its departments out"))

    class Meta:
        form = DaysForm

    @functools.cached_property
    def roles(self):
        """The roles that public lines have, as key, address and name; costs a query."""
        return public_roles(get_language(), timezone.now())

    def offer(self, fields):
        fields["role"].choices = [(slug, printed) for _pk, slug, printed in self.roles]

    def given(self, name):
        """Return what a field was understood to say, None while nothing is asked."""
        return None if not self.is_bound or self.is_refused else self.form.cleaned_data[name]

    @property
    def with_departments(self):
        return self.given("departments") is not False

    def since_day(self, lines, name, value):
        return lines.filter(event__latest__gte=value)

    def until_day(self, lines, name, value):
        return lines.filter(event__earliest__lte=value)

    def in_role(self, lines, name, value):
        return lines.in_roles(value)

    def bodies(self, bodies):
        """Narrow what institutions were to events; an institution has no role of a person."""
        if self.is_refused or self.given("role"):
            return bodies.none()
        if self.given("since"):
            bodies = bodies.filter(event__latest__gte=self.given("since"))
        if self.given("until"):
            bodies = bodies.filter(event__earliest__lte=self.given("until"))
        return bodies

    def parts(self, parts):
        """Narrow what institutions are to projects; a side that is not known fits any day."""
        if self.is_refused or self.given("role"):
            return parts.none()
        since, until = self.given("since"), self.given("until")
        if since:
            parts = parts.filter(Q(project__until=None) | Q(project__until__gte=since))
        if until:
            parts = parts.filter(Q(project__since=None) | Q(project__since__lte=until))
        return parts

    @property
    def parameters(self):
        """The parameters of an address that say the same in another list."""
        return {name: self.data.getlist(name) for name in self.filters if name in self.data}
