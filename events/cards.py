"""The picture of an event where its address is shared."""

import hashlib

from django.conf import settings
from django.http import HttpResponse
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.http import quote_etag
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from events.pages import EventPage
from events.reading import readable
from events.views import elsewhere
from portal import cards
from portal.cards import Card
from portal.files import FRESH, SANDBOX


@require_safe
def card(request, slug, year=0):
    now, language = timezone.now(), get_language()
    event = readable(now).filter(address_year=year, slug=slug).first()
    if not event:
        path = f"{year or 'undated'}/{slug}"
        return elsewhere(request, path, now, lambda moved: f"{moved.get_absolute_url()}card.png")
    page = EventPage(event, language, now)
    drawn = Card(page.title, page.kicker, settings.SITE_OWNER, settings.SITE_ACCENT)
    tag = quote_etag(hashlib.sha256(repr((cards.DRAWN_ANEW, drawn)).encode()).hexdigest()[:20])
    # What would be drawn is known without drawing it.
    response = get_conditional_response(request, etag=tag)
    if response is None:
        response = HttpResponse(cards.png(drawn), content_type="image/png")
    response["ETag"] = tag
    response["Cache-Control"] = FRESH
    response["Content-Security-Policy"] = SANDBOX
    # It is made to be shown where the address is shared, which is elsewhere.
    response["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response
