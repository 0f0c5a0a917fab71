from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from events.models.event import Event
from people.models import Person
from portal import uploads
from portal.fields import printed_language_field


class DocumentQuerySet(models.QuerySet):
    def given_out(self):
        """Return those that readers get when the event is public."""
        return self.filter(withheld=False)

    def public(self, now=None):
        return self.given_out().filter(event__visible_from__lte=now or timezone.now())


class Document(models.Model):
    event = models.ForeignKey(Event, models.CASCADE, related_name="documents")
    title = models.CharField(_("title"), max_length=200)
    file = uploads.DocumentField(_("file"), upload_to="documents")
    language = printed_language_field()
    media_type = models.CharField(max_length=100, editable=False)
    size = models.PositiveBigIntegerField(editable=False, default=0)
    pages = models.PositiveIntegerField(_("pages"), null=True, blank=True)
    order = models.PositiveIntegerField(_("order"), default=10)
    #: Kept from readers, because it names somebody who is not shown.
    withheld = models.BooleanField(_("kept from readers"), default=False, editable=False)

    objects = DocumentQuerySet.as_manager()

    class Meta:
        verbose_name = _("document")
        verbose_name_plural = _("documents")
        ordering = ["order", "pk"]
        indexes = [models.Index(fields=["event", "order", "id"], name="events_document_in_order")]

    def __str__(self):
        return self.title

    def save(self, *args, **kwargs):
        if self.file and not self.file._committed:
            described = uploads.describe(self.file)
            self.media_type = described.media_type
            self.size = described.size
            self.pages = described.pages or self.pages
        super().save(*args, **kwargs)

    def get_absolute_url(self):
        return reverse("files:document", args=[self.pk, self.download_name])

    @property
    def extension(self):
        return self.file.name.rpartition(".")[2].lower()

    @property
    def download_name(self):
        return uploads.download_name(self.title, self.extension)


class PhotoQuerySet(models.QuerySet):
    def presentable(self):
        """Return those fit to be shown: consent settled, described, nobody hidden in it.

        Where somebody is to be protected, only those in which nobody can be recognised.
        """
        hidden = Photo.people.through.objects.filter(
            photo=models.OuterRef("pk"), person__visibility=Person.Visibility.HIDDEN
        )
        settled = self.filter(
            models.Q(consent=Photo.Consent.YES, event__protected=False)
            | models.Q(consent=Photo.Consent.NOBODY)
        )
        return settled.exclude(alternative_text="").exclude(models.Exists(hidden))

    def public(self, now=None):
        """Return what the public may see: the presentable ones of public events."""
        return self.presentable().filter(event__visible_from__lte=now or timezone.now())


class Photo(models.Model):
    class Consent(models.TextChoices):
        YES = "yes", _("they agreed")
        NOBODY = "nobody", _("nobody can be recognised")
        NOT_ASKED = "not-asked", _("not asked yet")
        NO = "no", _("they did not agree")

    event = models.ForeignKey(Event, models.CASCADE, related_name="photos")
    file = uploads.PictureField(
        _("picture"), upload_to="photos", width_field="width", height_field="height"
    )
    width = models.PositiveIntegerField(editable=False, null=True)
    height = models.PositiveIntegerField(editable=False, null=True)
    alternative_text = models.CharField(
        _("what the picture shows"),
        max_length=300,
        blank=True,
        help_text=_("Read aloud to those who cannot see it. Without it the picture is not public."),
    )
    caption = models.CharField(_("caption"), max_length=300, blank=True)
    credit = models.CharField(_("photographer"), max_length=120, blank=True)
    consent = models.CharField(
        _("people in it"),
        max_length=9,
        choices=Consent,
        default=Consent.NOT_ASKED,
        help_text=_("Public only if they agreed or nobody can be recognised."),
    )
    people = models.ManyToManyField(
        Person, blank=True, related_name="photos", verbose_name=_("people shown")
    )
    language = printed_language_field()
    order = models.PositiveIntegerField(_("order"), default=10)

    objects = PhotoQuerySet.as_manager()

    class Meta:
        verbose_name = _("photo")
        verbose_name_plural = _("photos")
        ordering = ["order", "pk"]
        indexes = [
            models.Index(fields=["event", "order", "id"], name="events_photo_in_order"),
            models.Index(
                fields=["-id"],
                name="events_photo_undescribed",
                condition=models.Q(alternative_text=""),
            ),
        ]

    def __str__(self):
        return self.caption or self.alternative_text or str(self.pk)
