import datetime

from django import forms
from django.core import validators
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from rapidfuzz import process
from rapidfuzz.distance import OSA

from portal import names, zones
from portal.admin.lookup import NUMBER_ROOM, New

# Before and after these no event of ours took place; a year typed wrong is told at once.
FIRST_DAY = datetime.date(1800, 1, 1)
LAST_DAY = datetime.date(2200, 12, 31)
CLOCK_CHANGES = _(
    "The clocks change in that night, and this hour comes twice or not at all: choose another."
)
# As many digits fit into the key of a row in any case.
LONGEST_KEY = 18
# A word of a list is meant by another of which so many letters are the same.
NEAR = 0.6


class LineField(forms.CharField):
    """One line of text, free of what cannot be seen."""

    def to_python(self, value):
        return names.tidy(super().to_python(value) or "") or self.empty_value


class TextField(forms.CharField):
    """Lines of text, each free of what cannot be seen."""

    def to_python(self, value):
        lines = (super().to_python(value) or "").splitlines()
        return "\n".join(names.tidy(line) for line in lines).strip()


class DayField(forms.DateField):
    widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    default_validators = [
        validators.MinValueValidator(FIRST_DAY, _("That is too long ago: check the year.")),
        validators.MaxValueValidator(LAST_DAY, _("That is too far ahead: check the year.")),
    ]


class HourField(forms.TimeField):
    widget = forms.TimeInput(format="%H:%M", attrs={"type": "time"})


class MomentField(forms.DateTimeField):
    """An instant to the minute: to ask for seconds is to have the field left half filled."""

    widget = forms.DateTimeInput(format="%Y-%m-%dT%H:%M", attrs={"type": "datetime-local"})
    #: The instant that the form shows; its text left as it is means it, to the second, and
    #: also in the hour that comes twice.
    stands = None

    def to_python(self, value):
        if self.stands and value == self.widget.format_value(self.prepare_value(self.stands)):
            return self.stands
        try:
            moment = super().to_python(value)
        except ValidationError as refused:
            if refused.code != "ambiguous_timezone":
                raise
            raise ValidationError(CLOCK_CHANGES, code=refused.code) from None
        if moment and not FIRST_DAY.year <= moment.year <= LAST_DAY.year:
            raise ValidationError(_("Check the year."), code="far")
        return moment

    def has_changed(self, initial, data):
        try:
            typed, stands = self.to_python(data), self.to_python(initial)
        except ValidationError:
            return True
        return _to_the_minute(typed) != _to_the_minute(stands)


def _to_the_minute(moment):
    return moment and moment.replace(second=0, microsecond=0)


class WordField(forms.Field):
    """A word of a fixed list, typed: shown by its name, kept by its code.

    A select of 250 countries in each of sixty lines would be a page of a megabyte.
    """

    not_known = _("“%(text)s” is not in the list: choose from it, or write a name of it in full.")

    def __init__(self, *, choices, list_id, **kwargs):
        self.codes = {names.fold(str(label)): code for code, label in choices}
        self.codes |= {code.lower(): code for code, _label in choices}
        self.labels = {code: str(label) for code, label in choices}
        kwargs.setdefault("widget", forms.TextInput(attrs={"list": list_id}))
        super().__init__(**kwargs)

    def prepare_value(self, value):
        return self.labels.get(value, value)

    def to_python(self, value):
        text = names.tidy(str(value or ""))
        if not text:
            return ""
        code = self.codes.get(text.lower()) or self.codes.get(names.fold(text))
        if not code:
            raise self.unknown(text)
        return code

    def unknown(self, text):
        """Return the refusal of a text, with the word of the list that is most like it."""
        folds = {code: names.fold(label) for code, label in self.labels.items()}
        scorer = OSA.normalized_similarity
        near = process.extractOne(names.fold(text), folds, scorer=scorer, score_cutoff=NEAR)
        says = self.not_known
        if near:
            says = _("“%(text)s” is not in the list: write %(like)s if that is meant.")
        like = self.labels[near[2]] if near else ""
        return ValidationError(says, "unknown", {"text": text, "like": like})

    def has_changed(self, initial, data):
        try:
            return (initial or "") != self.to_python(data)
        except ValidationError:
            return True


class InheritedField(WordField):
    """A word that, left empty in a row, is that of the record to which the row belongs."""

    inherited = ""

    def clean(self, value):
        return super().clean(value) or self.inherited


class ZoneField(WordField):
    """A time zone by a town of it."""

    not_known = _(
        "“%(text)s” is not in the list of time zones: choose a larger town with the same time."
    )

    def __init__(self, **kwargs):
        super().__init__(choices=zones.choices(), **kwargs)


class FileInput(forms.ClearableFileInput):
    """Says that there is a file; its address is asked of the gate and not of the storage."""

    template_name = "admin/file_input.html"


class NameInput(forms.TextInput):
    """A text field for a name, in which a script offers the records that have it."""

    def __init__(self, lookup, attrs=None):
        self.label = lookup.model._meta.label_lower
        longest = lookup.longest + NUMBER_ROOM
        super().__init__({"autocomplete": "off", "maxlength": longest, **(attrs or {})})

    def get_context(self, name, value, attrs):
        context = super().get_context(name, value, attrs)
        context["widget"]["attrs"] |= {
            "data-suggest": reverse("admin:suggestions", args=[self.label]),
            "data-found": _("Names found"),
        }
        return context


class NamesInput(NameInput):
    """Several such text fields under one name, one of them empty."""

    template_name = "admin/names_input.html"
    use_fieldset = True

    def format_value(self, value):
        return value

    def value_from_datadict(self, data, files, name):
        return data.getlist(name) if hasattr(data, "getlist") else data.get(name, [])

    def value_omitted_from_data(self, data, files, name):
        return name not in data

    def id_for_label(self, id_):
        return ""


class NameField(forms.Field):
    """A record by its typed name; `current` is what stood there, kept while its text stands.

    A lazy one leaves the text as New, for whoever looks many up at once.
    """

    def __init__(self, lookup, *, lazy=False, **kwargs):
        self.lookup, self.lazy, self.current = lookup, lazy, {}
        kwargs.setdefault("widget", NameInput(lookup))
        kwargs.setdefault("label", capfirst(lookup.model._meta.verbose_name))
        super().__init__(**kwargs)

    def to_python(self, value):
        text = self.lookup.read(value)
        if not text:
            return None
        if text in self.current:
            return self.current[text]
        if self.lazy:
            return New(text)
        return self.lookup.choose(text, self.lookup.find([text])[text])

    def has_changed(self, initial, data):
        return names.tidy(str(data or "")) != str(initial or "")


class NamesField(NameField):
    """Several records by their typed names."""

    def __init__(self, lookup, **kwargs):
        kwargs.setdefault("widget", NamesInput(lookup))
        super().__init__(lookup, **kwargs)

    def to_python(self, value):
        texts = list(dict.fromkeys(filter(None, map(self.lookup.read, value or []))))
        if self.lazy:
            return [self.current.get(text) or New(text) for text in texts]
        found = self.lookup.find([text for text in texts if text not in self.current])
        chosen, errors = [], []
        for text in texts:
            try:
                record = self.current.get(text) or self.lookup.choose(text, found[text])
            except ValidationError as error:
                errors.append(error)
            else:
                chosen.append(record)
        if errors:
            raise ValidationError(errors)
        return chosen

    def has_changed(self, initial, data):
        return [t for t in map(names.tidy, data or []) if t] != list(initial or [])


class KeysField(forms.ModelMultipleChoiceField):
    """Records chosen by their keys; one that no database can hold is no choice."""

    def clean(self, value):
        for key in value or ():
            if len(key) > LONGEST_KEY:
                raise ValidationError(
                    self.error_messages["invalid_choice"], "invalid_choice", {"value": key[:20]}
                )
        return super().clean(value)
