"""From where a request comes, as far as the machines in between can be believed."""

import contextlib
import functools
import ipaddress

from django.conf import settings


def _read(address):
    """Return an address; one of the older kind however a socket of the newer kind writes it."""
    found = ipaddress.ip_address(address)
    return getattr(found, "ipv4_mapped", None) or found


@functools.cache
def _networks(written):
    """Return networks as they can be compared: to read them takes longer than a kept page."""
    return [ipaddress.ip_network(one) for one in written]


def is_trusted(address):
    """Say whether an address is that of a proxy of one's own."""
    try:
        found = _read(address)
    except ValueError:
        return False
    return any(found in network for network in _networks(tuple(settings.TRUSTED_PROXIES)))


def address_of(request):
    """Return the address of the client, "" if it is not known.

    Each proxy adds whom it heard from to the end of X-Forwarded-For, so it is read from the end,
    and believed for as long as what is found are proxies of one's own.
    """
    told = request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")
    found = request.META.get("REMOTE_ADDR", "")
    with contextlib.suppress(ValueError):
        found = str(_read(found))
    while told and is_trusted(found):
        said = told.pop().strip()
        try:
            found = str(_read(said))
        except ValueError:
            break
    return found


def network_of(request):
    """Return what counts as one place: an address, of IPv6 the network that one customer has."""
    address = address_of(request)
    if ":" in address:
        return str(ipaddress.ip_network(f"{address.partition('%')[0]}/64", strict=False))
    return address
