"""A text that stands under another language than the one that it is written in."""

from django.utils.translation import gettext as _

from events.checks.finding import Finding, Severity, key
from events.reader.lexicon import ENGLISH, LIKE_SERBIAN, SERBIAN, frequent
from portal import names
from portal.fields import language_name

#: Languages that are written in Cyrillic letters, some of them in others too.
CYRILLIC = frozenset("be bg kk ky mk mn ru sr tg tt udm uk uz".split())
#: From so many letters or frequent words on a text says what it is written in.
ENOUGH_LETTERS, ENOUGH_WORDS = 40, 5


def other_language(read, report):
    """Return what speaks against the language of a report: its letters, or its frequent words."""
    text = " ".join(passage.text for passage in read)
    language = report.language
    seems = _other_of_two([word.fold for passage in read for word in passage.words], language)
    if language not in CYRILLIC and len(text) >= ENOUGH_LETTERS and names.is_cyrillic(text):
        words = _("The text is in Cyrillic letters, and its language is: %(language)s.")
    elif seems:
        words = _("The text seems to be in %(seems)s, and its language is: %(language)s.")
    else:
        return []
    return [
        Finding(
            key("language", language),
            Severity.WARNING,
            words % {"seems": language_name(seems), "language": language_name(language)},
            _("Choose its own language, or say that it is right so."),
            place="language",
        )
    ]


def _other_of_two(folds, language):
    """Return English for a text that is called Serbian and is not, and the other way round."""
    english, serbian = frequent(folds)
    base = language.partition("-")[0]
    if base == ENGLISH and serbian >= ENOUGH_WORDS and serbian > 2 * english:
        return SERBIAN
    if base in LIKE_SERBIAN and english >= ENOUGH_WORDS and english > 2 * serbian:
        return ENGLISH
    return ""
