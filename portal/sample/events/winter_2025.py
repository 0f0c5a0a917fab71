"""The turn of the year: a yearbook, a year of interviews, a consultation, a short film."""

from portal.sample.shapes import Correction, Gathering, Line, Paper, Picture, Text, crowd, some

YEARBOOK = Gathering(
    "presentation-of-the-settlement-yearbook",
    "Presentation of the Settlement Yearbook",
    "presentation",
    "2025-12-10",
    written="2025-11-24 10:00",
    announced="2025-11-25 10:00",
    fields={
        "starts_at": "11:00",
        "ends_at": "12:00",
        "attendance_number": 60,
        "attendance_qualifier": "more-than",
    },
    places=({"venue": "Institute, library", "city": "Belgrade", "country": "RS"},),
    topics=("Statistics",),
    bodies=(("records", "organiser"),),
    lines=(
        *crowd("""
            ruza-kentic moderator
            milena-radak speaker
            jelisaveta-orlic speaker
            ognjen-maletic speaker
            ljubomir-vranin participant
        """),
        Line(group="journalists", count=12),
    ),
    papers=(
        Paper(
            "Settlement Yearbook, tables",
            "xlsx",
            [
                ["Year", "Moved in", "Moved out"],
                [2022, 8120, 15010],
                [2023, 9460, 13220],
                [2024, 10890, 12740],
            ],
        ),
        Paper(
            "Settlement Yearbook, summary",
            "pdf",
            ["Who moves, where to, and what became of them, on four pages."],
        ),
    ),
    pictures=(
        Picture(
            "desk",
            "Drawing of printed sheets scattered over a table, each with a coloured heading.",
            "Proofs of the Yearbook.",
        ),
    ),
    steps=(
        Text(
            "2025-12-10 13:30",
            "The gap closes to two thousand",
            "The Yearbook counts more arrivals in small towns than ever in its own time.",
            """
            In 2024 10,890 people moved to a small town and 12,740 moved away. The gap of fewer
            than two thousand is the smallest that the Institute has counted, and Milena Radak
            asked the journalists not to call it a turn. “It is a slowing down,” she said. “Whoever
            writes that the countryside fills up will have to explain next year’s figures.”

            Jelisaveta Orlić, who presented the Yearbook for the last time before she leaves the
            Institute, showed where the arrivals come from: a third from abroad, a third from the
            two largest cities, a third from the next valley. Ognjen Maletić, her successor,
            explained the new chapter on houses.

            The tables can be downloaded and used freely. The printed book costs as much as a
            coffee, and has a ribbon.
            """,
        ),
        Correction(
            "2026-01-07 10:00",
            "How many came was added in words.",
            event={"attendance_words": "more than 60 guests"},
        ),
    ),
)

INTERVIEWS = Gathering(
    "oral-history-interviews-2025",
    "Oral history interviews 2025",
    "other",
    "2025-01-01/2025-12-31",
    written="2026-01-12 10:00",
    fields={"precision": "year"},
    projects=("open-archive",),
    topics=("Return",),
    bodies=(("archive", "organiser"), ("university", "partner")),
    lines=(
        *crowd("simeon-dragas speaker\nisidora-pejak participant"),
        Line(group="people who were asked", count=48),
    ),
    steps=(
        Text(
            "2026-01-15 09:45",
            "Forty-eight voices",
            "The Archive’s year of listening, in figures and in one sentence.",
            """
            In the course of 2025 Simeon Dragaš and Isidora Pejak recorded conversations with
            forty-eight people who had been settled by the Bureau or had worked for it. The oldest
            was 96, the youngest 71; the recordings last 102 hours.

            Each of them may be heard in the reading room by whoever gives a reason. Nineteen may
            be published, in whole or in part. The others are closed until a date that the person
            asked has chosen, and the longest of these dates is 2070.

            The Archive is asked what it learned. One sentence comes up in almost every
            conversation, in nearly the same words, and this is reason enough to write it down
            here: “Nobody told us how long we would stay.”
            """,
        ),
    ),
)

LEAFLETS = Gathering(
    "consultation-on-leaflets-in-four-languages",
    "Consultation on leaflets in four languages",
    "consultation",
    "2026-01-22",
    written="2026-01-08 10:00",
    announced="2026-01-08 11:00",
    fields={
        "format": "online",
        "starts_at": "18:00",
        "ends_at": "19:30",
        "stream_url": "https://media.institute.example/leaflets",
    },
    projects=("home-and-back",),
    topics=("Language", "Seasonal work"),
    bodies=(("seasonal-work", "organiser"), ("interpreters", "partner")),
    lines=(
        *crowd("""
            elena-stojmanin moderator
            mirela-dushajan speaker
            yusuf-adanir expert
            dragica-velkoskin participant
        """),
        some("KORA", 2),
    ),
    steps=(
        Text(
            "2026-01-26 10:00",
            "Shorter, and with a drawing of the payslip",
            "Readers of four languages tore the draft of a leaflet to pieces, and mended it.",
            """
            The draft had six pages. After ninety minutes with those for whom it is meant it had
            two, and a drawing.

            Elena Stojmanin read the text aloud, a paragraph at a time, and asked those listening
            to press a key when they stopped following. In the paragraph on insurance they all
            pressed at the same word. Mirela Dushajan proposed to show a payslip instead and to
            number its lines. What had been explained in a page and a half now stands in nine
            short lines under a picture.

            Yusuf Adanir compared the four languages. In one of them the polite form made a
            piece of advice sound like an order; in another the word for “season” also means
            “sale”.

            The leaflet goes to print in February, without a single abbreviation.
            """,
        ),
    ),
)

EVENTS = [YEARBOOK, INTERVIEWS, LEAFLETS]
