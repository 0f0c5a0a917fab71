"""Which of two values stands where two records are made one and say different things."""

from dataclasses import dataclass

from portal.differences.snapshots import PRECISION, Names, printed_of, stored_as, told_fields

KEPT, GONE = "kept", "gone"
#: What says nothing: of two values the other one stands.
NOTHING = ("", None, "unknown")
#: An address is never given up: both lead to the record that stays.
NEVER_CHOSEN = {"slug"}


@dataclass(frozen=True)
class Choice:
    """One field in which two records differ: both values as screens print them."""

    name: str
    label: str
    kept: str
    gone: str
    side: str
    #: Whether the stricter value was proposed.
    is_strict: bool = False


def choices(model, data, own, user=None, *, below=frozenset()):
    """Return a Choice for each field in which two snapshots differ and the second says more.

    `below` are the keys of what is a part of the first. Costs up to three queries for each
    model that is pointed at.
    """
    named = Names(model, user)
    named.want(model, data["fields"])
    named.want(model, own["fields"])
    named.read()
    sides = proposed(model, data, own, below)
    return [
        Choice(
            field.name,
            str(field.verbose_name),
            *(printed_of(field, side["fields"], named) for side in (data, own)),
            sides[field.name],
            field.name in model.stricter,
        )
        for field in _fields(model)
        if field.name in sides
    ]


def proposed(model, data, own, below=frozenset()):
    """Return by field which side stands: the fuller, of what hides somebody the stricter."""
    sides = {}
    for field in _fields(model):
        mine, other = (side["fields"].get(field.attname) for side in (data, own))
        # Nothing is a part of what is a part of it.
        if mine == other or other in NOTHING or (field.related_model is model and other in below):
            continue
        sides[field.name] = GONE if mine in NOTHING else KEPT
        if field.name in model.either and other:
            sides[field.name] = GONE
        if field.name in model.stricter:
            order = [value for value, _label in field.flatchoices]
            sides[field.name] = GONE if order.index(other) > order.index(mine) else KEPT
    first, last = (
        (own if sides.get(name) == GONE else data)["fields"].get(name)
        for name in ("since", "until")
    )
    if first and last and last < first:
        # The beginning of one is no beginning of the other's end.
        sides |= dict.fromkeys({"since", "until"} & sides.keys(), KEPT)
    return sides


def columns(model, name):
    """Return the columns that follow the choice of a field."""
    fields = {field.name: field.attname for field in model._meta.concrete_fields}
    following = (f"{name}{PRECISION}", *model.going_with.get(name, ()))
    return [fields[f] for f in (name, *following) if f in fields]


def _fields(model):
    following = {f"{field.name}{PRECISION}" for field in model._meta.concrete_fields}
    following |= {name for names in model.going_with.values() for name in names}
    return [
        field
        for field in told_fields(model)
        # What is a list of both is chosen by nobody.
        if not field.many_to_many and stored_as(field) == field.attname
        if field.name not in NEVER_CHOSEN | following
    ]
