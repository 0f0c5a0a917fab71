"""What commands for a timer did: written down, and told to administrators where it went wrong."""

import contextlib
import datetime

from django.conf import settings
from django.contrib.auth.models import User
from django.db import DatabaseError, transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from portal import dates, letters
from portal.models import Run


@contextlib.contextmanager
def told(what):
    """Write down what comes of a command; the words are the command's own.

    Where it fails the administrators get a letter, and the failure goes on its way.
    """
    run = Run(what=what, ok=True)
    try:
        yield run
    except (Exception, KeyboardInterrupt, SystemExit) as error:
        is_ended = not isinstance(error, Exception)
        run.ok, run.words = False, _("It was ended before it was done.") if is_ended else str(error)
        # With the database away there is the exit status alone.
        with contextlib.suppress(DatabaseError):
            _write_down(run)
        raise
    _write_down(run)


def _write_down(run):
    run.at, run.words = timezone.now(), run.words[:500]
    with transaction.atomic():
        # One that ended later than now was dated by a clock that was ahead.
        Run.objects.filter(what=run.what, at__gt=run.at).update(at=run.at)
        run.save()
        runs = Run.objects.filter(what=run.what).order_by("-at", "-pk")
        kept = list(runs.values_list("pk", flat=True)[: Run.KEPT])
        runs.exclude(pk__in=kept).delete()
        if not run.ok:
            _tell(_("Failed: %(what)s") % {"what": run.get_what_display()}, run.words)


def is_overdue(backup, now):
    """Say whether the last good backup is too old, or dated by a wrong clock, or there was none."""
    days, day = datetime.timedelta(days=settings.BACKUP_DAYS), datetime.timedelta(days=1)
    return bool(days) and (backup is None or not now - days <= backup.at <= now + day)


def standing(now):
    """Return for the desk what came last of each command; costs a query for each, and one."""
    good = Run.objects.last(Run.What.BACKUP, ok=True)
    return {
        "runs": [(what.label, Run.objects.last(what)) for what in Run.What],
        "overdue": since(good) if is_overdue(good, now) else "",
    }


def remind(now):
    """Tell the administrators by mail that a backup is overdue; for a daily timer."""
    last = Run.objects.last(Run.What.BACKUP, ok=True)
    if is_overdue(last, now):
        _tell(_("No new backup"), since(last))


def since(backup):
    """Return in words since when there was no good backup."""
    if not backup:
        return _("No backup was made yet.")
    return _("The last backup that was made is of %(moment)s.") % {
        "moment": dates.moment(backup.at)
    }


def _tell(subject, words):
    readers = User.objects.with_perm("portal.view_run").filter(is_active=True, is_staff=True)
    body = f"{words}\n\n{letters.link(reverse('admin:index'))}\n"
    to = readers.exclude(email="").order_by("pk").values_list("email", flat=True)
    letters.write((address, f"{settings.SITE_NAME}: {subject}", body) for address in to)
