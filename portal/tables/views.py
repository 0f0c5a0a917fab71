"""The addresses under which the rows of a list are given out."""

import abc

from django.conf import settings
from django.http import FileResponse, QueryDict, StreamingHttpResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.generic import View

from portal import problems
from portal.addresses import absolute
from portal.tables.columns import keys_of, lines
from portal.tables.formats import FORMATS, About


class TableView(abc.ABC, View):
    """The rows of a list in one format: the same filters, the same rows as its page.

    A filter that is not understood gives a 400 and no rows.
    """

    http_method_names = ["get", "head"]
    format = None
    model = None
    filterset_class = None
    columns = ()
    #: The name of the file, and of the page that shows the same rows.
    stem = page = ""
    title = ""

    def queryset(self):
        """Return the public rows among which the filters choose."""
        return self.model.objects.public(self.now)

    @abc.abstractmethod
    def read(self, keys):
        """Return the rows of some keys, by key, with all that the columns say."""

    @cached_property
    def now(self):
        return timezone.now()

    @cached_property
    def filterset(self):
        return self.filterset_class(self.request.GET, self.queryset())

    def get(self, request, **arguments):
        if self.filterset.is_refused:
            return problems.refused(self.filterset.form)
        return self.answer()

    def keys(self):
        """Return the keys of the rows in the order of their page."""
        return keys_of(self.filterset.qs)

    def answer(self):
        keys = self.keys()
        most = self.format.most_rows
        if most and len(keys) > most:
            detail = _("A sheet holds %(most)s rows: filter the list, or take the CSV.")
            return problems.problem(
                _("These are too many rows for a spreadsheet."), detail=detail % {"most": most}
            )
        sent = {"content_type": self.format.media_type}
        sent["headers"] = {
            "Content-Disposition": content_disposition_header(
                self.format.as_attachment, f"{self.stem}.{self.format.extension}"
            ),
            # The page is what is to be found, not each of its files.
            "X-Robots-Tag": "noindex",
        }
        if self.request.method == "HEAD":
            return StreamingHttpResponse((), **sent)
        chunks = lines(self.columns, keys, self.read)
        written = self.format.write(self.columns, chunks, self.about(len(keys)))
        response = FileResponse if hasattr(written, "seek") else StreamingHttpResponse
        return response(written, **sent)

    def about(self, count):
        return About(
            title=str(self.title),
            source=settings.SITE_OWNER,
            page=absolute(self.page_url()),
            read_on=timezone.localdate(self.now),
            filters=[f"{chip.label}: {chip.value}" for chip in self.filterset.chips],
            count=count,
        )

    def page_url(self):
        return f"{reverse(self.page)}{kept(self.filterset)}"


def kept(filterset):
    """Return the question that asks for the same rows: all filters, not the page."""
    if not filterset.is_bound or filterset.is_refused:
        return ""
    question = QueryDict(mutable=True)
    for name in filterset.filters:
        question.setlist(name, [value for value in filterset.data.getlist(name) if value.strip()])
    written = question.urlencode()
    return f"?{written}" if written else ""


def table_paths(view):
    """Return the addresses of a list's files; each is named by its format."""
    return [
        path(f"{view.stem}.{each.extension}", view.as_view(format=each), name=each.extension)
        for each in FORMATS
    ]


def table_links(namespace, filterset):
    """Return for components/files.html the files of a list that is narrowed as its page is."""
    if filterset.is_refused:
        return []
    return [
        {
            "label": each.label,
            "url": f"{reverse(f'{namespace}:{each.extension}')}{kept(filterset)}",
        }
        for each in FORMATS
    ]
