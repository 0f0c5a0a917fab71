"""Autumn 2024: the two projects begin."""

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

OPENING = Gathering(
    "settled-here-opening-conference",
    "Settled Here: opening conference",
    "conference",
    "2024-09-24/2024-09-25",
    written="2024-09-02 10:00",
    announced="2024-09-03 09:30",
    fields={
        "starts_at": "09:30",
        "ends_at": "13:00",
        "attendance_number": 120,
        "attendance_qualifier": "more-than",
        "attendance_of": "officials, residents and guests",
        "attendance_words": "more than 120 guests",
        "list_incomplete": True,
    },
    places=({"venue": "Old Granary, main hall", "city": "Novi Sad", "country": "RS"},),
    projects=("settled-here",),
    topics=("Small towns", "Services for new residents"),
    bodies=(("institute", "organiser"), ("vrbov-gaj", "co-organiser"), ("fund", "funder")),
    lines=(
        *crowd("""
            milena-radak opening host
            ulrich-stadlhubner opening
            maria-magdalena-theodora-habermann-von-der-osterleiten-zu-altfelden speaker
            radoslav-venic speaker
            mirjana-kovilj speaker panellist
            amira-halilan panellist
            dragoljub-stanojcin panellist
            katarina-elezan moderator
            dunja-pricin speaker
            branislava-teodorin expert
            verena-moosgrubner participant
            slavica-brdarin participant
            ljubomir-vranin participant
        """),
        who("zvezdanka-nevidin", "participant"),
        some("residents", 2),
        Line(group="diplomatic corps"),
        Line(group="residents of the four towns", count=40, qualifier="about"),
    ),
    items=(
        Item(
            "Welcome",
            ("milena-radak", "ulrich-stadlhubner"),
            "2024-09-24",
            "09:30-10:00",
        ),
        Item(
            "A town is more than its counter",
            ("mirjana-kovilj", "radoslav-venic"),
            "2024-09-24",
            "10:00-11:30",
        ),
        Item(
            "Four mayors, one question: who did you not expect?",
            ("amira-halilan", "dragoljub-stanojcin", "mirjana-kovilj", "katarina-elezan"),
            "2024-09-24",
            "12:00-13:00",
        ),
        Item("Walk along the river quarter", (), "2024-09-25", "09:30-11:00", "From the Granary"),
        Item("First plans of work", ("dunja-pricin",), "2024-09-25", "11:15-13:00"),
    ),
    papers=(
        Paper(
            "Programme of the opening conference",
            "pdf",
            [
                "## Tuesday, 24 September 2024",
                "09:30 Welcome by the Institute and the Upland Development Fund.",
                "10:00 A town is more than its counter. Two short talks and questions.",
                "12:00 Four mayors, one question: who did you not expect?",
                "## Wednesday, 25 September 2024",
                "09:30 Walk along the river quarter, in comfortable shoes.",
                "11:15 First plans of work, in four groups. Lunch at 13:00.",
            ],
        ),
    ),
    pictures=(
        Picture(
            "seats",
            "Drawing of a dark hall: rows of blue seats face a lit screen and a small lectern.",
            "The main hall of the Old Granary, before the doors opened.",
        ),
        Picture(
            "river",
            "Drawing of a wide, calm river below three ranges of blue hills and a low sun.",
            "The river quarter, where the walk of the second day began.",
        ),
    ),
    steps=(
        Correction(
            "2024-09-17 14:05",
            "A page on how to get there was added.",
            papers=(
                Paper(
                    "How to get to the Old Granary",
                    "pdf",
                    [
                        "The Granary stands on the left bank, ten minutes on foot from the "
                        "station. The entrance without steps is on the side of the river.",
                        "Bus 8 stops in front of the gate. There is no car park.",
                    ],
                ),
            ),
        ),
        Text(
            "2024-09-27 11:20",
            "Four towns begin to learn from each other",
            """More than 120 people came to Novi Sad to open a project about what a small town owes
            those who move in, and what it gains from them.""",
            """
            The project Settled Here began with a simple table. It showed four towns, the number of
            people who had left each of them since 1991, and, in a much narrower column, the number
            who had arrived in the last five years. “The second column is the reason we are here,”
            said Milena Radak, Director of the Institute, opening the conference.

            Ulrich Stadlhubner explained why the Upland Development Fund pays for counters and
            registers rather than for buildings. A road, he said, is seen at once; a clerk who knows
            which form to hand over is noticed only when missing.

            ## What the towns reported

            Mirjana Kovilj described the first year of the residents’ counter in Vrbov Gaj: four
            hundred visits, a third of them about schools. Amira Halilan spoke of houses whose
            owners cannot be found, and Dragoljub Stanojčin of children who arrive in the middle of
            a school year with no papers at all.

            The mayors agreed to exchange staff for a week each spring, and to count new residents
            in the same way by the end of 2025.

            On the second day the guests walked through the river quarter and divided into four
            groups, each of which wrote the first page of its town’s plan of work. The pages will be
            published when the councils have seen them.
            """,
            credits="Text: Ruža Kentić",
        ),
        Correction(
            "2024-10-01 09:10",
            "The name of the hall was written in full.",
            minor=True,
            place={"venue": "Old Granary, great hall"},
        ),
        Correction(
            "2024-10-08 16:45",
            "Two participants who were missing from the list were added.",
            lines=crowd("borka-salas participant\npetar-ugren participant"),
        ),
    ),
)

REGISTERS = Gathering(
    "training-on-population-registers",
    "Training on population registers for town clerks",
    "training",
    "2024-10-08/2024-10-10",
    written="2024-09-20 08:40",
    fields={
        "names_shown": "everybody",
        "names_reason": "All of them agreed in writing when they enrolled.",
        "length_days": 3,
        "attendance_number": 13,
        "attendance_of": "clerks",
    },
    places=({"venue": "Градска кућа", "city": "Равни Брод", "country": "RS", "language": "sr"},),
    projects=("common-ground",),
    topics=("Registers", "Statistics"),
    bodies=(("counts", "organiser"), ("institute", "partner"), ("ravni-brod", "host")),
    lines=(
        *crowd("""
            emilija-tot trainer
            aleksa-vidric trainer
            durdica-dzepin participant
            zeljko-soljan participant
            slavica-brdarin participant
            nikola-jantol participant
            vesna-marjan participant
            katarina-simrakin participant
            dora-ziljan participant
            jovanka-kisin participant
            nada-oroz expert
        """),
        who("isidora-pejak", "participant", printed_name="Isidora Lakin"),
        who("jelisaveta-orlic", "speaker"),
    ),
    items=(
        Item("What is a resident?", ("jelisaveta-orlic",), "2024-10-08", "09:00-12:30"),
        Item("Doors, floors and numbers", ("aleksa-vidric",), "2024-10-09", "09:00-15:00"),
        Item("What a clerk may ask, and what not", ("nada-oroz",), "2024-10-10", "09:00-11:00"),
    ),
    papers=(
        Paper(
            "Exercises on addresses",
            "xlsx",
            [
                ["Case", "Address as told", "Entered as", "Doubtful"],
                ["1", "the yellow house behind the mill", "Mill Lane 4", 0],
                ["2", "12 or 12a, it depends", "River Street 12", 1],
                ["3", "with my aunt", "not entered", 1],
            ],
        ),
    ),
    steps=(
        Text(
            "2024-10-14 10:00",
            "Three days on what an address is",
            """Fourteen clerks from three countries worked through a hundred difficult cases, most
            of them from their own drawers.""",
            """
            A population register looks simple until somebody lives in two places. The training in
            Ravni Brod therefore used no slides on its first morning. Each clerk had brought three
            cases that had once cost a day, and the group solved them aloud: the student who sleeps
            in the city and is insured in the village, the house that the street directory lists
            twice, the family whose surname changed its spelling at the border.

            Emilija Tot of the Office for Population Counts then showed how the register records
            such doubt instead of hiding it. An entry may be marked as uncertain, with the reason,
            and is asked about again within a year.

            Aleksa Vidrić led a day on addresses. Half of it was spent outdoors with a map, in a
            street in which four numbers were missing and one occurred twice.

            The last session belonged to data protection. Nađa Oroz asked the clerks to cross out
            everything on their own forms that they do not need. The forms became a third shorter.

            A second course is planned for clerks who register seasonal workers.
            """,
            credits="Text: Filip Nenez",
        ),
        Correction(
            "2024-10-21 09:40",
            "The number of clerks, first given as 13, was corrected to 14.",
            event={"attendance_number": 14},
        ),
    ),
)

EVENTS = [OPENING, REGISTERS]
