import datetime
from typing import NamedTuple

from django.conf import settings
from django.contrib.admin.models import LogEntry
from django.core.management.base import BaseCommand
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from events.models import Intake, ProofLink, Request
from events.rights.erasing import write_down
from portal import asides, runs
from portal.models import Attempt, Letter, Opening, Run, Session, SetAside, Site, Submission

#: What tells who asked, and what about.
OF_WHO_ASKED = ("page", "name", "mail", "words", "sender", "reason", "answer")


class Rule(NamedTuple):
    """What goes when it is older than some days."""

    words: str
    rows: models.QuerySet
    #: By which instant it is old; "" if the rows say it themselves.
    instant: str
    days: int

    def due(self, now):
        before = now - datetime.timedelta(days=self.days)
        return self.rows.filter(**{f"{self.instant}__lt": before})


def rules():
    days = settings.RETENTION
    return [
        Rule(
            _("requests that were answered: who asked, and what about"),
            Request.objects.exclude(mail=""),
            "answered_at",
            days["requests"],
        ),
        Rule(
            _("requests of who was erased: who asked, and what about"),
            Request.objects.exclude(mail="").filter(wish=Request.Wish.ERASE, outcome="done"),
            "answered_at",
            30,
        ),
        Rule(_("forms set aside"), SetAside.objects.all(), "at", days["set_aside"]),
        Rule(_("lists being looked over"), Intake.objects.all(), "at", days["lists"]),
        Rule(_("letters that were sent"), Letter.objects.all(), "sent_at", days["letters"]),
        Rule(
            _("letters that were given up"), Letter.objects.stuck(), "written_at", days["letters"]
        ),
        Rule(_("who opened which form"), Opening.objects.all(), "at", 1),
        Rule(_("marks of forms that were saved"), Submission.objects.all(), "at", 30),
        Rule(_("tries to sign in"), Attempt.objects.all(), "at", 1),
        Rule(_("links for proof-reading"), ProofLink.objects.all(), "ends_at", days["links"]),
        Rule(_("lines of the admin's log"), LogEntry.objects.all(), "action_time", days["log"]),
        Rule(_("sessions that ended"), Session.objects.all(), "expire_date", 0),
    ]


class Command(BaseCommand):
    help = "Delete what is kept no longer, by the rules in the settings. For a daily timer."

    def add_arguments(self, parser):
        parser.add_argument("--dry-run", action="store_true", help="Say it, and delete nothing.")

    def handle(self, dry_run, **options):
        now = timezone.now()
        if dry_run:
            self.go_through(now, lambda rows: None)
            return
        with runs.told(Run.What.RETENTION) as run:
            with transaction.atomic():
                # Whoever erases somebody writes to the same rows.
                Site.objects.hold()
                gone = self.go_through(now, forget)
            write_down()
            run.words = ngettext("%(n)d row.", "%(n)d rows.", gone) % {"n": gone}
        runs.remind(now)

    def go_through(self, now, let_go):
        """Say what is due by each rule, let go of it, and return how many rows it is."""
        every = 0
        with transaction.atomic():
            for rule in rules():
                rows = rule.due(now)
                number = rows.count()
                if number:
                    let_go(rows)
                self.stdout.write(f"{number:>7}  {rule.words} ({rule.days})")
                every += number
        return every


def forget(rows):
    """Delete rows; of a request its number, its dates and its outcome stay."""
    if rows.model is Request:
        rows.update(**dict.fromkeys(OF_WHO_ASKED, ""))
    elif rows.model is Intake:
        # Line by line they would all be read at once.
        rows.throw_away()
    elif rows.model is SetAside:
        for aside in rows:
            asides.let_go(aside)
    else:
        rows.delete()
