"""What the filters of all public lists have in common.

A list's filters are a `PortalFilterSet` of the filters below. It is bound as soon as the address
has one of its fields, and strict: a value that is not understood shows an error beside its field
and no rows. Several values of one field mean any of them. The address is the only state: `chips`
says in words what narrows the list, each with the address that takes exactly that value off.
"""

import copy
import datetime
import functools
import re
from typing import NamedTuple

import django_filters
from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.html import format_html, format_html_join
from django.utils.text import Truncator
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from portal import dates, names
from portal.fields import country_codes, country_name

LONGEST = 200
MOST_VALUES = 50

_TOO_LONG = _("This is too long: write 200 characters at most.")
_UNREADABLE = _("This holds a character that cannot be read: type the words anew.")
_ANY = pgettext_lazy("no filter", "Any")
NOT_OFFERED = _("This is not one of the choices: choose from the list.")


class Chip(NamedTuple):
    label: str
    value: str
    url: str


class Choice(NamedTuple):
    """A value that a field could have; `count` says how many rows it would give.

    `url` is the address with the value put on, or taken off if it is `chosen`; `detail` tells
    it from its namesakes, `language` is that of the label if it is not the page's.
    """

    value: str
    label: str
    count: int
    chosen: bool
    url: str
    detail: str = ""
    language: str = ""


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
        return format_html_join(
            "",
            '<option value="{}"{}>{}</option>',
            (
                (key, " selected" if key == (value or "") else "", name)
                for key, name in self.choices
            ),
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
        messages = {"max_length": _TOO_LONG, "null_characters_not_allowed": _UNREADABLE}
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
                raise ValidationError(_UNREADABLE, code="null_characters_not_allowed")
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
    default_error_messages = {"invalid_choice": NOT_OFFERED, "invalid_list": NOT_OFFERED}

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
    default_error_messages = {"invalid_choice": NOT_OFFERED}

    def __init__(self, *, choices=(), any_label=_ANY, **kwargs):
        super().__init__(choices=[("", any_label), *choices], **kwargs)

    def words(self, raw):
        return str(dict(self.choices)[raw])


# Filters, each to be given `method` and `label`


class WordsFilter(django_filters.Filter):
    field_class = WordsField


class DayFilter(django_filters.Filter):
    field_class = DayField


class YearFilter(django_filters.Filter):
    field_class = YearField


class CountryFilter(django_filters.Filter):
    field_class = CountryField


class ChoicesFilter(django_filters.Filter):
    field_class = ChoicesField


class SelectFilter(django_filters.Filter):
    field_class = SelectField


class ChoiceFilter(django_filters.Filter):
    field_class = ChoiceField


class PortalFilterSet(django_filters.FilterSet):
    """The filters of one list; give it `request.GET`, whatever that holds."""

    #: The names of the fields in the order of the form, where they come from several classes.
    ORDER = ()

    @classmethod
    def get_filters(cls):
        found = super().get_filters()
        return {name: found[name] for name in cls.ORDER or found}

    def __init__(self, data=None, queryset=None, **kwargs):
        self.address = QueryDict() if data is None else data
        if data is not None and not any(name in data for name in self.base_filters):
            data = None
        super().__init__(data, queryset, **kwargs)

    @property
    def is_refused(self):
        """Say whether a value was not understood, so that no rows may be shown."""
        return self.is_bound and not self.form.is_valid()

    @property
    def filtered(self):
        """Say whether anything narrows the list, or tries to."""
        return self.is_refused or bool(self.chips)

    @property
    def qs(self):
        return self.queryset.none() if self.is_refused else super().qs

    # Rows and how many there are; ColumnFilterSet knows them without asking a database.

    @property
    def listed(self):
        """The queryset of a page's rows."""
        return self.qs

    @functools.cached_property
    def total(self):
        return self.qs.count()

    def cut(self, queryset, bottom, top):
        """Return some rows of `listed`, by the places at which they begin and end."""
        return queryset[bottom:top]

    def choices_of(self, name):
        """Return a Choice for each value of a field whose rows are counted, none by default."""
        return []

    def toggled(self, name, value, chosen):
        """Return the address with a value of a field put on, or taken off if it was chosen."""
        given = [raw for raw in self.address.getlist(name) if raw.strip()]
        if chosen:
            return self._url({name: [raw for raw in given if raw.strip() != value]})
        several = isinstance(self.form.fields[name], SeveralField | forms.MultipleChoiceField)
        return self._url({name: [*given, value] if several else [value]})

    @functools.cached_property
    def chips(self):
        """List what narrows the list, one Chip for each value that was understood."""
        if not self.is_bound:
            return []
        return [
            Chip(self.chip_label(name), self.form.fields[name].words(raw), url)
            for name in self.filters
            if name not in self.errors and self.narrows(name)
            for raw, url in self._values(name)
        ]

    @property
    def narrowed_to(self):
        """Return in a few words what narrows the list, for the page's title."""
        return Truncator("; ".join(f"{chip.label}: {chip.value}" for chip in self.chips)).chars(
            LONGEST
        )

    @property
    def clear_url(self):
        """The address of the list with no filter at all."""
        return self._url({name: [] for name in self.filters})

    def narrows(self, name):
        """Say whether a field's value, if it has one, matters beside the others."""
        return True

    def chip_label(self, name):
        """Return what a chip calls a field, if it is not what the form calls it."""
        field = self.form.fields[name]
        return getattr(field, "chip_label", field.label)

    def _values(self, name):
        """Yield each value of a field, as it was typed, with the address without it."""
        given = [raw for raw in self.data.getlist(name) if raw.strip()]
        if not isinstance(self.form.fields[name], SeveralField | forms.MultipleChoiceField):
            # Of a field that takes one value the last one counts, as in every Django form.
            given = [raw for raw in self.data.getlist(name)[-1:] if raw.strip()]
            for raw in given:
                yield raw, self._url({name: []})
            return
        for value in dict.fromkeys(raw.strip() for raw in given):
            yield value, self._url({name: [raw for raw in given if raw.strip() != value]})

    def _url(self, changes):
        """Return the address with some fields changed; page and empty fields are dropped."""
        parameters = self.address.copy()
        parameters.pop("page", None)
        for name, values in changes.items():
            parameters.setlist(name, values)
        for name in list(parameters):
            kept = [value for value in parameters.getlist(name) if value.strip()]
            parameters.setlist(name, kept)
        return f"?{parameters.urlencode()}"
