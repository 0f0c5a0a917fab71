"""Spring 2026: a school, a look back, guests from Albania."""

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

SCHOOLS = Gathering(
    "workshop-on-children-who-arrive-in-mid-year",
    "Workshop on children who arrive in mid-year",
    "workshop",
    "2026-02-17/2026-02-18",
    written="2026-02-02 10:00",
    announced="2026-02-03 10:00",
    fields={"attendance_number": 18, "attendance_of": "teachers"},
    places=({"venue": "Основна школа", "city": "Равни Брод", "country": "RS", "language": "sr"},),
    projects=("settled-here",),
    topics=("Services for new residents", "Language"),
    bodies=(("ravni-brod-social", "organiser"), ("field", "partner")),
    lines=(
        *crowd("""
            zeljko-soljan chair
            ljiljana-pesut host
            hatidza-smaic speaker
            olena-hrytsun interpreter
            fikreta-mulan speaker
        """),
        Line(group="teachers", count=18),
    ),
    pictures=(
        Picture(
            "bridge",
            "Drawing of a stone bridge with low arches over a quiet river.",
            "The way to school.",
        ),
    ),
    steps=(
        Text(
            "2026-02-23 09:30",
            "A desk first, certificates later",
            "Teachers planned the first ten school days of a child who arrives in February.",
            """
            Every year some forty children arrive at the schools of Ravni Brod after the holidays
            are over. Some have reports in another alphabet, some have none. For two days eighteen
            teachers wrote down what they do on the first ten days, and then made one plan of
            eighteen.

            On the first day a child gets a desk, a neighbour who volunteered, and a map of the
            building with pictures. Tests wait until the second week. Željko Šoljan, who
            coordinates the schools for the town, insisted on one sentence in bold: nobody is put
            back a year before Easter.

            Hatidža Smaić reported from three other towns in which the plan was tried. Fikreta
            Mulan spoke for the parents, who above all want to know whom to call when a child cries
            in the morning. The plan now begins with that number.
            """,
        ),
    ),
)

LOOKING_BACK = Gathering(
    "settled-here-eighteen-months-on",
    "Settled Here: eighteen months on",
    "conference",
    "2026-03-24/2026-03-25",
    written="2026-02-10 10:00",
    announced="2026-02-12 10:00",
    fields={"format": "hybrid", "starts_at": "10:00", "ends_at": "16:00", "length_days": 2},
    places=({"venue": "House of Culture", "city": "Vrbov Gaj", "country": "RS"},),
    projects=("settled-here",),
    topics=("Small towns", "Services for new residents", "Housing"),
    related=("settled-here-opening-conference",),
    bodies=(("institute", "organiser"), ("vrbov-gaj", "host"), ("fund", "funder")),
    lines=(
        *crowd("""
            milena-radak opening
            petar-ugren host
            mirjana-kovilj speaker
            katarina-elezan speaker
            verena-moosgrubner speaker
            amira-halilan panellist
            dragoljub-stanojcin panellist
            dunja-pricin panellist
            teodor-vasin moderator
            ognjen-maletic speaker
            ljubomir-vranin participant
        """),
        who("ulrich-stadlhubner", "speaker", attendance="absent", note="Sent his apologies."),
        some("vrbov-gaj", 6),
        some("kamen-dol", 4),
        Line(group="residents", count=50, qualifier="more-than"),
    ),
    items=(
        Item("What we promised", ("milena-radak", "petar-ugren"), "2026-03-24", "10:00-11:00"),
        Item("What the numbers say", ("ognjen-maletic",), "2026-03-24", "11:15-12:30"),
        Item(
            "What the towns say",
            ("amira-halilan", "dragoljub-stanojcin", "mirjana-kovilj"),
            "2026-03-24",
            "14:00-16:00",
        ),
        Item("What goes on", ("verena-moosgrubner", "katarina-elezan"), "2026-03-25"),
    ),
    papers=(
        Paper(
            "Eighteen months in twelve figures",
            "csv",
            [
                ["Figure", "Before", "After"],
                ["Visits to the counters", 1110, 4870],
                ["Days from first visit to key", 61, 23],
                ["Children enrolled in a week", 34, 91],
            ],
        ),
    ),
    pictures=(
        Picture(
            "town",
            "Drawing of steep roofs and small lit windows, seen from a hill.",
            "Vrbov Gaj, where it began.",
        ),
        Picture("seats", "Drawing of a hall with rows of seats before a bright screen."),
    ),
    steps=(
        Text(
            "2026-03-30 10:00",
            "From sixty-one days to twenty-three",
            "The four towns of Settled Here checked their promises in public.",
            """
            In the hall hung four sheets of paper, written by hand in September 2024. Each was a
            town’s first page of its plan of work. Eighteen months later a resident of each town,
            not its mayor, read the page aloud and said what had been kept.

            ## What was kept

            From the first visit at a counter to the key of a home it now takes 23 days instead of
            61. Ninety-one of a hundred children are enrolled within a week. Ognjen Maletić warned
            that one of the four towns counts from the second visit, and showed the figures without
            it: 26 days.

            ## What was not

            The exchange of staff took place once and not twice. The count of new residents is the
            same in three towns; in the fourth the register still has no field for it. Mirjana
            Kovilj, who signed the page of Vrbov Gaj as mayor and now came as a guest, said that the
            page had been too long.

            ## What goes on

            Verena Moosgrubner announced that the Fund will support four more towns if the first
            four teach them. Katarina Elezan collected offers on the spot and has eleven.
            """,
            credits="Text: Ruža Kentić",
        ),
        Correction(
            "2026-04-02 09:00",
            "The former office of one speaker was added.",
            minor=True,
            positions={"mirjana-kovilj": "former Mayor"},
        ),
        Correction(
            "2026-04-09 14:30",
            "The number of guests, on site and online, was added.",
            event={"attendance_number": 96},
        ),
    ),
)

GUESTS = Gathering(
    "study-visit-of-the-bureau-for-seasonal-mobility",
    "Study visit of the Bureau for Seasonal Mobility",
    "study-visit",
    "2026-04-14/2026-04-17",
    written="2026-04-01 10:00",
    fields={"length_days": 4},
    places=(
        {"venue": "Institute", "city": "Belgrade", "country": "RS", "day": "2026-04-14"},
        {"city": "Vrbov Gaj", "country": "RS", "day": "2026-04-16"},
    ),
    projects=("home-and-back",),
    topics=("Seasonal work",),
    bodies=(("mobility-bureau", "organiser"), ("institute", "host")),
    lines=(
        *crowd("""
            arben-kuqalaj head-of-delegation
            teuta-braholaj participant
            fatos-hykalaj participant
            zarko-milun host
            teodor-vasin speaker
            slavica-brdarin host speaker
        """),
        some("mobility-bureau", 3),
    ),
    steps=(
        Text(
            "2026-04-22 11:11",
            "Guests who brought their own questions",
            "The Bureau for Seasonal Mobility spent four days with those who keep its figures.",
            """
            The seven guests from Tirana had sent their questions in advance, forty of them, and
            asked that nobody prepare a presentation. So Teodor Vasin and his colleagues put the
            questions on cards, and on each day the guests drew ten.

            The cards led to unexpected places. “Who decides that a season is over?” took a morning
            in the Office for Population Counts. “What do you do with a form that nobody collects?”
            was answered in the cellar.

            In Vrbov Gaj Slavica Brdarin let the guests work at the counter. Teuta Braholaj noticed
            that the clerks write the date of the next step on a slip of paper, and took a pad of
            slips home with her; it has since been printed in two languages.

            Three cards were left over. They will be answered by letter.
            """,
        ),
    ),
)

EVENTS = [SCHOOLS, LOOKING_BACK, GUESTS]
