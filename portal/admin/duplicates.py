"""Two records made one: first what will change is shown, then one confirmation."""

import hashlib
from functools import cached_property

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal import history
from portal.admin.deletion import may_be_told
from portal.admin.fields import NameField
from portal.clicks import A_CLICK
from portal.duplicates import places
from portal.duplicates.choices import GONE, KEPT, choices
from portal.duplicates.merge import merge, refuse
from portal.duplicates.moving import moving
from portal.likeness import Reason
from portal.models import OtherName, Reassignment, Site

#: More records are not changed while somebody waits for a page.
MOST_TOUCHED = 200
NAME_KINDS = [
    kind
    for kind in OtherName.Kind.choices
    if kind[0] in (OtherName.Kind.ALIAS, OtherName.Kind.FORMER, OtherName.Kind.MISSPELLING)
]


def admin_of(site, request, label):
    """Return the admin of a kind whose records can be merged; 403 for those who may not."""
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
    """Two records as the page shows them before they are made one; then `merge` says how."""

    merge = None

    def __init__(self, kept, gone, user):
        self.kept, self.gone, self.user = kept, gone, user

    @property
    def kept_typed(self):
        return f"{self.kept} ({self.kept.pk})"

    @cached_property
    def differing(self):
        sides = (history.snapshot(record) for record in (self.kept, self.gone))
        return choices(type(self.kept), *sides, self.user, below=self.kept.below())

    @property
    def name_kind(self):
        """What the name that is given up probably is: one that letters tell apart is misspelt."""
        rule = self.kept.alike
        rows = [
            {f: getattr(one, f) for f in ("pk", *rule.FIELDS)} for one in (self.kept, self.gone)
        ]
        _score, why = rule.compare(*rows) or (0, None)
        misspelt = why in (Reason.LETTER, Reason.LETTERS)
        return OtherName.Kind.MISSPELLING if misspelt else OtherName.Kind.ALIAS

    @property
    def may_show(self):
        """Say whether the user answers for people's rights, and so may choose what shows more."""
        opts = self.kept._meta
        erase = f"{opts.app_label}.erase_{opts.model_name}"
        return not self.kept.erasable or self.user.has_perm(erase)

    @property
    def choices(self):
        """The fields of which the user chooses; of the others stands what is proposed."""
        return [choice for choice in self.differing if self.may_show or not choice.is_strict]

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
        return any(choice.is_strict for choice in self.differing)


def merge_page(request, site, label, pk):
    model_admin, record = record_of(site, request, label, pk)
    asked = request.POST if request.method == "POST" else request.GET
    form = OtherForm(model_admin, record, request.user, asked if "other" in asked else None)
    context = context_of(site, request, model_admin, record) | {
        "title": _("Merge with another"),
        "form": form,
    }
    if not form.is_valid():
        if "seen" in asked and _is_merged(request, record):
            return redirect(form_of(model_admin), record.pk)
        return TemplateResponse(request, "admin/duplicates/merge.html", context)
    two = Two(record, form.cleaned_data["other"], request.user)
    initial = {"seen": two.seen, "name_kind": two.name_kind}
    confirm = ConfirmForm(two.choices, initial=initial)
    error = _too_many() if two.too_many else ""
    if request.method == "POST":
        confirm = ConfirmForm(two.choices, request.POST)
        if confirm.is_valid():
            error = _merged(request, two, confirm)
            if not error:
                return _told(request, model_admin, two)
    context |= {"two": two, "confirm": confirm, "error": error}
    context |= {"moving": told(two.moving, site, request), "typed": form["other"].value()}
    return TemplateResponse(request, "admin/duplicates/merge.html", context)


def _is_merged(request, record):
    """Say whether the same user merged another into a record just now: a second click."""
    rows = Reassignment.objects.standing().filter(kind=record._meta.label_lower, to_id=record.pk)
    return rows.filter(by=request.user, at__gte=timezone.now() - A_CLICK).exists()


def _merged(request, two, confirm):
    """Merge unless something changed since it was shown; return what was wrong, "" if nothing."""
    if two.too_many:
        return _too_many()
    try:
        with transaction.atomic():
            Site.objects.hold()
            # As both are now that nobody else can save.
            if confirm.cleaned_data["seen"] != Two(two.kept, two.gone, two.user).seen:
                return _("Something was changed since you looked. Look again, then confirm.")
            two.merge = merge(
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


def _too_many():
    return _(
        "Too many records would change while you wait: keep the other one instead, or have them "
        "merged on the server by “merge_records”."
    )


def _told(request, model_admin, two):
    # Both may bear one name by now; only the number tells which it was.
    words = _("“%(gone)s” (number %(number)d) was merged into this one; its address leads here.")
    told = words % {"gone": two.gone, "number": two.merge.from_id}
    tell_done(request, told, two.merge)
    model_admin.log_change(request, two.kept, _("Merged."))
    return redirect(form_of(model_admin), two.kept.pk)


def tell_done(request, words, reassignment):
    """Say what was done, with the way back."""
    url = reverse("admin:undo", args=[reassignment.pk])
    messages.success(request, format_html('{} <a href="{}">{}</a>', words, url, _("Undo")))


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


def context_of(site, request, model_admin, record):
    return site.each_context(request) | {
        "opts": model_admin.opts,
        "kind": capfirst(model_admin.opts.verbose_name),
        "record": record,
    }


def form_of(model_admin):
    return f"admin:{model_admin.opts.app_label}_{model_admin.opts.model_name}_change"
