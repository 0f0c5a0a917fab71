"""What would go with a record, and what points at it and so keeps it."""

from collections import defaultdict

from django.contrib.admin.utils import NestedObjects, quote
from django.db import DEFAULT_DB_ALIAS
from django.db.models import prefetch_related_objects
from django.urls import reverse
from django.utils.html import format_html
from django.utils.text import capfirst
from django.utils.translation import gettext

from portal.history import linked_to
from portal.models import Recorded


def deleted_objects(records, request, site):
    """Return what the admin's delete pages ask for; `protected` are links in plain words."""
    collector = NestedObjects(using=DEFAULT_DB_ALIAS)
    collector.collect(records)
    counts = {
        model._meta.verbose_name_plural: len(rows) for model, rows in collector.model_objs.items()
    }
    rows = set(collector.protected).union(*map(linked_to, records))
    lacking = staying(records, site, request)
    return [str(record) for record in records], counts, lacking, pointing(rows, site, request)


def staying(records, site, request):
    """Return a line with a link for each record that the user may not delete."""
    return [
        line(record, record, site)
        for record in records
        if not site.get_model_admin(type(record)).has_delete_permission(request, record)
    ]


def pointing(rows, site, request):
    """Return a line for each row that points at a record to be deleted; constant queries."""
    by_model = defaultdict(list)
    for row in rows:
        by_model[type(row)].append(row)
    lines = []
    for model, rows in by_model.items():
        field = None if site.is_registered(model) else owner_field(model, site)
        if field:
            prefetch_related_objects(rows, field.name)
        owners = {row: getattr(row, field.name) if field else row for row in rows}
        told = may_be_told(set(owners.values()), site, request)
        for row in sorted(rows, key=lambda row: row.pk):
            if owners[row] in told:
                lines.append(line(row, owners[row], site))
            else:
                lines.append(gettext("Something that is limited to others."))
    return list(dict.fromkeys(lines))


def may_be_told(owners, site, request):
    """Return those of some records of one kind that the user's own lists would show."""
    model = type(next(iter(owners)))
    if not site.is_registered(model):
        return owners
    rows = site.get_model_admin(model).get_queryset(request)
    keys = set(rows.filter(pk__in=[owner.pk for owner in owners]).values_list("pk", flat=True))
    return {owner for owner in owners if owner.pk in keys}


def owner_field(model, site):
    """Return the foreign key by which a row belongs to a record that has a page in the admin."""
    keys = [field for field in model._meta.fields if field.many_to_one]
    owning = [
        field
        for field in keys
        if issubclass(field.related_model, Recorded)
        and field.remote_field.get_accessor_name() in field.related_model.parts
    ]
    return next(iter([*owning, *(f for f in keys if site.is_registered(f.related_model))]), None)


def line(row, owner, site):
    opts = owner._meta
    if not site.is_registered(type(owner)):
        return format_html("{}: {}", capfirst(row._meta.verbose_name), row)
    url = reverse(f"admin:{opts.app_label}_{opts.model_name}_change", args=[quote(owner.pk)])
    if owner is row:
        return format_html('{}: <a href="{}">{}</a>', capfirst(opts.verbose_name), url, owner)
    return format_html(
        gettext('{} in <a href="{}">{}</a>'), capfirst(row._meta.verbose_name), url, owner
    )
