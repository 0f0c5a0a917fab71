import re
from urllib.parse import urlencode

from django.core.paginator import EmptyPage, Paginator
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.generic import ListView

from portal.missing import Missing
from portal.questions import orders, questions

CANONICAL_NUMBER = re.compile("[1-9][0-9]{0,8}")


class NoSuchPage(Missing):
    """There is a list, and it has no page of that number."""

    def __init__(self, request):
        asked = request.GET.copy()
        asked.pop("page", None)
        super().__init__(
            _("The list has no page of this number: it may have become shorter since."),
            _("Begin from the first page of the list"),
            f"{request.path}?{asked.urlencode()}" if asked else request.path,
        )


def page_of(request, paginator):
    """Return the page that the address asks for, by the one rule of all lists.

    `page` is the number of an existing page in plain digits; anything else is a 404.
    """
    number = request.GET.get("page", "1")
    if not CANONICAL_NUMBER.fullmatch(number):
        raise NoSuchPage(request)
    try:
        return paginator.page(int(number))
    except EmptyPage:
        raise NoSuchPage(request) from None


class ByKeys:
    """Rows of a model as a question reads them, which is given their keys and then `values`."""

    def __init__(self, model, question, *values):
        self.model = model
        self.question = question
        self.values = values

    def in_bulk(self, keys):
        return {row.pk: row for row in self.question(keys, *self.values)}


class FilteredPaginator(Paginator):
    """Pages of a FilterSet, which knows how many rows there are and which stand on a page."""

    def __init__(self, filterset, queryset, size):
        super().__init__(queryset, size)
        self.filterset = filterset

    @cached_property
    def count(self):
        return self.filterset.total

    def page(self, number):
        number = self.validate_number(number)
        bottom = (number - 1) * self.per_page
        top = min(bottom + self.per_page, self.count)
        return self._get_page(self.filterset.cut(self.object_list, bottom, top), number, self)


class FilteredListView(ListView):
    """A public list with filters and pages.

    In its context are the `filterset`, its `questions` and its `orders`. An invalid filter
    answers 200 with the error beside its field and no rows, whatever the page. For the pages
    themselves see `page_of`.
    """

    http_method_names = ["get", "head"]
    filterset_class = None
    paginator_class = FilteredPaginator
    paginate_by = 25

    def get_queryset(self):
        # What is counted is what the filters are given: never more than the public may see.
        public = super().get_queryset().public()
        self.filterset = self.filterset_class(self.request.GET, public)
        return self.filterset.listed

    def get_paginator(self, queryset, per_page, **kwargs):
        return self.paginator_class(self.filterset, queryset, per_page)

    def paginate_queryset(self, queryset, page_size):
        paginator = self.get_paginator(queryset, page_size)
        page = paginator.page(1) if self.filterset.is_refused else page_of(self.request, paginator)
        return paginator, page, page.object_list, page.has_other_pages()

    def charts(self):
        """Return the pictures of the rows, each a Chart or None; they follow the filters."""
        return []

    def canonical(self, number):
        """Return the address by which a page of the list is known, however it was asked for."""
        asked = [*self.filterset.meaning, *([("page", number)] if number > 1 else [])]
        return f"{self.request.path}?{urlencode(asked)}" if asked else self.request.path

    def get_context_data(self, **kwargs):
        context = super().get_context_data(filterset=self.filterset, **kwargs)
        refused = self.filterset.is_refused
        return context | {
            "questions": questions(self.filterset),
            "orders": [] if refused else orders(self.filterset),
            "charts": [] if refused else [chart for chart in self.charts() if chart],
            "canonical": self.canonical(context["page_obj"].number),
        }
