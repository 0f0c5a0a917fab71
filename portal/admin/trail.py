"""The trail of a record: who changed it and when, from what to what."""

from collections import defaultdict

from django import forms
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import Http404
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal import history, names
from portal.addresses import number_of
from portal.differences import Kind, blocks, several, words

PER_PAGE = 20
# What is longer is compared word by word and not printed twice.
SHORT = 60


class TwoVersions(forms.Form):
    """Two states of one record, chosen from its trail."""

    old = forms.ModelChoiceField(None, label=gettext_lazy("Older state"))
    new = forms.ModelChoiceField(None, label=gettext_lazy("Newer state"))

    def __init__(self, versions, data):
        super().__init__(data)
        self.fields["old"].queryset = self.fields["new"].queryset = versions
        for field in self.fields.values():
            field.error_messages |= {
                "required": _("Choose one of the states listed."),
                "invalid_choice": _("This is none of the states listed: choose another."),
            }

    def clean(self):
        old, new = self.cleaned_data.get("old"), self.cleaned_data.get("new")
        if not (old and new):
            return
        if old == new:
            self.add_error("new", _("This is the older state as well: choose two that differ."))
        elif not _same_record(old, new):
            self.add_error("new", _("This is a state of another text: choose two of the same."))


def trail(model_admin, request, object_id):
    """Answer with the trail of a record, one that was deleted too."""
    if not model_admin.has_view_or_change_permission(request):
        raise PermissionDenied
    key = _key(unquote(object_id))
    versions = model_admin.versions_of(key, request.user)
    record = model_admin.model._base_manager.filter(pk=key).first()
    newest = versions.filter(kind=model_admin.opts.label_lower).first() or versions.first()
    if not (record or newest):
        raise Http404
    if not model_admin.may_read_trail(request.user, record, newest):
        # Of what is limited to others this says so, and who lets one in.
        model_admin.get_object(request, str(key))
        raise PermissionDenied
    page = Paginator(versions.select_related("by"), PER_PAGE).get_page(request.GET.get("page"))
    asked = {"old", "new"} & request.GET.keys()
    form = TwoVersions(versions.select_related("by"), request.GET) if asked else None
    chosen = newest_two(page)
    if form:
        form.is_valid()
        chosen = form.cleaned_data
    context = {
        **model_admin.admin_site.each_context(request),
        "title": _("History"),
        "opts": model_admin.opts,
        "record": record,
        "name": str(record or newest.title),
        "page": page,
        "entries": entries(page, versions, request.user),
        "form": form,
        "old": chosen.get("old"),
        "new": chosen.get("new"),
    }
    if form and form.is_valid():
        context["compared"] = compared(chosen["old"], chosen["new"], request.user)
    return render(request, "admin/trail.html", context)


def _key(written):
    """Return the key of a record from its part of the address."""
    number = number_of(written)
    if number is None:
        raise Http404
    return number


def newest_two(versions):
    """Return of some states, the newest first, the two newest of one record."""
    newer = {}
    for version in versions:
        record = version.kind, version.record_id
        if record in newer:
            return {"old": version, "new": newer[record]}
        newer[record] = version
    return {}


def entries(versions, readable, user=None):
    """Return what each Version brought beside the one before it, if that is readable.

    The number of queries does not grow with them.
    """
    before = _before(versions, readable)
    by_kind = defaultdict(list)
    for version in versions:
        by_kind[version.kind].append(version)
    lines = {}
    for kind, found in by_kind.items():
        pairs = [(before.get(version.pk), version.data) for version in found]
        told = several(history.kinds()[kind], pairs, user)
        lines |= {version.pk: rows for version, rows in zip(found, told, strict=True)}
    return [
        {
            "version": version,
            "who": names.colleague(version.by),
            "lines": list(map(shown, lines[version.pk])),
        }
        for version in versions
    ]


def compared(old, new, user=None):
    """Return what differs between two Versions of a record, ready to be printed."""
    return list(map(shown, several(history.kinds()[old.kind], [(old.data, new.data)], user)[0]))


def shown(line):
    """Return a Difference with its words marked, by blocks where the text has some."""
    marks = {"blocks": [], "words": []}
    if line.rich:
        before, after = line.rich
        # What came or went as a whole needs no mark on each of its words.
        whole = line.kind != Kind.CHANGED and (after or before)
        marks["blocks"] = blocks(whole or before, whole or after)
    elif line.kind == Kind.CHANGED and max(len(line.before), len(line.after)) > SHORT:
        marks["words"] = words(line.before, line.after)
    return {"line": line} | marks


def _same_record(one, other):
    return (one.kind, one.record_id) == (other.kind, other.record_id)


def _before(versions, readable):
    """Return by the key of each Version the state of the record before it, if one is readable."""
    wanted = Q(pk__in=[])
    for version in versions:
        wanted |= Q(kind=version.kind, record_id=version.record_id, number=version.number - 1)
    earlier = readable.filter(wanted)
    states = {(state.kind, state.record_id, state.number): state.data for state in earlier}
    return {v.pk: states.get((v.kind, v.record_id, v.number - 1)) for v in versions}
