"""A text that is not public, shown to somebody outside who was given its link.

Whatever is wrong with a link, the answer is the same: there is no such page.
"""

import functools

from django.db.models import F
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.crypto import constant_time_compare

from events import previews
from events.models import Document, Edition, ProofLink
from events.pages import Files
from events.steps import Step, may


def proof(view):
    """Give a view the link of an address, instead of a text's number and a key."""

    @previews.unlisted
    @functools.wraps(view)
    def opened(request, pk, key, **arguments):
        now = timezone.now()
        try:
            link = find(pk, key)
            event = link.edition.report.event
            if link.edition.is_out(now) and event.is_public(now):
                return redirect(event)
            # It falls with the rights of its maker, and with the text.
            if not link.stands(now) or not may(Step.SHARE, link.edition, link.made_by, now):
                raise Http404
            return view(request, link, now, **arguments)
        except Http404:
            return render(request, "404.html", status=404)

    return opened


def find(pk, key):
    """Return the link of a text with this key, if nobody took it back."""
    # Asked of the text, whose key may be any number; a foreign key is no number to the database.
    links = ProofLink.objects.filter(edition__in=Edition.objects.filter(pk=pk), revoked_at=None)
    for link in links.select_related("edition__report__event", "made_by"):
        if constant_time_compare(link.key, key):
            return link
    raise Http404


@proof
def page(request, link, now):
    if request.method == "GET":
        ProofLink.objects.filter(pk=link.pk).update(opened=F("opened") + 1, opened_at=now)
    edition = link.edition
    return previews.show(
        request, edition.report.event, now, files_of(link), edition, until=link.ends_at
    )


def files_of(link):
    return Files("proofs:photo", "proofs:document", (link.edition_id, link.key))


@proof
def photo(request, link, now, photo, width, extension):
    return previews.photo(request, link.edition.report.event, photo, width, extension)


@proof
def document(request, link, now, document, name):
    given_out = Document.objects.given_out()
    return previews.document(request, link.edition.report.event, document, name, given_out)
