"""The search on the desk: the form behind a pasted address, or what the words are about."""

from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.db.models import Exists, OuterRef, Subquery
from django.urls import Resolver404, resolve
from django.utils.translation import gettext_lazy as _

from events.models import Document, Edition, Event, Photo, Project, Report
from organisations.models import Organisation
from people.models import Person
from portal import names
from portal.desk.piles import Item, form
from portal.models import Address, Reassignment

#: How many of a kind are shown; more of them are in the kind's own list.
SHOWN = 10


@dataclass(frozen=True)
class Found:
    title: str
    items: list
    model: type
    more: bool

    @property
    def list_name(self):
        return f"admin:{self.model._meta.app_label}_{self.model._meta.model_name}_changelist"


def is_address(words):
    """Say whether somebody pasted the address of a page and did not write words."""
    return "/" in words and " " not in words.strip()


def path_of(words):
    """Return the path of an address of this site, None for one of another site."""
    words = words.strip()
    if "://" not in words:
        own = urlsplit(settings.SITE_URL).netloc
        words = words.removeprefix(own)
        return unquote(urlsplit(f"/{words.lstrip('/')}").path)
    try:
        parts = urlsplit(words)
    except ValueError:
        return None
    # By name alone: who looks at the site through another port means the same pages.
    same = parts.hostname == urlsplit(settings.SITE_URL).hostname
    return unquote(parts.path) if same else None


def form_behind(words, reader):
    """Return the address of the form of the page that was pasted; None if there is none.

    What the user may not open is not there.
    """
    path = path_of(words)
    try:
        match = path and resolve(path if path.endswith("/") or "." in path else f"{path}/")
    except Resolver404:
        match = None
    if not match:
        return None
    if match.namespaces == ["admin"]:
        return path
    record = _record(match, reader)
    opts = record and record._meta
    may = record and reader.may(f"{opts.app_label}.view_{opts.model_name}")
    return form(record) if may else None


def _record(match, reader):
    """Return the record whose page is at an address, now or earlier."""
    asked = match.kwargs
    pk, slug = asked.get("pk"), asked.get("slug")
    events = Event.objects.open_to(reader.user, reader.now)
    match match.namespace:
        case "events" if slug:
            year = asked.get("year", 0)
            own = events.filter(address_year=year, slug=slug).first()
            return own or _earlier(events, f"{year or 'undated'}/{slug}")
        case "people" if pk:
            return _or_heir(Person.objects.all(), pk)
        case "organisations" if slug:
            return _by_slug(Organisation.objects.all(), slug)
        case "projects" if slug:
            return _by_slug(Project.objects.all(), slug)
        case "files" if pk:
            files = Photo if "width" in asked else Document
            return events.filter(pk__in=files.objects.filter(pk=pk).values("event")).first()
    return None


def _by_slug(rows, slug):
    return rows.filter(slug=slug).first() or _earlier(rows, slug)


def _earlier(rows, path):
    kind = rows.model._meta.label_lower
    address = Address.objects.filter(kind=kind, path=path).first()
    return address and _or_heir(rows, address.record_id)


def _or_heir(rows, key):
    """Return the record of a number, or that of which it is a part since a merge."""
    own = rows.filter(pk=key).first()
    return own or rows.filter(pk=Reassignment.objects.heir(rows.model, key)).first()


def by_words(words, reader):
    """Return what some words are about, by kind; one query for each kind."""
    terms = names.terms(words)
    kinds = [
        (_("Events"), _events(reader), _event),
        (_("Reports"), _reports(words, reader), _report),
        (_("People"), Person.objects.order_by("sort_key", "pk"), _plain),
        (_("Institutions"), Organisation.objects.order_by("sort_key", "pk"), _plain),
        (_("Projects"), Project.objects.order_by("title", "pk"), _plain),
    ]
    found = []
    for title, rows, item in kinds if terms else []:
        model = rows.model
        if not reader.may(f"{model._meta.app_label}.view_{model._meta.model_name}"):
            continue
        if model is not Report:
            rows = rows.matching(words)
        first = list(rows[: SHOWN + 1])
        if first:
            items = [item(row) for row in first[:SHOWN]]
            found.append(Found(title, items, model, len(first) > SHOWN))
    return found


def _events(reader):
    return Event.objects.open_to(reader.user, reader.now).order_by("-listed_on", "-pk")


def _reports(words, reader):
    """Return the reports of which a text that the user may read has all the words."""
    texts = Edition.objects.open_to(reader.user, reader.now).matching(words)
    texts = texts.filter(report=OuterRef("pk"))
    title = Subquery(texts.order_by("-sequence").values("title")[:1])
    rows = Report.objects.filter(Exists(texts)).annotate(title=title)
    return rows.select_related("event").order_by("-pk")


def _event(event):
    return Item(event.name, form(event), about=event.when)


def _report(report):
    return Item(report.title, form(report), about=report.event.name)


def _plain(record):
    return Item(str(record), form(record))
