"""What the public does not see: drafts, a page taken back.

Each has a word that stands nowhere else, so that a test can look for it everywhere.
"""

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
    "Sallowfield",
    "Brackenmoor",
    "Wrenhollow",
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

EVENTS = [DRAFT, SKETCH, WITHDRAWN]
