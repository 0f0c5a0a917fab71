"""What is kept of forms that could not be saved, let go of with the files that nothing else has."""

from portal import history
from portal.models import Version
from portal.snapshots import files_of
from portal.uploads import delete_picture


def let_go(aside):
    """Delete what was kept of a form, and what was uploaded with it; a query or two."""
    for name in own_files(aside):
        delete_picture(name)
    aside.delete()


def own_files(aside):
    """Return the names of the files that came with the form and stood in no record before."""
    if "mine" not in aside.data:
        return set()
    key, number = aside.data["opened"]
    base = Version.objects.filter(kind=aside.kind, record_id=key, number=number).first()
    model = history.kinds()[aside.kind]
    return files_of(model, aside.data["mine"]) - files_of(model, base.data) if base else set()
