"""Before the summer of 2026: a method and a board."""

from portal.sample.shapes import Gathering, Paper, Text, crowd, some

METHODS = Gathering(
    "seminar-on-estimates-without-names",
    "Seminar on estimates without names",
    "seminar",
    "2026-05-19",
    written="2026-05-04 10:00",
    announced="2026-05-05 10:00",
    fields={"format": "hybrid", "starts_at": "13:00", "ends_at": "17:00"},
    places=({"venue": "Faculty of Places", "city": "Novi Sad", "country": "RS"},),
    projects=("common-ground",),
    topics=("Statistics",),
    related=("seminar-counting-people-who-move",),
    bodies=(("demography", "organiser"), ("observatory", "partner")),
    lines=(
        *crowd("""
            uros-kamber chair
            jelisaveta-orlic speaker
            tran-bao-linh speaker
            nada-oroz speaker
            ognjen-maletic panellist
            matteo-furlanetti participant
            nemanja-vlajin participant
        """),
        some("geography", 15, qualifier="about"),
    ),
    steps=(
        Text(
            "2026-05-22 10:00",
            "What can be known without knowing who",
            "Eighteen months after a riddle of three numbers there is a method, and a limit to it.",
            """
            Jelisaveta Orlić returned to Novi Sad as a guest; since January she has led research at
            the Regional Observatory of Settlement. She reported on five districts in which the
            three counts were joined without a single name. In four of them the joint estimate
            predicted the number of schoolchildren of the next year to within one per cent.

            In the fifth it failed, and the seminar spent most of its time there. Tran Bao Linh
            traced the fault to a bus line that had been taken over by another company, which sells
            its tickets by the week. Nobody had told the statisticians, and the counts alone could
            not show it.

            Nađa Oroz drew the limit: below two hundred people an estimate begins to describe
            persons. The participants will write this number into the method, together with the
            advice to take the bus now and then.
            """,
        ),
    ),
)

SECOND_BOARD = Gathering(
    "fourth-meeting-of-the-common-ground-board",
    "Fourth meeting of the Common Ground board",
    "meeting",
    "2026-06-09",
    written="2026-05-26 10:00",
    announced="2026-06-10 10:00",
    fields={"starts_at": "10:00", "ends_at": "14:00"},
    places=({"city": "Zagreb", "country": "HR"},),
    projects=("common-ground",),
    related=("first-meeting-of-the-common-ground-board",),
    bodies=(("forum", "organiser"), ("settlement-affairs", "host")),
    lines=crowd("""
        agnes-tomposi chair
        lukas-ehrendorfner rapporteur
        goran-stipanov participant
        milena-radak participant
        tomislav-hreljin host
        selma-hodzalin participant
        damir-vuckan speaker
    """),
    papers=(
        Paper(
            "Conclusions of the fourth board",
            "pdf",
            ["1. The third common table adds two districts.", "2. The project ends as planned."],
        ),
    ),
)

EVENTS = [METHODS, SECOND_BOARD]
