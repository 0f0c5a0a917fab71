from django.db.models import prefetch_related_objects
from django.http import Http404, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.http import require_safe

from organisations.filters import MOST_OFFERED, known_as, offered, told_apart
from organisations.models import Organisation
from portal import citing, files
from portal.citing import Citation
from portal.duplicates.heirs import found_or_404
from portal.filters import LONGEST
from portal.models import Address


@require_safe
def suggest(request):
    """Answer what is being typed with the institutions that it may mean, ten at most."""
    typed = request.GET.get("q", "")
    rows = offered(typed)[:MOST_OFFERED] if len(typed) <= LONGEST else []
    prefetch_related_objects(rows, "names")
    return JsonResponse(
        [
            {
                "slug": row.slug,
                "name": row.name,
                "detail": " · ".join(filter(None, [known_as(row, typed), told_apart(row)])),
            }
            for row in rows
        ],
        safe=False,
    )


@require_safe
def cite(request, slug, form):
    now = timezone.now()
    organisation = Organisation.objects.public(now).filter(slug=slug).first()
    if organisation is None:
        return redirect("organisations:cite", moved(slug, now).slug, form, permanent=True)
    return citing.answer(Citation.of_entry(organisation, organisation.name, now), form)


def moved(slug, now):
    """Return the public institution that had an address once; 404 if none had it."""
    address = get_object_or_404(Address, kind=Organisation._meta.label_lower, path=slug)
    organisation = found_or_404(Organisation.objects.public(now), address.record_id)
    if organisation.slug == slug:
        raise Http404
    return organisation


@require_safe
def logo(request, slug, width, extension):
    now = timezone.now()
    organisation = Organisation.objects.public(now).filter(slug=slug).first()
    if organisation is None:
        body = moved(slug, now)
        return redirect("organisations:logo", body.slug, width, extension, permanent=True)
    return files.serve_picture(
        request, organisation.logo, organisation.logo_width, width, extension
    )
