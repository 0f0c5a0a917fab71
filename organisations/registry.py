"""Institutions out of the Research Organization Registry, schema 2, with their names and ties."""

import datetime
import itertools
from dataclasses import dataclass, field

from django.conf.locale import LANG_INFO
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from organisations.matching import match
from organisations.models import Organisation, OrganisationName
from portal import history, names
from portal.fields import country_codes
from portal.models import Span

AT_ONCE = 500
Kind = OrganisationName.Kind
#: What a type of the registry is here; “funder” says nothing of what a body is.
KINDS = {
    "education": Organisation.Kind.ACADEMIC,
    "facility": Organisation.Kind.ACADEMIC,
    "government": Organisation.Kind.AUTHORITY,
    "nonprofit": Organisation.Kind.NGO,
    "company": Organisation.Kind.COMPANY,
}
TIES = ("parent", "successor", "predecessor")
#: What is not taken over: the registry itself says that it should not have been there.
WITHDRAWN = "withdrawn"
LONGEST_ID = OrganisationName._meta.get_field("source").max_length


@dataclass
class Told:
    """What became of the records of a file."""

    added: list = field(default_factory=list)
    completed: list = field(default_factory=list)
    unchanged: list = field(default_factory=list)
    doubtful: list = field(default_factory=list)
    withdrawn: list = field(default_factory=list)
    tied: int = 0
    untied: int = 0


def records_of(data):
    """Return the records of a file that was read; ValidationError says by number what is wrong."""
    records = data if isinstance(data, list) else [data]
    for number, record in enumerate(records, 1):
        wrong = _wrong(record)
        if wrong:
            raise ValidationError(
                _("Record %(number)d is none of the registry's schema 2: %(what)s."),
                code="schema",
                params={"number": number, "what": wrong},
            )
    return records


def _wrong(record):
    if not isinstance(record, dict):
        return _("it is no object")
    for key, kind in (("id", str), ("names", list), ("types", list), ("relationships", list)):
        if not isinstance(record.get(key), kind):
            return _("“%(key)s” is missing or of another kind") % {"key": key}
    for key in ("locations", "links"):
        if not isinstance(record.get(key) or [], list):
            return _("“%(key)s” is missing or of another kind") % {"key": key}
    if len(record["id"]) > LONGEST_ID or record["id"] != names.tidy(record["id"]):
        return _("“%(key)s” is missing or of another kind") % {"key": "id"}
    if not all(
        isinstance(name, dict)
        and isinstance(name.get("value"), str)
        and isinstance(name.get("types"), list)
        for name in record["names"]
    ):
        return _("a name has no value or no types")
    shown = [name["value"] for name in record["names"] if "ror_display" in name["types"]]
    if not shown or not names.fold(shown[0]):
        return _("no name is the one to be shown")
    return ""


def take_over(records, *, by, now=None):
    """Add the institutions of records, complete those that are known, and tie them together.

    One is known by the registry's address as the source of a name, or by its very name in its
    country. What may be another is left alone, and told.
    """
    told, known = Told(), {}
    living = [record for record in records if record.get("status") != WITHDRAWN]
    told.withdrawn = [record for record in records if record.get("status") == WITHDRAWN]
    for some in itertools.batched(living, AT_ONCE):
        for record, body in zip(some, _found(some), strict=True):
            if body is None:
                told.doubtful.append(record)
                continue
            known[record["id"]] = _written(body, record, told, by, now)
    for record in living:
        if record["id"] in known:
            _tie(record, known, told, by, now)
    return told


def _found(records):
    """Return for each record its institution, a new one, or None where it may be another."""
    sources = {
        row.source: row.organisation
        for row in OrganisationName.objects.filter(
            source__in=[record["id"] for record in records]
        ).select_related("organisation")
    }
    matches = match(
        [_display(record)["value"] for record in records],
        countries=[_country(record) for record in records],
    )
    for record, found in zip(records, matches, strict=True):
        if record["id"] in sources:
            yield sources[record["id"]]
        elif len(same := _of_the_name(record, found.candidates)) == 1:
            yield same[0]
        elif not same and not any(_is_alike(record, body) for body in found.candidates):
            yield Organisation()
        else:
            yield None


def _of_the_name(record, bodies):
    """Return those of some institutions that have the very name of a record, in its country."""
    fold, country = names.fold(_display(record)["value"]), _country(record)
    return [
        body for body in bodies if fold in body.folded.split("\n") and body.country in ("", country)
    ]


def _is_alike(record, body):
    """Say whether one of a record's names is the very name of an institution."""
    own = {names.fold(name["value"]) for name in record["names"] if "acronym" not in name["types"]}
    return bool(own & set(body.folded.split("\n")))


def _written(body, record, told, by, now):
    """Write a record into its institution; what staff wrote there stays."""
    is_new = body.pk is None
    if not is_new:
        body = Organisation.objects.get(pk=body.pk)
    with history.change(body, by=by, reason=record["id"], now=now) as passing:
        if is_new:
            _fill(body, record)
            body.clean()
            body.save()
        _add_names(body, record)
    where = told.added if is_new else told.completed if passing.happened else told.unchanged
    where.append(body)
    return body


def _fill(body, record):
    shown = _display(record)
    body.official_name = names.tidy(shown["value"])[:300]
    body.language = _language(shown)
    body.acronym = next((n["value"] for n in record["names"] if _is_acronym(n)), "")[:40]
    body.country = _country(record)
    body.kind = next(
        (KINDS[t] for t in map(str, record["types"]) if t in KINDS), Organisation.Kind.OTHER
    )
    links = [x for x in record.get("links") or [] if isinstance(x, dict)]
    websites = [link.get("value") for link in links if link.get("type") == "website"]
    body.website = next(filter(_is_address, websites), "")
    year = record.get("established")
    if isinstance(year, int) and 1 <= year <= 9999:
        body.since, body.since_precision = datetime.date(year, 1, 1), Span.Precision.YEAR
    if record.get("status") == "inactive":
        body.outcome = Organisation.Outcome.CLOSED


def _add_names(body, record):
    """Add the names that the institution has not, each with the record as its source."""
    has = {(row.name, row.kind, row.language) for row in body.names.all()}
    own = {body.official_name, body.acronym}
    for name in record["names"]:
        row = names.tidy(name["value"])[:300], _kind_of(name, body), _language(name, "")
        if row[0] and row[0] not in own and row not in has:
            has.add(row)
            body.names.create(name=row[0], kind=row[1], language=row[2], source=record["id"][:300])


def _kind_of(name, body):
    if _is_acronym(name):
        return Kind.ACRONYM
    if "label" not in name["types"]:
        return Kind.ALIAS
    own = _language(name, "")
    return Kind.TRANSLATION if own and own != body.language else Kind.OFFICIAL


def _tie(record, known, told, by, now):
    """Put an institution below its parent and behind what it followed, where these are known."""
    body = known[record["id"]]
    for tie in record["relationships"]:
        kind = tie.get("type") if isinstance(tie, dict) else ""
        if kind not in TIES:
            continue
        other = known.get(str(tie.get("id")))
        # Two records of one name may be one institution here, which is not tied to itself.
        done = other not in (None, body) and (
            _put_below(body, other, by, now)
            if kind == "parent"
            else _follow(*((body, other) if kind == "successor" else (other, body)), by, now)
        )
        told.tied, told.untied = told.tied + done, told.untied + (not done)


def _put_below(body, parent, by, now):
    body = Organisation.objects.get(pk=body.pk)
    if body.parent_id:
        return body.parent_id == parent.pk
    try:
        with history.change(body, by=by, now=now):
            body.parent = parent
            body.clean()
            body.save()
    except ValidationError:
        # Two that are parts of one another: neither is right.
        return False
    return True


def _follow(before, after, by, now):
    before = Organisation.objects.get(pk=before.pk)
    with history.change(before, by=by, now=now):
        before.successors.add(after)
    return True


def _display(record):
    return next(name for name in record["names"] if "ror_display" in name["types"])


def _is_acronym(name):
    return "acronym" in name["types"]


def _is_address(link):
    """Say whether a link may be printed as one: what begins otherwise may be a script."""
    begins = isinstance(link, str) and link.startswith(("https://", "http://"))
    return begins and len(link) <= 200 and link == names.tidy(link)


def _language(name, otherwise="en"):
    language = name.get("lang")
    return language if isinstance(language, str) and language in LANG_INFO else otherwise


def _country(record):
    for place in record.get("locations") or []:
        details = place.get("geonames_details") if isinstance(place, dict) else None
        code = details.get("country_code") if isinstance(details, dict) else None
        if isinstance(code, str) and code in country_codes():
            return code
    return ""
