"""What the machine does by itself, and what came of it."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class RunQuerySet(models.QuerySet):
    def last(self, what, **found):
        """Return the last one of a kind, None if there was none; costs a query."""
        return self.filter(what=what, **found).order_by("-at", "-pk").first()


class Run(models.Model):
    """That a command for a timer ran: when it ended, whether all was well, and what it said."""

    class What(models.TextChoices):
        BACKUP = "backup", _("Backup")
        FILES = "files", _("Check of the stored files")
        RETENTION = "retain", _("Letting go of what is kept no longer")

    #: So many of a kind are kept.
    KEPT = 100

    what = models.CharField(_("what"), max_length=6, choices=What)
    at = models.DateTimeField(_("ended"), default=timezone.now)
    ok = models.BooleanField(_("all was well"), default=False)
    words = models.CharField(_("what it said"), max_length=500, blank=True)

    objects = RunQuerySet.as_manager()

    class Meta:
        verbose_name = _("run of a command")
        verbose_name_plural = _("runs of commands")
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["what", "-at", "-id"], name="portal_run_last")]

    def __str__(self):
        return f"{self.get_what_display()}: {self.words}"
