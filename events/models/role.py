from django.db import models
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from people.models import Person
from portal.fields import LanguageField, NameField
from portal.models import Recorded


class RoleQuerySet(models.QuerySet):
    def in_language(self, language):
        """Annotate `printed`, the name in a reader's language."""
        translated = RoleName.objects.filter(role=models.OuterRef("pk"), language=language)
        name = models.Subquery(translated.values("name")[:1])
        return self.annotate(printed=Coalesce(name, "name", output_field=models.CharField()))

    def public(self, now=None):
        """Return those that a line of a public event has: the first one found is enough."""
        lines = Role._meta.get_field("participations").related_model
        seen = lines.objects.filter(pk=models.OuterRef("participation")).order_by()
        # Looked up from each line of the role: of a join PostgreSQL would merge all lines.
        having = (
            lines.roles.through.objects.filter(role=models.OuterRef("pk"))
            .alias(visible_from=models.Subquery(seen.values("visible_from")))
            .filter(visible_from__lte=now or timezone.now())
        )
        return self.filter(models.Exists(having))


class Role(Recorded):
    """What somebody does at an event; administrators extend the list."""

    name = NameField(_("name"), max_length=60, unique=True)
    slug = models.SlugField(_("address"), max_length=60, unique=True)
    speaking = models.BooleanField(
        _("a speaking role"), default=False, help_text=_("Who has it is shown by name.")
    )
    order = models.PositiveIntegerField(_("order"), default=10)

    objects = RoleQuerySet.as_manager()

    parts = ("names",)

    class Meta:
        verbose_name = _("role at an event")
        verbose_name_plural = _("roles at an event")
        ordering = ["order", "name", "pk"]

    def __str__(self):
        return self.name

    def printed_name(self):
        """Return the name in the reader's language; reads `names`, so prefetch them for lists."""
        language = get_language()
        return next((row.name for row in self.names.all() if row.language == language), self.name)

    def changed(self, change, now):
        if change.before and change.before["fields"]["speaking"] != self.speaking:
            self.participations.settle()
            people = self.participations.exclude(person=None).values_list("person", flat=True)
            Person.objects.settle(set(people))


class RoleName(models.Model):
    role = models.ForeignKey(Role, models.CASCADE, related_name="names")
    language = LanguageField(_("language"))
    name = models.CharField(_("name"), max_length=60)

    class Meta:
        verbose_name = _("name in another language")
        verbose_name_plural = _("names in other languages")
        ordering = ["language", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["role", "language"], name="events_role_name_once")
        ]

    def __str__(self):
        return self.name
