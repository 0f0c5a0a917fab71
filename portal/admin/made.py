"""What a save has made in passing, told with the way to each, so that it is completed."""

from django.contrib import messages
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

#: So many of a kind are told after one save; the desk lists all.
MOST_TOLD = 12


def tell_made(model_admin, request, passing):
    """Tell what was made of typed names while a record was saved, what is to be asked in any case.

    Costs two queries for each kind at most.
    """
    if getattr(request, "is_trial", False):
        return
    for model, keys in passing.made.items():
        lookup = model_admin.admin_site.get_model_admin(model).lookup
        made = lookup.records().in_bulk(keys)
        doubts = lookup.doubts(made.values())
        chosen = sorted(made, key=lambda key: (key not in doubts, key))[:MOST_TOLD]
        told = [_named(made[key], doubts.get(key, "")) for key in sorted(chosen)]
        if more := len(keys) - len(told):
            told.append(ngettext("%(n)d more", "%(n)d more", more) % {"n": more})
        kinds = capfirst(model._meta.verbose_name_plural)
        names = format_html_join(", ", "{}", ((one,) for one in told))
        says = _("{} added in passing: {}. Open each and complete it.")
        messages.info(request, format_html(says, kinds, names))


def _named(record, doubt):
    opts = record._meta
    url = reverse(f"admin:{opts.app_label}_{opts.model_name}_change", args=[record.pk])
    named = format_html('<a href="{}">{}</a>', url, record)
    return format_html("{} ({})", named, doubt) if doubt else named
