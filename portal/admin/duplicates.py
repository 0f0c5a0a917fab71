"""Two records made one, and two again: first what will change is shown, then one confirmation."""

import hashlib
from functools import cached_property

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError
from django.db.models import ProtectedError
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal import history, names
from portal.admin.deletion import may_be_told
from portal.admin.fields import NameField
from portal.admin.trail import shown
from portal.duplicates import places
from portal.duplicates.choices import GONE, KEPT, choices
from portal.duplicates.merge import merge, refuse
from portal.duplicates.moving import moving
from portal.duplicates.undo import Back, undo
from portal.duplicates.undo import refuse as refuse_undo
from portal.models import OtherName, Reassignment, Version

#: More records are not changed while somebody waits for a page.
MOST_TOUCHED = 1000
MOST_LISTED = 100
NAME_KINDS = [
    kind
    for kind in OtherName.Kind.choices
    if kind[0] in (OtherName.Kind.ALIAS, OtherName.Kind.FORMER, OtherName.Kind.MISSPELLING)
]


def admin_of(site, request, label):
    """Return the admin of a kind whose records can be merged; 403 to who may not."""
    codename = f"merge_{label}"
    for model, model_admin in site._registry.items():
        if codename in dict(model._meta.permissions):
            if not request.user.has_perm(f"{model._meta.app_label}.{codename}"):
                raise PermissionDenied
            return model_admin
    raise Http404


def record_of(site, request, label, pk):
    """Return the admin of a kind and one record of it."""
    model_admin = admin_of(site, request, label)
    return model_admin, get_object_or_404(model_admin.model, pk=pk)


class OtherForm(forms.Form):
    """The record that is the same, by its typed name."""

    def __init__(self, model_admin, record, user, data=None):
        super().__init__(data)
        self.record = record
        self.fields["other"] = NameField(
            model_admin.lookup.open_to(user),
            label=_("Which one is the same?"),
            help_text=_("Type its name, with the number behind it where two have the same name."),
        )

    def clean_other(self):
        other = self.cleaned_data["other"]
        if not isinstance(other, type(self.record)):
            raise ValidationError(_("Nobody has this name: choose one that is there."), "unknown")
        refuse(self.record, other)
        return other


class ConfirmForm(forms.Form):
    """What stands of each field in which two records differ, and what the other name is called."""

    name_kind = forms.ChoiceField(
        label=gettext_lazy("The name that is given up is kept as"), choices=NAME_KINDS
    )
    seen = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, found, data=None, **kwargs):
        super().__init__(data, **kwargs)
        self.found = found
        for choice in found:
            self.fields[choice.name] = forms.ChoiceField(
                label=capfirst(choice.label),
                choices=[(KEPT, choice.kept or _("nothing")), (GONE, choice.gone)],
                initial=choice.side,
                widget=forms.RadioSelect,
            )

    @property
    def asked(self):
        return [self[choice.name] for choice in self.found]

    @property
    def chosen(self):
        return {choice.name: self.cleaned_data[choice.name] for choice in self.found}


class Two:
    """Two records as the page shows them before they are made one."""

    def __init__(self, kept, gone, user):
        self.kept, self.gone, self.user = kept, gone, user

    @property
    def kept_typed(self):
        return f"{self.kept} ({self.kept.pk})"

    @cached_property
    def choices(self):
        sides = (history.snapshot(record) for record in (self.kept, self.gone))
        return choices(type(self.kept), *sides, self.user)

    @cached_property
    def touched(self):
        """The records that change with them, by model; a query for each relation."""
        return places.touched(self.gone)

    @property
    def too_many(self):
        return sum(map(len, self.touched.values())) > MOST_TOUCHED

    @cached_property
    def seen(self):
        """Return what tells this state of both, and of all that moves, from any other."""
        own = {type(self.kept): {self.kept.pk, self.gone.pk}}
        said = []
        for model, keys in [*own.items(), *self.touched.items()]:
            rows = model._base_manager.filter(pk__in=keys).order_by("pk")
            said += rows.values_list("pk", "number")
        return hashlib.sha256(repr(said).encode()).hexdigest()

    @cached_property
    def moving(self):
        return moving(self.gone, self.kept, self.user)

    @property
    def is_strict(self):
        """Say whether one of the two is shown less than the other."""
        return any(choice.is_strict for choice in self.choices)


def merge_page(request, site, label, pk):
    model_admin, record = record_of(site, request, label, pk)
    asked = request.POST if request.method == "POST" else request.GET
    form = OtherForm(model_admin, record, request.user, asked if "other" in asked else None)
    context = context_of(site, request, model_admin, record) | {"title": _("Merge"), "form": form}
    if not form.is_valid():
        return TemplateResponse(request, "admin/duplicates/merge.html", context)
    two = Two(record, form.cleaned_data["other"], request.user)
    confirm = ConfirmForm(two.choices, initial={"seen": two.seen})
    error = ""
    if request.method == "POST":
        confirm = ConfirmForm(two.choices, request.POST)
        if confirm.is_valid():
            error = _merged(request, two, confirm)
            if not error:
                return _told(request, model_admin, two)
    context |= {"two": two, "confirm": confirm, "error": error}
    context |= {"moving": told(two.moving, site, request), "typed": form["other"].value()}
    return TemplateResponse(request, "admin/duplicates/merge.html", context)


def _merged(request, two, confirm):
    """Merge unless something changed since it was shown; return what was wrong, "" if nothing."""
    if two.too_many:
        return _("Too many records would change at once: keep the other one instead.")
    if confirm.cleaned_data["seen"] != two.seen:
        return _("Something was changed since you looked. Look again, then confirm.")
    try:
        merge(
            two.kept,
            two.gone,
            by=request.user,
            chosen=confirm.chosen,
            name_kind=confirm.cleaned_data["name_kind"],
        )
    except ValidationError as refused:
        return " ".join(refused.messages)
    except (IntegrityError, ProtectedError):
        return _("Something stands in the way that was saved just now. Look again, then confirm.")
    return ""


def _told(request, model_admin, two):
    words = _("“%(gone)s” is a part of “%(kept)s” now, and its address leads here.")
    messages.success(request, words % {"gone": two.gone, "kept": two.kept})
    model_admin.log_change(request, two.kept, _("Merged."))
    return redirect(form_of(model_admin), two.kept.pk)


def told(moving, site, request):
    """Return what moves as far as a user may be told of it, with links to its records."""
    return [
        {
            "title": part.title,
            "count": part.count,
            "more": part.more,
            "lines": list(_lines(part, site, request)),
        }
        for part in moving
    ]


def _lines(part, site, request):
    owners = {line.owner for line in part.lines if line.owner}
    open_to = may_be_told(owners, site, request) if owners else set()
    for line in part.lines:
        if line.owner is None:
            yield {"line": line}
        elif line.owner in open_to:
            opts = line.owner._meta
            yield {"line": line, "form": f"admin:{opts.app_label}_{opts.model_name}_change"}
        else:
            yield {"limited": True}


# The way back


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
    error = ""
    try:
        refuse_undo(row)
        if request.method == "POST":
            return _undone(request, model_admin, row, undo(row, by=request.user))
    except ValidationError as refused:
        error = " ".join(refused.messages)
    except (IntegrityError, ProtectedError):
        error = _("What was changed since stands in the way: a line would stand twice.")
    record = model_admin.model._base_manager.filter(pk=row.to_id).first()
    context = context_of(site, request, model_admin, record)
    context |= {"title": _("Undo"), "line": titled([row], row.to_id)[0], "error": error}
    if not error:
        context["collisions"] = _collisions(Back(row), site, request)
    return TemplateResponse(request, "admin/duplicates/undo.html", context)


def _collisions(back, site, request):
    """Return what was changed since and so stays as it is, record by record."""
    found = []
    for touched in back.every:
        lines = touched.collisions(request.user)
        if not (lines or touched.record is None):
            continue
        told = touched.record is None or may_be_told({touched.record}, site, request)
        found.append(
            {"title": touched.title if told else "", "deleted": touched.record is None}
            | {"lines": list(map(shown, lines)) if told else []}
        )
    return found


def _undone(request, model_admin, row, gone):
    model = history.kinds()[row.kind]
    title = names.tidy(str(model._base_manager.filter(pk=row.from_id).first() or ""))
    words = _("Undone: “%(name)s” is as it was before.") % {"name": title}
    if row.made and not gone:
        words += " " + _("What was made for it stays, because something names it by now.")
    messages.success(request, words)
    return redirect(form_of(model_admin), row.from_id)


def context_of(site, request, model_admin, record):
    return site.each_context(request) | {
        "opts": model_admin.opts,
        "kind": capfirst(model_admin.opts.verbose_name),
        "record": record,
    }


def form_of(model_admin):
    return f"admin:{model_admin.opts.app_label}_{model_admin.opts.model_name}_change"
