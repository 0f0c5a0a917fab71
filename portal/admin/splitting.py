"""Two things that were told as one: chosen lines are moved to another record or a new one."""

from django import forms
from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from portal.admin.duplicates import context_of, form_of, record_of, tell_done, told
from portal.admin.fields import NameField
from portal.admin.lookup import New
from portal.duplicates.moving import moving
from portal.duplicates.split import split


class SplitForm(forms.Form):
    """To whom the lines belong: a record by its typed name, or a new one of that name."""

    new = forms.BooleanField(
        label=gettext_lazy("Make a new entry, even if there is one with this name"), required=False
    )

    def __init__(self, model_admin, record, user, data=None):
        super().__init__(data)
        self.record, self.lookup = record, model_admin.lookup.open_to(user)
        self.fields["other"] = NameField(
            self.lookup,
            lazy=True,
            label=_("To whom do they belong?"),
            help_text=_("Type the name; one that nobody has yet is added."),
        )
        self.order_fields(["other", "new"])

    def clean(self):
        typed = self.cleaned_data.get("other")
        if typed:
            try:
                found = self.found(typed.name)
                if found == self.record:
                    raise ValidationError(_("They belong there already: choose another."), "same")
            except ValidationError as error:
                self.add_error("other", error)
            else:
                self.cleaned_data["other"] = found
        return self.cleaned_data

    def found(self, name):
        if self.cleaned_data["new"]:
            return self.lookup.new(name)
        return self.lookup.choose(name, self.lookup.find([name])[name])

    @property
    def other(self):
        """The record, or the name of a new one."""
        other = self.cleaned_data["other"]
        return other.text if isinstance(other, New) else other


def split_page(request, site, label, pk):
    model_admin, record = record_of(site, request, label, pk)
    parts = told(moving(record, user=request.user), site, request)
    offered = {row["line"].key for part in parts for row in part["lines"] if "line" in row}
    chosen = offered.intersection(request.POST.getlist("row"))
    sent = request.POST if request.method == "POST" else None
    form, error = SplitForm(model_admin, record, request.user, sent), ""
    if sent is not None and form.is_valid():
        try:
            row = split(record, form.other, {_read(key) for key in chosen}, by=request.user)
            return _told(request, model_admin, row, len(chosen))
        except ValidationError as refused:
            error = " ".join(refused.messages)
        except IntegrityError:
            error = _("There a line would stand twice. Leave it out and try again.")
    context = context_of(site, request, model_admin, record)
    context |= {"title": _("Move lines to another"), "form": form, "error": error}
    context |= {"moving": parts, "chosen": chosen}
    return TemplateResponse(request, "admin/duplicates/split.html", context)


def _read(key):
    name, _dash, number = key.rpartition("-")
    return name, int(number)


def _told(request, model_admin, row, number):
    other = model_admin.model._base_manager.get(pk=row.to_id)
    words = ngettext(
        "%(n)d line was moved to “%(other)s”.",
        "%(n)d lines were moved to “%(other)s”.",
        number,
    )
    tell_done(request, words % {"n": number, "other": other}, row)
    model_admin.log_change(request, other, _("Lines were moved here."))
    return redirect(form_of(model_admin), row.to_id)
