"""Autumn 2025, with a visit that was cancelled and a date that is known only in part."""

from portal.sample.shapes import Correction, Gathering, Item, Line, Paper, Text, crowd, some, who

VOLUNTEERS = Gathering(
    "seminar-on-volunteers-in-reception",
    "Seminar on volunteers in reception",
    "seminar",
    "2025-09-16",
    written="2025-09-01 10:00",
    announced="2025-09-02 10:00",
    fields={"starts_at": "09:30", "ends_at": "15:30"},
    places=({"venue": "House of Open Doorstep", "city": "Subotica", "country": "RS"},),
    projects=("settled-here",),
    topics=("Services for new residents",),
    bodies=(("doorstep", "organiser"), ("bridge", "partner")),
    lines=(
        *crowd("""
            dunja-pricin chair
            sofija-backin speaker
            karlo-bencin speaker
            mihaela-rukljan expert
            mladen-trkuljan speaker
            zvezdanka-nevidin speaker
        """),
        who("hatidza-smaic", "participant", hidden=True),
        Line(group="volunteers", count=22),
    ),
    steps=(
        Text(
            "2025-09-19 12:00",
            "Volunteers need an end date",
            "Two associations compared ten years of help at the door.",
            """
            Open Doorstep in Subotica and Neighbours’ Bridge across the border have worked with
            volunteers for ten years, and had never compared notes. The seminar did so in the
            plainest way: each of them brought the list of those who had stopped, with the reason.

            Sofija Bačkin found that volunteers do not leave because the work is hard. They leave
            because it never ends. Since her association asks for six months, and says thank you on
            the last day, half of them come back after a pause.

            Karlo Benčin spoke about what volunteers must not do: interpret at a doctor’s, keep
            keys, lend money. Mihaela Rukljan added what the law says, in both countries, on one
            page.

            The volunteers themselves asked for two things: somebody to call at night, and not to be
            photographed. Both were granted. This page has no pictures.
            """,
        ),
        Correction(
            "2025-09-23 08:20",
            "A letter was missing from the name of the house.",
            minor=True,
            place={"venue": "House of the Open Doorstep"},
        ),
    ),
)

INTERPRETERS = Gathering(
    "training-for-community-interpreters",
    "Training for community interpreters",
    "training",
    "2025-10-06/2025-10-10",
    written="2025-09-15 10:00",
    announced="2025-09-16 10:00",
    fields={
        "length_days": 5,
        "attendance_number": 25,
        "attendance_qualifier": "at-least",
        "attendance_of": "interpreters",
    },
    places=({"venue": "Lakeside College", "city": "Ohrid", "country": "MK"},),
    projects=("home-and-back",),
    topics=("Language",),
    bodies=(("interpreters", "organiser"), ("college", "host"), ("foundation", "funder")),
    lines=(
        *crowd("""
            yusuf-adanir trainer
            olena-hrytsun trainer
            farida-nurestan trainer
            zoranco-midovin moderator
            biljana-rusevan opening
        """),
        some("interpreters", 25, qualifier="at-least"),
    ),
    papers=(
        Paper(
            "Three seats: a drawing in words",
            "pdf",
            [
                "The interpreter sits neither beside the clerk nor beside the visitor.",
                "The three seats make a triangle with equal sides.",
                "Whoever speaks looks at the person spoken to.",
            ],
        ),
    ),
    steps=(
        Text(
            "2025-10-15 10:10",
            "Three seats make a triangle",
            "Interpreters practised at the registry, the surgery and the parents’ evening.",
            """
            Where does the interpreter sit? The training of the Circle of Community Interpreters
            spent its first morning on this question, with three chairs and a good deal of moving
            about. Beside the visitor she becomes an advocate, beside the clerk an official. The
            chairs ended up in a triangle with equal sides, and the drawing of it is now a document
            of this page.

            The following days led to places where interpreting is hard. In a surgery the group
            learned to say that a word has no equivalent. At a parents’ evening they learned to
            interpret for nine families at once, and to ask for a pause.

            Farida Nurestan taught the last day, on what to do afterwards. Those who have lent
            their voice to bad news all day need somebody to talk to who is bound to the same
            silence. The Circle will pair its members for this.
            """,
        ),
    ),
)

LAKES = Gathering(
    "study-visit-to-offices-by-the-lakes",
    "Study visit to offices by the lakes",
    "study-visit",
    "2025-10-20/2025-10-23",
    written="2025-09-08 10:00",
    announced="2025-09-10 10:00",
    fields={"status": "planned"},
    places=({"city": "Ohrid", "country": "MK"}, {"city": "Pogradec", "country": "AL"}),
    projects=("home-and-back",),
    bodies=(("field", "organiser"),),
    lines=(
        who("zarko-milun", "head-of-delegation", attendance="expected"),
        who("slavica-brdarin", "participant", attendance="expected"),
        some("coast", 2, attendance="expected"),
    ),
    steps=(
        Correction(
            "2025-10-13 17:30",
            "The visit is cancelled.",
            event={
                "status": "cancelled",
                "status_note": "The ferry and the mountain road are closed until November.",
            },
        ),
    ),
)

ADDRESSES = Gathering(
    "workshop-on-one-address-register",
    "Workshop on one address register",
    "workshop",
    "2025-10-22",
    written="2025-10-06 10:00",
    fields={"format": "hybrid", "starts_at": "09:00", "ends_at": "13:00"},
    places=({"venue": "Office for Population Counts", "city": "Belgrade", "country": "RS"},),
    projects=("common-ground",),
    topics=("Registers",),
    bodies=(("address-unit", "organiser"), ("atlas", "partner")),
    lines=(
        *crowd("""
            aleksa-vidric chair
            plamen-yordevan speaker
            vidosav-gruban speaker
            tijana-mrksa rapporteur
            vesna-marjan participant
        """),
        some("waters", 2),
        some("registers", 5, qualifier="about"),
    ),
    items=(
        Item("Where the map and the list disagree", ("plamen-yordevan",), "2025-10-22", "09:15-"),
        Item("Pipes have addresses too", ("vidosav-gruban",), "2025-10-22", "11:00-"),
    ),
    steps=(
        Text(
            "2025-10-28 14:40",
            "Pipes have addresses too",
            "Three registers of the same streets were laid on top of one another.",
            """
            The post has a list of addresses, the water works have another, and the Office for
            Population Counts keeps a third. For the district of Three Rivers they were laid on top
            of one another for the first time. They agree in 83 of 100 houses.

            Plamen Yordevan of Blue Atlas Maps showed on a wall-sized print where they do not. Most
            differences lie along three roads that were renumbered in 1987, in one direction by the
            post and in the other by the town.

            Vidosav Gruban explained why the water works are usually right: a pipe that is entered
            at the wrong house is noticed within a week. The participants decided to take the
            pipes’ numbering as the first proof, the letter box as the second, and to ask only if
            both fail.

            A list of 1,900 doubtful houses was divided among the three offices.
            """,
        ),
    ),
)

TWINS = Gathering(
    "meeting-of-twin-towns",
    "Meeting of twin towns",
    "meeting",
    "2025-11-21/2025-11-30",
    written="2025-12-05 09:00",
    fields={"precision": "part", "length_days": 2, "date_words": ""},
    places=({"city": "Jasenova Luka", "country": "HR"},),
    projects=("settled-here",),
    topics=("Small towns",),
    bodies=(("jasenova-luka", "host"),),
    lines=crowd("""
        ivo-dragican host
        petar-ugren participant
        amira-halilan participant
        katarina-simrakin rapporteur
    """),
    sources=(
        {
            "publisher": "Jasenova Luka Gazette",
            "title": "Twins at the table",
            "date_as_printed": "December",
            "differs": "The Gazette says that three towns came, and names four.",
        },
    ),
    steps=(
        Text(
            "2025-12-08 09:00",
            "Twins at the table",
            "Mayors of three towns on one river met without an agenda.",
            """
            At the end of November the mayors of three towns met for two days in Jasenova Luka.
            They had no agenda, and say that this was why they got through it.

            Petar Ugren, in office since summer, brought the first figures of the bus that waits
            for the ferry: eleven passengers a day, of whom nine had never been on the other bank.
            Amira Halilan reported that 31 owners of empty houses have become 44. Ivo Dragičan
            showed the waiting room in which six languages are read from the wall.

            Katarina Šimrakin wrote down what they agreed on: one exchange of staff in spring, one
            page about each town on the websites of the others, and no further meeting until there
            is something to report.
            """,
        ),
    ),
)

EVENTS = [VOLUNTEERS, INTERPRETERS, LAKES, ADDRESSES, TWINS]
