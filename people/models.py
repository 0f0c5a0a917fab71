from collections import defaultdict
from functools import partial

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from organisations.models import Organisation
from people import alike
from people.written import read_typed
from portal import history, names, numbers
from portal.addresses import page
from portal.fields import LanguageField, NameField
from portal.folded import has_line
from portal.html import RichTextField
from portal.models import (
    ALWAYS,
    NEVER,
    Entry,
    OtherName,
    Recorded,
    Span,
    Visible,
    VisibleQuerySet,
)
from portal.prepared import Among, prepared, updating
from portal.uploads import PictureField


class PersonQuerySet(VisibleQuerySet):
    def shown(self):
        """Return those whose name may be printed at all."""
        return self.exclude(visibility=Person.Visibility.HIDDEN)

    def settle(self, keys):
        """Write from when the public may see some: named at an event, or in the directory."""
        if keys and _seen(list(keys)):
            Entry.objects.follow(self.model, keys)

    def entries(self, keys):
        """Yield what the search index tells of some: every name, the order of its parts aside.

        Who has no page is found by other names, but none of them is ever printed.
        """
        called = defaultdict(list)
        for key, name in _called(keys):
            called[key].append(name)
        for person in _indexed(keys):
            printed = [person.name, f"{person.given_name} {person.family_name}"]
            printed += [f"{person.honorific} {person.name}"] if person.honorific else []
            others = called[person.pk]
            if person.visibility == Person.Visibility.PAGE:
                printed, others = printed + others, []
            text = names.fold(" ".join(others))
            yield Entry.of(Entry.Kind.PERSON, person, printed=printed, text=text)

    def with_office(self, now=None):
        """Annotate `holds_office`: they hold a public office today, at a public institution."""
        today = timezone.localdate(now)
        offices = Position.objects.filter(
            models.Q(since=None) | models.Q(since__lte=today),
            models.Q(until=None) | models.Q(until__gte=today),
            organisation__in=Organisation.objects.public(now),
            person=models.OuterRef("pk"),
            public_office=True,
        )
        return self.annotate(holds_office=models.Exists(offices))

    def in_office(self, now=None):
        """Return those whom search engines may know by a page of their own."""
        return self.with_office(now).filter(holds_office=True)

    def with_page(self):
        return self.filter(visibility=Person.Visibility.PAGE)

    def working_at(self, organisations, day):
        """Return those whose page tells of a post at one of some institutions on a day."""
        public = Organisation.objects.public()
        posts = Position.objects.covering(day).filter(organisation__in=public)
        posts = posts.filter(organisation__in=organisations.values("pk"))
        return self.with_page().filter(pk__in=posts.values("person"))

    def matching(self, query):
        """Return those of whom every word of the query stands in some name."""
        return Entry.objects.narrow(self, query)

    def called(self, folds):
        """Return those of whom one of some folded names is a whole name; reads them through."""
        return self.filter(has_line("folded", folds))

    def create_named(self, written, *, by, **fields):
        """Make people of whom only the name is known, in the order given."""
        made = [self.model.of(read_typed(name), **fields) for name in written]
        return history.create_many(made, by=by)


@updating
def _seen(keys):
    lines = Person._meta.get_field("participations").related_model.objects
    own = lines.filter(person=models.OuterRef("pk"), named=True, held=True)
    first = own.order_by("visible_from", "pk").values("visible_from")[:1]
    seen = models.Case(
        models.When(visibility=Person.Visibility.HIDDEN, then=models.Value(NEVER)),
        models.When(in_directory=True, then=models.Value(ALWAYS)),
        default=Coalesce(models.Subquery(first), NEVER),
    )
    rows = Person.objects.filter(Among("pk", keys)).exclude(visible_from=seen)
    return rows, {"visible_from": seen}


#: The name of who was erased: no letter, so that nothing finds it.
ERASED = "[–]"


class Person(Recorded, Visible):
    class Visibility(models.TextChoices):
        PAGE = "page", _("name, with a page of their own")
        NAME = "name", _("name, without a page")
        HIDDEN = "hidden", _("name not shown")

    name = NameField(_("name"), max_length=200, help_text=_("As it is printed: “Vladimir Cucić”."))
    honorific = NameField(
        _("honorific"), max_length=60, blank=True, help_text=_("Mr, Ms, Dr, H.E. … if known.")
    )
    given_name = NameField(_("given name"), max_length=120, blank=True)
    family_name = NameField(
        _("family name"), max_length=120, blank=True, help_text=_("By this the lists are sorted.")
    )
    order_known = models.BooleanField(_("it is known which part is the family name"), default=True)
    language = LanguageField(_("language of the name"), default="en")
    biography = RichTextField(_("short biography"), blank=True)
    portrait = PictureField(
        _("portrait"), upload_to="portraits", blank=True, width_field="portrait_width"
    )
    portrait_width = models.PositiveIntegerField(null=True, blank=True, editable=False)
    visibility = models.CharField(
        _("what the public sees"), max_length=6, choices=Visibility, default=Visibility.PAGE
    )
    in_directory = models.BooleanField(
        _("in the public directory"),
        default=False,
        help_text=_("Shown to the public even while no public event names them."),
    )
    to_complete = models.BooleanField(_("to be completed"), default=False)
    folded = models.TextField(editable=False)
    sort_key = models.CharField(max_length=250, editable=False)

    objects = PersonQuerySet.as_manager()

    ERASED = ERASED

    alike = alike
    erasable = True
    parts = ("names", "positions")
    stricter = ("visibility",)
    either = ("in_directory",)
    unseen = frozenset({"to_complete"})
    going_with = {"name": ("language",), "family_name": ("order_known",)}
    entry_kinds = [Entry.Kind.PERSON]
    unrecorded = (*Recorded.unrecorded, "folded", "sort_key", "portrait_width")

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        ordering = ["sort_key", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(name=""),
                name="people_person_has_a_name",
                violation_error_message=_("Give the name as it is printed."),
            ),
            models.CheckConstraint(
                condition=~models.Q(name=ERASED)
                | models.Q(
                    visibility="hidden",
                    honorific="",
                    given_name="",
                    family_name="",
                    biography="",
                    portrait="",
                ),
                name="people_person_erased_says_nothing",
                violation_error_message=_("“[–]” stands for who was erased: write a name."),
            ),
        ]
        permissions = [
            ("merge_person", _("Can merge and split people")),
            ("erase_person", _("Can hide and erase people everywhere")),
        ]
        indexes = [
            models.Index(fields=["sort_key", "id"], name="people_by_name"),
            models.Index(fields=["visible_from", "id"], name="people_visible"),
            models.Index(
                fields=["to_complete", "id"],
                name="people_to_complete",
                condition=models.Q(to_complete=True),
            ),
            models.Index(
                fields=["id"], name="people_hidden", condition=models.Q(visibility="hidden")
            ),
        ]

    def __str__(self):
        return str(_("[name removed]")) if self.is_erased else self.name

    @classmethod
    def of(cls, read, **fields):
        """Return somebody new of whom a name was read; the printed one has all of it."""
        parts = {"given_name": read.given_name, "family_name": read.family_name}
        longest = cls._meta.get_field("given_name").max_length
        if max(map(len, parts.values())) > longest:
            parts = {}
        return cls(
            name=read.name,
            honorific=read.honorific[:60],
            order_known=read.order_known and bool(parts),
            to_complete=True,
            **parts,
            **fields,
        )

    def save(self, *args, **kwargs):
        self.derive()
        super().save(*args, **kwargs)

    def derive(self):
        """Set what follows from other fields of the row."""
        self.name = names.tidy(self.name)
        self.given_name = names.tidy(self.given_name)
        self.family_name = names.tidy(self.family_name)
        self.sort_key = names.fold(
            f"{self.family_name} {self.given_name}"
            if self.family_name and self.order_known
            else self.name
        )[:250]
        self.folded = self.folded or names.fold(self.name)

    def get_absolute_url(self):
        return page("people:detail", self.pk, self.slug)

    def page_url(self, now=None):
        return super().page_url(now) if self.visibility == self.Visibility.PAGE else ""

    @property
    def slug(self):
        return names.slug_again(self.name)

    @property
    def is_erased(self):
        return self.name == self.ERASED

    def forget(self):
        """Let the row say nothing of the person any more; the number stays."""
        blank = self._meta.model(name=self.ERASED, visibility=self.Visibility.HIDDEN)
        for field in self._meta.concrete_fields:
            if not field.primary_key and field.name not in self.kept | {"created_at"}:
                setattr(self, field.attname, getattr(blank, field.attname))

    def check_merge(self, other):
        if self.is_erased or other.is_erased:
            raise ValidationError(_("Who was erased stays nobody: choose another."), "erased")

    def own_names(self):
        """Return the printed name, and that of the parts where it says something else."""
        parts = f"{self.given_name} {self.family_name}".strip()
        is_other = names.fold(parts) not in ("", names.fold(self.name))
        return [(name, OtherName.Kind.ALIAS) for name in [self.name, *[parts] * is_other]]

    def settle(self):
        every = [self.name, f"{self.given_name} {self.family_name}"]
        every += [other.name for other in self.names.all()]
        folded = "\n".join(dict.fromkeys(fold for name in every if (fold := names.fold(name))))
        if folded != self.folded:
            self.folded = folded
            Person.objects.filter(pk=self.pk).update(folded=folded)

    def events_moved(self):
        """Return the events of all lines: of each the person may be named now, or no more."""
        lines = self.participations.order_by()
        return list(lines.values_list("event", flat=True).distinct())

    def indexed(self, change):
        return Person.objects, self.pk

    def changed(self, change, now):
        was = change.before and change.before["fields"]["visibility"]
        is_told = was and was != self.visibility
        if is_told:
            self.participations.settle()
        # What events say of a person, they settle themselves; no line names who is new.
        if is_told or change.sets("in_directory"):
            Person.objects.settle([self.pk])
        hidden = self.Visibility.HIDDEN
        if (was == hidden) != (self.visibility == hidden) and not self.is_erased:
            what = numbers.HIDDEN if self.visibility == hidden else numbers.SHOWN
            told = numbers.line(self.pk, what, now)
            # To hide somebody does not wait for a disk that is full: it is written down later.
            transaction.on_commit(partial(numbers.add, [told]), robust=True)


class PersonName(OtherName):
    person = models.ForeignKey(Person, models.CASCADE, related_name="names")

    class Meta(OtherName.Meta):
        verbose_name = _("other name")
        verbose_name_plural = _("other names")
        constraints = [
            *OtherName.Meta.constraints,
            models.UniqueConstraint(
                fields=["person", "name", "kind", "language"],
                name="people_name_once",
                violation_error_message=_("This name is in the list already."),
            ),
        ]


@prepared
def _indexed(keys):
    """Those of whom the search index tells."""
    return Person.objects.filter(Among("pk", keys)).defer("biography")


@prepared
def _called(keys):
    """Their other names."""
    return PersonName.objects.filter(Among("person", keys)).values_list("person_id", "name")


class PositionQuerySet(models.QuerySet):
    def covering(self, day):
        """Return those held on a day, as `Span.covers` has it."""
        begun = models.Q(since__isnull=True) | models.Q(since__lte=day)
        return self.order_by().filter(
            begun, models.Q(until__isnull=True) | models.Q(until__gte=day)
        )


class Position(Span):
    """A post that a person held at an institution."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="positions")
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="positions", verbose_name=_("institution")
    )
    title = models.CharField(_("post"), max_length=200)
    language = LanguageField(_("language of the words"), default="en")
    public_office = models.BooleanField(
        _("a public office"), default=False, help_text=_("Holders of an office are shown by name.")
    )

    objects = PositionQuerySet.as_manager()

    class Meta:
        verbose_name = _("post")
        verbose_name_plural = _("posts")
        ordering = [models.F("since").desc(nulls_last=True), "-pk"]
        constraints = [*Span.Meta.constraints]
        indexes = [models.Index(fields=["organisation", "person"], name="people_position_holders")]

    def __str__(self):
        return f"{self.title}, {self.organisation}"
