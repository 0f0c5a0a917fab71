from django.core.exceptions import ValidationError
from django.db import models
from django.db.models.functions import Coalesce, Least
from django.utils.translation import gettext_lazy as _

from organisations import alike
from organisations.ancestry import Ancestry
from organisations.names import OrganisationName
from portal import history, names
from portal.addresses import page
from portal.fields import CountryField, LanguageField, NameField
from portal.html import RichTextField
from portal.models import (
    ALWAYS,
    NEVER,
    Address,
    Entry,
    OtherName,
    Recorded,
    Span,
    Visible,
    VisibleQuerySet,
)
from portal.prepared import Among, prepared, updating
from portal.uploads import PictureField

#: What makes an institution visible: the rows that name it, by which field, visible from when.
USES = [
    ("participations", "organisation", "visible_from"),
    ("events_as", "organisation", "event__visible_from"),
    ("projects_as", "organisation", "project__visible_from"),
    ("team_of", "team", "visible_from"),
]


#: Last parts of addresses that are pages of the directory itself.
RESERVED = frozenset({"suggest"})


class OrganisationQuerySet(VisibleQuerySet):
    def settle(self, keys):
        """Write from when the public may see some and all that they are departments of.

        An institution is seen when a visible event or project names it or one of its
        departments, or when staff put it in the directory.
        """
        keys = list(keys)
        if not keys:
            return
        _used(keys)
        if _seen(keys):
            above = Ancestry.objects.filter(Among("descendant", keys)).order_by()
            Entry.objects.follow(self.model, above.values_list("ancestor", flat=True))

    def entries(self, keys):
        """Yield what the search index tells of some: every name, acronym and former name."""
        for body in self.filter(pk__in=keys).defer("about").prefetch_related("names"):
            printed = [body.name, body.official_name, body.acronym]
            printed += [other.name for other in body.names.all()]
            yield Entry.of(Entry.Kind.ORGANISATION, body, printed=printed)

    def within(self, organisation):
        """Return an institution with its departments at any depth."""
        return self.filter(ancestors__ancestor=organisation)

    def meant_by(self, organisations, *, departments=True, successors=False):
        """Return what counts as one of some institutions.

        Their departments do if wished, and what came before and after them (at any remove,
        as far as it is public), which costs a query.
        """
        keys = {organisation.pk for organisation in organisations}
        if successors:
            keys = self._before_and_after(keys)
        if not departments:
            return self.filter(pk__in=keys)
        below = Ancestry.objects.filter(ancestor__in=keys).order_by()
        return self.filter(pk__in=below.values("descendant"))

    def _before_and_after(self, keys):
        public = Organisation.objects.public().order_by().values("pk")
        pairs = Organisation.successors.through.objects.filter(
            from_organisation__in=public, to_organisation__in=public
        ).values_list("from_organisation", "to_organisation")
        near = {}
        for before, after in pairs:
            near.setdefault(before, set()).add(after)
            near.setdefault(after, set()).add(before)
        found, new = set(keys), set(keys)
        while new:
            new = {other for key in new for other in near.get(key, ())} - found
            found |= new
        return found

    def matching(self, query):
        """Return those of which every word of the query stands in some name."""
        return Entry.objects.narrow(self, query)

    def create_named(self, written, *, by, **fields):
        """Make institutions of which only the name is known, in the order given."""
        fields |= self.model.IN_PASSING
        made = [self.model(official_name=name, **fields) for name in written]
        return self.create_new(made, by=by)

    def create_new(self, made, *, by, now=None):
        """Save new institutions that have no other names yet; what they are part of is there."""
        slugs = self._free_slugs([names.slug(body.official_name) for body in made])
        for organisation, slug in zip(made, slugs, strict=True):
            organisation.slug = slug
        history.create_many(made, by=by, now=now)
        kind = self.model._meta.label_lower
        Ancestry.objects.begin(made)
        Address.objects.bulk_create(
            Address(kind=kind, path=organisation.slug, record_id=organisation.pk)
            for organisation in made
        )
        return made

    def _free_slugs(self, stems):
        """Return for each stem an address that nobody has or had; asks again only on a clash."""
        slugs, turn = list(stems), 1
        while True:
            kind = self.model._meta.label_lower
            taken = RESERVED | {*self.filter(slug__in=slugs).values_list("slug", flat=True)}
            taken |= {
                *Address.objects.filter(kind=kind, path__in=slugs).values_list("path", flat=True)
            }
            clashes = [at for at, slug in enumerate(slugs) if slug in taken or slug in slugs[:at]]
            if not clashes:
                return slugs
            turn += 1
            for at in clashes:
                slugs[at] = f"{stems[at]}-{turn}"


def _first_use(accessor, field, visible_from):
    rows = Organisation._meta.get_field(accessor).related_model.objects
    first = rows.filter(**{field: models.OuterRef("pk")}).order_by(visible_from, "pk")
    return Coalesce(models.Subquery(first.values(visible_from)[:1]), NEVER)


@prepared
def _called(slug):
    """Whose address ends like this now."""
    return Organisation.objects.filter(slug=slug).order_by().values_list("pk", flat=True)


@updating
def _used(keys):
    first = Least(*(_first_use(*use) for use in USES))
    return Organisation.objects.filter(Among("pk", keys)), {"used_from": first}


@updating
def _seen(keys):
    below = Ancestry.objects.filter(ancestor=models.OuterRef("pk"))
    first = below.order_by("descendant__used_from", "pk").values("descendant__used_from")[:1]
    seen = models.Case(
        models.When(in_directory=True, then=models.Value(ALWAYS)),
        default=Coalesce(models.Subquery(first), NEVER),
    )
    above = Ancestry.objects.filter(Among("descendant", keys)).order_by().values("ancestor")
    rows = Organisation.objects.filter(pk__in=above).exclude(visible_from=seen)
    return rows, {"visible_from": seen}


class Organisation(Recorded, Visible, Span):
    """A body that people speak for."""

    class Kind(models.TextChoices):
        AUTHORITY = "authority", _("public authority")
        INTERNATIONAL = "international", _("international organisation")
        EU = "eu", _("EU institution or body")
        NETWORK = "network", _("network")
        TEAM = "team", _("project team")
        NGO = "ngo", _("civil society")
        ACADEMIC = "academic", _("university or research")
        COMPANY = "company", _("company")
        MEDIA = "media", _("media")
        OTHER = "other", _("other")
        UNKNOWN = "unknown", _("not known")

    class Outcome(models.TextChoices):
        EXISTS = "", _("still exists")
        RENAMED = "renamed", _("renamed")
        MERGED = "merged", _("merged into another")
        SPLIT = "split", _("split up")
        CLOSED = "closed", _("closed")

    #: What is said of one that was made in passing, of which only a name is known.
    IN_PASSING = {"kind": Kind.UNKNOWN, "to_complete": True}

    official_name = NameField(
        _("official name"),
        max_length=300,
        blank=True,
        help_text=_("As the institution writes it. Leave empty if only its letters are known."),
    )
    acronym = NameField(_("acronym"), max_length=40, blank=True)
    name = models.CharField(max_length=300, editable=False)
    slug = models.SlugField(
        _("address"),
        max_length=100,
        unique=True,
        blank=True,
        help_text=_("The last part of the page's address. Made from the name if left empty."),
    )
    kind = models.CharField(_("kind"), max_length=13, choices=Kind, default=Kind.AUTHORITY)
    country = CountryField(_("country"), blank=True)
    parent = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="departments",
        verbose_name=_("part of"),
        help_text=_("The institution that this is a department of."),
    )
    language = LanguageField(_("language of the name"), default="en")
    website = models.URLField(_("website"), blank=True)
    about = RichTextField(_("about"), blank=True)
    logo = PictureField(
        _("logo"), upload_to="logos", blank=True, width_field="logo_width", keep_alpha=True
    )
    logo_width = models.PositiveIntegerField(null=True, blank=True, editable=False)
    outcome = models.CharField(
        _("what became of it"), max_length=8, choices=Outcome, blank=True, default=Outcome.EXISTS
    )
    successors = models.ManyToManyField(
        "self",
        symmetrical=False,
        blank=True,
        related_name="predecessors",
        verbose_name=_("followed by"),
    )
    in_directory = models.BooleanField(
        _("in the public directory"),
        default=False,
        help_text=_("Shown to the public even while no public event names it."),
    )
    to_complete = models.BooleanField(_("to be completed"), default=False)
    used_from = models.DateTimeField(default=NEVER, editable=False)
    folded = models.TextField(editable=False)
    sort_key = models.CharField(max_length=300, editable=False)

    objects = OrganisationQuerySet.as_manager()

    alike = alike
    parts = ("names",)
    derived = ("ancestors", "descendants")
    relations = ("successors",)
    either = ("in_directory",)
    unseen = frozenset({"to_complete"})
    going_with = {"official_name": ("language",)}
    event_key = ""
    entry_kinds = [Entry.Kind.ORGANISATION]
    unrecorded = (*Recorded.unrecorded, "name", "folded", "sort_key", "logo_width", "used_from")

    class Meta:
        verbose_name = _("institution")
        verbose_name_plural = _("institutions")
        ordering = ["sort_key", "pk"]
        permissions = [("merge_organisation", _("Can merge and split institutions"))]
        constraints = [
            *Span.Meta.constraints,
            models.CheckConstraint(
                # Until the door closes an institution may have neither: its only name may
                # be one of its other names, which are saved after it.
                condition=~models.Q(name="") | models.Q(slug=""),
                name="organisations_organisation_has_a_name",
            ),
            models.CheckConstraint(
                condition=~models.Q(parent=models.F("pk")),
                name="organisations_organisation_not_its_own_parent",
                violation_error_message=_("An institution cannot be a part of itself."),
            ),
        ]
        indexes = [
            models.Index(fields=["kind", "sort_key", "id"], name="organisations_by_kind"),
            models.Index(fields=["country", "sort_key", "id"], name="organisations_by_country"),
            models.Index(fields=["sort_key", "id"], name="organisations_by_name"),
            models.Index(fields=["visible_from", "id"], name="organisations_visible"),
            models.Index(
                fields=["-id"],
                name="organisations_to_complete",
                condition=models.Q(to_complete=True),
            ),
        ]

    def __str__(self):
        return self.name

    def save(self, *args, **kwargs):
        self.derive()
        super().save(*args, **kwargs)

    def derive(self):
        """Set what follows from other fields of the row; an only other name comes after it."""
        self.official_name = names.tidy(self.official_name)
        self.acronym = names.tidy(self.acronym)
        self.name = self.official_name or self.acronym or self.name or self.slug
        self.sort_key = names.fold(self.name)[:300]
        self.folded = self.folded or names.fold(f"{self.official_name} {self.acronym}")

    def get_absolute_url(self):
        return page("organisations:detail", self.slug)

    @property
    def full_name_known(self):
        return bool(self.official_name)

    def own_names(self):
        kinds = OtherName.Kind
        own = [(self.official_name, kinds.ALIAS), (self.acronym, kinds.ACRONYM)]
        return [(name, kind) for name, kind in own if name]

    def clean(self):
        self.derive()
        if not self.slug and self.name:
            self.slug = self.free_slug()
        if self.slug in RESERVED or (
            self.slug and Address.objects.taken(self._meta.label_lower, self.slug, self.pk)
        ):
            raise ValidationError(
                {"slug": _("This address belongs to another page, now or earlier. Choose another.")}
            )
        if self.parent_id and self.pk:
            inside = Ancestry.objects.filter(ancestor=self.pk, descendant=self.parent_id)
            if inside.exists():
                raise ValidationError(
                    {
                        "parent": _(
                            "That is a department of this institution: a circle is not possible."
                        )
                    }
                )

    def check_merge(self, other):
        if Ancestry.objects.filter(ancestor=other.pk, descendant=self.pk).exists():
            raise ValidationError(
                _("“%(kept)s” is a department of “%(gone)s”: keep the larger one instead."),
                code="inside",
                params={"kept": self, "gone": other},
            )

    def below(self):
        rows = Ancestry.objects.filter(ancestor=self.pk, depth__gt=0).order_by()
        return frozenset(rows.values_list("descendant", flat=True))

    def free_slug(self):
        """Return the first address made from the name that nobody has or had; costs queries."""
        stem = names.slug(self.name)
        kind = self._meta.label_lower
        slug, turn = stem, 1
        while (
            slug in RESERVED
            or {*_called(slug)} - {self.pk}
            or Address.objects.taken(kind, slug, self.pk)
        ):
            turn += 1
            slug = f"{stem}-{turn}"
        return slug

    def _derived(self):
        return {name: getattr(self, name) for name in ("name", "slug", "sort_key", "folded")}

    def settle(self):
        stored = self._derived()
        others = sorted(self.names.all(), key=OrganisationName.rank)
        self.name = self.official_name or self.acronym or next((o.name for o in others), "")
        if not self.name:
            raise ValidationError(_("Give at least one name: the official one or the letters."))
        self.sort_key = names.fold(self.name)[:300]
        self.slug = self.slug or self.free_slug()
        self.folded = "\n".join(
            names.fold(name)
            for name in [self.official_name, self.acronym, *(other.name for other in others)]
            if name
        )
        if stored != self._derived():
            Organisation.objects.filter(pk=self.pk).update(**self._derived())
        Ancestry.objects.settle(self)
        Address.objects.claim(self._meta.label_lower, self.slug, self.pk)

    def indexed(self, change):
        return Organisation.objects, self.pk

    def recall(self, title):
        self.name = title

    def changed(self, change, now):
        # What events and projects say of it, they settle themselves; none names what is new.
        left = change.before["fields"]["parent_id"] if change.before else self.parent_id
        if left != self.parent_id or change.sets("in_directory"):
            Organisation.objects.settle({self.pk, left or self.pk})
