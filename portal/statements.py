"""What a public body owes its visitors beside its pages: statements, robots.txt, security.txt."""

import datetime

from django.conf import settings
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

# When the software's accessibility was last assessed. A review is due within a year of it.
ACCESSIBILITY_REVIEWED = datetime.date(2026, 11, 23)
REVIEW_DUE = datetime.timedelta(days=365)

# RFC 9116 asks for less than a year, so that nobody trusts a forgotten address.
SECURITY_LASTS = datetime.timedelta(days=180)


@require_safe
def accessibility(request):
    return render(
        request,
        "portal/accessibility.html",
        {
            "reviewed": ACCESSIBILITY_REVIEWED,
            "review_due": ACCESSIBILITY_REVIEWED + REVIEW_DUE,
            "enforcement_name": settings.ENFORCEMENT_NAME,
            "enforcement_url": settings.ENFORCEMENT_URL,
        },
    )


@require_safe
def privacy(request):
    return render(request, "portal/privacy.html")


@require_safe
def robots(request):
    return render(request, "robots.txt", content_type="text/plain; charset=utf-8")


def security_expires(now):
    """Return when security.txt expires: the first minute of a day, so that a day's copies agree."""
    day = (now + SECURITY_LASTS).astimezone(datetime.UTC)
    return day.replace(hour=0, minute=0, second=0, microsecond=0)


@require_safe
def security(request):
    return render(
        request,
        "security.txt",
        {
            "contact": settings.SECURITY_CONTACT or settings.DEFAULT_FROM_EMAIL,
            "expires": security_expires(timezone.now()).strftime("%Y-%m-%dT%H:%M:%SZ"),
            "languages": ", ".join(code for code, _name in settings.LANGUAGES),
            "canonical": settings.SITE_URL + reverse("security"),
        },
        content_type="text/plain; charset=utf-8",
    )
