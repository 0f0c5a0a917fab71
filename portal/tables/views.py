"""The addresses under which the rows of a list are given out."""

import abc

from django.conf import settings
from django.http import FileResponse, StreamingHttpResponse
from django.urls import path
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from portal import problems
from portal.addresses import page
from portal.programs import ProgramView, kept
from portal.tables.columns import keys_of, lines
from portal.tables.formats import FORMATS, About


class TableView(ProgramView):
    """The rows of a list in one format."""

    format = None
    model = None
    columns = ()

    def found(self):
        return self.model.objects.public(self.now)

    @abc.abstractmethod
    def read(self, keys):
        """Return the rows of some keys, by key, with all that the columns say."""

    def keys(self):
        """Return the keys of the rows in the order of their page."""
        return keys_of(self.filterset.qs)

    def answer(self):
        keys = self.keys()
        most = self.format.most_rows
        if most and len(keys) > most:
            detail = _(
                "A spreadsheet holds %(most)s rows at most: filter the list, or take the CSV."
            )
            return problems.problem(400, detail % {"most": most})
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
            page=self.page_url(),
            read_on=timezone.localdate(self.now),
            filters=[f"{chip.label}: {chip.value}" for chip in self.filterset.chips],
            count=count,
        )


def table_paths(view):
    """Return the addresses of a list's files; each is named by its format."""
    return [
        path(f"{view.stem}.{each.extension}", view.as_view(format=each), name=each.extension)
        for each in FORMATS
    ]


def table_links(namespace, filterset):
    """Return for drawn/files.html the files of a list that is narrowed as its page is."""
    if filterset.is_refused:
        return []
    return [
        {
            "label": each.label,
            "url": f"{page(f'{namespace}:{each.extension}')}{kept(filterset)}",
        }
        for each in FORMATS
    ]
