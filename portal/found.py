"""What the search prints of each record that it found, read once more by the record's own rule."""

from django.db.models import Prefetch
from django.utils.html import format_html
from django.utils.text import capfirst
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from events import listing
from events.models import Document, Edition, Event, Project
from organisations.models import Organisation
from organisations.names import as_called
from people.filters import newest_on_record
from people.models import Person
from people.rows import person_row
from portal import dates
from portal.fields import country_name, language_name
from portal.html import plain
from portal.marks import excerpt, marked, spans
from portal.models import Entry

Kind = Entry.Kind


def rows(kind, keys, terms, now):
    """Return in this order the variables of drawn/row.html for what was found of a kind."""
    found = READ[kind](keys, terms, now) if keys else {}
    return [found[key] for key in keys if key in found]


def _called(words, terms):
    return marked(words, terms, inside=True)


def _events(keys, terms, now):
    events = Event.objects.public(now).listed(get_language(), now).in_bulk(keys)
    return {key: _event(event, terms) for key, event in events.items()}


def _event(event, terms):
    row = listing.row(event)
    found = {
        "title": _called(row["title"], terms),
        "title_lang": row["title_lang"],
        "url": row["url"],
        "side": row["date"],
        "side_datetime": row["datetime"],
        "meta": [{"text": row["kind"]}, {"text": _called(row["place"], terms)}],
        "tags": [row["status"]] if row["status"] else [],
    }
    # The report has a title of its own; what was found may be the plain name of the event.
    if event.title and event.title != event.name:
        found |= {"summary": _called(event.name, terms), "summary_lang": event.language}
    return found


def _reports(keys, terms, now):
    texts = Edition.objects.public(now).select_related("report__event").defer("folded")
    return {key: _report(text, terms) for key, text in texts.in_bulk(keys).items()}


def _report(text, terms):
    event, language = text.report.event, text.report.language
    foreign = [] if language == get_language() else [{"text": language_name(language)}]
    return {
        "title": _called(text.title, terms),
        "title_lang": language,
        "url": event.get_absolute_url(),
        "side": event.when,
        "side_datetime": dates.machine_period(event.earliest, event.latest, event.precision),
        "summary": excerpt(f"{text.lead} {plain(text.body)}", terms) or text.lead,
        "summary_lang": language,
        "meta": [*foreign, {"text": capfirst(event.get_kind_display())}],
    }


def _people(keys, terms, now):
    people = Person.objects.public(now).prefetch_related("names").in_bulk(keys)
    lines = newest_on_record([*people], get_language(), now)
    newest = {line.person_id: line for line in as_called(lines, "organisation")}
    found = {}
    for key, person in people.items():
        row = person_row(person, newest.get(key))
        found[key] = row | {"title": _called(row["title"], terms)}
        if person.visibility == Person.Visibility.PAGE:
            found[key] |= _others(person, terms)
    return found


def _others(record, terms):
    """Return as a summary the other names in which something was found."""
    every = [other.name for other in record.names.all()]
    found = [name for name in every if any(spans(name, terms, inside=True))]
    words = _called(" · ".join(found), terms)
    return {"summary": format_html("{} {}", _("Also:"), words)} if found else {}


def _organisations(keys, terms, now):
    public = Organisation.objects.public(now).defer("about", "folded")
    read = public.prefetch_related("names", Prefetch("parent", public))
    return {key: _organisation(body, terms) for key, body in read.in_bulk(keys).items()}


def _organisation(body, terms):
    meta = [{"text": capfirst(body.get_kind_display())}]
    if body.official_name and body.acronym:
        meta.insert(0, {"text": _called(body.acronym, terms)})
    if body.country:
        meta.append({"text": country_name(body.country)})
    if body.parent:
        meta.append({"text": _("part of %(name)s") % {"name": body.parent.name}})
    return {
        "title": _called(body.name, terms),
        "title_lang": body.language,
        "url": body.get_absolute_url(),
        "meta": meta,
    } | _others(body, terms)


def _projects(keys, terms, now):
    projects = Project.objects.public(now).defer("about", "folded").in_bulk(keys)
    return {key: _project(project, terms) for key, project in projects.items()}


def _project(project, terms):
    words = [word for word in (project.programme, project.reference) if word]
    return {
        "title": _called(project.title, terms),
        "title_lang": project.language,
        "url": project.get_absolute_url(),
        "meta": [{"text": _called(word, terms), "lang": project.language} for word in words],
    }


def _documents(keys, terms, now):
    documents = Document.objects.public(now).select_related("event").in_bulk(keys)
    return {key: _document(document, terms) for key, document in documents.items()}


def _document(document, terms):
    event = document.event
    return {
        "title": _called(document.title, terms),
        "title_lang": document.language,
        "url": document.get_absolute_url(),
        "side": event.when,
        "side_datetime": dates.machine_period(event.earliest, event.latest, event.precision),
        "meta": [
            {"text": document.extension.upper()},
            {"text": event.name, "url": event.get_absolute_url(), "lang": event.language},
        ],
    }


READ = {
    Kind.EVENT: _events,
    Kind.REPORT: _reports,
    Kind.PERSON: _people,
    Kind.ORGANISATION: _organisations,
    Kind.PROJECT: _projects,
    Kind.DOCUMENT: _documents,
}
