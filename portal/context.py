from django.conf import settings

from portal import theme


def site(request):
    """Tell every template whose site this is and which part of it is open; costs no query."""
    return {
        "site": {
            "name": settings.SITE_NAME,
            "owner": settings.SITE_OWNER,
            "contact": settings.SITE_CONTACT,
            "url": settings.SITE_URL,
            "sample": settings.SAMPLE_SITE,
            "closed": settings.CLOSED,
            "closed_contact": settings.CLOSED_CONTACT,
            "logo": theme.logo_version(),
            "theme": theme.css_version(),
            # Of a page that is written into a folder: no form is answered there.
            "copied_at": getattr(request, "copied_at", None),
        },
        "section": request.path_info.strip("/").partition("/")[0],
    }
