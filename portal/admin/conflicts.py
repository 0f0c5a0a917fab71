"""Two have the form of one record open: what the second typed is kept, shown and applied.

The form that comes second is tried on the record as it was when the form was made, inside a
transaction that is undone; what came out is kept. So it is compared as a whole, with its rows,
and brought onto what stands now by one click.
"""

import re
from collections import defaultdict
from dataclasses import asdict

from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction
from django.utils.translation import gettext as _

from portal import history, names
from portal.admin.forms import make_records
from portal.admin.lookup import New
from portal.admin.trail import shown
from portal.asides import let_go
from portal.differences import Difference, Kind, differences
from portal.merging import merge, rekeyed, say_with
from portal.models import Erasure, SetAside, Version

TOKEN = re.compile(r"(\d{1,18}):(\d{1,9})", re.ASCII)
#: What of a form that was sent is no text of the writer.
UNSAID = re.compile(r"csrfmiddlewaretoken|once|opened|_.*|.*_FORMS|.*-(id|DELETE|order)")


class Unfit(Exception):
    """The record cannot be put back as it was when the form was made."""


class Undone(Exception):
    """Leaves the transaction in which a form was only tried."""


class Newer(Exception):
    """A third has saved since the two were compared."""


def token(record):
    """Return what a form carries to say which state of which record it shows.

    A letter of the outbox is no record and has but one state.
    """
    return f"{record.pk}:{getattr(record, 'number', 0)}" if record and record.pk else ""


def opened_with(request):
    """Return the key and the number that a form was made with, None if it does not say."""
    found = TOKEN.fullmatch(request.POST.get("opened", ""))
    return found and (int(found[1]), int(found[2]))


def base_of(kind, key, number):
    """Return the Version that a form was made from, or None."""
    return Version.objects.filter(kind=kind, record_id=key, number=number).first()


def last_of(kind, key):
    return Version.objects.filter(kind=kind, record_id=key).order_by("number").last()


# A form that comes second


def lost_a_name(model_admin, opened):
    """Say whether somebody was erased from a record since a form of it was made; a query."""
    if not opened:
        return False
    key, number = opened
    kind = model_admin.standing_model._meta.label_lower
    later = Version.objects.filter(kind=kind, record_id=key, number__gt=number)
    return Erasure.objects.filter(at__in=later.values("at")).exists()


def set_aside(model_admin, request, obj, look):
    """Keep what a form that comes second says; return its SetAside, or a page with its errors.

    None if it says nothing but what stood when it was made.
    """
    note = names.tidy(request.POST.get("note", "").replace("\0", ""))[:300]
    steps = for_steps(model_admin, request)
    opened, model = opened_with(request), model_admin.standing_model
    kind = model._meta.label_lower
    base = opened and base_of(kind, *opened)
    if base and not model_admin.is_base(obj, base):
        base = None
    kept = None
    was = last_of(model_admin.opts.label_lower, obj.pk)
    if base:
        try:
            response, kept = tried(model_admin, request, base, look)
        except Unfit:
            kept = None
        else:
            if response is not None:
                return response
            if kept["mine"] == base.data and not (note or steps):
                return None
    data = kept | {"steps": steps} if kept else {"typed": typed(request)}
    return SetAside.objects.create(
        kind=model_admin.opts.label_lower,
        record_id=obj.pk,
        number=opened[1] if opened else 0,
        data=data | {"title": was.title if was else str(obj), "opened": opened or [0, 0]},
        note=note,
        minor="minor" in request.POST,
        user=request.user,
    )


def tried(model_admin, request, base, look):
    """Try a form on the record as it was; return a page with errors, or None and what it said."""
    request.is_trial = True
    try:
        for last in (False, True):
            try:
                return _tried(model_admin, request, base, look)
            except ValidationError as error:
                if last:
                    raise Unfit from error
                request.refused = error
            except IntegrityError as error:
                raise Unfit from error
            rewind(request)
    finally:
        request.is_trial = False
        request.saved = None


def _tried(model_admin, request, base, look):
    response = kept = None
    try:
        with transaction.atomic():
            record = put_back(model_admin.standing_model, base)
            with history.change(record, by=request.user):
                try:
                    history.put(record, base.data)
                except (ValidationError, IntegrityError) as error:
                    raise Unfit from error
                newest = Version.objects.aggregate(newest=models.Max("pk"))["newest"]
                response = look()
                if getattr(request, "saved", None):
                    response = None
                    kept = what_was_meant(model_admin, request, record, base, newest)
                else:
                    # Not later: what the page asks for is there now only.
                    response.render()
                raise Undone
    except Undone:
        return response, kept


def put_back(model, base):
    """Return the record that a form is about, brought back if it was deleted meanwhile."""
    record = model._base_manager.filter(pk=base.record_id).first()
    if record:
        return record
    try:
        return history.bring_back(last_of(base.kind, base.record_id), by=None)
    except (ValidationError, IntegrityError) as error:
        raise Unfit from error


def what_was_meant(model_admin, request, record, base, newest):
    """Return what is kept of a form: the snapshot it leads to, and what that differs in.

    Rows and records that it made are gone with the transaction; their keys become negative,
    so that nobody takes them for others, and the records are made again when it is applied.
    """
    model = type(record)
    mine = model_admin.meant(request, record)
    made, keys = defaultdict(dict), defaultdict(dict)
    models_by_kind = history.kinds()
    for version in Version.objects.filter(pk__gt=newest or 0, action=Version.Action.CREATED):
        key, made_of = version.record_id, models_by_kind[version.kind]
        lookup = model_admin.admin_site.get_model_admin(made_of).lookup
        made[version.kind][str(-key)] = lookup.typed(version.data["fields"])
        keys[made_of][key] = -key
    for name, rows in mine["parts"].items():
        new = rows.keys() - base.data["parts"].get(name, {}).keys()
        part = model._meta.get_field(name).related_model
        keys[part] |= {int(key): -int(key) for key in new}
    told = [
        asdict(line) | {"key": _told_key(line, base.data)}
        for line in differences(model, base.data, mine, request.user)
    ]
    return {"mine": rekeyed(model, mine, keys), "made": made, "told": told}


def _told_key(line, base):
    part, row, field = line.key
    is_new = part and row not in base["parts"].get(part, {})
    return [part, f"-{row}" if is_new else row, field]


def for_steps(model_admin, request):
    """Return what was typed for a step that is not taken, by the names of its fields."""
    said = {name: request.POST.get(name, "") for name in model_admin.of_steps}
    return {name: text.replace("\0", "") for name, text in said.items() if text.strip()}


def typed(request):
    """Return what a form said as names and text, where it cannot be compared.

    PostgreSQL takes no NUL in any text.
    """
    return [
        [name.replace("\0", ""), value.replace("\0", "")]
        for name, values in request.POST.lists()
        if not UNSAID.fullmatch(name)
        for value in values
        if value.strip()
    ] + [[name.replace("\0", ""), file.name] for name, file in request.FILES.items()]


def rewind(request):
    for file in request.FILES.values():
        file.seek(0)


# What was kept


def compared(model_admin, aside, record):
    """Return the lines of who changed what: theirs, mine, and those of both side by side."""
    base = base_of_aside(model_admin, aside)
    now = history.snapshot(record)
    theirs, mine = differences(type(record), base.data, now, aside.user), told(aside)
    by_key = {line.key: line for line in theirs}
    by_row = {line.key[:2]: line for line in theirs if line.key[0]}
    both = []
    for line in mine:
        part, row, field = line.key
        # What one of the two took away is told by a line without a field.
        same = by_key.get(line.key) or by_key.get((part, row, ""))
        if not field:
            same = same or by_row.get((part, row))
        if same and (same.after, same.kind) != (line.after, line.kind):
            both.append({"mine": line, "theirs": same})
    return {"theirs": [*map(shown, theirs)], "mine": [*map(shown, mine)], "both": both}


def told(aside):
    """Return the Differences of what was typed, as they were told when it was kept."""
    return [
        Difference(**line | {"kind": Kind(line["kind"]), "key": tuple(line["key"])})
        for line in aside.data["told"]
    ]


def told_of_steps(model_admin, aside):
    """Return as label and words what was typed for a step that was not taken."""
    fields = model_admin.form.base_fields
    steps = aside.data.get("steps", {})
    return [(fields[name].label, text) for name, text in steps.items() if name in fields]


def base_of_aside(model_admin, aside):
    kind = model_admin.standing_model._meta.label_lower
    return base_of(kind, *aside.data["opened"])


def versions_since(aside, record):
    """Return the Versions saved since the form was made, the newest first."""
    kind, (key, number) = record._meta.label_lower, aside.data["opened"]
    if key != record.pk:
        return Version.objects.filter(kind=kind, record_id=record.pk).select_related("by")
    later = Version.objects.filter(kind=kind, record_id=key, number__gt=number)
    return later.select_related("by")


def apply(model_admin, request, aside, obj, seen):
    """Put what was kept onto what stands now, through the door; `seen` is the state compared.

    Return as words of part and field what is left out, said of what was replaced meanwhile.
    """
    record = model_admin.standing(obj)
    if lost_a_name(model_admin, aside.data["opened"]):
        raise ValidationError(may_name_them(), code="erased")
    with transaction.atomic():
        with history.change(record, by=request.user, note=aside.note, minor=aside.minor) as passing:
            if seen != f"{record.pk}:{passing.number}":
                raise Newer
            base = base_of_aside(model_admin, aside)
            made = made_again(model_admin, request, aside)
            mine = rekeyed(type(record), aside.data["mine"], made)
            sides = base.data, mine, passing.before
            merged = merge(*sides)
            left_out = say_with(record.said_of, merged, *sides)
            having = model_admin.put_merged(request, record, merged)
        # The form is older than what it was put onto.
        told = [passing.update] if passing.update else []
        model_admin.admin_site.came_back(having, *told, by=request.user)
        aside.delete()
    parts = [(record._meta.get_field(part).related_model._meta, name) for part, name in left_out]
    return [(part.verbose_name, part.get_field(name).verbose_name) for part, name in parts]


def may_name_them():
    return _(
        "Somebody was erased from this at their own wish after your form was opened, and what you "
        "typed may still name them: it was not saved. Type the rest into the form as it is now."
    )


def made_again(model_admin, request, aside):
    """Make the records that the form had made; return their keys by those that were kept."""
    keys = {}
    for kind, texts in aside.data["made"].items():
        model = history.kinds()[kind]
        lookup = model_admin.admin_site.get_model_admin(model).lookup
        wanted = {int(key): New(lookup.plain(text), text) for key, text in texts.items()}
        made = make_records(lookup, list(wanted.values()), request.user)
        keys[model] = {key: made[new].pk for key, new in wanted.items()}
    return keys


def drop_old(model_admin):
    """Forget what was kept for too long of this kind of records."""
    for aside in SetAside.objects.outlived().filter(kind=model_admin.opts.label_lower):
        let_go(aside)
