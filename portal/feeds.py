"""What changed, for programs that ask for news: Atom (RFC 4287) and JSON Feed 1.1.

A feed gives the newest entries and the address of those before them (RFC 5005, 3), which is found
by the last entry and not by counting: nothing is told twice or left out when something new comes.
"""

import abc
import datetime
import re
from typing import NamedTuple

from django.conf import settings
from django.db.models import Q
from django.http import HttpResponse, JsonResponse
from django.urls import path
from django.utils.dateparse import parse_datetime
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from portal import dates, problems
from portal.addresses import absolute, page
from portal.fields import language_tag
from portal.models import ALWAYS
from portal.programs import ProgramView, kept

#: How many entries a feed gives at once.
NEWEST = 50

LAST = re.compile("(.{1,32})_([1-9][0-9]{0,17})")
UNREADABLE = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


class Entry(NamedTuple):
    """Something that readers are told; `updated` is the change, `published` the first of them."""

    id: str
    title: str
    language: str
    url: str
    updated: datetime.datetime
    published: datetime.datetime | None
    summary: str
    content: str = ""
    tags: tuple = ()


class Heading(NamedTuple):
    title: str
    page: str
    address: str
    current: str
    following: str
    updated: datetime.datetime


def readable(text):
    """Return a text without the characters that XML and calendars cannot hold."""
    return UNREADABLE.sub("", text)


def atom(heading, entries):
    feed = Atom(
        title=readable(heading.title),
        link=heading.page,
        description=None,
        language=language_tag(get_language()),
        author_name=readable(settings.SITE_OWNER),
        feed_url=heading.address,
        feed_guid=heading.current,
        heading=heading,
    )
    for entry in entries:
        feed.add_item(
            title=readable(entry.title),
            link=entry.url,
            description=None,
            unique_id=entry.id,
            pubdate=entry.published,
            updateddate=entry.updated,
            categories=[readable(tag) for tag in entry.tags],
            entry=entry,
        )
    return HttpResponse(feed.writeString("utf-8"), content_type=Atom.content_type)


class Atom(Atom1Feed):
    """Django's, with the language of each entry, plain texts and the way to older entries."""

    def latest_post_date(self):
        return self.feed["heading"].updated

    def add_root_elements(self, handler):
        super().add_root_elements(handler)
        if self.feed["heading"].following:
            following = {"rel": "next", "href": self.feed["heading"].following}
            handler.addQuickElement("link", "", following)

    def item_attributes(self, item):
        return {"xml:lang": language_tag(item["entry"].language)}

    def add_item_elements(self, handler, item):
        super().add_item_elements(handler, item)
        entry = item["entry"]
        about = {"type": "text", "xml:lang": language_tag(get_language())}
        handler.addQuickElement("summary", readable(entry.summary), about)
        if entry.content:
            handler.addQuickElement("content", readable(entry.content), {"type": "text"})


def json_feed(heading, entries):
    feed = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": heading.title,
        "home_page_url": heading.page,
        "feed_url": heading.address,
        "language": language_tag(get_language()),
        "authors": [{"name": settings.SITE_OWNER}],
        "items": [item(entry) for entry in entries],
    }
    if heading.following:
        feed["next_url"] = heading.following
    return JsonResponse(
        feed,
        content_type="application/feed+json",
        json_dumps_params={"ensure_ascii": False},
    )


def item(entry):
    told = {
        "id": entry.id,
        "url": entry.url,
        "title": entry.title,
        "summary": entry.summary,
        "content_text": entry.content or entry.summary,
        "date_modified": dates.machine_moment(entry.updated),
        "language": language_tag(entry.language),
        "tags": list(entry.tags),
    }
    if entry.published:
        told["date_published"] = dates.machine_moment(entry.published)
    return told


WRITERS = {"atom": atom, "json": json_feed}
MEDIA_TYPES = {"atom": "application/atom+xml", "json": "application/feed+json"}


class FeedView(ProgramView):
    """The newest of some rows.

    The rows have `told_at`, the instant by which they are in order, the newest first.
    """

    kind = "atom"
    takes = frozenset({"before"})

    @abc.abstractmethod
    def rows(self):
        """Return what the filters found, the newest first."""

    @abc.abstractmethod
    def entries(self, rows):
        """Return an Entry for each row that readers may still see."""

    def answer(self):
        rows, last = self.rows(), self.request.GET.get("before", "")
        if last:
            try:
                rows = before(rows, last)
            except ValueError:
                return problems.problem(
                    400,
                    _("There are no such older entries."),
                    errors=[{"parameter": "before", "detail": _("Follow the link of a feed.")}],
                )
        found = list(rows[: NEWEST + 1])
        shown = found[:NEWEST]
        entries = self.entries(shown)
        return WRITERS[self.kind](self.heading(entries, last, shown, len(found)), entries)

    def heading(self, entries, last, shown, number):
        address, question = absolute(self.request.path), kept(self.filterset)
        narrowed = self.filterset.narrowed_to
        return Heading(
            title=f"{settings.SITE_NAME}: {self.title}{narrowed and f' ({narrowed})'}",
            page=self.page_url(),
            address=older(f"{address}{question}", last),
            current=f"{address}{question}",
            following=older(f"{address}{question}", mark(shown[-1])) if number > NEWEST else "",
            updated=max((entry.updated for entry in entries), default=ALWAYS),
        )


def mark(row):
    """Return by what the entries before a row are found."""
    return f"{row.told_at.astimezone(datetime.UTC):%Y-%m-%dT%H:%M:%S.%fZ}_{row.pk}"


def older(address, last):
    return f"{address}{'&' if '?' in address else '?'}before={last}" if last else address


def before(rows, last):
    """Return the rows that come after one of them; ValueError for what marks no row."""
    match = LAST.fullmatch(last)
    instant = match and parse_datetime(match[1])
    if not instant or instant.tzinfo != datetime.UTC:
        raise ValueError(last)
    return rows.filter(told_at__lte=instant).filter(
        Q(told_at__lt=instant) | Q(pk__lt=int(match[2]))
    )


def feed_paths(view):
    """Return the addresses of a feed in both languages of programs."""
    return [
        path(f"{view.stem}.{kind}", view.as_view(kind=kind), name=f"{view.stem}-{kind}")
        for kind in WRITERS
    ]


def feed_links(namespace, view, filterset=None):
    """Return for drawn/files.html and components/feed_links.html where a feed is read.

    None of a list that was not understood.
    """
    if filterset and filterset.is_refused:
        return []
    question = kept(filterset) if filterset else ""
    labels = {"atom": _("Atom"), "json": _("JSON Feed")}
    return [
        {
            "label": labels[kind],
            "title": str(view.title),
            "type": MEDIA_TYPES[kind],
            "url": f"{page(f'{namespace}:{view.stem}-{kind}')}{question}",
        }
        for kind in WRITERS
    ]
