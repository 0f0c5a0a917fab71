from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from events.institution.filters import OverTimeFilter
from events.institution.lists import OverTime
from events.models import Participation
from organisations.linked import described
from organisations.models import Organisation
from organisations.pages import OrganisationPage
from organisations.views import moved
from portal import linked
from portal.lists import page_of
from portal.questions import questions


@require_safe
def detail(request, slug):
    now = timezone.now()
    organisation = Organisation.objects.public(now).filter(slug=slug).first()
    if organisation is None:
        return redirect(moved(slug, now), permanent=True)
    filterset = OverTimeFilter(request.GET, Participation.objects.public(now))
    lists = OverTime(organisation, filterset, now, get_language())
    people = lists.people_paginator
    page_obj = people.page(1) if filterset.is_refused else page_of(request, people)
    page = OrganisationPage(organisation, now)
    context = {
        "page": page,
        "linked": linked.in_page(described(organisation, page), linked.breadcrumb(page.trail)),
        "filterset": filterset,
        "questions": questions(filterset),
        "lists": lists,
        "rows": lists.people(page_obj),
        "page_obj": page_obj,
    }
    return render(request, "organisations/organisation_detail.html", context)
