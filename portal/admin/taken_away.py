"""What was deleted lately, and the way back for it."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.db import IntegrityError, transaction
from django.db.models import Exists, OuterRef
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from portal import history
from portal.addresses import number_of
from portal.models import Reassignment, Version

PER_PAGE = 20


def admins(site, request):
    """Return by kind the admins of the records that a user may delete, and so bring back."""
    kinds = history.kinds()
    return {
        kind: site.get_model_admin(model)
        for kind, model in kinds.items()
        if site.is_registered(model) and site.get_model_admin(model).has_delete_permission(request)
    }


def deleted(kinds):
    """Return the last Versions of records that are gone, the newest first."""
    later = Version.objects.filter(
        kind=OuterRef("kind"), record_id=OuterRef("record_id"), number__gt=OuterRef("number")
    )
    found = Version.objects.filter(action=Version.Action.DELETED, kind__in=list(kinds))
    # What was merged into another comes back by undoing that.
    merged = Reassignment.objects.standing().filter(
        action=Reassignment.Action.MERGE, kind=OuterRef("kind"), from_id=OuterRef("record_id")
    )
    return found.exclude(Exists(later)).exclude(Exists(merged)).select_related("by")


def taken_away(request, site):
    by_kind = admins(site, request)
    if not by_kind:
        raise PermissionDenied
    if request.method == "POST":
        return bring_back(request, by_kind, site)
    page = Paginator(deleted(by_kind), PER_PAGE).get_page(request.GET.get("page"))
    allowed = readable(request.user, by_kind, list(page))
    context = site.each_context(request) | {
        "title": _("Taken away lately"),
        "page": page,
        "lines": [
            line(version, by_kind[version.kind].opts) for version in page if version in allowed
        ],
    }
    return TemplateResponse(request, "admin/taken_away.html", context)


def line(version, opts):
    trail = f"admin:{opts.app_label}_{opts.model_name}_history"
    return {
        "version": version,
        "kind": capfirst(opts.verbose_name),
        "trail": reverse(trail, args=[version.record_id]),
    }


def readable(user, by_kind, versions):
    """Return those of which a user may read; the admin of each kind says it for all at once."""
    return {
        version
        for kind, model_admin in by_kind.items()
        for version in model_admin.open_versions(
            user, [version for version in versions if version.kind == kind]
        )
    }


def bring_back(request, by_kind, site):
    key = number_of(request.POST.get("version"))
    version = get_object_or_404(Version, pk=key, kind__in=list(by_kind))
    model = by_kind[version.kind].model
    if heir := Reassignment.objects.heir(model, version.record_id):
        messages.error(
            request,
            _("“%(name)s” was merged into number %(heir)d: undo the merge there.")
            % {"name": version.title, "heir": heir},
        )
        return redirect("admin:taken_away")
    if version not in readable(request.user, by_kind, [version]):
        raise PermissionDenied
    opts = by_kind[version.kind].opts
    try:
        with transaction.atomic():
            record = history.bring_back(version, by=request.user)
            site.came_back(record, by=request.user)
            record.refresh_from_db()
    except ValidationError as error:
        said = " ".join(error.messages)
        problem = _("“%(name)s” was not brought back. %(why)s") % {
            "name": version.title,
            "why": said,
        }
    except IntegrityError:
        problem = _(
            "“%(name)s” was not brought back: something that only one may have is another's now."
        ) % {"name": version.title}
    else:
        messages.success(
            request, _("“%(name)s” is back, with all that stood in its form.") % {"name": record}
        )
        return redirect(
            reverse(f"admin:{opts.app_label}_{opts.model_name}_change", args=[record.pk])
        )
    messages.error(request, problem)
    return redirect("admin:taken_away")
