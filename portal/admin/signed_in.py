"""Where one of the staff is signed in, and how to end it there."""

import datetime
from http import HTTPStatus
from typing import NamedTuple

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from portal import logs
from portal.models import SecondFactor, Session
from portal.sessions import SessionStore

# Each calls itself by the names of those below it too.
BROWSERS = {
    "Edg": "Edge",
    "OPR": "Opera",
    "Firefox": "Firefox",
    "FxiOS": "Firefox",
    "Chrome": "Chrome",
    "CriOS": "Chrome",
    "Safari": "Safari",
}
SYSTEMS = {
    "iPhone": "iPhone",
    "iPad": "iPad",
    "Android": "Android",
    "Windows": "Windows",
    "Mac OS": "Mac",
    "CrOS": "Chromebook",
    "Linux": "Linux",
}


class Place(NamedTuple):
    handle: str
    browser: str
    address: str
    began_at: datetime.datetime | None
    seen_at: datetime.datetime
    is_this: bool


def browser_in(agent):
    """Return what a browser says that it is, in words; "" if it says nothing that is known."""
    browser = next((name for mark, name in BROWSERS.items() if f"{mark}/" in agent), "")
    system = next((name for mark, name in SYSTEMS.items() if mark in agent), "")
    if browser and system:
        return _("%(browser)s on %(system)s") % {"browser": browser, "system": system}
    return browser or system


def places(user, this, now=None):
    """Return the sessions that somebody can go on with, the one seen last first."""
    found = []
    for session in Session.objects.live(now).filter(user=user):
        told = SessionStore().decode(session.session_data)
        began = told.get("began")
        found.append(
            Place(
                session.handle,
                browser_in(told.get("browser", "")) or _("A browser"),
                told.get("address", ""),
                began and datetime.datetime.fromisoformat(began),
                session.seen_at,
                session.session_key == this,
            )
        )
    return found


def span(minutes):
    """Return a number of minutes in words, as hours where it is whole ones."""
    hours, rest = divmod(minutes, 60)
    if rest:
        return ngettext("%(n)d minute", "%(n)d minutes", minutes) % {"n": minutes}
    return ngettext("%(n)d hour", "%(n)d hours", hours) % {"n": hours}


@require_safe
def stay(request, site):
    """Answer nothing: to have asked is what lets a session go on."""
    return HttpResponse(status=HTTPStatus.NO_CONTENT)


def signed_in(request, site):
    """List where somebody is signed in; end one of these sessions, or all but this."""
    this = request.session.session_key
    if request.method == "POST":
        others = Session.objects.filter(user=request.user).exclude(session_key=this)
        wanted = request.POST.get("end", "")
        ended = [one for one in others if wanted in ("others", one.handle)]
        Session.objects.filter(pk__in=[one.pk for one in ended]).delete()
        number = len(ended)
        if number:
            logs.note("sessions ended", account=request.user.pk, number=number)
        told = ngettext(
            "You are signed out there.", "You are signed out in %(n)d other places.", number
        ) % {"n": number}
        messages.success(request, told if number else _("This had ended already."))
        return redirect("admin:signed_in")
    context = {
        **site.each_context(request),
        "title": _("Where you are signed in"),
        "places": places(request.user, this, timezone.now()),
        "idle": span(settings.SESSION_IDLE),
        "longest": span(settings.SESSION_COOKIE_AGE // 60),
        "has_second_step": SecondFactor.objects.filter(user=request.user).exists(),
    }
    return TemplateResponse(request, "admin/signed_in.html", context)
