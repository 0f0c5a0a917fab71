"""The rows of an event that are not lines of its list."""

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Prefetch
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from events.forms import country_field, row_language_field
from events.models import (
    Document,
    EventOrganisation,
    Participation,
    Photo,
    Place,
    ProjectOrganisation,
    Session,
    Source,
)
from organisations.lookup import INSTITUTIONS
from people.lookup import PEOPLE
from people.models import Person
from portal import files, names
from portal.admin.fields import NameField, NamesField, NamesInput
from portal.admin.files import ShownFileInput, picture
from portal.admin.lookup import NUMBERED, New
from portal.admin.rows import RowForm, RowFormSet, Rows


class PlaceForm(RowForm):
    country = country_field()
    language = row_language_field()
    more = ("day", "language")


class PlaceRows(Rows):
    model = Place
    form = PlaceForm
    fields = ("order", "venue", "city", "country", "day", "language")
    intro = _("As much as is known: a country alone will do.")


class BodyForm(RowForm):
    institution = NameField(INSTITUTIONS, lazy=True)
    typed = {"institution": "organisation"}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["institution"].label = _("Institution")


class BodyRows(Rows):
    form = BodyForm
    fields = ("order", "institution", "role")
    shares_language = True
    intro = _("An institution that is not known yet is added when you save.")

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("organisation")


class EventBodyRows(BodyRows):
    model = EventOrganisation


class ProjectBodyRows(BodyRows):
    model = ProjectOrganisation


class ListedInput(NamesInput):
    """Names out of the event's own list, offered by the browser."""

    def get_context(self, name, value, attrs):
        context = super().get_context(name, value, attrs)
        del context["widget"]["attrs"]["data-suggest"], context["widget"]["attrs"]["data-found"]
        context["widget"]["attrs"]["list"] = "event-people"
        return context


def folds_of(text):
    """Return a typed name as it is found: as it was typed, and as somebody of it is called."""
    return [names.fold(text), names.fold(PEOPLE.plain(text))]


class SessionForm(RowForm):
    people = NamesField(
        PEOPLE, lazy=True, required=False, label=_("People"), widget=ListedInput(PEOPLE)
    )
    language = row_language_field()
    more = ("place", "language")

    def remember_many(self, name, field):
        """Show the lines by whom they name; under one name there may be several of them."""
        self.stood = {}
        for line in self.instance.people.all() if self.instance.pk else ():
            self.stood.setdefault(str(line), []).append(line)
        field.current = {text: lines[0] for text, lines in self.stood.items()}
        self.initial[name] = list(field.current)

    def lines_of(self, person, there, called):
        """Return the lines that a typed name means, those that stood if they are still so called.

        `there` are all lines by key, `called` one by each folded name.
        """
        fold = names.fold(str(person))
        stood = self.stood.get(str(person), ()) if isinstance(person, Participation) else ()
        kept = [there[line.pk] for line in stood if line.pk in there]
        kept = [line for line in kept if names.fold(str(line)) == fold]
        return kept or [called[fold] for fold in folds_of(str(person)) if fold in called][:1]


class SessionFormSet(RowFormSet):
    """The programme; its people are lines of the list, those typed at the same time too."""

    @cached_property
    def typed_lines(self):
        """Return the folded names typed into the list of participants of the same form."""
        typed = [
            match["name"] if (match := NUMBERED.fullmatch(text)) else text
            for key, text in self.data.items()
            if key.startswith("participations-") and key.endswith(("-who", "-institution"))
        ]
        return {fold for text in typed for fold in folds_of(text)}

    def lines(self):
        """Return the lines of the event by key, and one by each folded name that some have."""
        rows = Participation.objects.filter(event=self.instance.pk)
        there = {line.pk: line for line in rows.select_related("person", "organisation")}
        called = {}
        for line in there.values():
            called.setdefault(names.fold(str(line)), line)
        return there, called

    def resolve(self, name, living):
        wanted = [form for form in living if form.cleaned_data.get(name)]
        known = self.typed_lines | self.lines()[1].keys() if wanted else set()
        for form in wanted:
            unknown = [
                str(person)
                for person in form.cleaned_data[name]
                if isinstance(person, New) and known.isdisjoint(folds_of(person.name))
            ]
            if unknown:
                message = _("Nobody of this name is in the list of who took part: %(who)s.")
                form.add_error(
                    name, ValidationError(message, "unlisted", {"who": ", ".join(unknown)})
                )

    def make_new(self, living):
        """Replace the typed names by the lines, which are saved by now."""
        if not any(form.cleaned_data.get("people") for form in living):
            return
        there, called = self.lines()
        for form in living:
            typed = form.cleaned_data.get("people", [])
            meant = [line for person in typed for line in form.lines_of(person, there, called)]
            form.cleaned_data["people"] = meant


class SessionRows(Rows):
    model = Session
    form = SessionForm
    formset = SessionFormSet
    fields = ("order", "day", "starts_at", "ends_at", "title", "people", "place", "language")
    intro = _("Items are sorted by day and time. Their people are in the list of who took part.")

    def get_queryset(self, request):
        lines = Participation.objects.select_related("person", "organisation")
        return super().get_queryset(request).prefetch_related(Prefetch("people", lines))


def shown_document(row):
    names_it = [row.event_id, row.pk, row.download_name]
    return {
        "document": reverse("admin:events_event_document", args=names_it),
        "name": row.download_name,
        "type": row.extension.upper(),
        "size": row.size,
        "pages": row.pages,
    }


class DocumentForm(RowForm):
    language = row_language_field()
    with_help = True

    class Meta:
        widgets = {"file": ShownFileInput(shown_document)}


class DocumentRows(Rows):
    model = Document
    form = DocumentForm
    fields = ("order", "title", "file", "language")
    intro = _("Documents are public with the event.")


def shown_photo(row):
    """Show the photo of a row, what has no width of its own excepted: nothing was made of it."""
    if not (made := files.smallest(row.file, row.width)):
        return None
    address = reverse("admin:events_event_picture", args=[row.event_id, row.pk, *made])
    return picture(address, row.alternative_text)


class PhotoForm(RowForm):
    people = NamesField(PEOPLE, lazy=True, required=False, label=_("People shown"))
    language = row_language_field()
    more = ("people", "language")
    with_help = True

    class Meta:
        widgets = {
            "file": ShownFileInput(shown_photo),
            "alternative_text": forms.Textarea(attrs={"rows": 3}),
            "caption": forms.Textarea(attrs={"rows": 3}),
        }

    def clean(self):
        """Let what was agreed for a picture not stand for another that is put in its place."""
        cleaned = super().clean()
        is_settled = cleaned.get("consent") in (Photo.Consent.YES, Photo.Consent.NOBODY)
        said_anew = {"alternative_text", "consent"} & set(self.changed_data)
        is_other = not self.instance._state.adding and "file" in self.changed_data
        if is_other and is_settled and not said_anew:
            cleaned["consent"] = Photo.Consent.NOT_ASKED
        return cleaned


class PhotoRows(Rows):
    model = Photo
    form = PhotoForm
    fields = (
        "order",
        "file",
        "alternative_text",
        "consent",
        "caption",
        "credit",
        "people",
        "language",
    )
    intro = _("A photo is public when you say what it shows and that those in it agreed.")

    def get_queryset(self, request):
        people = Prefetch("people", Person.objects.only("pk", "name"))
        return super().get_queryset(request).prefetch_related(people)


class SourceForm(RowForm):
    language = row_language_field()
    more = ("differs",)
    with_help = True


class SourceRows(Rows):
    model = Source
    form = SourceForm
    fields = ("order", "publisher", "title", "url", "language", "date_as_printed", "differs")
    intro = _("Where this was published before, so that readers can compare.")
