from django import forms
from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from events.lookup import EVENTS, PROJECTS
from events.models import Edition, Event, Place, Report, Topic
from events.steps import Step, gone
from organisations.lookup import INSTITUTIONS
from portal import dates, history, names, zones
from portal.admin import RecordForm
from portal.admin.fields import (
    InheritedField,
    KeysField,
    LineField,
    MomentField,
    NameField,
    NamesField,
    TextField,
    WordField,
    ZoneField,
)
from portal.admin.lookup import record_of
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


def withdrawal_field():
    return LineField(
        label=_("Why is it withdrawn? Readers will see this sentence."),
        required=False,
        max_length=250,
    )


def refuse_to_forget(form, fields):
    """Refuse what was typed into fields of a step that is not taken: it would be forgotten.

    Without a script the Enter key only saves, also in a field of a step.
    """
    for name in fields:
        if name in form.changed_data and name not in form.errors:
            message = _("This belongs to a step: press the button below it, or leave it empty.")
            form.add_error(name, message)


def printed(event):
    """Return the date of an event as its page prints it, hours and length included."""
    hours = dates.times(event.starts_at, event.ends_at)
    return " · ".join(filter(None, [event.when, hours, dates.length(event.length_days)]))


class EventForm(RecordForm):
    time_zone = ZoneField(
        list_id="zones",
        required=False,
        label=_("Time zone"),
        help_text=format_lazy(
            _("If it is not that of {city}: type a town, like Lisbon."),
            city=zones.town(settings.TIME_ZONE),
        ),
    )
    length_days = Event._meta.get_field("length_days").formfield(
        min_value=1, max_value=2**15 - 1, label=_("Length in days")
    )
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
    colleagues = KeysField(
        get_user_model().objects,
        required=False,
        label=_("Only for these colleagues"),
        widget=forms.CheckboxSelectMultiple,
        help_text=Event._meta.get_field("colleagues").help_text,
    )
    note = note_field()
    minor = minor_field()
    withdrawal = withdrawal_field()

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        days = self.instance.earliest, self.instance.latest
        if days[0] and days == dates.around(days[0], self.instance.precision):
            self.initial["latest"] = None
        if "colleagues" in self.fields:
            chosen = self.instance.colleagues.values("pk") if self.instance.pk else []
            self.fields["colleagues"].queryset = (
                get_user_model()
                .objects.filter(Q(is_active=True, is_staff=True) | Q(pk__in=chosen))
                .order_by("last_name", "first_name", "username")
            )

    class Meta:
        model = Event
        exclude = []
        help_texts = {"latest": _("Left empty, it follows from the first.")}

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
                if country and not found[text].record:
                    chosen.append(country)
                else:
                    chosen.append(INSTITUTIONS.choose(text, found[text]))
            except ValidationError as error:
                errors.append(error)
        if errors:
            raise ValidationError(errors)
        return chosen

    def clean_colleagues(self):
        colleagues = self.cleaned_data["colleagues"]
        if colleagues and self.user not in colleagues:
            raise ValidationError(_("Choose yourself too, or you could not open this any more."))
        return colleagues

    @property
    def step(self):
        """The step whose button was pressed, "" if it was another button."""
        pressed = self.data.get("_step", "")
        return Step(pressed) if pressed in Step.values else ""

    def clean(self):
        cleaned = super().clean()
        if self.step != Step.WITHDRAW:
            refuse_to_forget(self, ["withdrawal"])
        elif not cleaned.get("withdrawal"):
            self.add_error("withdrawal", _("Say why: readers are told."))
        self.check_reason()
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
        if precision == Precision.DAYS and first and "latest" not in self.errors:
            self.check_length((cleaned["latest"] - first).days + 1)
        return cleaned

    def check_reason(self):
        """Let the reason go with what it was the reason of; refuse a new one of nothing."""
        takes_place = self.cleaned_data.get("status") in (Event.Status.PLANNED, Event.Status.HELD)
        if not (takes_place and self.cleaned_data.get("status_note")):
            return
        if "status_note" in self.changed_data:
            self.add_error(
                "status_note", _("Choose above that it was postponed or cancelled, or empty this.")
            )
        else:
            self.cleaned_data["status_note"] = ""

    def check_length(self, days):
        """Refuse a length for which there are not as many days."""
        if days < (self.cleaned_data.get("length_days") or 0):
            words = ngettext(
                "This is more than the one day above: check it, or give the last day.",
                "This is more than the %(n)d days above: check it and them.",
                days,
            )
            self.add_error("length_days", words % {"n": days})


def country_field():
    choices = Place._meta.get_field("country").choices
    return WordField(choices=choices, list_id="countries", required=False, label=_("Country"))


def language_field(**more):
    return WordField(**{"initial": "en"} | _of_languages() | more)


def row_language_field():
    help_text = _("Left empty: that of the event.")
    return InheritedField(**_of_languages(), required=False, help_text=help_text)


def _of_languages():
    choices = Place._meta.get_field("language").choices
    return {"choices": choices, "list_id": "languages", "label": _("Language of the words")}


class ReportForm(RecordForm):
    """The words of a report, those to come or else those that readers have, and a next step."""

    event = NameField(EVENTS, help_text=_("Type a part of the event's name and choose."))
    title = Edition._meta.get_field("title").formfield(form_class=LineField)
    lead = Edition._meta.get_field("lead").formfield(
        form_class=TextField, widget=forms.Textarea(attrs={"rows": 3, "cols": 80})
    )
    body = Edition._meta.get_field("body").formfield()
    credits = Edition._meta.get_field("credits").formfield(form_class=LineField)

    # What the next steps ask for.
    remark = TextField(
        label=_("What is to be mended?"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3, "cols": 60}),
        help_text=_("Who handed it in reads this on top of the form."),
    )
    alone = LineField(
        label=_("Why is there no second reader?"),
        required=False,
        max_length=300,
        help_text=_("Colleagues read this; readers do not."),
    )
    send_at = MomentField(
        label=_("Goes out on"),
        required=False,
        help_text=format_lazy(_("In the time of {city}."), city=zones.town(settings.TIME_ZONE)),
    )
    note = note_field()
    minor = forms.BooleanField(
        label=SMALL_CORRECTION, required=False, help_text=_("For a slip of the pen.")
    )
    withdrawal = withdrawal_field()
    # Stands below the form, among the remarks, and is sent with whatever button is pressed.
    said = forms.CharField(
        label=_("Write a remark"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4, "form": "report_form"}),
        help_text=_("For those who work on this text. Readers never see it."),
    )

    #: The field without which a step is not taken, and what is said then.
    NEEDED = {
        Step.SEND_BACK: ("remark", _("Say what is to be mended.")),
        Step.PUBLISH_ALONE: ("alone", _("Say why nobody else reads it first.")),
        Step.MOVE: ("send_at", _("Give the new time.")),
        Step.WITHDRAW: ("withdrawal", _("Say why: readers are told.")),
    }
    #: The steps that no button of the form takes: they have a page, or are taken by saving.
    NO_BUTTONS = frozenset({Step.EDIT, Step.SHARE, Step.PREVIEW, Step.COMPARE})
    #: By the argument of the method that takes a step, the field that it comes from.
    ASKED = {
        Step.SEND_BACK: {"remark": "remark"},
        Step.PUBLISH: {"at": "send_at", "note": "note", "minor": "minor"},
        Step.PUBLISH_ALONE: {
            "alone": "alone",
            "at": "send_at",
            "note": "note",
            "minor": "minor",
        },
        Step.MOVE: {"at": "send_at"},
        Step.WITHDRAW: {"reason": "withdrawal"},
    }

    class Meta:
        model = Report
        fields = ["event", "language"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.edition = self.step = self.chosen = None
        if self.instance.pk:
            self.edition = self.instance.edition_in_hand()
        if self.edition:
            self.initial |= self.edition.words
        if self.is_scheduled:
            # To be moved, it begins with the time that it has.
            self.initial["send_at"] = self.fields["send_at"].stands = self.edition.publish_at

    def clean_language(self):
        """Lead to the report that the constraint would refuse a second time."""
        language, event = self.cleaned_data["language"], self.cleaned_data.get("event")
        there = Report.objects.filter(event=getattr(event, "pk", None), language=language)
        if other := there.exclude(pk=self.instance.pk).first():
            told = _('This event has a report in that language already: <a href="{}">open it</a>.')
            raise ValidationError(
                format_html(told, reverse("admin:events_report_change", args=[other.pk]))
            )
        return language

    def clean_said(self):
        if self.cleaned_data["said"]:
            history.check_open()
        return self.cleaned_data["said"]

    def clean(self):
        cleaned = super().clean()
        if "_step" in self.data:
            self.read_step(self.data["_step"])
        if self.step in self.NEEDED:
            name, message = self.NEEDED[self.step]
            if not cleaned.get(name) and name not in self.errors:
                self.add_error(name, message)
        taken = self.ASKED.get(self.step, {}).values()
        asked = dict.fromkeys(name for names in self.ASKED.values() for name in names.values())
        refuse_to_forget(self, [name for name in asked if name not in taken])
        at = cleaned.get("send_at") if "send_at" in taken else None
        if at and at < timezone.now() and not self.user.has_perm("events.state_past"):
            self.add_error("send_at", _("This time has passed. Give one that is to come."))
        if self.writes and self.is_scheduled:
            message = _(
                "This text was given its time to go out meanwhile, so its words stay. "
                "Drop the time first."
            )
            self.add_error(None, message)
        return cleaned

    def read_step(self, pressed):
        """Learn from the button that was pressed which step is to be taken with which text."""
        name, _space, key = pressed.partition(" ")
        if name not in Step.values or name in self.NO_BUTTONS:
            self.add_error(None, _("There is no such step."))
            return
        self.step = Step(name)
        if key:
            texts = Edition.objects.filter(report=self.instance.pk)
            self.chosen = record_of(texts, key)
            if not self.chosen:
                self.add_error(None, gone())

    @property
    def is_scheduled(self):
        edition = self.edition
        return bool(edition and edition.publish_at and edition.publish_at > timezone.now())

    @property
    def writes(self):
        """Say whether the form that was sent had the words in it."""
        return "title" in self.fields

    @property
    def words(self):
        return {name: self.cleaned_data[name] for name in Edition.WORDS}

    @property
    def asked(self):
        """Return what the method that takes the step wants, as it was typed."""
        fields = self.ASKED.get(self.step, {})
        return {argument: self.cleaned_data[name] for argument, name in fields.items()}
