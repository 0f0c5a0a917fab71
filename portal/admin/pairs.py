"""Two records that may be one, beside each other: merge them, or say that they are not the same."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from portal import history
from portal.admin.alike import may_settle
from portal.admin.deletion import may_be_told
from portal.admin.duplicates import form_of
from portal.differences import differences
from portal.duplicates.moving import moving
from portal.models import Pair

#: So many of the newest lines of each are shown, and of the events at which both were.
MOST_LINES = 3


def pair_page(request, site, pk):
    pair = get_object_or_404(Pair, pk=pk)
    model = history.kinds()[pair.kind]
    model_admin = site.get_model_admin(model)
    may_merge = f"merge_{model._meta.model_name}" in dict(model._meta.permissions)
    if not may_settle(request.user, model):
        raise PermissionDenied
    found = model._base_manager.in_bulk([pair.first_id, pair.second_id])
    if len(found) < 2 or len(may_be_told(set(found.values()), site, request)) < 2:
        raise Http404
    first, second = found[pair.first_id], found[pair.second_id]
    if request.method == "POST":
        Pair.objects.say_apart(model, first.pk, second.pk, by=request.user)
        words = _("Remembered: “%(first)s” and “%(second)s” are not the same.")
        messages.success(request, words % {"first": first, "second": second})
        return redirect("admin:index")
    hints = model_admin.lookup.describe([first, second])
    context = site.each_context(request) | {
        "title": _("Are these the same?"),
        "opts": model_admin.opts,
        "kind": capfirst(model_admin.opts.verbose_name),
        "pair": pair,
        "reason": model.alike.Reason(pair.reason).label if pair.reason else "",
        "form": form_of(model_admin),
        "sides": [
            {
                "record": record,
                "typed": f"{record} ({record.pk})",
                "hint": hints[record.pk],
                "names": record.names.all() if may_merge else [],
                "counts": moving(record, user=request.user) if may_merge else [],
                "came": _came(record, request.user) if may_merge else [],
            }
            for record in (first, second)
        ],
        "may_merge": may_merge,
        "most": MOST_LINES,
        "shared": _shared(first, second, request.user) if may_merge else [],
        "lines": _differing(model, first, second, request.user),
    }
    return TemplateResponse(request, "admin/duplicates/pair.html", context)


def _differing(model, first, second, user):
    """Return the fields in which two records differ, with what each says."""
    own = [history.snapshot(record)["fields"] for record in (first, second)]
    return differences(model, *({"fields": fields, "parts": {}} for fields in own), user)


def _came(record, user):
    """Return the newest lines that name a record, and what each says beside it; a query."""
    lines = record.participations.open_to(user).newest_first()
    return [
        {"event": line.event, "words": _words(line, record)}
        for line in lines.select_related("event", "person", "organisation")[:MOST_LINES]
    ]


def _words(line, record):
    others = [one for one in (line.person, line.organisation) if one != record]
    return " · ".join(str(said) for said in (line.event.when, line.position, *others) if said)


def _shared(first, second, user):
    """Return the newest events of which both are on the list, one more than is shown; a query."""
    events = second.participations.order_by().values("event")
    lines = first.participations.open_to(user).filter(event__in=events)
    shared = lines.order_by("-event__listed_on", "-event_id").values("event", "event__name")
    return shared.distinct()[: MOST_LINES + 1]
