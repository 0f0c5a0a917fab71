from django.core.exceptions import ValidationError
from django.db import models
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from organisations.models import Organisation
from portal import names
from portal.addresses import page
from portal.fields import LanguageField, NameField
from portal.fulltext import Resembles
from portal.html import RichTextField
from portal.likeness import PROBABLE, of_bodies
from portal.models import (
    ALWAYS,
    NEVER,
    Address,
    Entry,
    Recorded,
    Span,
    Visible,
    VisibleQuerySet,
)
from portal.prepared import Among, prepared, updating

#: So many are compared with a title that was met somewhere, and so many of them offered.
MOST_COMPARED, MOST_OFFERED = 60, 5
#: Of a longer title so many words may be the whole of another.
FEWEST_WORDS = 2
#: How like two titles are of which one begins with the other: second to the same.
BEGINS = 0.99


class ProjectQuerySet(VisibleQuerySet):
    def settle(self, keys):
        """Write from when the public may see some: with a visible event, or in the directory."""
        if keys and _seen(list(keys)):
            Entry.objects.follow(self.model, keys)

    def entries(self, keys):
        """Yield what the search index tells of some: the title and the reference; the programme."""
        for project in _indexed(keys):
            yield Entry.of(
                Entry.Kind.PROJECT,
                project,
                printed=[project.title, project.reference],
                text=names.fold(project.programme),
            )

    def matching(self, query):
        """Return those of which every word stands in the title, programme or reference."""
        return Entry.objects.narrow(self, query)

    def called_like(self, title):
        """Return those whose titles are one that was met somewhere, or like it, likest first.

        One begins with the other, or they differ by as little as names of institutions may.
        Costs a query.
        """
        fold = names.fold(title)[:300]
        words = fold.split()
        begins = [" ".join(words[:number]) for number in range(FEWEST_WORDS, len(words))]
        entries = Entry.objects.order_by()
        near = entries.holding(names.terms(title), Entry.Kind.PROJECT, by=Resembles)
        rows = self.filter(
            models.Q(sort_key__startswith=fold)
            | models.Q(sort_key__in=begins)
            | models.Q(pk__in=near.values("owner_id"))
        )
        found = (
            [(_likeness(fold, row.sort_key), row) for row in rows[:MOST_COMPARED]] if fold else []
        )
        found.sort(key=lambda pair: -pair[0])
        return [row for score, row in found if score >= PROBABLE][:MOST_OFFERED]

    def with_organisation(self, organisation):
        """Return those in which an institution or a department of it has a part."""
        bodies = Organisation.objects.within(organisation).values("pk")
        parts = self.model._meta.get_field("bodies").related_model.objects
        return self.filter(
            models.Q(team__in=bodies)
            | models.Q(pk__in=parts.filter(organisation__in=bodies).values("project"))
        )


def _likeness(one, other):
    """Return how like two folded titles are; what one begins with may be all of the other."""
    shorter, longer = sorted((one.split(), other.split()), key=len)
    begun = " ".join(longer[: len(shorter)]) if len(shorter) >= FEWEST_WORDS else ""
    begins = BEGINS * of_bodies(" ".join(shorter), begun).score
    return max(of_bodies(one, other).score, begins)


@prepared
def _indexed(keys):
    """What the search index tells something of."""
    return Project.objects.filter(Among("pk", keys)).defer("about")


@prepared
def _called(slug):
    """Whose address ends like this now."""
    return Project.objects.filter(slug=slug).order_by().values_list("pk", flat=True)


@updating
def _seen(keys):
    events = Project._meta.get_field("events").related_model.objects
    first = events.filter(projects=models.OuterRef("pk")).order_by("visible_from", "pk")
    seen = models.Case(
        models.When(in_directory=True, then=models.Value(ALWAYS)),
        default=Coalesce(models.Subquery(first.values("visible_from")[:1]), NEVER),
    )
    rows = Project.objects.filter(Among("pk", keys)).exclude(visible_from=seen)
    return rows, {"visible_from": seen}


class Project(Recorded, Visible, Span):
    """The frame that pays."""

    title = NameField(_("title"), max_length=300)
    slug = models.SlugField(
        _("address"),
        max_length=100,
        unique=True,
        blank=True,
        help_text=_("The last part of the page's address. Made from the title if left empty."),
    )
    language = LanguageField(_("language of the title"), default="en")
    reference = models.CharField(
        _("reference"), max_length=80, blank=True, help_text=_("The contract or grant number.")
    )
    programme = models.CharField(
        _("programme"), max_length=160, blank=True, help_text=_("For example: EU Twinning.")
    )
    about = RichTextField(_("about"), blank=True)
    website = models.URLField(_("website"), blank=True)
    team = models.ForeignKey(
        Organisation,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="team_of",
        verbose_name=_("team"),
        help_text=_("The project's own team, as an institution that takes part."),
    )
    organisations = models.ManyToManyField(
        Organisation, through="ProjectOrganisation", related_name="projects"
    )
    in_directory = models.BooleanField(
        _("in the public directory"),
        default=False,
        help_text=_("Shown to the public even while it has no public event."),
    )
    folded = models.TextField(editable=False)
    sort_key = models.CharField(max_length=300, editable=False)

    objects = ProjectQuerySet.as_manager()

    parts = ("bodies",)
    unrecorded = (*Recorded.unrecorded, "folded", "sort_key")
    event_key = ""
    entry_kinds = [Entry.Kind.PROJECT]

    class Meta:
        verbose_name = _("project")
        verbose_name_plural = _("projects")
        ordering = ["sort_key", "pk"]
        constraints = [
            *Span.Meta.constraints,
            models.CheckConstraint(
                condition=~models.Q(title=""),
                name="events_project_has_a_title",
                violation_error_message=_("Give the project's title."),
            ),
        ]
        indexes = [models.Index(fields=["sort_key", "id"], name="events_project_by_title")]

    def __str__(self):
        return self.title

    def save(self, *args, **kwargs):
        self.title = names.tidy(self.title)
        self.sort_key = names.fold(self.title)[:300]
        self.folded = names.fold(f"{self.title} {self.reference} {self.programme}")
        super().save(*args, **kwargs)

    def get_absolute_url(self):
        return page("projects:detail", self.slug)

    def clean(self):
        if not self.slug:
            self.slug = self.free_slug()
        if Address.objects.taken(self._meta.label_lower, self.slug, self.pk):
            raise ValidationError(
                {"slug": _("This address belongs to another page, now or earlier. Choose another.")}
            )

    def free_slug(self):
        """Return the first address made from the title that nobody has or had; costs queries."""
        stem = names.slug(self.title)
        slug, turn = stem, 1
        while {*_called(slug)} - {self.pk} or Address.objects.taken(
            self._meta.label_lower, slug, self.pk
        ):
            turn += 1
            slug = f"{stem}-{turn}"
        return slug

    def settle(self):
        Address.objects.claim(self._meta.label_lower, self.slug, self.pk)

    def indexed(self, change):
        return Project.objects, self.pk

    def changed(self, change, now):
        Project.objects.settle([self.pk])
        self._settle_bodies(change.before, change.after)

    def removed(self, change):
        self._settle_bodies(change.before)

    def organisation_keys(self):
        """Return the keys of the institutions that the project names; prefetch `bodies`."""
        return {self.team_id, *(body.organisation_id for body in self.bodies.all())} - {None}

    def _settle_bodies(self, *snapshots):
        keys = set()
        for snapshot in filter(None, snapshots):
            keys |= {row["organisation_id"] for row in snapshot["parts"]["bodies"].values()}
            keys.add(snapshot["fields"]["team_id"])
        Organisation.objects.settle(keys - {None})


class ProjectOrganisationQuerySet(models.QuerySet):
    def public(self, now=None):
        return self.filter(project__visible_from__lte=now or timezone.now())


class ProjectOrganisation(models.Model):
    """What an institution is to a project."""

    class Role(models.TextChoices):
        FUNDER = "funder", _("funder")
        CHANNEL = "channel", _("channel of funds")
        LEAD = "lead", _("lead")
        PARTNER = "partner", _("partner")

    project = models.ForeignKey(Project, models.CASCADE, related_name="bodies")
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="projects_as", verbose_name=_("institution")
    )
    role = models.CharField(_("role"), max_length=8, choices=Role, default=Role.PARTNER)
    order = models.PositiveIntegerField(_("order"), default=10)

    objects = ProjectOrganisationQuerySet.as_manager()

    class Meta:
        verbose_name = _("funder or partner")
        verbose_name_plural = _("funders and partners")
        ordering = ["order", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["project", "organisation", "role"],
                name="events_project_organisation_once",
                violation_error_message=_("This institution is in the list already."),
            )
        ]

    def __str__(self):
        return f"{self.organisation}: {self.get_role_display()}"
