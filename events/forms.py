from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from events.lookup import EVENTS, PROJECTS
from events.models import Edition, Event, Place, Report, Topic
from organisations.lookup import INSTITUTIONS
from portal import dates, names
from portal.admin import RecordForm
from portal.admin.fields import (
    LONGEST_NAME,
    KeysField,
    LineField,
    NameField,
    NamesField,
    TextField,
    WordField,
)
from portal.dates import Precision

WHAT_CHANGED = _("What changed? Readers will see this sentence.")
SMALL_CORRECTION = _("Small correction: “Last updated” stays as it is.")
MOST_REPRESENTED = 300


def note_field():
    return LineField(
        label=WHAT_CHANGED,
        required=False,
        max_length=300,
        widget=forms.TextInput(attrs={"class": "vTextField"}),
        help_text=_("Left empty, a sentence is made from what you changed."),
    )


def minor_field():
    return forms.BooleanField(
        label=SMALL_CORRECTION,
        required=False,
        help_text=_(
            "For a slip of the pen. Adding or taking away a person, an institution, a date or "
            "a document is never small; the software sees to it."
        ),
    )


def printed(event):
    """Return the date of an event as its page prints it, hours and length included."""
    hours = dates.times(event.starts_at, event.ends_at)
    return " · ".join(filter(None, [event.when, hours, dates.length(event.length_days)]))


class EventForm(RecordForm):
    projects = NamesField(
        PROJECTS,
        required=False,
        label=_("Projects"),
        help_text=_("Type a part of the title and choose. One project in each field."),
    )
    topics = KeysField(
        Topic.objects, required=False, label=_("Topics"), widget=forms.CheckboxSelectMultiple
    )
    part_of = NameField(
        EVENTS,
        required=False,
        label=_("Part of"),
        help_text=_("The larger event that this is a part of: type its name and choose."),
    )
    related = NamesField(EVENTS, required=False, label=_("Related events"))
    represented = TextField(
        label=_("Institutions represented without names"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 5, "cols": 60}),
        help_text=_(
            "One on each line: an institution or a country. Each becomes a line of the list "
            "when you save; an institution that is not known yet is added for you."
        ),
    )
    note = note_field()
    minor = minor_field()

    class Meta:
        model = Event
        exclude = []

    def clean_represented(self):
        """Return for each line the country's code, the institution or its new name."""
        texts = list(dict.fromkeys(filter(None, self.cleaned_data["represented"].splitlines())))
        if len(texts) > MOST_REPRESENTED:
            raise ValidationError(
                _("At most %(most)d lines at once."), "many", {"most": MOST_REPRESENTED}
            )
        found, chosen, errors = INSTITUTIONS.find(texts), [], []
        countries = country_field().codes
        for text in texts:
            country = countries.get(names.fold(text))
            try:
                if len(text) > LONGEST_NAME:
                    raise ValidationError(
                        _("A name has at most %(most)d letters."), "long", {"most": LONGEST_NAME}
                    )
                if country and not found[text].record:
                    chosen.append(country)
                else:
                    chosen.append(INSTITUTIONS.choose(text, found[text]))
            except ValidationError as error:
                errors.append(error)
        if errors:
            raise ValidationError(errors)
        return chosen

    def clean(self):
        cleaned = super().clean()
        first, last = cleaned.get("earliest"), cleaned.get("latest")
        precision = cleaned.get("precision")
        if precision == Precision.UNKNOWN and (first or last):
            self.add_error(
                "precision", _("There is a day below: take it away, or say how well it is known.")
            )
        elif first and not last and "latest" not in self.errors:
            cleaned["earliest"], cleaned["latest"] = dates.around(first, precision)
        elif first and last and last < first:
            self.add_error("latest", _("The last day lies before the first: check both days."))
        return cleaned


def country_field():
    choices = Place._meta.get_field("country").choices
    return WordField(choices=choices, list_id="countries", required=False, label=_("Country"))


def language_field():
    choices = Place._meta.get_field("language").choices
    label = _("Language of the words")
    return WordField(choices=choices, list_id="languages", label=label, initial="en")


class ReportForm(RecordForm):
    """The words of a report: those being written, or else those that the public reads."""

    event = NameField(EVENTS, help_text=_("Type a part of the event's name and choose."))
    title = Edition._meta.get_field("title").formfield(form_class=LineField)
    lead = Edition._meta.get_field("lead").formfield(
        form_class=TextField, widget=forms.Textarea(attrs={"rows": 3, "cols": 80})
    )
    body = Edition._meta.get_field("body").formfield()
    credits = Edition._meta.get_field("credits").formfield(form_class=LineField)
    note = note_field()
    minor = forms.BooleanField(
        label=SMALL_CORRECTION, required=False, help_text=_("For a slip of the pen.")
    )

    WORDS = ("title", "lead", "body", "credits")

    class Meta:
        model = Report
        fields = ["event", "language"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.edition = None
        if self.instance.pk:
            self.edition = self.instance.open_edition() or self.instance.editions.first()
        if self.edition:
            self.initial |= {name: getattr(self.edition, name) for name in self.WORDS}

    @property
    def words(self):
        return {name: self.cleaned_data[name] for name in self.WORDS}
