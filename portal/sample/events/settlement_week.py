"""A whole with three parts, in May 2025."""

from portal.sample.shapes import Correction, Gathering, Item, Line, Picture, Text, crowd, some

WEEK = Gathering(
    "settlement-week-2025",
    "Settlement Week 2025",
    "conference",
    "2025-05-12/2025-05-16",
    written="2025-03-24 09:00",
    announced="2025-04-01 09:00",
    fields={"length_days": 5, "attendance_number": 600, "attendance_qualifier": "about"},
    places=({"city": "Ravni Brod", "country": "RS"},),
    projects=("settled-here", "open-archive"),
    topics=("Small towns", "Return"),
    bodies=(
        ("institute", "organiser"),
        ("ravni-brod", "co-organiser"),
        ("fund", "supporter"),
        ("radio", "partner"),
    ),
    lines=(
        *crowd("milena-radak opening\ndragoljub-stanojcin host opening\nsimeon-dragas speaker"),
        Line(group="visitors from the town and around", count=600, qualifier="about"),
    ),
    pictures=(
        Picture(
            "town",
            "Drawing of a town of narrow houses with pointed roofs, three rows deep.",
            "Ravni Brod lent its market, its school and its cinema.",
        ),
    ),
    steps=(
        Text(
            "2025-05-20 14:20",
            "A week that belonged to the town",
            "Lectures, a workshop and a film brought some 600 people to three places of one town.",
            """
            Settlement Week began on the market place, between the stalls, because the hall was
            being painted. Nobody regretted it. Clerks, students and buyers of early
            cherries listened to the same loudspeaker as Milena Radak and Dragoljub Stanojčin
            opened the five days.

            The Week had three parts. An opening lecture asked what a place remembers of those who
            came and went. A workshop of two days brought municipalities together that share a
            river and not much else. An evening in the cinema closed it, with a film of 1961 that
            had been found in the Settlement Archive and that most of its actors’ grandchildren had
            never seen.

            Simeon Dragaš had carried forty boxes of the Archive into the school gymnasium. Visitors
            recognised eleven people in photographs that had been without names for sixty years;
            the names are now in the catalogue.

            Each part has a page of its own, with those who took part in it.
            """,
        ),
        Correction(
            "2025-05-21 09:00",
            "How many came was added in words.",
            event={"attendance_words": "some 600 visitors in five days"},
        ),
    ),
)

LECTURE = Gathering(
    "what-a-place-remembers",
    "What a place remembers: opening lecture",
    "presentation",
    "2025-05-12",
    written="2025-04-28 10:00",
    announced="2025-04-29 09:00",
    fields={"starts_at": "18:00", "ends_at": "19:15"},
    places=({"venue": "Market place", "city": "Ravni Brod", "country": "RS"},),
    part_of="settlement-week-2025",
    topics=("Return",),
    bodies=(("geography", "organiser"),),
    lines=crowd("branislava-teodorin speaker\nruza-kentic moderator\njagoda speaker"),
    steps=(
        Text(
            "2025-05-14 08:50",
            "A map of absences",
            "Branislava Teodorin showed what street names know about those who left.",
            """
            Branislava Teodorin brought two maps to her lecture, both of the same forty streets. On
            the first, of 1954, a third of the streets are named after the villages from which
            their residents had come. On the second, of last year, two such names are left.

            What, she asked, has a town lost when a name goes? Not the people, who had long mixed.
            What goes is the short answer to a child’s question. In streets that kept their old name
            four of five schoolchildren could tell where their great-grandparents were from; in
            streets that had been renamed, one of five.

            The storyteller Jagoda answered with a tale in which a street gets up at night and walks
            home. Afterwards the listeners wrote down forgotten names on cards. The town will decide
            in autumn whether small second plates may be put up.
            """,
        ),
    ),
)

RIVER = Gathering(
    "workshop-for-municipalities-on-one-river",
    "Workshop for municipalities on one river",
    "workshop",
    "2025-05-13/2025-05-14",
    written="2025-04-28 11:00",
    announced="2025-04-29 09:00",
    places=({"venue": "Primary school, gymnasium", "city": "Ravni Brod", "country": "RS"},),
    part_of="settlement-week-2025",
    projects=("settled-here",),
    topics=("Small towns", "Housing"),
    bodies=(("field", "organiser"), ("settled-team", "partner")),
    lines=(
        *crowd("""
            katarina-elezan chair
            ivo-dragican speaker
            amira-halilan speaker
            petar-ugren speaker
            nebojsa-klen expert
            zorana-culibic rapporteur
            karlo-bencin participant
        """),
        some("jasenova-luka", 3),
        some("kamen-dol", 2),
        some("vrbov-gaj", 4),
    ),
    items=(
        Item("Empty houses, and how to find their owners", ("nebojsa-klen",), "2025-05-13"),
        Item("A ferry, a bridge, a bus", ("ivo-dragican", "petar-ugren"), "2025-05-14"),
    ),
    steps=(
        Text(
            "2025-05-19 16:00",
            "Whose is the house by the landing?",
            "Four municipalities on both banks compared how they find the owners of empty houses.",
            """
            The two banks of the river have had different land registers for thirty years. Whoever
            inherits a house on the other side often does not know it, and whoever would like to
            live in it does not know whom to ask.

            Nebojša Klen of the Directorate for Rural Housing described a pilot of last winter:
            notices in parish newsletters abroad, in the languages of the places to which people
            had moved. Of 212 empty houses 90 found their owners, and 31 of these a tenant.

            On the second day the talk was of roads. Ivo Dragičan and Petar Ugren presented a
            timetable on which the bus of one town waits for the ferry of the other. It costs
            nothing but an agreement, and was signed during the break.

            Zorana Ćulibić noted what the four towns want from the next round of grants: less for
            studies, more for locksmiths.
            """,
        ),
    ),
)

FILM = Gathering(
    "film-evening-the-new-street",
    "Film evening: The New Street",
    "other",
    "2025-05-16",
    written="2025-04-28 12:00",
    announced="2025-04-29 09:00",
    fields={"starts_at": "20:30", "attendance_number": 212, "attendance_of": "tickets"},
    places=({"venue": "Sloga cinema", "city": "Ravni Brod", "country": "RS"},),
    part_of="settlement-week-2025",
    projects=("open-archive",),
    bodies=(("archive", "organiser"),),
    lines=crowd("simeon-dragas speaker\nteodora-mikan moderator"),
)

EVENTS = [WEEK, LECTURE, RIVER, FILM]
