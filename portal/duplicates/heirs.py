"""What was merged is found under its old number."""

from django.http import Http404

from portal.models import Reassignment


def found_or_404(rows, key):
    """Return the one of some records that has a number, or into which it was merged.

    Costs a query; two more and one for each merge where none has the number.
    """
    if record := rows.filter(pk=key).first():
        return record
    heir = Reassignment.objects.heir(rows.model, key)
    record = heir and rows.filter(pk=heir).first()
    if not record:
        raise Http404
    return record
