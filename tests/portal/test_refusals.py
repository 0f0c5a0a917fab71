"""What a field does not take it refuses in plain words that say what to do next."""

import datetime

import pytest
from django import forms
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile

from events.models import Event, Role
from portal.admin.fields import MomentField
from tests import builders

EMPTY = "This is empty: fill it in."
NOTHING_CHOSEN = "Nothing is chosen: choose from the list."
NOT_OFFERED = "This is not one of the choices: choose from the list."
WHOLE_NUMBER = "Write a whole number in digits, like 12."
NO_SUCH_DAY = "There is no such day: write it as year-month-day, like 2021-09-01."
CHOICES = [("a", "A"), ("b", "B")]


def told(field, value):
    form = type("Asked", (forms.Form,), {"asked": field})({"asked": value}, {"asked": value})
    return form.errors["asked"]


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        (forms.CharField(), " ", EMPTY),
        (
            forms.CharField(max_length=3),
            "four",
            "This is too long: write 3 characters at most, not 4.",
        ),
        (
            forms.CharField(),
            "a\x00",
            "This holds a character that cannot be read: type the words anew.",
        ),
        (
            forms.SlugField(),
            "road safety",
            "Write letters a to z, digits and hyphens only, like road-safety-2021.",
        ),
        (forms.EmailField(), "x@y", "Write a mail address, like name@example.org."),
        (forms.URLField(), "http://[", "Write a whole address, like https://www.example.org/page."),
        (forms.IntegerField(), "many", WHOLE_NUMBER),
        (forms.IntegerField(min_value=1), "0", "This is too small: write 1 or more."),
        (forms.IntegerField(max_value=9), "10", "This is too large: write 9 or less."),
        (forms.DateField(), "2026-13-99", NO_SUCH_DAY),
        (forms.TimeField(), "25:61", "There is no such time: write it like 14:30."),
        (
            forms.DateTimeField(),
            "tomorrow",
            "There is no such day and time: write them like 2021-09-01 14:30.",
        ),
        (forms.FileField(), None, "No file is chosen: choose one."),
        (
            forms.FileField(),
            SimpleUploadedFile("list.csv", b""),
            "The file is empty. See that it opens on your computer and upload it again.",
        ),
        (forms.BooleanField(), "", "Tick this to go on."),
        (forms.ChoiceField(choices=CHOICES), "", NOTHING_CHOSEN),
        (forms.ChoiceField(choices=CHOICES), "c", NOT_OFFERED),
        (forms.TypedMultipleChoiceField(choices=CHOICES), [], NOTHING_CHOSEN),
        (forms.TypedMultipleChoiceField(choices=CHOICES), ["c"], NOT_OFFERED),
        (forms.MultipleChoiceField(choices=CHOICES), "c", NOT_OFFERED),
    ],
)
def test_field_says_what_to_do_next(field, value, said):
    assert told(field, value) == [said]


@pytest.mark.parametrize("hour", ["2026-10-25T02:30", "2026-03-29T02:30"])
def test_hour_of_the_night_in_which_the_clocks_change_is_asked_for_again(hour):
    assert told(MomentField(), hour) == [
        "The clocks change in that night, and this hour comes twice or not at all: choose another."
    ]


def test_moment_that_stands_is_taken_as_it_was_also_in_the_hour_that_comes_twice():
    stands = datetime.datetime(2026, 10, 25, 1, 30, 17, tzinfo=datetime.UTC)
    field = MomentField()
    field.stands = stands
    assert field.clean("2026-10-25T02:30") == stands
    assert not field.has_changed(stands, "2026-10-25T02:30")
    assert field.has_changed(stands, "2026-10-25T04:30")


def test_moment_that_is_none_is_refused_as_any_other():
    assert told(MomentField(), "tomorrow") == [
        "There is no such day and time: write them like 2021-09-01 14:30."
    ]


@pytest.mark.django_db
@pytest.mark.parametrize("value", [str(builders.NOBODYS), "x", ""])
def test_record_that_is_not_there_is_no_choice(value):
    said = NOT_OFFERED if value else NOTHING_CHOSEN
    assert told(forms.ModelChoiceField(Event.objects.all()), value) == [said]
    assert told(forms.ModelMultipleChoiceField(Event.objects.all()), value and [value]) == [said]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("model", "field", "make"),
    [
        (Role, "slug", lambda: builders.role("Moderator").slug),
        (User, "username", lambda: User.objects.create_user("ana").username),
    ],
)
def test_what_another_one_has_is_taken(model, field, make):
    form = forms.modelform_factory(model, fields=[field])({field: make()})
    assert form.errors == {
        field: ["This is taken already: write another, or open the one that has it."]
    }


def test_words_of_a_forms_own_stand_in_front():
    own = {"required": "Give the reason.", "max_length": "Be short."}
    assert told(forms.CharField(error_messages=own), "") == ["Give the reason."]
    assert told(forms.CharField(max_length=3, error_messages=own), "four") == ["Be short."]
