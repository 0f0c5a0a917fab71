"""Time zones by a town: Europe/Athens is the time of Athens."""

import functools
import zoneinfo

# What else stands in the list of IANA is kept for old programs.
AREAS = frozenset(
    "Africa America Antarctica Arctic Asia Atlantic Australia Europe Indian Pacific".split()
)


def town(zone):
    """Return the town by which people call a time zone."""
    return zone.rpartition("/")[2].replace("_", " ")


@functools.cache
def towns():
    """Return by zone the town that means it: of several zones of one town, that in Europe.

    A town that is the name of a zone itself, as Singapore, means that one.
    """
    every = zoneinfo.available_timezones()
    found = {}
    for zone in sorted(every, key=lambda zone: (not zone.startswith("Europe/"), len(zone), zone)):
        if zone.partition("/")[0] in AREAS and town(zone) not in every:
            found.setdefault(town(zone), zone)
    return {zone: name for name, zone in sorted(found.items())}


def choices():
    """Return every zone with what it is called: its town, or else its whole name."""
    return [(zone, towns().get(zone, zone)) for zone in sorted(zoneinfo.available_timezones())]
