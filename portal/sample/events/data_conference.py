"""The conference of summer 2025 with sixty people on its list."""

from portal.sample.shapes import Correction, Gathering, Item, Paper, Picture, Text, crowd

CONFERENCE = Gathering(
    "regional-conference-on-mobility-data-2025",
    "Regional conference on mobility data 2025",
    "conference",
    "2025-06-17/2025-06-19",
    written="2025-03-03 10:00",
    announced="2025-03-17 10:00",
    fields={
        "starts_at": "09:00",
        "ends_at": "17:00",
        "names_shown": "everybody",
        "names_reason": "The list was handed out at the door, and all agreed to its publication.",
    },
    places=(
        {"venue": "Lakeside College, Rotunda", "city": "Ohrid", "country": "MK"},
        {"venue": "Observatory boat", "city": "Ohrid", "country": "MK", "day": "2025-06-18"},
    ),
    projects=("common-ground", "home-and-back"),
    topics=("Statistics", "Registers", "Seasonal work"),
    bodies=(("forum", "organiser"), ("college", "host"), ("institute", "co-organiser")),
    lines=crowd("""
        agnes-tomposi chair opening
        biljana-rusevan host opening
        hannelore-prixner speaker
        milena-radak speaker
        goran-stipanov speaker
        giulia-bressanello speaker expert
        ilinca-dobranu speaker
        tran-bao-linh speaker
        jelisaveta-orlic moderator
        ognjen-maletic speaker
        kalina-obrad panellist
        uros-kamber panellist
        emilija-tot panellist
        andreja-zupanin panellist
        bojan-trpkovcan speaker
        arben-kuqalaj speaker
        desislava-karaneva speaker
        balsa-marndan panellist
        selma-hodzalin panellist
        tomislav-hreljin panellist
        ana-marija-krstin-bogdan rapporteur expert
        damir-vuckan trainer
        aleksa-vidric trainer
        nada-oroz expert
        olena-hrytsun interpreter
        yusuf-adanir interpreter
        farida-nurestan interpreter
        teodor-vasin participant
        filip-nenez participant
        tijana-mrksa participant
        stojan-bjelan participant
        olivera-kostres participant
        simeon-dragas participant
        zarko-milun participant
        nemanja-vlajin participant
        isidora-pejak participant
        branislava-teodorin participant
        zoranco-midovin participant
        elena-stojmanin participant
        dragica-velkoskin participant
        mirela-dushajan participant
        fatos-hykalaj participant
        teuta-braholaj participant
        jovana-vuceran participant
        kiril-baltovan participant
        radka-stoimenceva participant
        plamen-yordevan participant
        viktoriya-sabcheva participant
        zsofia-barcsikos participant
        bence-oravszkon participant
        matjaz-hrovatin-lesnik participant
        spela-kodrun participant
        lucija-pavlinac participant
        marin-grubesan participant
        mirza-tabakan participant
        jovanka-kisin participant
        lukas-ehrendorfner participant
        matteo-furlanetti participant
        beatrix-aeschwand observer
        reto-caflurin observer
    """),
    items=(
        Item("Opening", ("agnes-tomposi", "biljana-rusevan"), "2025-06-17", "09:00-09:30"),
        Item(
            "The first common table",
            ("goran-stipanov", "ilinca-dobranu"),
            "2025-06-17",
            "09:30-11:00",
            "Rotunda",
        ),
        Item(
            "Seasons: who leaves in April and comes back in November",
            ("bojan-trpkovcan", "arben-kuqalaj", "desislava-karaneva"),
            "2025-06-17",
            "11:30-13:00",
            "Rotunda",
        ),
        Item(
            "Registers in conversation",
            ("emilija-tot", "andreja-zupanin", "tomislav-hreljin", "jelisaveta-orlic"),
            "2025-06-17",
            "14:30-17:00",
            "Rotunda",
        ),
        Item("Measuring the lake", (), "2025-06-18", "09:00-12:00", "Observatory boat"),
        Item(
            "Estimates without names",
            ("tran-bao-linh", "giulia-bressanello", "nada-oroz"),
            "2025-06-18",
            "14:00-17:00",
            "Room 2",
        ),
        Item(
            "Exercises with the common table",
            ("damir-vuckan", "aleksa-vidric"),
            "2025-06-18",
            "14:00-17:00",
            "Room 3",
        ),
        Item("What we take home", ("ana-marija-krstin-bogdan",), "2025-06-19", "09:00-11:00"),
    ),
    papers=(
        Paper(
            "The first common table",
            "csv",
            [
                ["District", "Residents", "Arrived in a year", "Left in a year", "Counted by"],
                ["Upper Bank", 41210, 630, 1120, "register"],
                ["Lower Bank", 38770, 910, 870, "register"],
                ["Lake", 22340, 1480, 1390, "survey"],
                ["Three Rivers", 67020, 1710, 2050, "both"],
            ],
        ),
        Paper(
            "Conclusions of the conference",
            "pdf",
            [
                "## What was agreed",
                "From 2026 on the common table comes in autumn, the method beside each number.",
                "Seasonal moves are shown in a table of their own and added to nothing.",
                "## What was left open",
                "Whether students are counted where they study. The offices differ, and say so.",
                "How to treat those who announce themselves in two countries.",
            ],
        ),
    ),
    pictures=(
        Picture(
            "hills",
            "Drawing of mountain ridges in fading blues behind which the sun goes down.",
            "The other side of the lake, as seen from the Rotunda.",
        ),
        Picture(
            "chart",
            "Drawing of a bar chart; most columns are blue, two are brown.",
            "A slide of the session on estimates.",
        ),
        Picture("seats", "Drawing of an empty hall.", consent="not-asked"),
    ),
    steps=(
        Correction(
            "2025-06-10 12:00",
            "The address for registration was added.",
            event={"registration_url": "https://forum.example/mobility-data"},
        ),
        Text(
            "2025-06-25 09:30",
            "Sixty people, nine offices and one table",
            """The Forum’s conference in Ohrid presented the first table of residents that offices
            on three sides of two rivers all stand by.""",
            """
            It is a small table, four rows and five columns, and it took nine months. When Goran
            Stipanov and Ilinca Dobranu put it on the wall of the Rotunda on the first morning, the
            sixty participants got up from their chairs to look for mistakes. They found one, in the
            heading.

            The conference of the Danube Forum on Mobility brought together those who count people:
            statistical offices, registers, universities, and the companies that knock on doors for
            them. Ágnes Tomposi opened it with a request. Everybody who names a number should also
            name the day on which it was true.

            ## Seasons

            Bojan Trpkovčan, Arben Kuqalaj and Desislava Karaneva spoke about people who leave in
            April and come back in November. Their three offices hold three parts of the same story
            and now exchange totals, though no names. The offices will test in 2026 whether the
            totals add up.

            ## Estimates

            Tran Bao Linh’s method, presented online last year, had in the meantime been tried on
            the lake district. Its result lies between register and survey, nearer to the survey.
            Nađa Oroz set out the conditions under which such work needs no personal data at all.

            ## What is left

            Ana-Marija Krstin Bogdan summed up three days in one sentence: “We agree on more than we
            had thought, and now know exactly on what we do not.” The open points are listed in the
            conclusions.
            """,
            credits="Text: Olivera Kostreš. Figures: Damir Vučkan",
        ),
        Correction(
            "2025-06-26 10:10",
            "A misprint in the venue was mended.",
            minor=True,
            place={"venue": "Lakeside College, the Rotunda"},
        ),
        Correction(
            "2025-07-02 15:40",
            "The post of Lukas Ehrendorfner was corrected.",
            positions={"lukas-ehrendorfner": "Programme Officer for data"},
        ),
    ),
)

EVENTS = [CONFERENCE]
