"""Where the names in a report's text lead: to the pages of those whom its event lists."""

from collections import Counter

from portal import names


def addresses(lines, bodies, now):
    """Return the addresses of pages by the folded names of people and institutions.

    `lines` are those that the page shows, `bodies` the rows of who organised. Who is not shown by
    name or has no page leads nowhere, and a name that two of them have is that of neither.
    """
    found = {}
    for line in lines:
        if line.named and line.person:
            called = [*line.person.folded.split("\n"), names.fold(line.printed_name)]
            # One word is no whole name of a person.
            _add(found, line.person.page_url(now), (fold for fold in called if " " in fold))
        if line.organisation:
            _add(found, line.organisation.page_url(now), line.organisation.folded.split("\n"))
    for row in bodies:
        _add(found, row.organisation.page_url(now), row.organisation.folded.split("\n"))
    often = Counter(fold for called in found.values() for fold in called)
    return {
        fold: address for address, called in found.items() for fold in called if often[fold] == 1
    }


def _add(found, address, called):
    if address:
        found.setdefault(address, set()).update(filter(None, called))
