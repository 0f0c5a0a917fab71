"""The twins of the page of one thing: the same for programs, beside it."""

import functools

from django.http import Http404
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from events import cpev
from events.pages import EventPage
from events.project_views import moved as moved_project
from events.reading import readable as readable_events
from events.views import elsewhere
from organisations.views import moved as moved_organisation
from portal import linked
from portal.api import answers, events, organisations, people, popolo, problems, projects
from portal.duplicates.heirs import found_or_404


def answer(told):
    return unlisted(answers.written(told))


def unlisted(response):
    """Keep a twin out of search engines: the page is what is to be found."""
    response["X-Robots-Tag"] = "noindex"
    return response


def twin(view):
    """Only be read; where nothing is, or somebody was erased, that is told as the API does."""

    @require_safe
    @functools.wraps(view)
    def answered(request, *args, **kwargs):
        try:
            return view(request, *args, **kwargs)
        except Http404 as error:
            return unlisted(problems.not_found(request, error))

    return answered


def gone(request, withdrawal):
    return unlisted(problems.gone(request, problems.Gone(withdrawal.reason)))


def twin_of_event(name, tell):
    """Return the view of a twin of an event: `tell` answers for one, its language and the time."""

    def address(event):
        return f"{event.get_absolute_url()}{name}"

    @twin
    def view(request, slug, year=0):
        now, language = timezone.now(), get_language()
        event = readable_events(now).filter(address_year=year, slug=slug).first()
        if event:
            return tell(event, language, now)
        return elsewhere(request, f"{year or 'undated'}/{slug}", now, address, gone)

    return view


def json_of_event(event, language, now):
    return answer(events.event_record(event, language, now))


def cpev_of_event(event, language, now):
    return unlisted(linked.answer(cpev.document(EventPage(event, language, now))))


event = twin_of_event("event.json", json_of_event)
event_cpev = twin_of_event("event.cpev.jsonld", cpev_of_event)


def itself(record):
    return record


@twin
def person(request, pk, slug):
    return of_person(request, pk, slug, "person")


@twin
def person_popolo(request, pk, slug):
    return of_person(request, pk, slug, "person-popolo", popolo.person)


def of_person(request, pk, slug, name, tell=itself):
    now = timezone.now()
    found = found_or_404(people.readable(now), pk)
    if (pk, slug) != (found.pk, found.slug):
        return redirect(f"twins:{name}", found.pk, found.slug, permanent=True)
    return answer(tell(people.person_record(found, now)))


@twin
def organisation(request, slug):
    return of_organisation(request, slug, "organisation")


@twin
def organisation_popolo(request, slug):
    return of_organisation(request, slug, "organisation-popolo", popolo.organization)


def of_organisation(request, slug, name, tell=itself):
    now = timezone.now()
    found = organisations.readable(now).filter(slug=slug).first()
    if found is None:
        return redirect(f"twins:{name}", moved_organisation(slug, now).slug, permanent=True)
    return answer(tell(organisations.organisation_record(found, now)))


@twin
def project(request, slug):
    now = timezone.now()
    public = projects.readable(now)
    found = public.filter(slug=slug).first()
    if found is None:
        return redirect("twins:project", moved_project(public, slug).slug, permanent=True)
    return answer(projects.project_record(found, now))
