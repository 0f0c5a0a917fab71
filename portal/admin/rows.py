"""The lines that belong to a record, edited in its form."""

import dataclasses
from functools import partial

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db import models
from django.forms.models import BaseInlineFormSet, inlineformset_factory
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from portal.admin import twins
from portal.admin.fields import InheritedField, NameField, NamesField
from portal.admin.forms import OVERRIDES, OwnForm, all_new, make_records, with_made
from portal.admin.lookup import New
from portal.constraints import holds

# What stands in these says nothing without words beside it.
BESIDE_WORDS = (
    forms.BooleanField,
    forms.ChoiceField,
    forms.DateField,
    forms.IntegerField,
    forms.TimeField,
)

EMPTIED = _("Nothing is written here any more: tick “Remove” to take it away, or fill it in.")

# What one form may have of a kind; DATA_UPLOAD_MAX_NUMBER_FIELDS lets so many lines through.
MOST_ROWS = 400
# The last place in the order that is given by hand: behind it there is room for all that is added.
MOST_ORDER = 1_000_000_000


class RowKeyField(forms.IntegerField):
    """The key of a row, looked up among the rows that were read; asks nothing."""

    widget = forms.HiddenInput

    def __init__(self, rows, **kwargs):
        self.rows = rows
        super().__init__(required=False, **kwargs)

    def clean(self, value):
        key = super().clean(value)
        if key is not None and key not in self.rows:
            raise ValidationError(
                _("This line was removed by somebody else meanwhile."), code="gone"
            )
        return self.rows.get(key)

    def has_changed(self, initial, data):
        return False


class RowForm(OwnForm):
    #: By the name of a form's field, the foreign key that the typed name fills.
    typed = {}
    #: Fields behind “More”.
    more = ()
    with_help = False
    #: Fields without which there is no row are told by what they are, not by a word beside each.
    says_needed = False

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        #: What the row is called, "" for a new one; as it was saved, whatever is typed over it.
        self.saved_as = str(self.instance) if self.instance.pk else ""
        for name, field in self.fields.items():
            if not self.with_help:
                field.help_text = ""
            if isinstance(field, NamesField):
                self.remember_many(name, field)
            elif isinstance(field, NameField):
                self.remember(name, field)
        if "order" in self.fields:
            self.fields["order"].required = False
            if self.instance._state.adding:
                self.initial["order"] = None

    def remember(self, name, field):
        key = self.typed[name]
        if getattr(self.instance, f"{key}_id"):
            record = getattr(self.instance, key)
            field.current = {str(record): record}
            self.initial[name] = str(record)

    def remember_many(self, name, field):
        if self.instance.pk:
            records = getattr(self.instance, name).all()
            texts = field.lookup.texts(records)
            field.current = {texts[record.pk]: record for record in records}
            self.initial[name] = list(field.current)

    def has_changed(self):
        """A place in the order alone makes no row."""
        changed = set(self.changed_data)
        return bool(changed - {"order"} if self.instance._state.adding else changed)

    def full_clean(self):
        """Tell whoever emptied a saved row how to remove it, instead of what each field wants."""
        #: What the constraints saw of the row as it was saved.
        self.was = self.stored()
        super().full_clean()
        if self.is_bound and self.was_emptied and "id" not in self._errors:
            self._errors.clear()
            self.add_error(None, EMPTIED)

    @property
    def was_emptied(self):
        """Say whether no words stand any more in a row that was saved."""
        if self.instance._state.adding:
            return False
        told = [
            field.value()
            for field in self.visible_fields()
            if field.name != "language" and not isinstance(field.field, BESIDE_WORDS)
        ]
        texts = [text for value in told for text in (value if type(value) is list else [value])]
        return not any(str(text or "").strip() for text in texts)

    def validate_unique(self):
        """Ask nothing: the list compares all its rows."""

    def validate_constraints(self):
        """Ask nothing: the list knows the conditions."""

    def stored(self):
        return {f.name: getattr(self.instance, f.attname) for f in self.instance._meta.fields}

    def values(self):
        """Return the row as its constraints see it; a new name stands for a record to be."""
        values = self.stored()
        for name, key in self.typed.items():
            choice = self.cleaned_data.get(name)
            values[key] = (
                choice.name.casefold() if isinstance(choice, New) else choice and choice.pk
            )
        return values

    @property
    def media(self):
        """None: the widgets of rows bring no files, and asking each of hundreds takes its time."""
        return forms.Media()

    def _fields_in(self, wanted):
        return [
            field
            for field in self.visible_fields()
            if field.name != "DELETE" and (field.name in self.more) == wanted
        ]

    @property
    def main_fields(self):
        return self._fields_in(False)

    @property
    def more_fields(self):
        return self._fields_in(True)

    @property
    def more_is_open(self):
        """Say whether something stands or is wrong behind “More”."""
        for field in self.more_fields:
            initial = getattr(field.field, "inherited", field.field.initial)
            default = field.field.prepare_value(initial) or None
            if field.errors or (field.value() or None) not in (default, None, []):
                return True
        return False


class RowFormSet(BaseInlineFormSet):
    template_name = "forms/rows.html"
    default_error_messages = {
        "too_many_forms": _("A form has room for %(num)d rows of a kind: take some away again."),
    }
    #: The Rows that the list is of.
    rows = None
    #: The user who saves; set before save().
    by = None

    def get_context(self):
        title = capfirst(self.rows.verbose_name)
        return {"formset": self, "title": title, "rows": self.rows}

    @property
    def media(self):
        return forms.Media()

    def add_fields(self, form, index):
        super().add_fields(form, index)
        key = None if form.instance._state.adding else form.instance.pk
        form.fields["id"] = RowKeyField(self.rows_by_key, initial=key)
        for name, field in form.fields.items():
            if isinstance(field, InheritedField):
                field.inherited = getattr(self.instance, name)
        if "DELETE" in form.fields:
            form.fields["DELETE"].label = _("Remove")

    @property
    def rows_by_key(self):
        if not hasattr(self, "_rows_by_key"):
            self._rows_by_key = {row.pk: row for row in self.get_queryset()}
        return self._rows_by_key

    def living(self):
        """Return the forms of the rows that will stand after the save."""
        return [
            form
            for form in self.forms
            if form.cleaned_data
            and not self._should_delete_form(form)
            and (not form.instance._state.adding or form.has_changed())
        ]

    def clean(self):
        living = self.living()
        for name in self.form.base_fields:
            if isinstance(self.form.base_fields[name], NameField):
                self.resolve(name, living)
        self.prepare(living)
        sound = [form for form in living if not form.errors]
        for form in sound:
            self.check(form)
        sound = [form for form in sound if not form.errors]
        twins.refuse(sound, self.model, self.fk.name, self.beside(sound))

    def beside(self, sound):
        """Return the values of the rows that are in no form and may say the same as some."""
        return []

    def prepare(self, living):
        """Do what must be done once the names are known, before the rules are asked."""

    def resolve(self, name, living):
        """Find the records whose names were typed, for all rows at once."""
        lookup = self.form.base_fields[name].lookup
        wanted = [new.name for form in living for new in all_new(form.cleaned_data.get(name))]
        found = lookup.find(wanted) if wanted else {}
        for form in living:
            value = form.cleaned_data.get(name)
            try:
                chosen = {new: lookup.choose(new.name, found[new.name]) for new in all_new(value)}
            except ValidationError as error:
                form.add_error(name, error)
                continue
            form.cleaned_data[name] = value = with_made(value, chosen)
            if name in form.typed:
                setattr(form.instance, form.typed[name], None if all_new(value) else value)

    def check(self, form):
        values = form.values()
        for constraint in self.model._meta.constraints:
            if isinstance(constraint, models.CheckConstraint) and (
                holds(constraint.condition, values) is False
            ):
                form.add_error(None, constraint.violation_error_message)

    def save(self, commit=True):
        living = self.living()
        self.make_new(living)
        self.number(living)
        self.make_way(living)
        return super().save(commit)

    def make_way(self, living):
        """Let the rows that stand change places, or take that of one that is removed."""
        saved = [form for form in self.initial_forms if not form.instance._state.adding]
        twins.make_way(saved, living, self.model, self.fk.name)

    def make_new(self, living):
        """Make the records whose names were typed for the first time, all at once."""
        for name, field in self.form.base_fields.items():
            if not isinstance(field, NameField):
                continue
            wanted = [new for form in living for new in all_new(form.cleaned_data.get(name))]
            shared = {"language": self.instance.language} if self.rows.shares_language else {}
            made = make_records(field.lookup, wanted, self.by, **shared)
            for form in living:
                value = form.cleaned_data.get(name)
                form.cleaned_data[name] = with_made(value, made)
                if name in form.typed and all_new(value):
                    setattr(form.instance, form.typed[name], form.cleaned_data[name])

    def number(self, living):
        """Number rows without a place in the order, in tens, behind the others."""
        if "order" not in self.form.base_fields:
            return
        last = self.last(living)
        for form in living:
            if form.instance.order is None:
                last = form.instance.order = last // 10 * 10 + 10

    def last(self, living):
        """Return the last place in the order that is taken."""
        return max((form.instance.order or 0 for form in living), default=0)


class Rows(admin.TabularInline):
    """Rows of a record's form; who may change the record may change its rows."""

    template = "admin/rows.html"
    form = RowForm
    formset = RowFormSet
    formfield_overrides = OVERRIDES
    extra = 1
    max_num = MOST_ROWS
    intro = ""
    #: The template that says how else the rows can be filled.
    ways = ""
    can_put_first = False
    #: Whether names that are new are in the language of the record.
    shares_language = False

    @property
    def media(self):
        return forms.Media()

    def get_formset(self, request, obj=None, **kwargs):
        formset = inlineformset_factory(
            self.parent_model,
            self.model,
            form=self.form,
            formset=self.formset,
            fields=self.fields,
            extra=self.extra + self.prefilled(request),
            max_num=self.max_num,
            # Django would draw a thousand more before it says that they are too many.
            absolute_max=self.max_num,
            can_delete=True,
            formfield_callback=partial(self.formfield_for_dbfield, request=request),
        )
        formset.rows = self
        return formset

    def prefilled(self, request):
        """Return how many rows a new record begins with; its admin fills them."""
        return len(self.owner.prefilled(request, type(self)))

    def formfield_for_choice_field(self, db_field, request, **kwargs):
        return db_field.formfield(**kwargs)

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        last = {"max_value": MOST_ORDER} if db_field.name == "order" else {}
        return super().formfield_for_dbfield(db_field, request, **last, **kwargs)

    @property
    def owner(self):
        return self.admin_site.get_model_admin(self.parent_model)

    def has_add_permission(self, request, obj=None):
        if obj is None:
            return self.owner.has_add_permission(request)
        return self.has_change_permission(request, obj)

    def has_change_permission(self, request, obj=None):
        if obj is None:
            return self.owner.has_add_permission(request)
        # A record that is being added has no key yet.
        may_add = obj.pk is None and self.owner.has_add_permission(request)
        return may_add or self.owner.has_change_permission(request, obj)

    def has_delete_permission(self, request, obj=None):
        return self.has_change_permission(request, obj)

    def has_view_permission(self, request, obj=None):
        return self.has_change_permission(request, obj) or self.owner.has_view_permission(
            request, obj
        )


@dataclasses.dataclass
class RowsOfForm:
    """Rows as the form of a record draws them, one right standing for all that the page asks.

    Django's own build each row twice more: to ask its fields for files, and for fields that a
    script fills in from others. There are none of either.
    """

    opts: Rows
    formset: RowFormSet
    has_change_permission: bool
    media = forms.Media()

    def __iter__(self):
        return iter(())

    @property
    def has_add_permission(self):
        return self.has_change_permission

    has_delete_permission = has_add_permission
