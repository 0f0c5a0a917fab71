"""What was merged or split, and the way back for it."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _

from portal import history, names
from portal.admin.deletion import may_be_told
from portal.admin.duplicates import admin_of, context_of, form_of, record_of
from portal.admin.trail import shown
from portal.duplicates.undo import Back, undo
from portal.duplicates.undo import refuse as refuse_undo
from portal.models import Reassignment, Version

MOST_LISTED = 100


def reassigned_page(request, site, label, pk):
    """List the merges and splits in which a record took part."""
    model_admin, record = record_of(site, request, label, pk)
    rows = Reassignment.objects.of(record).select_related("by", "undone_by")[:MOST_LISTED]
    context = context_of(site, request, model_admin, record)
    context |= {"title": _("Merges and splits"), "lines": titled(rows, record.pk)}
    return TemplateResponse(request, "admin/duplicates/reassigned.html", context)


def titled(rows, key):
    """Return with each row what the other record was called last; one query."""
    others = {row: row.from_id if row.to_id == key else row.to_id for row in rows}
    versions = Version.objects.filter(kind__in={row.kind for row in others})
    versions = versions.filter(record_id__in=others.values()).order_by("number")
    titles = dict(versions.values_list("record_id", "title"))
    return [
        {"row": row, "number": other, "title": titles.get(other, ""), "came": other == row.from_id}
        for row, other in others.items()
    ]


def undo_page(request, site, pk):
    row = get_object_or_404(Reassignment.objects.select_related("by", "undone_by"), pk=pk)
    model_admin = admin_of(site, request, history.kinds()[row.kind]._meta.model_name)
    error, collisions = "", []
    try:
        refuse_undo(row)
        collisions = _collisions(Back(row), site, request)
        if request.method == "POST":
            with transaction.atomic():
                gone = undo(row, by=request.user)
                site.came_back(*_touched(row), by=request.user)
            return _undone(request, model_admin, row, gone)
    except ValidationError as refused:
        error = " ".join(refused.messages)
    except (IntegrityError, ProtectedError):
        error = _("What was changed since stands in the way: a line would stand twice.")
    record = model_admin.model._base_manager.filter(pk=row.to_id).first()
    context = context_of(site, request, model_admin, record)
    context |= {"title": _("Undo"), "line": titled([row], row.to_id)[0]}
    context |= {"error": error, "collisions": collisions}
    return TemplateResponse(request, "admin/duplicates/undo.html", context)


def _touched(row):
    """Return the records that say again what they said before, as far as they are there."""
    found = (
        history.kinds()[kind]._base_manager.filter(pk=key) for kind, key, _number in row.touched
    )
    return [record for rows in found for record in rows]


def _collisions(back, site, request):
    """Return what was changed since and so stays as it is, record by record."""
    found = []
    for touched in back.every:
        lines = touched.collisions(request.user)
        if not (lines or touched.record is None):
            continue
        told = _is_told(touched, site, request)
        found.append(
            {"title": touched.title if told else "", "deleted": touched.record is None}
            | {"lines": list(map(shown, lines)) if told else []}
        )
    return found


def _is_told(touched, site, request):
    """Say whether a user may be told of a record, or, where it was deleted, of its last state."""
    if touched.record:
        return bool(may_be_told({touched.record}, site, request))
    states = Version.objects.filter(kind=touched.model._meta.label_lower, record_id=touched.key)
    newest = states.order_by("-number")[:1]
    return bool(site.get_model_admin(touched.model).open_versions(request.user, newest))


def _undone(request, model_admin, row, gone):
    model = history.kinds()[row.kind]
    title = names.tidy(str(model._base_manager.filter(pk=row.from_id).first() or ""))
    words = _("Undone: “%(name)s” is as it was before.") % {"name": title}
    if row.made and not gone:
        words += " " + _("What was made for it stays, because something names it by now.")
    messages.success(request, words)
    return redirect(form_of(model_admin), row.from_id)
