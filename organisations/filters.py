import re

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.template.defaulttags import querystring
from django.urls import reverse_lazy
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from organisations.models import Organisation
from portal import names
from portal.fields import country_name
from portal.filters import (
    LONGEST,
    ChoicesFilter,
    CountryFilter,
    PortalFilter,
    PortalFilterSet,
    Several,
    SeveralField,
    WordsFilter,
)
from portal.folded import is_called
from portal.models import Address, Entry, Reassignment
from portal.nearmiss import suggestions
from portal.prepared import Among, prepared

MOST_OFFERED = 10
KINDS = [(kind.value, capfirst(kind.label)) for kind in Organisation.Kind]
SLUG = re.compile("[-a-z0-9_]{1,100}")


def offered(typed):
    """Return the public institutions that fit what was typed, at most ten and one to tell more.

    Those of which it is a whole name come first and have `rank` 0, then those whose name
    begins with it. Each has its `parent` only if that is public too. Costs two queries.
    """
    fold = names.fold(typed)
    if not fold:
        return []
    found = (
        Organisation.objects.public()
        .matching(typed)
        .annotate(
            rank=models.Case(
                models.When(is_called(fold), then=0),
                models.When(sort_key__startswith=fold, then=1),
                default=2,
                output_field=models.IntegerField(),
            )
        )
        .order_by("rank", "sort_key", "pk")
        .prefetch_related(models.Prefetch("parent", Organisation.objects.public()))
        .defer("about")
    )
    return list(found[: MOST_OFFERED + 1])


def nearest(typed):
    """Return the public institutions of which a name is almost what was typed; ten at most."""
    meant = suggestions(typed, timezone.now(), [Entry.Kind.ORGANISATION])
    found = {row.pk: row for words in meant for row in offered(words)}
    return list(found.values())[:MOST_OFFERED]


def told_apart(organisation):
    """Return in words what tells an institution from its namesakes; "" if nothing does."""
    return _told_apart(organisation.country, organisation.parent and organisation.parent.name)


def _told_apart(country, whole):
    parts = [country_name(country)] if country else []
    if whole:
        parts.append(gettext("part of %(name)s") % {"name": whole})
    return " · ".join(parts)


def known_as(organisation, typed):
    """Return the other name that what was typed stands in, "" if the usual name has it.

    Reads `names`, so prefetch them for lists.
    """
    wanted = names.terms(typed)
    others = (organisation.acronym, *(other.name for other in organisation.names.all()))
    for name in ("", *others):
        if all(word in names.fold(name or organisation.name) for word in wanted):
            return name
    return ""


@prepared
def addressed(slugs, now):
    """The public institutions at some addresses."""
    return Organisation.objects.public(now).filter(Among("slug", slugs)).defer("about")


@prepared
def _choices(keys, now):
    public = Organisation.objects.public(now)
    whole = public.filter(pk=models.OuterRef("parent")).order_by().values("name")
    return (
        public.filter(Among("pk", keys))
        .order_by()
        .values_list("pk", "slug", "name", "language", "country", models.Subquery(whole))
    )


def institution_choices(keys, now):
    """Return of public institutions what a choice prints: {key: (address, name, detail, language)}.

    Costs a query.
    """
    return {
        pk: (slug, name, _told_apart(country, whole), language)
        for pk, slug, name, language, country, whole in _choices(keys, now)
    }


class InstitutionBoundField(forms.BoundField):
    """What the page shows of an institution field beside the words typed."""

    @property
    def chosen(self):
        return list(dict.fromkeys(self.field.found.values()))

    @property
    def typed(self):
        return self.field.unresolved

    @property
    def candidates(self):
        """List what the words may mean, each with the address that says so."""
        kept = [raw for raw in self.value() or [] if raw.strip() != self.field.unresolved]
        return [
            {
                "name": row.name,
                "language": row.language,
                "detail": told_apart(row),
                "url": querystring(
                    None, self.form.data, {self.html_name: [*kept, row.slug], "page": None}
                ),
            }
            for row in self.field.candidates
        ]


class InstitutionField(SeveralField):
    """Public institutions, by their addresses, or one of them by a name; gives a list of them."""

    widget = Several(forms.TextInput())
    suggest_url = reverse_lazy("organisations:suggest")

    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.found = {}
        self.candidates = []
        self.unresolved = ""

    def get_bound_field(self, form, field_name):
        return InstitutionBoundField(form, self, field_name)

    def clean(self, value):
        self.unresolved = next((raw for raw in value or [] if raw.strip()), "")[:LONGEST]
        chosen = super().clean(value)
        self.unresolved = ""
        return chosen

    def read(self, values):
        slugs = [raw for raw in values if SLUG.fullmatch(raw)]
        self.found = self._addressed(slugs)
        typed = [raw for raw in values if raw not in self.found]
        if typed:
            self.unresolved = typed[0]
        if len(typed) > 1:
            raise ValidationError(_("Write one institution at a time."), code="too_many")
        if typed:
            self.found[typed[0]] = self._named(typed[0])
        return list(dict.fromkeys(self.found[raw] for raw in values))

    def words(self, raw):
        """Return the name and the country: every country has a ministry of that name."""
        found = self.found[raw.strip()]
        return f"{found.name}, {country_name(found.country)}" if found.country else found.name

    def _addressed(self, slugs):
        """Return the institutions that have these addresses, or had them, by address."""
        if not slugs:
            return {}
        found = {row.slug: row for row in addressed(slugs, timezone.now())}
        former = dict(
            Address.objects.filter(
                kind=Organisation._meta.label_lower, path__in=set(slugs) - set(found)
            ).values_list("path", "record_id")
            if len(found) < len(slugs)
            else ()
        )
        if former:
            merged = Reassignment.objects.heirs(Organisation, former.values())
            keys = {path: merged.get(pk, pk) for path, pk in former.items()}
            rows = Organisation.objects.public().defer("about").in_bulk(keys.values())
            found |= {path: rows[pk] for path, pk in keys.items() if pk in rows}
        return found

    def _named(self, typed):
        if not names.terms(typed):
            raise ValidationError(_("Write at least one letter or number."), code="no_words")
        rows = offered(typed)
        exact = [row for row in rows if row.rank == 0]
        pool = exact or rows
        if not pool:
            self.candidates = nearest(typed)
            message = _("No institution has such a name: write a part of it that you know.")
            if self.candidates:
                message = _("No institution has such a name. Is one of these meant?")
            raise ValidationError(message, code="unknown")
        if len(pool) > 1:
            self.candidates = pool[:MOST_OFFERED]
            if exact:
                message = _("Several institutions have this name. Which one do you mean?")
            elif len(pool) > MOST_OFFERED:
                message = _("Many institutions fit: write more of the name, or choose one.")
            else:
                message = _("Several institutions fit. Which one do you mean?")
            raise ValidationError(message, code="ambiguous")
        return pool[0]


class InstitutionFilter(PortalFilter):
    field_class = InstitutionField


class SwitchInput(forms.CheckboxInput):
    """A box that sends a value of its own when it is ticked, and nothing when it is not."""

    def __init__(self, sent, attrs=None):
        self.sent = sent
        super().__init__(attrs)

    def value_from_datadict(self, data, files, name):
        return data.get(name)

    def get_context(self, name, value, attrs):
        context = super().get_context(name, value, attrs)
        context["widget"]["value"] = self.sent
        if value == self.sent:
            context["widget"]["attrs"]["checked"] = True
        else:
            context["widget"]["attrs"].pop("checked", None)
        return context


class SwitchField(forms.Field):
    """Whether something counts as the institution that is asked for; gives True or False."""

    #: What holds where nothing is sent.
    usual = False
    #: What is said of anything but 0 and 1.
    refused = ""

    def clean(self, value):
        if value not in (None, "", "0", "1"):
            raise ValidationError(self.refused, code="invalid")
        return value == "1" if value else self.usual

    def words(self, raw):
        return gettext("included") if raw == "1" else gettext("left out")


class SwitchFilter(PortalFilter):
    """Has no effect of its own; the filter of the institution reads it."""

    def filter(self, qs, value):
        return qs


class DepartmentsField(SwitchField):
    widget = SwitchInput("0")
    chip_label = _("Departments")
    usual = True
    refused = _("Write 0 to leave the departments out, or 1 to have them in.")


class DepartmentsFilter(SwitchFilter):
    field_class = DepartmentsField


class SuccessorsField(SwitchField):
    widget = SwitchInput("1")
    chip_label = _("What came before and after")
    refused = _("Write 1 to have in what came before and after, or 0 to leave it out.")


class SuccessorsFilter(SwitchFilter):
    field_class = SuccessorsField


class OrganisationFilter(PortalFilterSet):
    q = WordsFilter(method="find", label=_("Name"))
    kind = ChoicesFilter(
        method="of_kind",
        label=_("Kind"),
        choices=KINDS,
    )
    country = CountryFilter(method="from_country", label=_("Country"))

    def find(self, queryset, name, value):
        return queryset.matching(value)

    def of_kind(self, queryset, name, value):
        return queryset.filter(kind__in=value)

    def from_country(self, queryset, name, value):
        return queryset.filter(country__in=value)
