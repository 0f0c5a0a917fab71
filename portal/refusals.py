"""What a form's field says of what it does not take, wherever a form has no words of its own.

Django's own sentences say what is wrong with a value; these say what to do next.
"""

from django import forms
from django.forms.models import InlineForeignKeyField
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

NOT_OFFERED = _("This is not one of the choices: choose from the list.")
UNREADABLE = _("This holds a character that cannot be read: type the words anew.")

_NOTHING_CHOSEN = _("Nothing is chosen: choose from the list.")
_NOT_A_NUMBER = _("Write a whole number in digits, like 12.")

# By the class of the field, those that others are made of first.
MESSAGES = {
    forms.Field: {
        "required": _("This is empty: fill it in."),
        "unique": _("This is taken already: write another, or open the one that has it."),
    },
    forms.CharField: {
        "max_length": ngettext_lazy(
            "This is too long: write %(limit_value)d character at most, not %(show_value)d.",
            "This is too long: write %(limit_value)d characters at most, not %(show_value)d.",
            "limit_value",
        ),
        "null_characters_not_allowed": UNREADABLE,
    },
    forms.SlugField: {
        "invalid": _("Write letters a to z, digits and hyphens only, like road-safety-2021."),
    },
    forms.EmailField: {"invalid": _("Write a mail address, like name@example.org.")},
    forms.URLField: {"invalid": _("Write a whole address, like https://www.example.org/page.")},
    forms.IntegerField: {
        "invalid": _NOT_A_NUMBER,
        "min_value": _("This is too small: write %(limit_value)s or more."),
        "max_value": _("This is too large: write %(limit_value)s or less."),
    },
    forms.DateField: {
        "invalid": _("There is no such day: write it as year-month-day, like 2021-09-01."),
    },
    forms.TimeField: {"invalid": _("There is no such time: write it like 14:30.")},
    forms.DateTimeField: {
        "invalid": _("There is no such day and time: write them like 2021-09-01 14:30."),
    },
    forms.FileField: {
        "required": _("No file is chosen: choose one."),
        "invalid": _("No file came: choose it again."),
        "missing": _("No file came: choose it again."),
        "empty": _("The file is empty. See that it opens on your computer and upload it again."),
        "contradiction": _("A file is chosen and to be taken away: do one of the two."),
    },
    forms.BooleanField: {"required": _("Tick this to go on.")},
    forms.ChoiceField: {"required": _NOTHING_CHOSEN, "invalid_choice": NOT_OFFERED},
    forms.MultipleChoiceField: {"invalid_choice": NOT_OFFERED, "invalid_list": NOT_OFFERED},
    forms.ModelChoiceField: {"invalid_choice": NOT_OFFERED},
    forms.ModelMultipleChoiceField: {
        "invalid_choice": NOT_OFFERED,
        "invalid_list": NOT_OFFERED,
        "invalid_pk_value": NOT_OFFERED,
    },
    InlineForeignKeyField: {
        "invalid_choice": _("This line is another record's: open the page again."),
    },
}


def say_plainly():
    """Give the classes of fields these sentences; a form made before that keeps Django's."""
    for field, messages in MESSAGES.items():
        field.default_error_messages = field.default_error_messages | messages
