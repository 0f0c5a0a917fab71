from django.db.models import Prefetch
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from events.institution.figures import figures
from events.institution.filters import OverTimeFilter
from events.institution.lists import OverTime
from events.models import Participation
from organisations.filters import OrganisationFilter
from organisations.linked import described
from organisations.models import Organisation
from organisations.pages import OrganisationPage, at_address
from organisations.rows import organisation_row
from organisations.views import moved
from portal import linked
from portal.lists import FilteredListView, page_of
from portal.questions import questions
from portal.tables.views import table_links


class OrganisationList(FilteredListView):
    model = Organisation
    filterset_class = OrganisationFilter

    def get_queryset(self):
        public = Organisation.objects.public()
        found = super().get_queryset().public().defer("about", "folded")
        return found.prefetch_related(Prefetch("parent", public.defer("about", "folded")))

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        shown = list(context["object_list"])
        numbers = figures(shown, timezone.now())
        return context | {
            "rows": [organisation_row(row, numbers[row.pk]) for row in shown],
            "trail": [{"label": _("Institutions")}],
            "found": ngettext("institution", "institutions", context["paginator"].count),
            "ways_on": [{"label": _("All institutions"), "url": reverse("organisations:list")}],
            "files": table_links("organisations", self.filterset),
        }


@require_safe
def detail(request, slug):
    now = timezone.now()
    found = at_address(slug, now)
    if not found:
        return redirect(moved(slug, now), permanent=True)
    organisation = found[0]
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
