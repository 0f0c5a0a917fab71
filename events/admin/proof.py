"""The links by which somebody outside reads a text before it is public: made, counted, revoked."""

from django.conf import settings
from django.contrib import admin, messages
from django.db import transaction
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from events.admin.access import text_for
from events.models import Edition, ProofLink, Report
from events.steps import WRITE, Step, gone, may, refusal
from portal import history


@require_http_methods(["GET", "HEAD", "POST"])
def proofs(request, pk, sequence):
    edition = text_for(request, pk, sequence, WRITE)
    now = timezone.now()
    refused = history.refusal() or refusal(Step.SHARE, edition, request.user, now)
    if request.method == "POST":
        if refused:
            messages.error(request, refused)
        else:
            make(request, edition, now)
        return redirect("admin:events_report_proofs", pk, sequence)
    links = list(edition.proof_links.select_related("made_by", "revoked_by"))
    context = {
        "title": _("Show it to somebody outside"),
        "opts": Report._meta,
        "edition": edition,
        "status": edition.status(now).label,
        "refused": refused,
        "newest": links[0].pk if links else 0,
        "links": rows(links, edition, now),
        "days": ProofLink.LASTS.days,
    }
    return render(
        request, "admin/events/report/proofs.html", admin.site.each_context(request) | context
    )


def make(request, edition, now):
    """Make a link, but not a second one for a button that was pressed twice."""
    with transaction.atomic():
        if not Edition.objects.select_for_update().filter(pk=edition.pk).first():
            messages.error(request, gone().messages[0])
            return
        newest = edition.proof_links.first()
        if request.POST.get("newest") != str(newest.pk if newest else 0):
            messages.warning(request, _("A link was made a moment ago: it is the first below."))
            return
        edition.proof_links.create(made_by=request.user, made_at=now, ends_at=now + ProofLink.LASTS)
    messages.success(request, _("The link is made: copy it and send it."))


def rows(links, edition, now):
    """Return the links with their addresses; costs queries for each of those who made them."""
    allowed = {}
    for link in links:
        if link.made_by not in allowed:
            allowed[link.made_by] = may(Step.SHARE, edition, link.made_by, now)
    return [
        {
            "link": link,
            "address": settings.SITE_URL + reverse("proofs:page", args=[edition.pk, link.key]),
            "works": link.stands(now) and allowed[link.made_by],
            "ended": link.ends_at <= now,
        }
        for link in links
    ]


@require_POST
def revoke(request, pk, sequence, link):
    edition = text_for(request, pk, sequence, WRITE)
    link = get_object_or_404(edition.proof_links, pk=link)
    standing = ProofLink.objects.filter(pk=link.pk, revoked_at=None)
    if standing.update(revoked_at=timezone.now(), revoked_by=request.user):
        messages.success(request, _("The link no longer works."))
    return redirect("admin:events_report_proofs", pk, sequence)
