"""The outbox: letters are written with what they tell of, and sent after it.

`manage.py send_outbox` sends what waits. So that nobody waits for its timer, letters are
tried once as soon as they are stored, beside the answer and not before it: a dead mail
server delays nothing and loses nothing.
"""

import logging
from concurrent.futures import ThreadPoolExecutor, TimeoutError  # noqa: A004 (its own)
from functools import partial
from threading import Lock
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends import console
from django.db import connections, transaction

from portal import names
from portal.models import Letter

logger = logging.getLogger(__name__)

#: For how many seconds an answer waits at most for the quick try; it goes on without.
PATIENCE = 0.5
_quick = ThreadPoolExecutor(max_workers=1, thread_name_prefix="mail")
# Held while a quick try is under way: no other begins meanwhile, the timer has the rest.
_busy = Lock()


class PrintedMail(console.EmailBackend):
    """Print letters as they are read: on their way long lines, and so links, would be broken."""

    def write_message(self, message):
        head = f"To: {', '.join(message.recipients())}\nSubject: {message.subject}"
        self.stream.write(f"{head}\n\n{message.body}\n{'-' * 79}\n")


def write(letters, patience=PATIENCE):
    """Put letters, each (address, subject, text), into the outbox of the open transaction."""
    stored = Letter.objects.bulk_create(
        Letter(to=to, subject=names.tidy(subject)[:200], body=body) for to, subject, body in letters
    )
    if stored:
        transaction.on_commit(partial(try_once, stored, patience), robust=True)


def link(path):
    """Return the whole address of a page, by the site's host and not that of the request."""
    return f"{settings.SITE_URL}{path}"


def deliver(letter, mailer="default"):
    """Hand a claimed letter to the mail server; return what went wrong, "" for nothing."""
    host = urlsplit(settings.SITE_URL).hostname
    message = EmailMessage(
        letter.subject,
        letter.body,
        to=[letter.to],
        # The same at every try, so that a mail program shows a letter that came twice once.
        headers={
            "Message-ID": f"<letter-{letter.pk}-{letter.written_at:%Y%m%d%H%M%S%f}@{host}>",
            "Auto-Submitted": "auto-generated",
        },
    )
    try:
        message.send(using=mailer)
    except Exception as error:  # whatever a letter or a server brings, the next letter goes on
        # What a server answers names the address, which stands in the outbox alone.
        logger.warning("Letter %s was not sent: %s", letter.pk, type(error).__name__)
        return f"{type(error).__name__}: {error}"
    return ""


def try_once(letters, patience):
    """Try letters that were stored just now, without holding the answer."""
    if not _busy.acquire(blocking=False):
        return
    claimed = []
    try:
        claimed += [letter for letter in letters if letter.claim()]
        attempt = _quick.submit(_deliver_all, claimed)
    except BaseException:
        _busy.release()
        raise
    try:
        troubles = attempt.result(timeout=patience)
    except TimeoutError:
        attempt.add_done_callback(partial(_settle_late, claimed))
        return
    try:
        _settle(claimed, troubles)
    finally:
        _busy.release()


def _deliver_all(letters):
    """Return what went wrong with each letter, by key; a server that fails one is left alone."""
    troubles = {}
    for letter in letters:
        troubles[letter.pk] = deliver(letter, "quick")
        if troubles[letter.pk]:
            break
    return troubles


def _settle(letters, troubles):
    for letter in letters:
        if letter.pk in troubles:
            letter.settle(troubles[letter.pk])
        else:
            letter.release()


def _settle_late(letters, attempt):
    """Write down, in the thread of the quick try, what came of it after the answer was gone."""
    try:
        _settle(letters, attempt.result())
    finally:
        connections.close_all()
        _busy.release()
