"""Summer 2025: what was put off, where nobody is named, and what has no date."""

from portal.sample.shapes import Correction, Gathering, Line, Picture, Text, crowd, some, who

LOANS = Gathering(
    "round-table-on-rural-housing-loans",
    "Round table on rural housing loans",
    "round-table",
    "2025-07-08",
    written="2025-06-03 10:00",
    announced="2025-06-05 10:00",
    fields={"status": "planned", "starts_at": "10:00", "ends_at": "13:00"},
    places=({"venue": "Institute, library", "city": "Belgrade", "country": "RS"},),
    topics=("Housing",),
    bodies=(("housing", "organiser"), ("institute", "host")),
    lines=(
        who("nebojsa-klen", "chair", attendance="expected"),
        who("borka-salas", "speaker", attendance="expected"),
        some("waters", attendance="expected"),
    ),
    steps=(
        Correction(
            "2025-07-01 13:00",
            "The round table is postponed; a new date will be announced here.",
            event={
                "status": "postponed",
                "status_note": "The rules for the loans are not yet adopted.",
            },
        ),
    ),
)

DIPLOMATS = Gathering(
    "information-meeting-for-embassies-and-associations",
    "Information meeting for embassies and associations",
    "meeting",
    "2025-07-03",
    written="2025-07-01 09:00",
    fields={
        "starts_at": "15:00",
        "attendance_number": 30,
        "attendance_qualifier": "about",
        "list_incomplete": True,
    },
    places=({"venue": "Institute, garden", "city": "Belgrade", "country": "RS"},),
    topics=("Migration management",),
    bodies=(("institute", "organiser"),),
    lines=(
        Line(group="diplomatic corps"),
        Line(group="associations of returning residents", count=6),
        Line(country="AT", count=2),
        Line(country="HU"),
        Line(country="MK", count=3),
        Line(group="and others"),
    ),
    steps=(
        Text(
            "2025-07-04 11:00",
            "Questions in the garden",
            "Embassies and associations asked the Institute about its plans for two hours.",
            """
            Once a year the Institute invites embassies and associations to ask whatever they like.
            There is no presentation, and nobody is quoted by name; so this report names nobody.

            Most questions of this year’s meeting concerned the survey of new residents. Guests
            wanted to know whether the towns will be named, in what order, and whether a town may
            object. The answers: yes, by the alphabet, and to mistakes but not to results.

            Associations of returning residents asked for a list of those offices that accept
            documents in two alphabets. The Institute promised to make one; it will be published
            with the date on which each office was last asked.

            Several embassies offered to hand out the leaflets of Home and Back with the visas for
            seasonal work. Thirty chairs had been put out, and most of them were taken.
            """,
        ),
    ),
)

SETTLERS = Gathering(
    "conversations-with-the-first-settlers",
    "Conversations with the first settlers of Kamen Dol",
    "other",
    written="2025-07-15 09:00",
    fields={"date_note": "", "list_incomplete": True},
    places=({"city": "Kamen Dol", "country": "BA"},),
    projects=("open-archive",),
    topics=("Return",),
    bodies=(("bureau", "organiser"),),
    lines=(
        some("bureau", position="two officials of the Bureau", count=2),
        Line(group="families of the first settlement", count=14, qualifier="at-least"),
    ),
    sources=(
        {
            "publisher": "Settlement Archive, box 318",
            "title": "Notebook with a green cover",
            "language": "sr-latn",
            "differs": "The notebook has no date. The paper was sold between 1954 and 1960.",
        },
    ),
    pictures=(
        Picture(
            "desk",
            "Drawing of sheets with lines of writing, spread over a brown table.",
            "Fourteen conversations on ninety-two pages.",
        ),
    ),
    steps=(
        Text(
            "2025-07-18 10:20",
            "Fourteen families, one notebook",
            "The Archive found notes of conversations of which nobody knows when they were held.",
            """
            In box 318 of the Settlement Archive lies a notebook with a green cover. On ninety-two
            pages two officials of the former Bureau for Settlement wrote down what the first
            families of Kamen Dol told them: from where they had come, with what, and what they had
            found.

            Neither the day nor the year is given, and the officials did not sign. The paper was on
            sale between 1954 and 1960. One family mentions a hard winter, another the arrival of
            electric light, which the two halves of the town date differently to this day.

            The Archive enters the conversations without a date rather than with a guess. Whoever
            knows more is asked to write to it. Names of families will be published when their
            descendants have agreed; nine of fourteen have.
            """,
        ),
        Correction(
            "2025-09-02 12:12",
            "How many families are known by name was added.",
            minor=True,
            event={"attendance_words": "at least fourteen families, nine of them known by name"},
        ),
    ),
)

SEASONS = Gathering(
    "workshop-on-advice-for-seasonal-workers",
    "Workshop on advice for seasonal workers",
    "workshop",
    "2025-07-22/2025-07-23",
    written="2025-07-07 10:00",
    places=({"venue": "Hotel by the Station", "city": "Pogradec", "country": "AL"},),
    projects=("home-and-back",),
    topics=("Seasonal work", "Language"),
    bodies=(
        ("seasonal-work", "organiser"),
        ("mobility-bureau", "host"),
        ("foundation", "funder"),
    ),
    lines=(
        *crowd("""
            bojan-trpkovcan chair
            arben-kuqalaj host
            teuta-braholaj trainer
            elena-stojmanin speaker
            reto-caflurin observer
            lazar-prodan participant
            mirela-dushajan participant
        """),
        who("snezana-gulevan", "participant", body="KORA"),
        Line(group="returned workers", count=5),
    ),
    steps=(
        Text(
            "2025-07-29 09:15",
            "One telephone number for two countries",
            "Advisers agreed to answer each other’s callers.",
            """
            A worker who calls from a bus rarely knows in which country the bus is. The advisers of
            the Inspectorate for Seasonal Work and of the Bureau for Seasonal Mobility therefore
            decided to answer each other’s callers, each in the caller’s language, and to pass on
            only what the caller wants passed on.

            Teuta Braholaj had prepared ten recorded calls, played by her colleagues. The group
            listened, wrote down what was asked, and compared. In six of ten cases the question
            behind the question was about wages that had not been paid; in none of them was the word
            said.

            Five workers who had returned in spring told what they would have liked to know before
            leaving. All five named the same thing first: what the contract in the other language
            said about the room.

            The common list of contacts now has 64 entries and a date beside each. It will be
            checked every March, before the season.
            """,
        ),
    ),
)

EVENTS = [LOANS, DIPLOMATS, SETTLERS, SEASONS]
