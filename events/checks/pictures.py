from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from events.checks.finding import Finding, Severity, key

ONE_BY_ONE = 5


def undescribed(event):
    """Return the photos that nobody described; one query."""
    photos = list(
        event.photos.filter(alternative_text="").only("pk", "caption", "alternative_text")
    )
    if len(photos) > ONE_BY_ONE:
        keys = "-".join(sorted(str(photo.pk) for photo in photos))
        words = ngettext(
            "%(n)d photo has no words for those who cannot see it.",
            "%(n)d photos have no words for those who cannot see them.",
            len(photos),
        ) % {"n": len(photos)}
        return [_photo(key("photos", keys), words)]
    return [
        _photo(
            key("photo", photo.pk),
            _("The photo “%(caption)s” has no words for those who cannot see it.")
            % {"caption": photo.caption or _("without caption")},
        )
        for photo in photos
    ]


def _photo(of, words):
    return Finding(
        of,
        Severity.WARNING,
        words,
        _("Say what it shows; until then readers do not see it."),
        place="photos",
    )
