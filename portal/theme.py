"""The site's style sheet as one file: its own accent, then the files of static/css in order.

One request instead of seven, and the accent, a setting, needs no inline style.
"""

import colorsys
import functools
import hashlib
import mimetypes
from pathlib import Path

from django.conf import settings
from django.http import FileResponse, Http404, HttpResponse
from django.views.decorators.http import require_safe

SHEETS = ("tokens", "base", "layout", "components", "forms", "paper", "print")

# The papers of static/css/tokens.css, by day and by night, and the contrast that the accent has
# on them: more than WCAG's 7:1, because it is also read on a wash of itself.
DAY = ("#faf8f3", 8)
NIGHT = ("#15181d", 9)

YEAR = 365 * 24 * 60 * 60


def luminance(colour):
    """Return the relative luminance of #rrggbb, as WCAG 2.2 defines it."""
    parts = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one, other):
    """Return the contrast ratio of two colours, from 1 to 21, as WCAG 2.2 defines it."""
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def readable(colour, paper, enough):
    """Return the colour, darkened or lightened only until its contrast with the paper is enough."""
    hue, lightness, saturation = colorsys.rgb_to_hls(
        *(int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    )
    end, step = (1, 0.01) if luminance(paper) < 0.2 else (0, -0.01)
    while contrast(colour, paper) < enough and lightness != end:
        lightness = min(1, max(0, lightness + step))
        parts = colorsys.hls_to_rgb(hue, lightness, saturation)
        colour = "#" + "".join(f"{round(part * 255):02x}" for part in parts)
    return colour


def accent(colour):
    """Return the style rule that sets the accent, by day and by night."""
    day, night = readable(colour, *DAY), readable(colour, *NIGHT)
    both = f"@supports (color:light-dark(#000,#fff)){{:root{{--accent:light-dark({day},{night})}}}}"
    return f"@layer tokens{{:root{{--accent:{day}}}{both}}}\n"


def stylesheet():
    folder = settings.BASE_DIR / "static" / "css"
    sheets = [(folder / f"{name}.css").read_text(encoding="utf-8") for name in SHEETS]
    # After the tokens, so that it stands last in their layer.
    return "".join([sheets[0], accent(settings.SITE_ACCENT), *sheets[1:]])


def digest(content):
    return hashlib.sha256(content).hexdigest()[:12]


@functools.cache
def kept():
    """Return the sheet and its version, read once in the life of a process."""
    text = stylesheet()
    return text, digest(text.encode())


def current():
    # While one draws, a saved file is seen at the next request.
    return kept.__wrapped__() if settings.DEBUG else kept()


def css_version():
    return current()[1]


def keep(request, response, version):
    """Let an address with the right version be kept for a year, another for minutes."""
    age = f"{YEAR}, immutable" if request.GET.get("v") == version else "300"
    response["Cache-Control"] = f"public, max-age={age}"
    return response


@require_safe
def css(request):
    text, version = current()
    return keep(request, HttpResponse(text, content_type="text/css"), version)


@functools.cache
def logo_version():
    """Return the version of the logo's file; empty where the site has none."""
    path = Path(settings.SITE_LOGO)
    return digest(path.read_bytes()) if settings.SITE_LOGO and path.is_file() else ""


@require_safe
def logo(request):
    version = logo_version()
    if not version:
        raise Http404
    path = Path(settings.SITE_LOGO)
    kind = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
    return keep(request, FileResponse(path.open("rb"), content_type=kind), version)
