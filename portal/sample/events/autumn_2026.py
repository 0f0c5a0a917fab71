"""Autumn 2026, up to the weeks before today."""

from portal.sample.shapes import (
    Correction,
    Gathering,
    Item,
    Line,
    Paper,
    Picture,
    Text,
    crowd,
    some,
    who,
)

TEACHING = Gathering(
    "training-for-four-new-towns",
    "Training for four new towns",
    "training",
    "2026-09-08/2026-09-10",
    written="2026-08-17 10:00",
    announced="2026-08-20 10:00",
    fields={"starts_at": "09:00", "ends_at": "15:00", "length_days": 3},
    places=({"venue": "Residents' Counter", "city": "Vrbov Gaj", "country": "RS"},),
    projects=("settled-here",),
    topics=("Small towns", "Services for new residents"),
    bodies=(("vrbov-gaj", "organiser"), ("kamen-dol", "co-organiser"), ("fund", "funder")),
    lines=(
        *crowd("""
            slavica-brdarin trainer
            vesna-marjan trainer
            durdica-dzepin trainer
            katarina-elezan moderator
            petar-ugren opening
        """),
        Line(group="clerks of four towns", count=16),
    ),
    items=(
        Item("The first minute", ("slavica-brdarin",), "2026-09-08", "09:00-15:00"),
        Item("Houses without owners", ("vesna-marjan",), "2026-09-09", "09:00-15:00"),
        Item("Names in two alphabets", ("durdica-dzepin",), "2026-09-10", "09:00-12:00"),
    ),
    steps=(
        Text(
            "2026-09-16 09:40",
            "The first four teach the next four",
            "Sixteen clerks spent three days with those who had the same questions two years ago.",
            """
            The trainers were clerks, and the training room was the waiting room. Slavica Brdarin,
            Vesna Marjan and Ђурђица Џепин taught what they had been taught in the same chairs, and
            above all what they have since done differently.

            The stopwatch went round again. The first minute, it turned out, is as short in Kamen
            Dol as in Vrbov Gaj. On the second day the new towns listed their empty houses, 340 in
            all, and wrote the first letters to owners. On the third they learned to find a name
            that had been entered in two alphabets and five spellings, which the guests called the
            most useful hour of the year.

            Each new town was given a telephone number of a colleague who will answer for six
            months. The Upland Development Fund pays for the coffee on the other side of the line.
            """,
        ),
        Correction(
            "2026-09-21 10:00",
            "A word was missing in the name of the venue.",
            minor=True,
            place={"venue": "Residents' Counter, waiting room"},
        ),
    ),
)

LOANS = Gathering(
    "round-table-on-loans-for-rural-homes",
    "Round table on loans for rural homes",
    "round-table",
    "2026-10-01",
    written="2026-09-07 10:00",
    announced="2026-09-09 10:00",
    fields={"starts_at": "10:00", "ends_at": "13:00"},
    places=({"venue": "Institute, library", "city": "Belgrade", "country": "RS"},),
    topics=("Housing",),
    related=("round-table-on-rural-housing-loans",),
    bodies=(("housing", "organiser"), ("institute", "host")),
    lines=(
        *crowd("""
            nebojsa-klen chair
            borka-salas speaker
            radoslav-venic speaker
            zorana-culibic speaker
            danica-ilkic participant
            stojan-bjelan participant
        """),
        some("waters", 2),
        Line(group="banks and savings cooperatives", count=4),
    ),
    pictures=(
        Picture(
            "table",
            "Drawing of a long oval table seen from above, chairs all around it.",
            "Fifteen months later, the same table.",
        ),
    ),
    steps=(
        Text(
            "2026-10-05 12:20",
            "A loan that begins with the roof",
            "The round table that was put off last year had rules to talk about at last.",
            """
            The rules were adopted in June, and so the round table that had been postponed in July
            of last year could take place. Borka Salaš summed them up: a loan of up to three times
            the yearly income, without a mortgage, paid out in three parts. The first part is for
            the roof, and the second is paid when the roof is seen.

            Representatives of banks and savings cooperatives asked who looks. Nebojša Klen named
            the sixteen inspectors of his Directorate and admitted that this makes one for each
            nine hundred houses. Radoslav Venić promised twelve more.

            Zorana Ćulibić has read the first 140 applications. Most are for houses that stood
            empty and whose owners were found in the last two years; the youngest applicant is 22,
            the oldest 81.

            Applications are open until the end of the year. The form has four pages, one less than
            the one for a telephone line.
            """,
        ),
        Correction(
            "2026-10-06 08:35",
            "A document with the rules in brief was added.",
            papers=(
                Paper(
                    "The rules in brief",
                    "pdf",
                    [
                        "Who may apply: whoever has lived, or means to live, in the house.",
                        "How much: up to three times the yearly income.",
                        "How it is paid: roof first, then water and light, then the rest.",
                    ],
                ),
            ),
        ),
    ),
)

TABLE = Gathering(
    "presentation-of-the-second-common-table",
    "Presentation of the second common table",
    "presentation",
    "2026-10-20",
    written="2026-10-06 10:00",
    announced="2026-10-07 10:00",
    fields={
        "format": "hybrid",
        "starts_at": "11:00",
        "ends_at": "12:30",
        "attendance_number": 60,
        "attendance_qualifier": "more-than",
        "attendance_words": "more than 60, a third of them in the room",
    },
    places=({"venue": "Forum Secretariat", "city": "Vienna", "country": "AT"},),
    projects=("common-ground",),
    topics=("Statistics", "Registers"),
    bodies=(("forum-secretariat", "organiser"), ("counts", "partner")),
    lines=(
        *crowd("""
            lukas-ehrendorfner opening moderator
            ilinca-dobranu speaker
            damir-vuckan speaker
            goran-stipanov speaker
            hannelore-prixner participant
            andreja-zupanin participant
        """),
        who("mladen-trkuljan", "participant", body="doorstep", position="Reader of tables"),
        some("observatory", 2),
    ),
    papers=(
        Paper(
            "The second common table",
            "xlsx",
            [
                ["District", "Residents", "Arrived", "Left", "Counted by"],
                ["Upper Bank", 40980, 700, 1010, "register"],
                ["Lower Bank", 38850, 960, 880, "register"],
                ["Lake", 22610, 1510, 1290, "joint estimate"],
                ["Three Rivers", 66720, 1790, 1980, "both"],
                ["Coast", 18400, 1220, 940, "register"],
            ],
        ),
    ),
    pictures=(
        Picture(
            "chart",
            "Drawing of columns of different height on a white ground, two of them brown.",
            "Arrivals by district.",
        ),
    ),
    steps=(
        Text(
            "2026-10-20 16:00",
            "Five districts, and one number explained",
            "The second common table adds the coast and shows its doubts in the open.",
            """
            The second common table has a fifth row. The coast takes part for the first time, with
            18,400 residents and the remark that its summer has been left out.

            Lukas Ehrendorfner, who has led the Secretariat since February, opened the presentation
            with the row that had been criticised most. For the lake district register and survey
            differed by more than a thousand people last year. This year the table shows the joint
            estimate, and under it, in the same size of print, how it was made and by how much it
            may be wrong.

            Ilinca Dobranu and Damir Vučkan answered questions for an hour. One came from a reader
            of tables who had added up every column and found that arrivals and departures between
            the districts do not cancel out. They should not, Goran Stipanov explained: 214 people
            moved during the week in which the offices count.

            The recording is available, and so is the table.
            """,
        ),
        Correction(
            "2026-10-22 09:15",
            "The link to the recording was added.",
            event={"recording_url": "https://media.forum.example/second-common-table"},
        ),
        Correction(
            "2026-11-04 10:05",
            "One participant was added to the list.",
            lines=crowd("matjaz-hrovatin-lesnik participant"),
        ),
    ),
)

EVENTS = [TEACHING, LOANS, TABLE]
