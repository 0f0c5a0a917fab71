from django import forms
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import models
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django_prose_editor.widgets import ProseEditorWidget

from portal.admin.fields import (
    DayField,
    FileInput,
    HourField,
    LineField,
    MomentField,
    NameField,
    NamesField,
    TextField,
)
from portal.admin.lookup import New
from portal.html import RichTextField

#: How the fields of a model are typed, in records and in their rows.
OVERRIDES = {
    models.CharField: {"form_class": LineField},
    models.SlugField: {"widget": forms.TextInput},
    models.TextField: {"form_class": TextField, "widget": forms.Textarea(attrs={"rows": 3})},
    # The one for Django's admin brings a sheet that takes the ring of the focus away.
    RichTextField: {"widget": ProseEditorWidget},
    models.URLField: {"widget": forms.URLInput},
    # What PostgreSQL holds; SQLite would take more, and give it to nobody who moves there.
    models.PositiveIntegerField: {"max_value": 2**31 - 1},
    models.PositiveSmallIntegerField: {"max_value": 2**15 - 1},
    models.DateField: {"form_class": DayField, "widget": DayField.widget},
    models.TimeField: {"form_class": HourField, "widget": HourField.widget},
    models.DateTimeField: {"form_class": MomentField, "widget": MomentField.widget},
    models.FileField: {"widget": FileInput},
    models.ImageField: {"widget": FileInput},
}


def all_new(value):
    """Return the names without a record in what a name field gave."""
    return [v for v in (value if isinstance(value, list) else [value]) if isinstance(v, New)]


def with_made(value, made):
    """Return what a name field gave with the records made for its new names."""
    if isinstance(value, list):
        return list(dict.fromkeys(made.get(v, v) for v in value))
    return made.get(value, value)


def make_records(lookup, wanted, by, **fields):
    """Return a record for each New, made with some fields unless another list made it just now."""
    if not wanted:
        return {}
    found = lookup.find([new.name for new in wanted])
    made = {new: found[new.name].record for new in wanted}
    unknown = {}
    for new in wanted:
        if not made[new]:
            unknown.setdefault(new.name.casefold(), new.text)
    records = lookup.create(list(unknown.values()), by=by, **fields) if unknown else []
    by_name = dict(zip(unknown, records, strict=True))
    return {new: record or by_name[new.name.casefold()] for new, record in made.items()}


class OwnForm(forms.ModelForm):
    """A form that leaves a file alone that was not touched: setting it opens and reads it."""

    def untouched_files(self):
        return {
            name
            for name, field in self.fields.items()
            if isinstance(field, forms.FileField) and name not in self.changed_data
        }

    def _get_validation_exclusions(self):
        return super()._get_validation_exclusions() | self.untouched_files()

    def _post_clean(self):
        for name in self.untouched_files():
            self.cleaned_data.pop(name, None)
        super()._post_clean()


class RecordForm(OwnForm):
    """The form of a record; names typed into it that nobody has yet are made on save."""

    #: Who fills it in.
    user = AnonymousUser()
    #: What the door refused at the first try; told like any other error.
    refused = None

    # Which state of the record the form shows, and what tells this form from any other.
    opened = forms.CharField(required=False, widget=forms.HiddenInput)
    once = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            if isinstance(field, NameField):
                field.lookup = field.lookup.open_to(self.user)
                self.remember(name, field)
            elif isinstance(field, MomentField):
                field.stands = getattr(self.instance, name, None)

    def remember(self, name, field):
        """Show the records that stand in a name field, and keep them while their text stands."""
        if not self.instance.pk or not hasattr(self.instance, name):
            return
        value = getattr(self.instance, name)
        several = isinstance(field, NamesField)
        records = list(value.all()) if several else [value] if value else []
        texts = field.lookup.texts(records)
        field.current = {texts[record.pk]: record for record in records}
        shown = [texts[record.pk] for record in records]
        self.initial[name] = shown if several else "".join(shown)

    @cached_property
    def new(self):
        return {}

    def clean(self):
        cleaned = super().clean() or self.cleaned_data
        for name, field in self.fields.items():
            if isinstance(field, NamesField) and self.instance in cleaned.get(name, []):
                words = _("“%(name)s” is what this form is about: take it out.")
                self.add_error(name, words % {"name": self.instance})
            if isinstance(field, NameField) and all_new(cleaned.get(name)):
                self.new[name] = cleaned[name]
                cleaned[name] = [] if isinstance(field, NamesField) else None
        if self.refused:
            self.add_error(None, self.refused)
        return cleaned

    def validate_constraints(self):
        """Say what a constraint refuses beside the field in which it is mended."""
        # A record that may not point at itself is known by its key, which no form has.
        unasked = self._get_validation_exclusions() - {self.instance._meta.pk.name}
        try:
            self.instance.validate_constraints(exclude=unasked)
        except ValidationError as refused:
            told = refused.error_dict
            for error in told.pop(NON_FIELD_ERRORS, []):
                told.setdefault(self.field_refused(error.message), []).append(error)
            self._update_errors(refused)

    def field_refused(self, message):
        """Return which field a constraint's message is about: an empty one, or else the last."""
        for constraint in self.instance._meta.constraints:
            if constraint.violation_error_message == message:
                is_check = isinstance(constraint, models.CheckConstraint)
                about = (
                    constraint.condition.referenced_base_fields if is_check else constraint.fields
                )
                shown = [name for name in self.fields if name in about]
                empty = [name for name in shown if not getattr(self.instance, name)]
                return [*empty[:1], *reversed(shown), NON_FIELD_ERRORS][0]
        return NON_FIELD_ERRORS

    def make_new(self, by):
        """Make the records whose names were typed for the first time."""
        for name, value in self.new.items():
            made = make_records(self.fields[name].lookup, all_new(value), by)
            self.cleaned_data[name] = with_made(value, made)
            if not isinstance(self.fields[name], NamesField):
                setattr(self.instance, name, self.cleaned_data[name])
