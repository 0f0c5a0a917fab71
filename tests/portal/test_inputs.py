"""The inputs that are drawn without a template are the ones that Django's templates draw."""

import pytest
from django import forms
from django.forms.renderers import Jinja2
from django.utils.functional import lazystr
from django.utils.safestring import mark_safe

from portal.inputs import DRAWN
from portal.renderers import FormRenderer

HOSTILE = "\"><b>&'</b>"
CHOICES = [("", "–"), (HOSTILE, HOSTILE), (1, lazystr("O&ne")), (HOSTILE, [(2, "Two"), (3, "3")])]
WIDGETS = [
    forms.CheckboxInput(),
    forms.CheckboxSelectMultiple(choices=CHOICES),
    forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
    forms.DateTimeInput(),
    forms.EmailInput(),
    forms.HiddenInput(),
    forms.NumberInput(attrs={"step": 0.5, "min": 0}),
    forms.PasswordInput(),
    forms.Select(choices=CHOICES),
    forms.SelectMultiple(choices=CHOICES),
    forms.Textarea(attrs={"rows": 3}),
    forms.TextInput(attrs={HOSTILE: HOSTILE, "required": True, "disabled": False}),
    forms.TimeInput(),
    forms.URLInput(),
]
VALUES = [None, "", 0, 1, [1, HOSTILE], HOSTILE, mark_safe("<i>"), lazystr("<i>"), "line\nline "]
ATTRIBUTES = [{}, {"id": "id_a", "class": HOSTILE}, {"id": HOSTILE}]


@pytest.mark.parametrize("widget", WIDGETS, ids=lambda widget: type(widget).__name__)
def test_input_is_drawn_as_django_draws_it(widget):
    ours, djangos = FormRenderer(), Jinja2()
    for value in VALUES:
        for attributes in ATTRIBUTES:
            told = (HOSTILE, value, attributes)
            assert widget.render(*told, ours) == widget.render(*told, djangos)


@pytest.mark.parametrize("widget", WIDGETS, ids=lambda widget: type(widget).__name__)
@pytest.mark.parametrize("attributes", ATTRIBUTES)
def test_no_input_holds_what_was_typed_as_html(widget, attributes):
    for value in (HOSTILE, [1, HOSTILE], lazystr(HOSTILE)):
        html = widget.render(HOSTILE, value, attributes, FormRenderer())
        assert HOSTILE not in html
        assert "<b>" not in html


def test_every_input_that_is_drawn_so_was_tried():
    assert {widget.template_name for widget in WIDGETS} == DRAWN.keys() - {
        "django/forms/widgets/input.html"
    }
