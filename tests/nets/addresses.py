"""Every public address, drawn from the URL resolver; its arguments are built from the data.

A new page is covered by itself if it takes no arguments or those of a name known here. A page
whose arguments are not known fails every net: tell ARGUMENTS how to build them.
"""

from urllib.parse import urlencode

from django.db.models import Count
from django.urls import NoReverseMatch, get_resolver, reverse
from django.urls.resolvers import URLPattern
from django.utils import timezone

from events.models import Document, Event, Photo, Project, ProofLink, Report, Topic, Update
from organisations.models import Organisation
from people.models import Person
from portal import citing, sitemaps, uploads
from portal.api.site import document
from portal.tables.formats import FORMATS


def _in_parts():
    models = {"events": Event, "people": Person, "organisations": Organisation, "projects": Project}
    apart = {"texts": sitemaps.texts(timezone.now()).order_by()}
    return {kind: model.objects.all() for kind, model in models.items()} | apart


def _renditions(rows, field, arguments):
    for row in rows:
        file = getattr(row, field)
        width = getattr(row, f"{field}_width", None) or getattr(row, "width", None)
        if file and width:
            for served, extension, _name in uploads.variants(file.name, width):
                yield [*arguments(row), served, extension]


def _each_form(rows):
    """Return each row with one form of citation, always the same."""
    forms = list(citing.FORMS)
    return [(row, forms[row.pk % len(forms)]) for row in rows]


ARGUMENTS = {
    "events:detail": lambda: [
        [row.address_year, row.slug] for row in Event.objects.exclude(address_year=0)
    ],
    "events:undated": lambda: [[row.slug] for row in Event.objects.filter(address_year=0)],
    "events:year": lambda: [
        [year]
        for year in Event.objects.exclude(address_year=0)
        .order_by("address_year")
        .values_list("address_year", flat=True)
        .distinct()
    ],
    "events:changes": lambda: [
        [update.event.address_year, update.event.slug, update.pk]
        for update in Update.objects.filter(edition__sequence__gt=1).select_related("event")
    ],
    "events:version": lambda: [
        [year, slug, turn]
        for year, slug, several in Event.objects.exclude(address_year=0)
        .annotate(several=Count("reports__editions"))
        .values_list("address_year", "slug", "several")
        for turn in range(1, several + 1)
    ],
    "events:card": lambda: [
        [row.address_year, row.slug] for row in Event.objects.exclude(address_year=0)
    ],
    "events:cite": lambda: [
        [row.address_year, row.slug, form]
        for row, form in _each_form(Event.objects.exclude(address_year=0))
    ],
    "people:cite": lambda: [[p.pk, p.slug, form] for p, form in _each_form(Person.objects.all())],
    "organisations:cite": lambda: [
        [row.slug, form] for row, form in _each_form(Organisation.objects.all())
    ],
    "projects:cite": lambda: [[row.slug, form] for row, form in _each_form(Project.objects.all())],
    "sitemap-part": lambda: [
        [kind, number]
        for kind, rows in _in_parts().items()
        for number in {pk // sitemaps.PART for pk in rows.values_list("pk", flat=True)}
    ],
    **{
        f"events:participants-{each.extension}": lambda: [
            [row.address_year, row.slug] if row.address_year else [row.slug]
            for row in Event.objects.all()
        ]
        for each in FORMATS
    },
    "events:entry": lambda: [
        [row.address_year, row.slug] for row in Event.objects.filter(precision="days")
    ],
    "people:detail": lambda: [[row.pk, row.slug] for row in Person.objects.all()],
    "people:portrait": lambda: _renditions(
        Person.objects.all(), "portrait", lambda row: [row.pk, row.slug]
    ),
    "organisations:detail": lambda: [[row.slug] for row in Organisation.objects.all()],
    "organisations:logo": lambda: _renditions(
        Organisation.objects.all(), "logo", lambda row: [row.slug]
    ),
    "projects:detail": lambda: [[row.slug] for row in Project.objects.all()],
    "files:document": lambda: [[row.pk, row.download_name] for row in Document.objects.all()],
    "files:photo": lambda: _renditions(Photo.objects.all(), "file", lambda row: [row.pk]),
    "api:event": lambda: [[row.pk] for row in Event.objects.all()],
    "api:report": lambda: [[row.pk] for row in Report.objects.all()],
    "api:person": lambda: [[row.pk] for row in Person.objects.all()],
    "api:organisation": lambda: [[row.pk] for row in Organisation.objects.all()],
    "api:project": lambda: [[row.pk] for row in Project.objects.all()],
    # Whoever has the key may read: nobody guesses it, so only links that were made are known.
    "proofs:page": lambda: [[link.edition_id, link.key] for link in ProofLink.objects.all()],
    "proofs:document": lambda: [
        [link.edition_id, link.key, row.pk, row.download_name]
        for link in ProofLink.objects.select_related("edition__report")
        for row in Document.objects.filter(event=link.edition.report.event_id)
    ],
    "proofs:photo": lambda: [
        [link.edition_id, link.key, *arguments]
        for link in ProofLink.objects.select_related("edition__report")
        for arguments in _renditions(
            Photo.objects.filter(event=link.edition.report.event_id), "file", lambda row: [row.pk]
        )
    ],
}


# The twins of a page are built like the page.
ARGUMENTS |= {
    "twins:event": ARGUMENTS["events:detail"],
    "twins:event-undated": ARGUMENTS["events:undated"],
    "twins:event-cpev": ARGUMENTS["events:detail"],
    "twins:event-cpev-undated": ARGUMENTS["events:undated"],
    "twins:person": ARGUMENTS["people:detail"],
    "twins:person-popolo": ARGUMENTS["people:detail"],
    "twins:organisation": ARGUMENTS["organisations:detail"],
    "twins:organisation-popolo": ARGUMENTS["organisations:detail"],
    "twins:project": ARGUMENTS["projects:detail"],
}


def patterns():
    """Return the name of every public address with its pattern; staff's are not ours."""
    return dict(_walk(get_resolver().url_patterns, ()))


def _walk(entries, namespaces):
    for entry in entries:
        if isinstance(entry, URLPattern):
            yield ":".join([*namespaces, entry.name or str(entry.pattern)]), entry
        elif entry.namespace != "admin":
            inner = (*namespaces, entry.namespace) if entry.namespace else namespaces
            yield from _walk(entry.url_patterns, inner)


def plain():
    """Return every address of a row or of a page without arguments, by its pattern's name."""
    found = {}
    for name in patterns():
        if name in ARGUMENTS:
            found[name] = [reverse(name, args=arguments) for arguments in ARGUMENTS[name]()]
        else:
            try:
                found[name] = [reverse(name)]
            except NoReverseMatch:
                message = f"tests/nets/addresses.py does not know how to build {name}"
                raise AssertionError(message) from None
    return found


def parameters(name):
    """Return the names of what a page may be asked after the question mark."""
    if name.startswith("api:"):
        told = document()["paths"].get(reverse(name), {"get": {}})["get"]
        return [parameter["name"] for parameter in told.get("parameters", ())]
    view = getattr(patterns()[name].callback, "view_class", None)
    filters = getattr(view, "filterset_class", None)
    return list(dict.fromkeys([*(filters.base_filters if filters else ()), "q"]))


def words():
    """Return a value for each filter and each row that it might be about."""
    found = {
        "q": [],
        "organisation": Organisation.objects.values_list("slug", flat=True),
        "project": Project.objects.values_list("slug", flat=True),
        "topic": Topic.objects.values_list("slug", flat=True),
        "event": [event.path for event in Event.objects.all()],
        "role": ["speaker"],
        "year": ["2021"],
        "country": ["RS", "SI"],
        "since": ["2021-01-01"],
        "until": ["2021-12-31"],
    }
    return {name: [str(value) for value in values] for name, values in found.items()}


def drawn(found):
    """Return those of some addresses that give a page to be read, and no file or answer of data."""
    paths = ((address, address.partition("?")[0]) for address in found)
    return [a for a, path in paths if not path.startswith("/api/") and "." not in path[-5:]]


def is_file(name):
    """Say whether an address gives out the rows of a page as that page's filters leave them."""
    return not name.startswith("api:") and not name.endswith(":list") and ":" in name


def words_of(name):
    """Return the field of the words that a file is asked for, if its page has one."""
    view = getattr(patterns()[name].callback, "view_class", None)
    filters = getattr(view, "filterset_class", None)
    return ["q"] if filters and "q" in filters.base_filters else []


def lists():
    """Return the address of each page that may take questions, by its pattern's name.

    One kind of file stands for all of a list: the same rows are written in each.
    """
    return {
        name: found[0]
        for name, found in plain().items()
        if name not in ARGUMENTS and not name.endswith((":xlsx", ":json"))
    }


#: The filters that look up what somebody typed; others know their values.
LOOKS_UP = {"q", "organisation"}


def asked(questions, known=None, everywhere=False):
    """Return the addresses of lists with each of the questions asked of each filter that looks up.

    Each filter is asked for what is known of it as well: by itself every row of its kind. The
    others refuse the questions, and are asked them `everywhere` if wished. Files have the filters
    of their page, and are asked for words alone.
    """
    found, known = [], words() if known is None else known
    for name, address in lists().items():
        for parameter in words_of(name) if is_file(name) else parameters(name):
            looks_up = everywhere or parameter in LOOKS_UP
            values = dict.fromkeys([*(questions if looks_up else ()), *known.get(parameter, ())])
            found += [f"{address}?{urlencode({parameter: value})}" for value in values]
    return found
