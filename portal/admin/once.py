"""A form sent twice is saved once: it carries a key, and the first save takes it."""

import datetime
import hashlib
import json
import uuid

from django.core.exceptions import BadRequest
from django.db import IntegrityError, transaction
from django.utils import timezone

from portal.models import Site, Submission

#: For how long a form that was saved is known again.
KNOWN_FOR = datetime.timedelta(days=2)
MOST_SAVED = 50


class SentBefore(Exception):
    """The form was saved already, or is being saved at this moment."""

    def __init__(self, submission, *, says_more):
        self.submission = submission
        #: Whether it says something else now: one may write on until the first answer comes.
        self.says_more = says_more


def key_of(request):
    """Return the key of the form that was sent, None without a readable one."""
    try:
        return uuid.UUID(request.POST.get("once", ""))
    except ValueError:
        return None


def digest_of(request):
    """Return what tells apart two forms that were sent, whichever button sent them."""
    said = [
        (name, values)
        for name, values in request.POST.lists()
        if name != "csrfmiddlewaretoken" and not name.startswith("_")
    ]
    files = [(name, file.name, file.size) for name, file in request.FILES.items()]
    return hashlib.sha256(json.dumps([said, files]).encode()).hexdigest()


def take(request, kind, now=None):
    """Take the key of a form inside the transaction that saves it; None if it has none.

    Raises SentBefore if it was saved.
    """
    key, now = key_of(request), now or timezone.now()
    if not key:
        return None
    digest = digest_of(request)
    Submission.objects.filter(at__lt=now - KNOWN_FOR).delete()
    try:
        with transaction.atomic():
            return Submission.objects.create(
                key=key, kind=kind, record_id=0, digest=digest, user=request.user, at=now
            )
    except IntegrityError:
        submission = Submission.objects.filter(key=key, user=request.user).first()
        if not submission:
            raise BadRequest from None
        raise SentBefore(submission, says_more=submission.digest not in ("", digest)) from None


def renew(request, submission, kind, record_id):
    """Know a form again by what it says now, and by what that was kept as."""
    submission.digest, submission.kind, submission.record_id = digest_of(request), kind, record_id
    submission.save(update_fields=["digest", "kind", "record_id"])


def make(request, model, made):
    """Make a record of a model by calling `made`, once for each form.

    A form that is sent again gets the record of the first time, None if that is gone by now.
    """
    try:
        with transaction.atomic():
            Site.objects.hold()
            taken, record = take(request, model._meta.label_lower), made()
            if taken:
                taken.record_id = record.pk
                taken.save(update_fields=["record_id"])
            return record
    except SentBefore as again:
        return model.objects.filter(pk=again.submission.record_id).first()


def saved_keys(user):
    """Return the keys of the forms that a user has saved lately."""
    keys = Submission.objects.filter(user=user).values_list("key", flat=True)
    return [str(key) for key in keys[:MOST_SAVED]]
