"""The fields of filters, and how they stand in a form."""

import copy
import datetime
import functools
import re

from django import forms
from django.core.exceptions import ValidationError
from django.utils.choices import BaseChoiceIterator
from django.utils.html import format_html, format_html_join
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from portal import dates, names
from portal.fields import country_codes, country_name
from portal.refusals import NOT_OFFERED, UNREADABLE

LONGEST = 200
MOST_VALUES = 50
#: So many choices of a field are counted at most, besides those that are chosen.
MOST_CHOICES = 12

_TOO_LONG = _("This is too long: write 200 characters at most.")
_ANY = pgettext_lazy("no filter", "Any")

# Widgets


class SearchInput(forms.TextInput):
    input_type = "search"


class DayInput(forms.DateInput):
    """A date picker; what is no day stands in a box for text, as the picker would drop it."""

    input_type = "date"

    def get_context(self, name, value, attrs):
        context = super().get_context(name, value, attrs)
        try:
            datetime.date.fromisoformat(context["widget"]["value"] or "0001-01-01")
        except ValueError:
            context["widget"]["type"] = "text"
        return context


class Several(forms.Widget):
    """Shows the first of several values in a widget of its own and keeps the others hidden."""

    def __init__(self, shown, attrs=None):
        self.shown = shown
        super().__init__(attrs)

    def value_from_datadict(self, data, files, name):
        return [value for value in data.getlist(name) if value]

    def id_for_label(self, id_):
        return self.shown.id_for_label(id_)

    def render(self, name, value, attrs=None, renderer=None):
        first, *others = value or [""]
        hidden = format_html_join(
            "", '<input type="hidden" name="{}" value="{}">', ((name, other) for other in others)
        )
        return format_html("{}{}", self.shown.render(name, first, attrs, renderer), hidden)


class Offered(BaseChoiceIterator):
    """Pairs of a value and its label, as they are; Django would look into each of a thousand."""

    def __init__(self, pairs):
        self.pairs = pairs

    def __iter__(self):
        return iter(self.pairs)

    def __len__(self):
        return len(self.pairs)


class PlainSelect(forms.Select):
    """A select written at once; Django's own renders a template for each of its options."""

    def render(self, name, value, attrs=None, renderer=None):
        attributes = format_html_join(
            "",
            ' {}="{}"',
            (pair for pair in self.build_attrs(attrs or {}, {"name": name}).items() if pair[1]),
        )
        return format_html("<select{}>{}</select>", attributes, self.plain_options(value))

    def plain_options(self, value):
        plain = isinstance(self.choices, Offered)
        pairs = self.choices.pairs if plain else ((key, str(name)) for key, name in self.choices)
        return _options(tuple(pairs), value or "")


@functools.lru_cache(maxsize=32)
def _options(choices, chosen):
    """Write options, of which there may be a thousand: the same from one request to the next."""
    return format_html_join(
        "",
        '<option value="{}"{}>{}</option>',
        ((key, " selected" if key == chosen else "", name) for key, name in choices),
    )


class SeveralSelect(Several):
    """Shows the first of several choices in a select."""

    def __init__(self):
        super().__init__(PlainSelect())

    @property
    def choices(self):
        return self.shown.choices

    @choices.setter
    def choices(self, choices):
        self.shown.choices = choices

    def __deepcopy__(self, memo):
        copied = super().__deepcopy__(memo)
        copied.shown = copy.deepcopy(self.shown, memo)
        return copied


class CountrySelect(PlainSelect):
    """All countries, kept from one request to the next."""

    def plain_options(self, value):
        return _country_options(get_language(), value if value in _countries() else "")


@functools.cache
def _countries():
    return frozenset(country_codes())


@functools.lru_cache(maxsize=512)
def _country_options(language, chosen):
    countries = [(country_name(code), code) for code in country_codes()]
    countries.sort(key=lambda country: names.fold(country[0]))
    rows = [("", "" if chosen else " selected", _("Any country"))]
    rows += [(code, " selected" if code == chosen else "", name) for name, code in countries]
    return format_html_join("", '<option value="{}"{}>{}</option>', rows)


# Fields


class WordsField(forms.CharField):
    """Words to be found in names; words without a letter or a digit would find everything."""

    widget = SearchInput

    def __init__(self, **kwargs):
        messages = {"max_length": _TOO_LONG}
        super().__init__(**{"max_length": LONGEST, "error_messages": messages, **kwargs})

    def validate(self, value):
        super().validate(value)
        if value and "\x00" not in value and not names.terms(value):
            raise ValidationError(_("Write at least one letter or number."), code="no_words")

    def words(self, raw):
        return raw.strip()


class DayField(forms.DateField):
    widget = DayInput(format="%Y-%m-%d")

    def __init__(self, **kwargs):
        super().__init__(input_formats=["%Y-%m-%d"], **kwargs)

    def to_python(self, value):
        written = (value or "").strip()
        if not written:
            return None
        try:
            if not re.fullmatch("[0-9]{4}-[0-9]{2}-[0-9]{2}", written):
                raise ValueError
            return datetime.date.fromisoformat(written)
        except ValueError:
            message = _("There is no such day: write it as year-month-day, like 2021-09-01.")
            raise ValidationError(message, code="invalid") from None

    def words(self, raw):
        return dates.day(datetime.date.fromisoformat(raw.strip()))


class SeveralField(forms.Field):
    """Any number of values, each read by `read`; gives a list without repetitions."""

    def clean(self, value):
        values = list(dict.fromkeys(raw.strip() for raw in value or [] if raw.strip()))
        if len(values) > MOST_VALUES:
            message = _("These are too many: choose %(most)s at most.")
            raise ValidationError(message, code="too_many", params={"most": MOST_VALUES})
        for raw in values:
            if len(raw) > LONGEST:
                raise ValidationError(_TOO_LONG, code="max_length")
            if "\x00" in raw:
                raise ValidationError(UNREADABLE, code="null_characters_not_allowed")
        return self.read(values)

    def read(self, values):
        return values

    def words(self, raw):
        return raw.strip()


class YearField(SeveralField):
    widget = Several(forms.TextInput({"inputmode": "numeric", "maxlength": 4}))

    def read(self, values):
        if not all(re.fullmatch("[0-9]{4}", raw) and int(raw) for raw in values):
            raise ValidationError(_("Write the year in four digits, like 2021."), code="invalid")
        return [int(raw) for raw in values]


class CountryField(SeveralField):
    widget = Several(CountrySelect())

    def read(self, values):
        if not all(raw in _countries() for raw in values):
            raise ValidationError(NOT_OFFERED, code="invalid_choice")
        return values

    def words(self, raw):
        return country_name(raw.strip())


class ChoicesField(forms.MultipleChoiceField):
    """Boxes to tick, for lists that are short."""

    widget = forms.CheckboxSelectMultiple

    def clean(self, value):
        return super().clean([raw for raw in value or [] if raw])

    def words(self, raw):
        return str(dict(self.choices)[raw])


class SelectField(ChoicesField):
    """One or several of a list that is long, with its own word for none."""

    widget = SeveralSelect

    def __init__(self, *, choices=(), any_label=_ANY, **kwargs):
        super().__init__(choices=[("", any_label), *choices], **kwargs)


class ChoiceField(forms.ChoiceField):
    """A choice in which several would contradict each other, with its own word for none."""

    widget = PlainSelect

    def __init__(self, *, choices=(), any_label=_ANY, **kwargs):
        super().__init__(choices=[("", any_label), *choices], **kwargs)

    def words(self, raw):
        return str(dict(self.choices)[raw])


class SortField(ChoiceField):
    """The order of the rows; `usual` is that of an address that says nothing of it."""

    def __init__(self, *, usual=("", ""), **kwargs):
        self.usual, label = usual
        super().__init__(any_label=label, **kwargs)

    def to_python(self, value):
        value = super().to_python(value)
        return "" if value == self.usual else value
