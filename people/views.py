from django.core.paginator import Paginator
from django.db.models import Count, Max, Min, OuterRef, Prefetch
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from organisations.models import Organisation
from organisations.names import as_called
from people import rows
from people.filters import Event, PersonFilter, Role
from people.linked import described
from people.models import Person
from portal import charts, citing, files, linked
from portal.addresses import ask_about
from portal.aggregates import JSONRows
from portal.citing import Citation
from portal.duplicates.heirs import found_or_404
from portal.lists import ByKeys, FilteredListView, page_of
from portal.prepared import Among, prepared
from portal.tables.views import table_links

LINES_A_PAGE = 25


@prepared
def public_people(keys, now):
    told = "name", "honorific", "language", "visibility"
    return Person.objects.public(now).filter(Among("pk", keys)).only(*told)


class PersonList(FilteredListView):
    model = Person
    filterset_class = PersonFilter

    def get_queryset(self):
        super().get_queryset()
        return ByKeys(Person, public_people, self.filterset.now)

    def charts(self):
        return [
            charts.ranks(
                "countries",
                _("People named by country"),
                _("Country"),
                self.filterset.linked_choices_of("country"),
                rows.no_country(self.filterset.unknown("country")),
            ),
            charts.ranks(
                "institutions",
                _("People named by kind of institution"),
                _("Kind of institution"),
                self.filterset.linked_choices_of("organisation_kind"),
                rows.no_institution(self.filterset.unknown("organisation_kind")),
            ),
        ]

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        number = context["paginator"].count
        people = [person.pk for person in context["object_list"]]
        newest = self.filterset.newest_lines(people) if people else []
        lines = {line.person_id: line for line in as_called(newest, "organisation")}
        return context | {
            "rows": [
                rows.person_row(person, lines.get(person.pk)) for person in context["object_list"]
            ],
            "trail": [{"label": _("People")}],
            "found": rows.which_people(number, self.filterset),
            "unnamed": self.unnamed(),
            "ways_on": [{"label": _("All people"), "url": reverse("people:list")}],
            "files": table_links("people", self.filterset),
        }

    def unnamed(self):
        """Say at how many more events the institutions were there, and nobody of them is named."""
        filterset = self.filterset
        if filterset.is_refused or not filterset.institutions or filterset.today:
            return None
        if filterset.form.cleaned_data["q"]:
            return None
        events = filterset.unnamed_events
        return events and {
            "words": rows.unnamed(events),
            "url": f"{reverse('participation:list')}{filterset.unnamed_url}",
        }


@require_safe
def detail(request, pk, slug):
    now, language = timezone.now(), get_language()
    person = found_or_404(Person.objects.public(now).with_page().with_office(now), pk)
    if request.path != person.get_absolute_url():
        return redirect(person, permanent=True)
    lines = person.participations.on_record(now)
    known = lines.aggregate(
        events=Count("event", distinct=True),
        first=Min("event__earliest"),
        last=Max("event__latest"),
    )
    roles = Role.objects.in_language(language).filter(participations=OuterRef("pk"))
    newest = (
        lines.newest_first()
        .with_called()
        .annotate(role_names=JSONRows(roles, "printed"))
        .select_related("organisation")
        .defer("organisation__about")
        .prefetch_related(Prefetch("event", Event.objects.listed(language, now)))
    )
    page = page_of(request, Paginator(newest, LINES_A_PAGE))
    as_called(page.object_list, "organisation")
    if page.number > 1 and not page.object_list:
        # They may have been withdrawn since they were counted.
        raise Http404
    following = newest[page.end_index() : page.end_index() + 1] if page.has_next() else []
    posts = list(
        person.positions.filter(organisation__in=Organisation.objects.public(now))
        .select_related("organisation")
        .defer("organisation__about")
    )
    portrait = portrait_of(person)
    trail = [
        {"label": _("People"), "url": reverse("people:list")},
        {"label": person.name, "lang": person.language},
    ]
    response = render(
        request,
        "people/person_detail.html",
        {
            "person": person,
            "cited": citation(person, now),
            "full_name": rows.full_name(person),
            "known": known,
            "summary": rows.summary(known),
            "years": rows.time_line(
                page.object_list,
                rows.milestones(posts, timezone.localdate(now)),
                newest=page.object_list[0].event.address_year if page.number > 1 else None,
                oldest=next((line.event.address_year for line in following), None),
            ),
            "page_obj": page,
            "posts": [rows.post_row(post) for post in posts],
            "facts": rows.facts(person),
            "actions": [ask_about(request.path)],
            "trail": trail,
            "linked": linked.in_page(
                described(person, posts, portrait, now), linked.breadcrumb(trail)
            ),
            "portrait": portrait,
            "portrait_webp": files.webp_of(portrait),
        },
    )
    if not person.holds_office:
        response["X-Robots-Tag"] = "noindex"
    return response


def citation(person, now):
    return Citation.of_entry(person, rows.full_name(person), now)


@require_safe
def cite(request, pk, slug, form):
    now = timezone.now()
    person = found_or_404(Person.objects.public(now).with_page(), pk)
    if (pk, slug) != (person.pk, person.slug):
        return redirect("people:cite", person.pk, person.slug, form, permanent=True)
    return citing.answer(citation(person, now), form)


def portrait_of(person):
    made = files.smallest(person.portrait, person.portrait_width)
    return made and reverse("people:portrait", args=[person.pk, person.slug, *made])


@require_safe
def portrait(request, pk, slug, width, extension):
    person = found_or_404(Person.objects.public().with_page(), pk)
    if (pk, slug) != (person.pk, person.slug):
        return redirect("people:portrait", person.pk, person.slug, width, extension, permanent=True)
    return files.serve_picture(request, person.portrait, person.portrait_width, width, extension)
