"""One file with all that a site holds, and back: `manage.py backup` and `restore`.

Outside stands the envelope (encrypted to public keys, if there are any), in it the parcel (an
archive with the sum of each member), in it the database and every stored file.
"""


class Refused(Exception):
    """One or two sentences: why it cannot be done, and what to do next."""


NO_BACKUP = (
    "The file is no backup of a portal; nothing was changed. Take one that `manage.py backup` "
    "made, and no part of it."
)
DAMAGED = (
    "The file is damaged or was cut off; nothing was changed. Take another copy of it, or an "
    "earlier backup."
)
