"""People and institutions as Popolo writes them (popoloproject.com), from the API's records."""

from portal.html import plain
from portal.linked import told


def person(record):
    return told(
        {
            "id": str(record.id),
            "name": record.name,
            "honorific_prefix": record.honorific,
            "given_name": record.given_name,
            "family_name": record.family_name,
            "other_names": other_names(record),
            "image": record.portrait_url,
            "biography": plain(record.biography),
            "links": [{"url": record.url, "note": "portal"}],
            "memberships": [membership(record, post) for post in record.posts],
            "updated_at": record.changed,
        }
    )


def membership(record, post):
    return {
        "role": post.title,
        "person_id": str(record.id),
        "organization_id": str(post.organisation.id),
        "organization": {"id": str(post.organisation.id), "name": post.organisation.name},
        "start_date": post.since and post.since.date,
        "end_date": post.until and post.until.date,
    }


def organization(record):
    above = record.part_of
    return told(
        {
            "id": str(record.id),
            "name": record.name,
            "other_names": other_names(record),
            "classification": "" if record.kind == "unknown" else record.kind,
            "parent_id": above and str(above.id),
            "parent": above and {"id": str(above.id), "name": above.name},
            "founding_date": record.since and record.since.date,
            "dissolution_date": record.until and record.until.date,
            "image": record.logo_url,
            "links": links(record),
            "updated_at": record.changed,
        }
    )


def links(record):
    website = [{"url": record.website, "note": "website"}] if record.website else []
    return [{"url": record.url, "note": "portal"}, *website]


def other_names(record):
    return [{"name": other.name, "note": other.kind} for other in record.other_names]
