"""What the public does not see: drafts, a text not yet out, a page taken back.

Each has a word that stands nowhere else, so that a test can look for it everywhere.
"""

import datetime

from portal.sample.shapes import Correction, Gathering, Item, Line, Paper, Picture, Text, crowd, who

#: Words that no public page may hold.
SECRET_WORDS = (
    "Quillfern",
    "Fernwhistle",
    "Marrowgate",
    "Tanglewort",
    "Copperleaf",
    "Osierbrook",
    "Thistlewick",
    "Hollowmere",
    "Nevidin",
)

DRAFT = Gathering(
    "workshop-at-marrowgate",
    "Workshop at Marrowgate",
    "workshop",
    "2026-11-10/2026-11-11",
    written="2026-11-12 10:00",
    places=({"venue": "Tanglewort Hall", "city": "Marrowgate", "country": "RS"},),
    topics=("Copperleaf questions",),
    bodies=(("unseen-body", "organiser"),),
    lines=(
        who("ottokar-quillfern", "speaker"),
        *crowd("milena-radak participant"),
        Line(group="friends of Tanglewort"),
    ),
    items=(Item("On Copperleaf", ("ottokar-quillfern",), "2026-11-10"),),
    papers=(Paper("Copperleaf paper", "pdf", ["Not for the public yet."]),),
    pictures=(Picture("hills", "Drawing of the hills at Marrowgate.", "Marrowgate"),),
    steps=(
        Text(
            None,
            "What Ottokar Quillfern said at Marrowgate",
            "The first lines of a report that is still being written.",
            """
            Two days in Tanglewort Hall were not enough for everything that Ottokar Quillfern of the
            Fernwhistle Commission had brought with him. What follows is a first attempt.
            """,
        ),
    ),
)

SKETCH = Gathering(
    "seminar-osierbrook",
    "Seminar Osierbrook",
    "seminar",
    written="2026-11-16 10:00",
    fields={"status": "planned"},
)

WITHDRAWN = Gathering(
    "meeting-at-hollowmere",
    "Meeting at Hollowmere",
    "meeting",
    "2026-08-04",
    written="2026-08-05 09:00",
    announced="2026-08-06 09:00",
    places=({"city": "Hollowmere", "country": "RS"},),
    lines=crowd("lazar-prodan participant"),
    steps=(
        Correction(
            "2026-08-10 09:00",
            "This page was taken back.",
            withdrawn="The meeting was entered by mistake: it belongs to another institution.",
        ),
    ),
)

REVISION = Text(
    None,
    "The first four teach the next four",
    "Sixteen clerks spent three days with those who had the same questions two years ago.",
    "A longer text is being written, with what the clerks of Osierbrook reported afterwards.",
)


def scheduled(now):
    """Return the text that goes out some days after an instant."""
    return Text(
        (now + datetime.timedelta(days=6)).replace(minute=0, second=0, microsecond=0),
        "What the fourth board decided, in Osierbrook’s words",
        "The minutes, told for those who were not there.",
        """
        The board met in Zagreb and took two decisions. The third common table adds two districts,
        and the project ends as planned in spring. Osierbrook will host the last meeting.
        """,
    )


EVENTS = [DRAFT, SKETCH, WITHDRAWN]
