"""The filters of a list as its form asks them, each choice with how many rows it would give."""

from typing import NamedTuple

from django import forms
from django.utils.translation import ngettext

from portal.filters import MOST_CHOICES, RELEVANCE, Choice, Several, SortFilter

#: So many answers stand before the reader at once; the others are a click away.
SHOWN = 6


class Question:
    """A field of a list's form, with its answers to tick if they are known.

    An answer is a Choice. A field that takes several values has a box for each, one that takes one
    a button for each.
    """

    def __init__(self, field, choices):
        self.field = field
        widget = field.field.widget
        self.takes_several = isinstance(widget, Several | forms.CheckboxSelectMultiple)
        self.answers = choices
        # What was not understood is shown as it was given, in a plain field.
        one = not self.takes_several and isinstance(field.field, forms.ChoiceField)
        if one and not field.errors:
            self.answers = self._every_answer({answer.value: answer for answer in self.answers})

    def _every_answer(self, counted):
        """Return an answer for each value that there is; the first stands where none is given."""
        given = self.field.value() or ""
        values = [value for value, _label in self.field.field.choices]
        given = given if given in values else values[0]
        return [
            counted.get(value, Choice(value, label, None, False))._replace(chosen=value == given)
            for value, label in self.field.field.choices
        ]

    @property
    def box(self):
        return "checkbox" if self.takes_several else "radio"

    @property
    def shown(self):
        """How many answers stand before the reader: all that are chosen, and none alone after."""
        chosen = sum(answer.chosen for answer in self.answers)
        most = max(SHOWN, chosen)
        return len(self.answers) if len(self.answers) == most + 1 else most

    @property
    def first(self):
        return self.answers[: self.shown]

    @property
    def further(self):
        return self.answers[self.shown :]

    @property
    def more(self):
        """Say how many answers are a click away."""
        number = len(self.further)
        return ngettext("%(n)s more", "%(n)s more", number) % {"n": number}

    @property
    def other(self):
        """The widget for a value that is no answer yet; "" if all that have rows are answers."""
        widget = self.field.field.widget
        offered = sum(not answer.chosen for answer in self.answers)
        if offered < MOST_CHOICES or not isinstance(widget, Several):
            return ""
        attributes = {**widget.shown.attrs, "id": self.field.auto_id}
        return widget.shown.render(self.field.html_name, "", attributes)


class Order(NamedTuple):
    """An order in which the rows may stand, with the address of the list in it."""

    label: str
    url: str
    current: bool


def questions(filterset):
    """Return the visible fields of a FilterSet as Questions, which costs what its counts do.

    The order of the rows is asked over them, by links; here only if it was not understood.
    """
    return [
        Question(field, filterset.choices_of(field.name, most(field)))
        for field in filterset.form.visible_fields()
        if field.errors or not isinstance(filterset.filters[field.name], SortFilter)
    ]


def most(field):
    """Return how many answers are counted: all of a list that has no box for another one."""
    if isinstance(field.field.widget, forms.CheckboxSelectMultiple):
        return max(MOST_CHOICES, len(field.field.choices))
    return MOST_CHOICES


def orders(filterset):
    """Return the orders in which the rows of a FilterSet may stand, none if there is one.

    The best match is first only where there is something to match.
    """
    return [
        Order(label, filterset.toggled(name, value, chosen=False), value == given)
        for name, given in filterset.order.items()
        for value, label in filterset.form.fields[name].choices
        if value != RELEVANCE or filterset.words
    ]
