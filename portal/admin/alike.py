"""“There is already …”: asked of a new record whose name is like another, and told of a save."""

from django import forms
from django.contrib import messages
from django.db.models import Max
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _

from portal import history, names
from portal.admin.deletion import may_be_told
from portal.admin.forms import RecordForm
from portal.models import Pair

#: So many new pairs are told after one save; the desk lists all.
MOST_TOLD = 5


class AlikeForm(RecordForm):
    """The form of a person or an institution: a new one that is like another is asked about once.

    Saved again, it is another one, and that is remembered.
    """

    #: How records of the kind are found by name.
    lookup = None
    #: The fields that a name is typed into.
    named_by = ()
    #: The numbers of those that it was said to be another than.
    others = ()

    # The numbers of those that were asked about.
    asked = forms.CharField(required=False, widget=forms.HiddenInput)

    def clean(self):
        cleaned = super().clean()
        for field in self.named_by:
            # Of signs alone nobody is found; and so is called who was erased.
            if (name := cleaned.get(field)) and not names.fold(name):
                self.add_error(field, _("Write a name with letters."))
        if not self.instance._state.adding or self.refused:
            return cleaned
        near = {}
        for field in self.named_by:
            near = self.lookup.near(cleaned.get(field, "")) | near
        asked = set(cleaned.get("asked", "").split(","))
        self.others = [record.pk for record in near if str(record.pk) in asked]
        if len(self.others) < len(near):
            self.ask(near)
        return cleaned

    def ask(self, near):
        """Show what is there already; the form that is sent again knows that it was shown."""
        self.data = self.data.copy()
        self.data[self.add_prefix("asked")] = ",".join(str(record.pk) for record in near)
        hints = self.lookup.describe(near)
        for record, why in near.items():
            opts = record._meta
            url = reverse(f"admin:{opts.app_label}_{opts.model_name}_change", args=[record.pk])
            message = _(
                'There is already <a href="{}">{}</a> ({}). If it is the same, open it; if not, '
                "save again."
            )
            told = _said_of(hints[record.pk], why)
            self.add_error(None, format_html(message, url, record, told))


def _said_of(hint, reason):
    """Return what tells a record from its namesakes, and why it is told of."""
    return " · ".join(filter(None, [hint, str(reason.label)]))


def newest_pair():
    """Return the key of the pair found last."""
    return Pair.objects.aggregate(newest=Max("pk"))["newest"] or 0


def tell_alike(model_admin, request, newest):
    """Tell which pairs that may be one a save has brought about; three queries more a kind."""
    if getattr(request, "is_trial", False):
        return
    pairs = list(Pair.objects.open().filter(pk__gt=newest).order_by("-score", "pk")[:MOST_TOLD])
    for kind in sorted({pair.kind for pair in pairs}):
        model = history.kinds()[kind]
        own = [pair for pair in pairs if pair.kind == kind]
        keys = {key for pair in own for key in (pair.first_id, pair.second_id)}
        told, hints = _told_apart(model, keys, model_admin.admin_site, request)
        for pair in own:
            if {pair.first_id, pair.second_id} <= told.keys():
                # The newer one is asked about.
                both = [_named(told[key], hints[key]) for key in (pair.second_id, pair.first_id)]
                messages.warning(request, _told(model, pair, both, request.user))


def _told_apart(model, keys, site, request):
    """Return by key those of some records that may be told, and what tells them apart."""
    lookup = site.get_model_admin(model).lookup
    records = set(lookup.records().filter(pk__in=keys)) if keys else set()
    told = may_be_told(records, site, request) if records else set()
    return {record.pk: record for record in told}, lookup.describe(told)


def _named(record, hint):
    """Return a record with the way to its form, and what tells it from its namesakes."""
    opts = record._meta
    url = reverse(f"admin:{opts.app_label}_{opts.model_name}_change", args=[record.pk])
    named = format_html('“<a href="{}">{}</a>”', url, record)
    return format_html("{} ({})", named, hint) if hint else named


def _told(model, pair, both, user):
    """Return the sentence that tells of a pair, and how it is settled."""
    why = model.alike.Reason(pair.reason).label
    told = format_html(_("{} may be {} told twice: {}."), *both, why)
    if not may_settle(user, model):
        return format_html("{} {}", told, _("Tell an editor, who can make them one."))
    url = reverse("admin:pair", args=[pair.pk])
    return format_html('{} <a href="{}">{}</a>', told, url, _("Look at both"))


def open_pairs(model_admin, request, record):
    """Return the others that may be a record told twice, with why; a query where there is none."""
    model = type(record)
    if not model.alike or not may_settle(request.user, model):
        return []
    own = Pair.objects.open().filter(kind=model._meta.label_lower).touching([record.pk])
    pairs = {
        pair.first_id if pair.second_id == record.pk else pair.second_id: pair
        for pair in own.order_by("-score", "pk")[:MOST_TOLD]
    }
    told, hints = _told_apart(model, pairs, model_admin.admin_site, request)
    return [
        {
            "pair": pair,
            "other": told[key],
            "why": _said_of(hints[key], model.alike.Reason(pair.reason)),
        }
        for key, pair in pairs.items()
        if key in told
    ]


def may_settle(user, model):
    """Say whether a user decides if two of a kind are the same: who may merge, or change."""
    name = model._meta.model_name
    merges = f"merge_{name}" in dict(model._meta.permissions)
    return user.has_perm(f"{model._meta.app_label}.{'merge' if merges else 'change'}_{name}")
