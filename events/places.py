"""Where an event takes place, in the few words of a list."""

from django.utils.translation import gettext as _

from events.models import Event
from portal.fields import country_name
from portal.words import said_again


def towns(places):
    """Return towns with their country: “Belgrade, Niš, Serbia”; the venue where no town is known.

    Takes triples of town, country code and venue, in order. A country is said once, after the
    last of its towns that stand together.
    """
    words = []
    for index, (city, country, venue) in enumerate(places):
        words.append(city or venue)
        following = places[index + 1][1] if index + 1 < len(places) else None
        if country and country != following:
            words.append(country_name(country))
    return ", ".join(dict.fromkeys(word for word in words if word))


@said_again
def place(form, places):
    """Return the places of an event, as `towns` takes them, with the word for the form it takes."""
    where = towns(places)
    if form == Event.Format.ON_SITE:
        return where
    if form == Event.Format.ONLINE:
        return _("online")
    return _("%(place)s and online") % {"place": where} if where else _("on site and online")
