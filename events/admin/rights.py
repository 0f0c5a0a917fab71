"""“Where this person is”, and what the data protection officer does there."""

import hashlib

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from events.corrections.search import surroundings
from events.models import Cover, Document, Edition, Event, Photo, Request
from events.rights import covering, papers
from events.rights.erasing import erase
from events.rights.holding import held
from events.rights.stored import Shut, called, json_columns, rows_with, stores
from people.models import Person
from portal import dates, history, linked, logs
from portal.admin.fields import KeysField, LineField
from portal.models import Site

PERMISSION = "people.erase_person"
REASON = {"label": gettext_lazy("Reason"), "max_length": 300}


class ReasonForm(forms.Form):
    reason = LineField(**REASON, help_text=gettext_lazy("Kept in the history; readers see none."))


class EraseForm(forms.Form):
    """What is asked before somebody is erased for good."""

    documents = KeysField(
        Document.objects.none(),
        label=gettext_lazy("Documents that go too, with their files"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy(
            "What a file says cannot be changed here. Chosen are those that name the person; open "
            "each that could not be read and look into it."
        ),
    )
    number = forms.IntegerField(
        label=gettext_lazy("Write the number of this person to confirm"),
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )

    def __init__(self, person, user, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.person = person
        told = Event.objects.open_to(user)
        own = papers.of(person).filter(event__in=told)
        self.fields["documents"].queryset = own
        if not self.is_bound:
            read = papers.look_into(own, called(person))
            self.fields["documents"].initial = [paper.pk for paper in read if paper.is_sure]

    def clean_number(self):
        if self.cleaned_data["number"] != self.person.pk:
            words = _("This is not their number: it is %(number)d.")
            raise ValidationError(words, "other", {"number": self.person.pk})
        return self.cleaned_data["number"]


def person_for(request, pk):
    if not request.user.has_perm(PERMISSION):
        raise PermissionDenied
    return get_object_or_404(Person, pk=pk)


class Where:
    """Everything that names a person, as far as one of the staff may be told of it."""

    def __init__(self, person, user, looked=()):
        self.person, self.user = person, user
        self.shut = Shut(user)
        self.texts = [text for text in covering.texts(person) if not self.shut.has(text.row)]
        lines = person.participations.select_related("event", "organisation")
        #: The lines by which readers are told the name now.
        self.shown = set(lines.public().telling().values_list("pk", flat=True))
        photos = Photo.objects.filter(people=person).select_related("event")
        self.lines = self._open(lines.order_by("-event__listed_on", "order", "pk"))
        self.photos = self._open(photos.order_by("pk"))
        self.documents = _documents(person, self.shut, looked)

    def _open(self, rows):
        return [row for row in rows if not self.shut.has(row)]

    def choose(self, sent):
        """Show again what was chosen and not done, unless its places are no longer what they were.

        Places are told by their numbers: another one may have come between.
        """
        if self.seen != sent.get("seen"):
            return
        for text in self.texts:
            text.decisions = _said(sent, text)
        for line in self.lines:
            line.name_hidden = f"line-{line.pk}" in sent
        for photo in self.photos:
            photo.is_chosen = f"photo-{photo.pk}" in sent
        for paper in self.documents:
            paper.withheld = f"withheld-{paper.pk}" in sent
            paper.is_chosen = f"document-{paper.pk}" in sent

    @cached_property
    def seen(self):
        """Return what tells this finding from any other."""
        said = [[text.key(0), text.was, text.decisions] for text in self.texts]
        said += [[line.pk, line.name_hidden] for line in self.lines]
        said += [[photo.pk, photo.consent] for photo in self.photos]
        said += [[paper.pk, paper.withheld] for paper in self.documents]
        return hashlib.sha256(repr(said).encode()).hexdigest()

    @property
    def sheets(self):
        """Yield each text with its places and the words around them."""
        for text in self.texts:
            places = []
            for number, found in enumerate(text.hits):
                before, after = surroundings(text.read.text, found.start, found.end)
                places.append(
                    {
                        "key": text.key(number),
                        "before": before,
                        "words": found.old,
                        "after": after,
                        "doubtful": found.doubtful,
                        "decision": text.decisions[number],
                    }
                )
            yield {
                "title": titled(text.row),
                "kind": capfirst(text.row._meta.verbose_name),
                "which": _of_several(text.row),
                "label": capfirst(text.row._meta.get_field(text.column).verbose_name),
                "places": places,
            }

    @cached_property
    def copies(self):
        """Return how many papers of the staff name them, by kind; a query for each kind."""
        who, shown, found = called(self.person), covering.published(), []
        for model in stores():
            if model in shown:
                continue
            # They are counted: a kept state may be that of a list of thousands.
            rows = rows_with(model, who).defer(*json_columns(model))
            if number := len(self._open(rows)):
                found.append((capfirst(model._meta.verbose_name_plural), number))
        return found


def _documents(person, shut, looked=()):
    """Return the documents of their events; opens the files of those not looked into yet."""
    rows = [paper for paper in papers.of(person) if not shut.has(paper)]
    return papers.look_on(looked, rows, called(person))


def _of_several(row):
    """Return what tells a text of a report from its other texts, for any other row nothing."""
    if not isinstance(row, Edition):
        return ""
    if row.publish_at is None:
        return row.get_state_display()
    is_due = row.publish_at <= timezone.now()
    words = _("sent out on %(moment)s") if is_due else _("goes out on %(moment)s")
    return words % {"moment": dates.moment(row.publish_at)}


def titled(row):
    """Return of what a row is a part, else what it is called."""
    return str(getattr(row, "event", None) or row)


@require_http_methods(["GET", "HEAD", "POST"])
def where(request, pk):
    person = person_for(request, pk)
    if person.is_erased:
        return _page(request, person, "where", {"title": _("Where this person is")})
    form = ReasonForm(request.POST or None)
    error = ""
    if request.method == "POST" and form.is_valid():
        try:
            return _done(request, person, form.cleaned_data["reason"])
        except (ValidationError, IntegrityError) as refused:
            error = _refusal(refused)
    found = Where(person, request.user)
    if request.method == "POST":
        found.choose(request.POST)
    context = {"title": _("Where this person is"), "form": form, "error": error, "found": found}
    context["decisions"] = Cover.Decision.choices
    return _page(request, person, "where", context)


def _refusal(error):
    if isinstance(error, IntegrityError):
        return _("A line would stand twice. Change that line by hand first.")
    return " ".join(error.messages)


def _done(request, person, reason):
    """Do what one of the three buttons says, and forget nothing that was chosen beside it."""
    door = {"by": request.user, "reason": reason}
    if "hide" in request.POST:
        # It stands when all the rest is covered; and whatever is refused, they are hidden now.
        refused = ""
        if _is_chosen(request, person):
            try:
                _do_chosen(request, person, door)
            except (ValidationError, IntegrityError) as error:
                refused = _refusal(error)
        covering.hide(person, **door)
        if refused:
            raise ValidationError(
                _("“%(name)s” is hidden everywhere. What is chosen besides was not done: %(why)s"),
                params={"name": person, "why": refused},
            )
        words = _("“%(name)s” is hidden everywhere. Look at what is marked as doubtful.")
    elif "show" in request.POST:
        if _is_chosen(request, person):
            raise ValidationError(
                _(
                    "Something else is chosen here, and would be forgotten: press “Do what is "
                    "chosen” first, or leave it as it was."
                )
            )
        covering.show(person, **door)
        words = _("“%(name)s” is shown again, but for what was replaced for good.")
    else:
        _do_chosen(request, person, door)
        words = _("What you decided for “%(name)s” is done.")
    messages.success(request, words % {"name": person})
    return redirect("admin:where", person.pk)


def _is_chosen(request, person):
    """Say whether a form that showed the places has anything chosen that is not so already."""
    return "seen" in request.POST and _chosen(request.POST, Where(person, request.user))


def _do_chosen(request, person, door):
    # To open files may take a while, and nobody could save meanwhile.
    looked = _documents(person, Shut(request.user))
    with transaction.atomic():
        # Nobody changes a record between this look and what is saved.
        Site.objects.hold()
        found = Where(person, request.user, looked)
        if found.seen != request.POST.get("seen"):
            raise ValidationError(
                _("Something was changed since you looked. Look again, then save.")
            )
        if not _chosen(request.POST, found):
            raise ValidationError(
                _("Nothing is chosen here that was not so already: nothing was done.")
            )
        _decide(request.POST, found, door)


def _said(sent, text):
    """Return what was decided of each place of a text."""
    said = [sent.get(text.key(number), "") for number in range(len(text.hits))]
    return [one if one in Cover.Decision.values else "" for one in said]


def _chosen(sent, found):
    """Say whether anything is chosen that is not so already."""
    return (
        any(_said(sent, text) != list(text.decisions) for text in found.texts)
        or any((f"line-{line.pk}" in sent) != line.name_hidden for line in found.lines)
        or any(f"photo-{photo.pk}" in sent for photo in found.photos)
        or any(
            f"document-{paper.pk}" in sent or (f"withheld-{paper.pk}" in sent) != paper.withheld
            for paper in found.documents
        )
    )


@history.owed()
def _decide(sent, found, door):
    for text in found.texts:
        text.decisions = _said(sent, text)
    covering.keep(found.texts, found.person, **door)
    for line in found.lines:
        hidden = f"line-{line.pk}" in sent
        if hidden != line.name_hidden:
            with history.change(line.event, follows=True, **door):
                line.name_hidden = hidden
                line.save(update_fields=["name_hidden"])
    for photo in found.photos:
        if f"photo-{photo.pk}" in sent and photo.consent != Photo.Consent.NO:
            with history.change(photo.event, follows=True, **door):
                photo.consent = Photo.Consent.NO
                photo.save(update_fields=["consent"])
    door["now"] = history.whole(timezone.now())
    for paper in found.documents:
        if f"document-{paper.pk}" in sent:
            with history.change(paper.event, follows=True, **door):
                paper.delete()
        elif (f"withheld-{paper.pk}" in sent) != paper.withheld:
            turn = papers.give_out if paper.withheld else papers.withhold
            turn([paper], found.person, **door)


@require_http_methods(["GET", "HEAD", "POST"])
def erase_page(request, pk):
    """Ask once more, then erase a person for good."""
    person = person_for(request, pk)
    if person.is_erased:
        return redirect("admin:where", person.pk)
    form = EraseForm(person, request.user, request.POST or None)
    error = ""
    if request.method == "POST" and form.is_valid():
        error = _erased(request, person, form.cleaned_data["documents"])
        if not error:
            messages.success(request, _("The person is erased. Their address answers “gone”."))
            if not Request.objects.open().exists():
                return redirect("admin:people_person_changelist")
            messages.info(request, _("Whoever asked for it waits for an answer here."))
            return redirect("admin:requests")
    return _page(
        request, person, "erase", {"title": _("Erase for good"), "form": form, "error": error}
    )


def is_undecided(person, user):
    """Say whether a place that somebody may be told of may mean a person or another."""
    shut = Shut(user)
    return any(text.is_open and not shut.has(text.row) for text in covering.texts(person))


def _erased(request, person, documents):
    """Erase somebody; return what was wrong, "" if nothing."""
    undecided = _(
        "Some places may mean this person or another. Decide first what becomes of them, on "
        "“Where this person is”: nobody could find them afterwards."
    )
    mark = Site.objects.mark()
    if is_undecided(person, request.user):
        return undecided
    try:
        with transaction.atomic():
            Site.objects.hold()
            # What was saved since that look may name them too.
            if Site.objects.mark() != mark and is_undecided(person, request.user):
                return undecided
            erase(person, by=request.user, documents=documents)
    except ValidationError as refused:
        return " ".join(refused.messages)
    except IntegrityError:
        return _("Without the name a row would stand twice. Change that row by hand first.")
    return ""


@require_safe
def held_file(request, pk):
    """Give out one file with all that is held on a person."""
    person = person_for(request, pk)
    logs.note("all on a person given out", person=person.pk, by=request.user.pk)
    answer = HttpResponse(
        linked.written(held(person, request.user)), content_type="application/json"
    )
    answer["Content-Disposition"] = f'attachment; filename="person-{person.pk}.json"'
    return answer


def _page(request, person, name, context):
    own = {"opts": Person._meta, "record": person, "kind": capfirst(Person._meta.verbose_name)}
    context = admin.site.each_context(request) | own | context
    return TemplateResponse(request, f"admin/rights/{name}.html", context)
