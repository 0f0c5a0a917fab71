"""What a list gives out to programs for a question of an address: the numbers of its rows."""

import csv
import io
import json

from django.test import RequestFactory

from portal.api import paging
from portal.tables.columns import lines
from portal.tables.formats import CSV, JSON


class Files:
    """The files of a list, whose rows are read once for all questions."""

    def __init__(self, table, query):
        self.table = table
        view = self.view(query)
        assert not view.filterset.is_refused
        self.known = view.read(list(view.keys()))

    def view(self, query):
        view = self.table()
        view.setup(RequestFactory().get(f"/?{query}"))
        return view

    def numbers(self, filterset, query):
        """Return the numbers in the CSV and in the JSON of a list, each in their order."""
        view, columns = self.view(query), self.table.columns[:1]
        view.filterset = filterset
        keys = view.keys()
        about = view.about(len(keys))
        rows = [*lines(columns, keys, lambda some: {key: self.known[key] for key in some})]
        written = "".join(CSV().write(columns, rows, about)).removeprefix("\ufeff")
        told = json.loads("".join(JSON().write(columns, rows, about)))
        return (
            [int(number) for (number,) in [*csv.reader(io.StringIO(written))][1:]],
            [row["number"] for row in told["rows"]],
        )


def by_api(table, query):
    """Return the numbers of a list in the API, which fit on one page of it."""
    request = RequestFactory().get(f"/?{query}&limit=100")
    queryset = table.model.objects.public()
    page = paging.page(request, queryset, table.filterset_class)
    assert page.next is None
    return page.keys
