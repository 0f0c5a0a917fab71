"""The page of an event as the public will read it, shown before it may be read.

What is the event's own is looked at as if its time had come; all else as readers see it now.
The one who calls has asked who may see this.
"""

import functools

from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.utils.cache import add_never_cache_headers
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from events.files import send
from events.models import Document, Photo
from events.pages import EventPage
from events.reading import readable
from portal import files
from portal.addresses import ask_about
from portal.models import NEVER


def show(request, event, now, where, edition=None, **bar):
    """Answer with the page; `where` are its Files, `edition` stands for the live text."""
    language = get_language()
    event = readable(now, NEVER).get(pk=event.pk)
    page = EventPage(event, language, now, seen=NEVER, edition=edition, files=where)
    context = {"page": page, "section": "events", "actions": [ask_about(event.get_absolute_url())]}
    return render(request, "events/preview.html", context | bar)


def photo(request, event, pk, width, extension, rows=None):
    rows = Photo.objects.presentable() if rows is None else rows
    picture = get_object_or_404(rows, event=event, pk=pk)
    return files.serve_picture(request, picture.file, picture.width, width, extension)


def document(request, event, pk, name, rows=Document.objects):
    paper = get_object_or_404(rows, event=event, pk=pk)
    if name != paper.download_name:
        raise Http404
    return send(request, paper)


def unlisted(view):
    """Answer reads alone, and keep them out of caches, search engines and referrers."""
    view = require_safe(view)

    @functools.wraps(view)
    def kept(request, *args, **kwargs):
        response = view(request, *args, **kwargs)
        add_never_cache_headers(response)
        response["X-Robots-Tag"] = "noindex, nofollow, noarchive"
        response["Referrer-Policy"] = "no-referrer"
        return response

    return kept
