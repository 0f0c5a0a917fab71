"""The pages and files of an archive, written one by one."""

import collections
import contextlib
import csv
import functools
import posixpath
import re
from pathlib import Path
from urllib.parse import parse_qsl, quote, unquote, urljoin, urlsplit

from django.conf import settings
from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.exceptions import SuspiciousFileOperation
from django.template.loader import render_to_string
from django.urls import Resolver404, resolve, reverse
from django.utils.translation import gettext as _

from portal.archive.asking import ask
from portal.archive.folder import is_file
from portal.archive.links import not_indexed, relinked
from portal.archive.scope import LISTS
from portal.backups import Refused
from portal.backups.envelope import AT_ONCE
from portal.backups.making import version
from portal.tables.formats import FORMATS

INDEX, README = "index.html", "README.txt"
PAGE = re.compile("[1-9][0-9]*")
PARENT = re.compile("[^/]+$|[^/]+/[^/]+/$")
#: What a page shows, wherever it lies.
SHOWN = {"theme", "logo", "files:document", "files:photo", "people:portrait", "organisations:logo"}
#: What lies beside or under a page and goes with it, as a file or as a page of its own.
FILES = {
    *(f"{space}:{each.extension}" for space in LISTS for each in FORMATS),
    *(f"events:participants-{each.extension}" for each in FORMATS),
    *(f"{space}:cite" for space in LISTS),
    "events:entry",
}
UNDER = {"events:version", "events:changes"}
#: After so many pages it is said how far it came.
EACH = 100


class Archive:
    """Writes what is in a scope into a folder; memory does not grow with the number of pages."""

    def __init__(self, folder, scope, say):
        self.folder, self.scope, self.say = folder, scope, say
        self.counts = collections.Counter()
        self.missing = set()
        self.pages = 0

    def write(self):
        """Write everything; Refused if a page of the record does not answer."""
        for kind, address in self.scope.addresses():
            self.folder.reserve(file_of(address))
            self.counts[kind] += 1
        total = self.counts.total()
        for number, (_kind, address) in enumerate(self.scope.addresses(), 1):
            self._page(address, f"{number:,} of {total:,} addresses of the record")
        for space in self.scope.spaces:
            for view in ("csv", "json"):
                name = f"{space}:{view}"
                self._file(name, reverse(name))
        self.folder.write(README, [self._readme().encode()])

    def _readme(self):
        told = {
            "project": self.scope.project,
            "taken_at": self.scope.now,
            "numbers": self._numbers(),
            "tables": self.tables,
            "settings": settings,
            "version": version(),
        }
        return render_to_string("portal/archive.txt", told)

    def _numbers(self):
        """Return (what in words, how many), from the pages and files themselves."""
        return [
            (_("Events with their parts"), self.counts["events"]),
            (_("Reports"), self.scope.reports.count()),
            (_("People with a page"), self.counts["people"]),
            (_("Institutions"), self.counts["organisations"]),
            (_("Projects"), self.counts["projects"]),
            (_("Documents"), self.counts["files:document"]),
        ]

    @property
    def tables(self):
        """Return (file, how many rows it has) of each list, counted in the files themselves."""
        for space in self.scope.spaces:
            name = file_of(reverse(f"{space}:csv"))
            with self.folder.path(name).open(encoding="utf-8-sig", newline="") as file:
                yield name, sum(1 for _row in csv.reader(file)) - 1

    def _page(self, address, reached):
        """Write a page, and after it the further pages of the same thing that it leads to."""
        waiting = []
        if not self._draw(address, waiting):
            raise Refused(f"{address} is no page, though the record leads to it: look into it.")
        while waiting:
            address = waiting.pop()
            name = file_of(address)
            put = functools.partial(self.link, address, waiting)
            html = self.folder.path(name).read_bytes().decode()
            self.folder.write(name, [relinked(html, put).encode()])
            self.pages += 1
            if self.pages % EACH == 0:
                self.say(f"{self.pages:,} pages so far, {self.folder.files:,} files: {reached}")

    def _draw(self, address, waiting):
        """Lay a page down as it is, its links waiting; say False if there is none."""
        response = self._ask(address)
        if response is None:
            return False
        html = response.content.decode()
        if "noindex" in response.get("X-Robots-Tag", ""):
            html = not_indexed(html)
        self.folder.reserve(file_of(address), html.encode())
        waiting.append(address)
        return True

    def _ask(self, address):
        path, _question_mark, question = address.partition("?")
        asked = self.scope.asked(resolve(unquote(path)).view_name, path, parse_qsl(question))
        return ask(asked, self.scope.now)

    def link(self, address, waiting, link):
        """Return what a link on a page is to be in the folder."""
        path = address.partition("?")[0]
        # A question alone is asked of the page without its own; urljoin would keep an empty one.
        on = f"{path}{link}" if link.startswith("?") else link
        try:
            whole = urljoin(f"{settings.SITE_URL}{path}", on)
            parts = urlsplit(whole)
        except ValueError:
            return link
        if link.startswith("#") or not whole.startswith(f"{settings.SITE_URL}/"):
            return link
        target = self._target(parts.path, parts.query, waiting)
        if not target:
            return whole
        here = posixpath.dirname(file_of(address))
        relative = quote(posixpath.relpath(target, here or "."))
        return f"{relative}#{parts.fragment}" if parts.fragment else relative

    def _target(self, path, question, waiting):
        """Return the file of an address, there or about to be; None if the folder has it not."""
        if path.startswith(settings.STATIC_URL):
            return self._static(path)
        try:
            name = resolve(unquote(path)).view_name
        except Resolver404:
            return None
        if name in SHOWN:
            return self._file(name, path)
        page = page_of(self.scope.stands_for(parse_qsl(question, keep_blank_values=True)))
        if page is None:
            return None
        own = name not in FILES | UNDER and not name.startswith("twins:")
        if not self.folder.holds(file_of(path if own else PARENT.sub("", path))):
            return None
        if not own and name not in UNDER:
            return None if page else self._file(name, path)
        if page or name in UNDER:
            return self._further(f"{path}{page}", waiting)
        return file_of(path)

    def _further(self, address, waiting):
        target = file_of(address)
        if self.folder.holds(target):
            return target
        # Somebody may have written a link to a page that there is not.
        if address in self.missing or not self._draw(address, waiting):
            self.missing.add(address)
            return None
        return target

    def _file(self, name, path):
        """Write what an address gives as it is, once; return the file, None if there is nothing."""
        target = file_of(path)
        if self.folder.holds(target):
            return target
        response = None if path in self.missing else self._ask(path)
        if response is None:
            self.missing.add(path)
            return None
        # To close the answer would say that a request is over, and end the connection.
        with getattr(response, "file_to_stream", None) or contextlib.nullcontext():
            self.folder.write(target, response)
        self.counts[name] += 1
        return target

    def _static(self, path):
        name = unquote(path).removeprefix(settings.STATIC_URL)
        try:
            found = Path(finders.find(name) or staticfiles_storage.path(name))
        except SuspiciousFileOperation:
            return None
        if not is_file(found):
            return None
        target = f"static/{name}"
        if not self.folder.holds(target):
            with found.open("rb") as file:
                self.folder.write(target, iter(functools.partial(file.read, AT_ONCE), b""))
        return target


def page_of(pairs):
    """Return the question for one page of a list, "" for the first; None for any other question."""
    if not pairs:
        return ""
    if len(pairs) > 1 or pairs[0][0] != "page" or not PAGE.fullmatch(pairs[0][1]):
        return None
    return "" if pairs[0][1] == "1" else f"?page={pairs[0][1]}"


def file_of(address):
    """Return the name in the folder of a page, of a further page of it, or of a file."""
    path, _question_mark, question = address.partition("?")
    name = unquote(path).removeprefix("/")
    if path == reverse("logo"):
        return f"{name}{Path(settings.SITE_LOGO).suffix}"
    if not path.endswith("/"):
        return name
    return f"{name}{question.replace('=', '-')}.html" if question else f"{name}{INDEX}"
