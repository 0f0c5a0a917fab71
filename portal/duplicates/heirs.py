"""What was merged is found under its old number; who was erased is not, and it says so."""

from django.http import Http404

from portal.models import Erasure, Reassignment


class Erased(Http404):
    """Raised for the number of somebody who was erased; it is answered 410."""


def found_or_404(rows, key):
    """Return the one of some records that has a number, or into which it was merged.

    Costs a query; two more and one for each merge where none has the number. Erased is raised
    for somebody who was erased, which costs one more.
    """
    if record := rows.filter(pk=key).first():
        return record
    heir = Reassignment.objects.heir(rows.model, key)
    record = heir and rows.filter(pk=heir).first()
    if not record:
        raise Erased if rows.model.erasable and Erasure.objects.of(key) else Http404
    return record
