"""What a list gives to programs, as a file or a feed: the same filters, the same rows."""

import abc

from django.http import QueryDict
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.views.generic import View

from portal import problems
from portal.addresses import absolute


class ProgramView(abc.ABC, View):
    """The rows of a list for a program; what is not understood gives a 400 and no rows."""

    http_method_names = ["get", "head"]
    filterset_class = None
    #: The name of what is given out, what it is called, and the page that shows the same rows.
    stem = title = page = ""
    #: What an address may say beside the filters.
    takes = frozenset()

    @abc.abstractmethod
    def found(self):
        """Return the public rows among which the filters choose."""

    @abc.abstractmethod
    def answer(self):
        """Return what the program gets of the rows that the filters found."""

    @cached_property
    def now(self):
        return timezone.now()

    @cached_property
    def filterset(self):
        return self.filterset_class(self.request.GET, self.found())

    def get(self, request, **arguments):
        strange = request.GET.keys() - self.filterset.filters.keys() - self.takes
        if strange:
            return problems.strange(sorted(strange))
        if self.filterset.is_refused:
            return problems.refused(self.filterset.form)
        return self.answer()

    def page_url(self):
        return absolute(f"{reverse(self.page)}{kept(self.filterset)}")


def kept(filterset):
    """Return the question that asks for the same rows: all filters, not the page."""
    if not filterset.is_bound or filterset.is_refused:
        return ""
    question = QueryDict(mutable=True)
    for name in filterset.filters:
        question.setlist(name, [value for value in filterset.data.getlist(name) if value.strip()])
    written = question.urlencode()
    return f"?{written}" if written else ""
