"""Asylum, 2021 to 2024: who came from one ministry, and to what, can be asked of these events.

Nobody of them exists, nor does the ministry: it shares its name with that of the founding case.
"""

from portal.sample.shapes import Body, Gathering, Human, Line, Post, Text, crowd, some

NOTE = "Taken over from the archive of the Shelter Clinic."

BODIES = [
    Body("interior-li", "Ministry of the Interior", country="LI"),
    Body("asylum-li", "Asylum Section", country="LI", parent="interior-li"),
    Body("border-li", "Border Section", country="LI", parent="interior-li"),
    Body("shelter", "Shelter Clinic", kind="ngo", country="LI"),
]

PEOPLE = [
    Human("Fadrina Tschuvel", "Ms", (Post("interior-li", "State Secretary", True, "2019"),)),
    Human(
        "Balthasar Öhriger",
        "Mr",
        (
            Post("asylum-li", "Head of Section", since="2018", until="2022-12"),
            Post("shelter", "Legal Adviser", since="2023-01"),
        ),
    ),
    Human(
        "Ursina Quaderlin",
        "Ms",
        (
            Post("asylum-li", "Interviewing Officer", since="2020", until="2022-12"),
            Post("asylum-li", "Head of Section", since="2023-01"),
        ),
    ),
    Human("Rätus Malbuner", "Mr", (Post("border-li", "Inspector", since="2017"),)),
    Human("Seraina Zwischbach", "Dr", (Post("shelter", "Director", since="2016"),)),
]

INTERVIEWS = Gathering(
    "seminar-on-the-first-interview",
    "Seminar on the first interview in the asylum procedure",
    "seminar",
    "2021-05-18",
    written="2024-11-25 10:00",
    places=({"city": "Vaduz", "country": "LI"},),
    topics=("Asylum",),
    bodies=(("shelter", "organiser"),),
    lines=(
        *crowd("""
            seraina-zwischbach moderator
            balthasar-ohriger speaker
            ursina-quaderlin trainer
        """),
        some("border-li", 2),
        Line(group="interpreters", count=9),
    ),
    steps=(
        Text(
            "2024-11-26 09:30",
            "The first question decides how the others are answered",
            "Those who ask, those who translate and those who advise compared their notes.",
            """
            Ursina Quaderlin has conducted three hundred interviews and begins each with the same
            question: whether the person in front of her has eaten. At the seminar of the Shelter
            Clinic she showed why. Who is asked first about the road tells a road; who is asked
            first about the day tells what happened.

            Balthasar Öhriger, who heads the section that decides, spoke about the record. It is
            read back sentence by sentence, and each page is signed. Half of all complaints, he
            said, are about one word that was translated too quickly.

            The interpreters present asked for the names of places beforehand. A village has three
            names in three languages, and a wrong one looks like a contradiction. From now on they
            receive a list on the day before.

            Two officers of the border came to listen. They write the first page of every file and
            had never seen the last one.
            """,
            note=NOTE,
            archive=True,
        ),
    ),
)

RECEPTION = Gathering(
    "round-table-on-beds-and-school-places",
    "Round table on beds and school places for families who seek asylum",
    "round-table",
    "2022-03-09",
    written="2024-11-25 11:00",
    announced="2024-11-26 10:00",
    places=({"city": "Vaduz", "country": "LI"},),
    topics=("Asylum", "Services for new residents"),
    bodies=(("interior-li", "host"),),
    lines=(
        *crowd("""
            fadrina-tschuvel chair
            balthasar-ohriger speaker
            seraina-zwischbach speaker
        """),
        Line(group="head teachers", count=5),
    ),
)

BORDERS = Gathering(
    "study-visit-to-a-bridge",
    "Study visit to a bridge with one counter for two countries",
    "study-visit",
    "2022-09-20",
    written="2024-11-25 12:00",
    announced="2024-11-26 10:05",
    places=({"city": "Balzers", "country": "LI"},),
    topics=("Small towns",),
    bodies=(("border-li", "host"),),
    lines=crowd("""
        ratus-malbuner host
        fadrina-tschuvel opening
    """),
)

LAST_DOOR = Gathering(
    "training-on-what-follows-a-refusal",
    "Training on what follows a refusal of asylum",
    "training",
    "2023-10-03/2023-10-04",
    written="2024-11-25 13:00",
    announced="2024-11-26 10:10",
    fields={"length_days": 2},
    places=({"city": "Schaan", "country": "LI"},),
    topics=("Asylum",),
    bodies=(("shelter", "organiser"),),
    lines=crowd("""
        ursina-quaderlin speaker
        ratus-malbuner panellist
        balthasar-ohriger trainer
    """),
)

FIGURES = Gathering(
    "meeting-on-the-figures-of-2023",
    "Meeting on the asylum figures of 2023",
    "meeting",
    "2024-02-14",
    written="2024-11-25 14:00",
    announced="2024-11-26 10:15",
    places=({"city": "Vaduz", "country": "LI"},),
    topics=("Asylum", "Statistics"),
    bodies=(("asylum-li", "organiser"),),
    lines=crowd("""
        fadrina-tschuvel opening
        ursina-quaderlin speaker
    """),
)

EVENTS = [INTERVIEWS, RECEPTION, BORDERS, LAST_DOOR, FIGURES]
