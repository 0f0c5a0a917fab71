from django.core.exceptions import ValidationError
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal import names
from portal.fields import CountryField, LanguageField
from portal.html import RichTextField
from portal.models import Address, OtherName, Recorded, Span
from portal.uploads import PictureField


class OrganisationQuerySet(models.QuerySet):
    def public(self, now=None):
        """Return what the public may see: used by a public event, or put in the directory.

        An institution is public too when one of its departments is used.
        """
        now = now or timezone.now()
        return self.filter(
            models.Q(in_directory=True)
            | models.Exists(
                Ancestry.objects.filter(
                    ancestor=models.OuterRef("pk"), descendant__in=self.model.objects.used(now)
                )
            )
        )

    def used(self, now):
        """Return the institutions that a public event names itself."""
        lines = self.model._meta.get_field("participations").related_model.objects.public(now)
        hosts = self.model._meta.get_field("events_as").related_model.objects.public(now)
        projects = self.model._meta.get_field("projects_as").related_model.objects.public(now)
        teams = self.model._meta.get_field("team_of").related_model.objects.public(now)
        return self.filter(
            models.Exists(lines.filter(organisation=models.OuterRef("pk")))
            | models.Exists(hosts.filter(organisation=models.OuterRef("pk")))
            | models.Exists(projects.filter(organisation=models.OuterRef("pk")))
            | models.Exists(teams.filter(team=models.OuterRef("pk")))
        )

    def within(self, organisation):
        """Return an institution with its departments at any depth."""
        return self.filter(ancestors__ancestor=organisation)

    def matching(self, query):
        """Return those of which every word of the query stands in some name."""
        found = self
        for term in names.terms(query):
            found = found.filter(folded__contains=term)
        return found


class Organisation(Recorded, Span):
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

    class Outcome(models.TextChoices):
        EXISTS = "", _("still exists")
        RENAMED = "renamed", _("renamed")
        MERGED = "merged", _("merged into another")
        SPLIT = "split", _("split up")
        CLOSED = "closed", _("closed")

    official_name = models.CharField(
        _("official name"),
        max_length=300,
        blank=True,
        help_text=_("As the institution writes it. Leave empty if only its letters are known."),
    )
    acronym = models.CharField(_("acronym"), max_length=40, blank=True)
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
    folded = models.TextField(editable=False)
    sort_key = models.CharField(max_length=300, editable=False)

    objects = OrganisationQuerySet.as_manager()

    parts = ("names",)
    relations = ("successors",)
    unrecorded = (*Recorded.unrecorded, "name", "folded", "sort_key", "logo_width")

    class Meta:
        verbose_name = _("institution")
        verbose_name_plural = _("institutions")
        ordering = ["sort_key", "pk"]
        constraints = [
            *Span.Meta.constraints,
            models.CheckConstraint(
                condition=~models.Q(name=""),
                name="organisations_organisation_has_a_name",
                violation_error_message=_(
                    "Give at least one name: the official one or the letters."
                ),
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
        ]

    def __str__(self):
        return self.name

    def save(self, *args, **kwargs):
        self.official_name = names.tidy(self.official_name)
        self.acronym = names.tidy(self.acronym)
        self.name = self.official_name or self.acronym or self.name
        self.sort_key = names.fold(self.name)[:300]
        self.folded = self.folded or names.fold(f"{self.official_name} {self.acronym}")
        super().save(*args, **kwargs)

    def get_absolute_url(self):
        return reverse("organisations:detail", args=[self.slug])

    @property
    def full_name_known(self):
        return bool(self.official_name)

    def clean(self):
        self.name = (
            names.tidy(self.official_name)
            or names.tidy(self.acronym)
            or (self.pk and self.name)
            or ""
        )
        if not self.slug and self.name:
            self.slug = self.free_slug()
        if self.slug and Address.objects.taken(self._meta.label_lower, self.slug, self.pk):
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

    def free_slug(self):
        """Return the first address made from the name that nobody has or had; costs queries."""
        stem = names.slug(self.name)
        kind = self._meta.label_lower
        slug, turn = stem, 1
        while Organisation.objects.filter(slug=slug).exclude(
            pk=self.pk
        ).exists() or Address.objects.taken(kind, slug, self.pk):
            turn += 1
            slug = f"{stem}-{turn}"
        return slug

    def settle(self):
        others = list(self.names.all())
        if not (self.official_name or self.acronym) and others:
            self.name = others[0].name
            self.sort_key = names.fold(self.name)[:300]
        self.folded = "\n".join(
            names.fold(name)
            for name in [self.official_name, self.acronym, *(other.name for other in others)]
            if name
        )
        Organisation.objects.filter(pk=self.pk).update(
            name=self.name, sort_key=self.sort_key, folded=self.folded
        )
        Ancestry.objects.settle(self)
        Address.objects.claim(self._meta.label_lower, self.slug, self.pk)


class OrganisationName(OtherName):
    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="names")

    class Meta(OtherName.Meta):
        verbose_name = _("other name")
        verbose_name_plural = _("other names")
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "name", "kind", "language"],
                name="organisations_name_once",
                violation_error_message=_("This name is in the list already."),
            )
        ]


class AncestryManager(models.Manager):
    def settle(self, organisation):
        """Make the closure rows of one institution and all below it follow the parents."""
        own = set(
            self.filter(descendant=organisation, depth__gt=0).values_list("ancestor", "depth")
        )
        wanted = set()
        if organisation.parent_id:
            wanted = {
                (ancestor, depth + 1)
                for ancestor, depth in self.filter(descendant=organisation.parent_id).values_list(
                    "ancestor", "depth"
                )
            }
        self.get_or_create(ancestor=organisation, descendant=organisation, depth=0)
        if own == wanted:
            return
        below = list(self.filter(ancestor=organisation).values_list("descendant", "depth"))
        inside = {descendant for descendant, _depth in below}
        if organisation.parent_id in inside:
            raise ValidationError(_("A circle of departments is not possible."))
        self.filter(descendant__in=inside).exclude(ancestor__in=inside).delete()
        self.bulk_create(
            Ancestry(ancestor_id=ancestor, descendant_id=descendant, depth=above + depth)
            for ancestor, above in wanted
            for descendant, depth in below
        )


class Ancestry(models.Model):
    """One pair of the closure of “is part of”; every institution is its own at depth 0."""

    ancestor = models.ForeignKey(Organisation, models.CASCADE, related_name="descendants")
    descendant = models.ForeignKey(Organisation, models.CASCADE, related_name="ancestors")
    depth = models.PositiveSmallIntegerField()

    objects = AncestryManager()

    class Meta:
        verbose_name = _("ancestry")
        verbose_name_plural = _("ancestries")
        ordering = ["ancestor", "depth", "descendant"]
        constraints = [
            models.UniqueConstraint(
                fields=["ancestor", "descendant"], name="organisations_ancestry_once"
            )
        ]

    def __str__(self):
        return f"{self.ancestor_id} > {self.descendant_id}"
