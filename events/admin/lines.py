"""Who took part: up to some hundred lines, read and saved in a constant number of queries."""

from django import forms
from django.db.models import Exists, OuterRef, Prefetch
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from events.forms import country_field, row_language_field
from events.models import Participation, Role
from organisations.lookup import INSTITUTIONS
from people.lookup import PEOPLE, posts
from people.models import Person
from portal.admin.fields import NameField
from portal.admin.rows import MOST_ROWS, RowForm, RowFormSet, Rows
from portal.prepared import prepared

HAVING_ROLE = Participation.roles.through


class LineForm(RowForm):
    who = NameField(PEOPLE, lazy=True, required=False, label=_("Person"))
    institution = NameField(INSTITUTIONS, lazy=True, required=False)
    country = country_field()
    roles = forms.TypedMultipleChoiceField(
        coerce=int, required=False, label=_("Roles"), widget=forms.CheckboxSelectMultiple
    )
    language = row_language_field()

    typed = {"who": "person", "institution": "organisation"}
    more = (
        "country",
        "group",
        "qualifier",
        "count",
        "attendance",
        "name_hidden",
        "printed_name",
        "note",
        "language",
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.initial["roles"] = [role.pk for role in self.instance.roles.all()]
        self.fields["institution"].label = _("Institution")

    @property
    def chosen_roles(self):
        """Return the names of the chosen roles, for the summary of their list."""
        chosen = {str(value) for value in self["roles"].value() or []}
        return [label for key, label in self.fields["roles"].choices if str(key) in chosen]


class LineFormSet(RowFormSet):
    @cached_property
    def role_choices(self):
        return list(Role.objects.values_list("pk", "name"))

    def add_fields(self, form, index):
        super().add_fields(form, index)
        form.fields["roles"].choices = self.role_choices

    def prepare(self, living):
        """Fill in the post that a person newly put in a line held on the event's day."""
        fresh = [
            form
            for form in living
            if "who" in form.changed_data
            and isinstance(form.cleaned_data.get("who"), Person)
            and not form.cleaned_data.get("position")
        ]
        day = self.instance.earliest
        if not fresh or not day:
            return
        held = posts([form.instance.person for form in fresh])
        for form in fresh:
            line = form.instance
            institution = form.cleaned_data.get("institution")
            fitting = [
                post
                for post in held[line.person_id]
                if post.covers(day) and institution in (None, post.organisation)
            ]
            if fitting:
                post = fitting[0]
                line.position, line.language = post.title, post.language
                line.organisation = form.cleaned_data["institution"] = post.organisation
                line.office = line.office or post.public_office

    def save(self, commit=True):
        living = self.living()
        self.make_new(living)
        self.number(living)
        moved = self.put_first(living)
        self.make_way(living)
        gone = [form.instance for form in self.initial_forms if self._should_delete_form(form)]
        Participation.objects.filter(pk__in=[line.pk for line in gone if line.pk]).delete()
        old = [
            form
            for form in living
            if not form.instance._state.adding and (form.has_changed() or form in moved)
        ]
        new = [form for form in living if form.instance._state.adding]
        # What follows from others is written by the event when its door closes.
        columns = [
            field.name
            for field in Participation._meta.concrete_fields
            if field.editable and not field.primary_key
        ]
        Participation.objects.bulk_update([form.instance for form in old], columns)
        for form in new:
            form.instance.event = self.instance
        Participation.objects.bulk_create([form.instance for form in new])
        self.save_roles([form for form in [*old, *new] if "roles" in form.changed_data])
        self.new_objects = [form.instance for form in new]
        self.changed_objects = [(form.instance, form.changed_data) for form in old]
        self.deleted_objects = gone
        return [form.instance for form in [*old, *new]]

    def save_roles(self, changed):
        lines = [form.instance.pk for form in changed]
        HAVING_ROLE.objects.filter(participation__in=lines).delete()
        HAVING_ROLE.objects.bulk_create(
            HAVING_ROLE(participation=form.instance, role_id=role)
            for form in changed
            for role in dict.fromkeys(form.cleaned_data["roles"])
        )

    def put_first(self, living):
        """Number all lines anew, the one whose button was pressed first; return the moved."""
        first = [form for form in living if f"_first-{form.prefix}" in self.data]
        if not (first and self.rows.can_put_first):
            return []
        others = sorted((f for f in living if f not in first), key=lambda f: f.instance.order)
        for place, form in enumerate([*first, *others], 1):
            form.instance.order = place * 10
        return living


class LineRows(Rows):
    model = Participation
    form = LineForm
    formset = LineFormSet
    fields = (
        "order",
        "who",
        "position",
        "institution",
        "roles",
        "office",
        *LineForm.more,
    )
    verbose_name = _("line of the list")
    verbose_name_plural = _("who took part")
    can_put_first = shares_language = True
    ways = "admin/events/event/ways.html"
    intro = _(
        "One line for each person, in the order of the list. A name or an institution that is "
        "not known yet is added when you save. Leave the position empty to have the post that "
        "the person held on that day. Institution: on whose behalf they came. Two bodies: two "
        "lines. Without a person, a line stands for an institution, or, "
        "under “More”, for a country or a group in words."
    )

    def get_queryset(self, request):
        roles = Prefetch("roles", Role.objects.only("pk"))
        rows = super().get_queryset(request).select_related("person", "organisation")
        return rows.prefetch_related(roles)


@prepared
def listed(event):
    """The lines of an event, each with whom it names."""
    return Participation.objects.filter(event=event).select_related("person", "organisation")


def has_too_many():
    """Return the condition that an event has more lines than a form may have."""
    lines = Participation.objects.filter(event=OuterRef("pk")).order_by("pk")
    return Exists(lines[MOST_ROWS:])


def too_many(event):
    """Say what stands in the form of an event in the place of its lines; links find it there."""
    words = _(
        'The list has more than {} lines, too many for this form: <a href="{}">open the list</a> '
        "to find a line, change it or take it away. All else is changed here as ever. "
        '<a href="{}">Take a list over</a> adds many lines at once; a list is undone there, too.'
    )
    ways = [reverse(f"admin:events_event_{page}", args=[event.pk]) for page in ("lines", "list")]
    told = format_html(words, MOST_ROWS, *ways)
    return format_html('<span id="participations-group">{}</span>', told)


def represent(event, chosen):
    """Put a line without a name on the list for each institution or country; constant queries."""
    lines = list(event.participations.values_list("organisation", "country", "person", "order"))
    bodies = {body for body, _country, person, _order in lines if not person}
    countries = {country for body, country, person, _order in lines if not (body or person)}
    order = max((order for *_rest, order in lines), default=0) // 10 * 10
    attendance = (
        Participation.Attendance.CAME if event.was_held else Participation.Attendance.EXPECTED
    )
    added = []
    for body in chosen:
        is_country = isinstance(body, str)
        if (body in countries) if is_country else (body.pk in bodies):
            continue
        order += 10
        whose = {"country": body} if is_country else {"organisation": body}
        added.append(Participation(event=event, order=order, attendance=attendance, **whose))
    Participation.objects.bulk_create(added)
    return added
