"""People as linked data, in the words of schema.org: posts are the role between two things."""

from organisations.linked import named as institution
from portal import linked
from portal.addresses import absolute
from portal.spans import machine


def named(person, now=None):
    """Return what names a person wherever another thing tells of them."""
    page = absolute(person.page_url(now))
    return {
        "@type": "Person",
        "@id": page and linked.identity(person, "person"),
        "name": person.name,
        "url": page,
    }


def described(person, posts, portrait, now=None):
    """Return what the page of a person says of them."""
    return named(person, now) | {
        "honorificPrefix": person.honorific,
        "givenName": person.given_name,
        "familyName": person.family_name,
        # A misspelling is found by, and called no name.
        "alternateName": [
            other.name for other in person.names.all() if other.kind != other.Kind.MISSPELLING
        ],
        "image": absolute(portrait),
        "affiliation": [
            capacity(
                post.title,
                post.organisation,
                now,
                startDate=machine(post.since, post.since_precision),
                endDate=machine(post.until, post.until_precision),
            )
            for post in posts
        ],
    }


def capacity(title, organisation, now=None, **dates):
    """Return as what somebody belongs to an institution."""
    body = institution(organisation, now)
    if not title and not any(dates.values()):
        return body
    return {"@type": "OrganizationRole", "roleName": title, "affiliation": body} | dates
