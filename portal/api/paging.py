"""Lists for programs: what may be asked of them, and how they are walked.

A list is walked by key, the newest row first: a cursor says after which row the next page
begins, so a row that is added meanwhile moves none and no page costs more than the first.
"""

import datetime
import re
from typing import NamedTuple

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS
from django.db.models import Q
from django.utils.translation import gettext as _

from organisations.filters import InstitutionField, SwitchField
from portal.addresses import absolute
from portal.api.problems import Fault, Refused
from portal.filters import SeveralField, SortFilter
from portal.filters.fields import CountryField, DayField, YearField
from portal.models import ALWAYS

USUAL, MOST = 25, 100
LIMIT = re.compile("[1-9][0-9]{0,8}")
#: What an archive was public since may lie before the instant that is counted from.
CURSOR = re.compile("(?:([0-9]{1,17}|-[0-9]{1,16})-)?([0-9]{1,18})")
MICROSECOND = datetime.timedelta(microseconds=1)
OWN = {
    "limit": {
        "description": f"How many rows a page has, {MOST} at most.",
        "schema": {"type": "integer", "minimum": 1, "maximum": MOST, "default": USUAL},
    },
    "cursor": {
        "description": "Where the page begins: take it from `next` of the page before.",
        "schema": {"type": "string", "pattern": f"^{CURSOR.pattern}$"},
    },
}


class Page(NamedTuple):
    keys: list
    next: str | None

    def read(self, queryset):
        """Return its rows in their order, without those that the public may see no more."""
        found = queryset.in_bulk(self.keys)
        return [found[key] for key in self.keys if key in found]


def page(request, queryset, filterset_class=None, instant=None):
    """Return the keys of the rows that an address asks for, and where the next page is.

    `instant` names the field by which the newest comes first, if it is not the number.
    """
    faults = _strange(request, filterset_class)
    limit, cursor = _limit(request, faults), _cursor(request, instant, faults)
    if filterset_class:
        filterset = filterset_class(request.GET, queryset)
        queryset = filterset.qs
        if filterset.is_refused:
            faults += _wrong(filterset.form)
    if faults:
        raise Refused(faults)
    order = [instant, "pk"] if instant else ["pk"]
    if cursor:
        queryset = _after(queryset, instant, *cursor)
    rows = list(queryset.order_by(*(f"-{name}" for name in order)).values_list(*order)[: limit + 1])
    keys = [row[-1] for row in rows[:limit]]
    if len(rows) <= limit:
        return Page(keys, None)
    return Page(keys, _address(request, rows[limit - 1]))


def _after(queryset, instant, at, key):
    if not instant:
        return queryset.filter(pk__lt=key)
    # Said twice: the first is what an index of instants is entered by.
    return queryset.filter(**{f"{instant}__lte": at}).filter(
        Q(**{f"{instant}__lt": at}) | Q(pk__lt=key)
    )


def _address(request, row):
    *at, key = row
    cursor = "".join(f"{(instant - ALWAYS) // MICROSECOND}-" for instant in at) + str(key)
    parameters = request.GET.copy()
    parameters["cursor"] = cursor
    return absolute(f"{request.path}?{parameters.urlencode()}")


def _strange(request, filterset_class):
    known = {*OWN, *_filters(filterset_class)}
    return [
        Fault(name[:100], _("There is no such parameter here."))
        for name in request.GET
        if name not in known
    ]


def _filters(filterset_class):
    """Return what narrows a list, by name: rows for programs have an order of their own."""
    found = filterset_class.base_filters if filterset_class else {}
    return {name: one for name, one in found.items() if not isinstance(one, SortFilter)}


def _limit(request, faults):
    raw = request.GET.get("limit", str(USUAL))
    if LIMIT.fullmatch(raw) and int(raw) <= MOST:
        return int(raw)
    message = _("Write a number from 1 to %(most)s.") % {"most": MOST}
    faults.append(Fault("limit", message))
    return USUAL


def _cursor(request, instant, faults):
    if "cursor" not in request.GET:
        return None
    match = CURSOR.fullmatch(request.GET["cursor"])
    if match and bool(match[1]) == bool(instant):
        return match[1] and ALWAYS + int(match[1]) * MICROSECOND, int(match[2])
    faults.append(Fault("cursor", _("Take the cursor from “next” of the page before.")))
    return None


def _wrong(form):
    """Return the faults of a form of filters, with what a name may have meant."""
    return [
        Fault("" if name == NON_FIELD_ERRORS else name, error, _candidates(form, name))
        for name, errors in form.errors.items()
        for error in errors
    ]


def _candidates(form, name):
    field = form.fields.get(name)
    return tuple(row.slug for row in getattr(field, "candidates", ()))


def parameters(filterset_class=None):
    """Return the parameters of a list as OpenAPI describes them."""
    filters = _filters(filterset_class)
    described = {name: _described(found.field) for name, found in filters.items()} | OWN
    return [
        {"name": name, "in": "query", "required": False} | words
        for name, words in described.items()
    ]


def _described(field):
    words = str(field.label or "")
    if isinstance(field, SeveralField | forms.MultipleChoiceField):
        words = f"{words}. Several values: any of them."
        if isinstance(field, InstitutionField):
            words += " The last part of its page's address, or one of its names."
        schema = {"type": "array", "items": _value(field)}
        return {"description": words, "schema": schema, "style": "form", "explode": True}
    return {"description": f"{words}.", "schema": _value(field)}


def _value(field):
    if isinstance(field, YearField):
        return {"type": "string", "pattern": "^[0-9]{4}$"}
    if isinstance(field, CountryField):
        return {"type": "string", "pattern": "^[A-Z]{2}$"}
    if isinstance(field, DayField):
        return {"type": "string", "format": "date"}
    if isinstance(field, SwitchField):
        return {"type": "string", "enum": ["0", "1"]}
    codes = [code for code, _label in getattr(field, "choices", ()) if code]
    return {"type": "string", "enum": codes} if codes else {"type": "string"}
