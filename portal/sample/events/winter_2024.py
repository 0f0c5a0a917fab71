"""The end of 2024: a round table, a seminar online, five days on the road."""

from portal.sample.shapes import Gathering, Line, Picture, Text, crowd, some

LANGUAGE_COURSES = Gathering(
    "round-table-on-language-courses",
    "Round table on language courses for adults",
    "round-table",
    "2024-10-30",
    written="2024-10-11 12:00",
    announced="2024-10-15 08:00",
    fields={"starts_at": "10:00", "ends_at": "14:30", "list_incomplete": True},
    places=({"venue": "Reading room of the cooperative", "city": "Mostar", "country": "BA"},),
    projects=("settled-here",),
    topics=("Language", "Services for new residents"),
    bodies=(("orah", "host"), ("field", "organiser"), ("foundation", "supporter")),
    lines=(
        *crowd("""
            hatidza-smaic chair
            fikreta-mulan host
            olena-hrytsun speaker interpreter
            yusuf-adanir speaker interpreter
            beatrix-aeschwand speaker
            ljubica-tesan participant
            dzenan-kulovan participant
        """),
        Line(group="teachers of evening schools", count=11),
        Line(group="civil society"),
        Line(group="and others"),
    ),
    pictures=(
        Picture(
            "table",
            "Drawing of an oval table from above, with a sheet of paper at each place.",
            "Twelve places, thirty guests: chairs were borrowed from next door.",
        ),
    ),
    steps=(
        Text(
            "2024-11-04 13:15",
            "An evening course works when somebody minds the children",
            "Teachers, interpreters and learners on what keeps adults in a language course.",
            """
            Why do half of those who enrol in a language course not finish it? The round table in
            Mostar asked those who teach, those who interpret and four women who had given up and
            come back.

            The answers were practical. Courses begin at six, when children need supper. The bus
            back leaves at eight. Textbooks teach how to order in a restaurant and not how to call
            the water board. Olena Hrytsun added that learners are ashamed of an accent that nobody
            minds.

            Fikreta Mulan told how the cooperative had moved its lessons to Saturday mornings and
            put two volunteers in the next room with paint and paper. Of nineteen learners
            seventeen took the examination.

            Beatrix Aeschwand announced that the Foundation for Quiet Valleys will pay for childcare
            in any course that its other partners pay for.

            Those present asked the Institute to collect lesson plans that begin with a letter from
            an office instead of a menu. The first twenty will be printed in spring.
            """,
        ),
    ),
)

COUNTING = Gathering(
    "seminar-counting-people-who-move",
    "Counting people who move",
    "seminar",
    "2024-11-19",
    written="2024-10-28 15:00",
    announced="2024-10-29 10:00",
    fields={
        "format": "online",
        "starts_at": "14:00",
        "ends_at": "16:00",
        "recording_url": "https://media.institute.example/counting-people-who-move",
        "attendance_number": 87,
        "attendance_of": "connections at the busiest moment",
    },
    projects=("common-ground",),
    topics=("Statistics",),
    bodies=(("research", "organiser"), ("observatory", "partner")),
    lines=crowd("""
        jelisaveta-orlic moderator
        giulia-bressanello speaker
        ilinca-dobranu speaker
        tran-bao-linh speaker
        uros-kamber panellist
        tijana-mrksa participant
        matjaz-hrovatin-lesnik participant
    """),
    steps=(
        Text(
            "2024-11-21 09:05",
            "Three ways to count the same people",
            "An online seminar compared a register, a survey and the records of bus tickets.",
            """
            The same valley, the same summer, three numbers. Giulia Bressanello of the Regional
            Observatory of Settlement opened the seminar with a riddle: the register of residents
            says 8,100 people, the survey 9,400, and the tickets sold on the valley’s two bus lines
            suggest almost 11,000.

            None of them is wrong. The register counts who announced themselves, the survey who
            opened the door, the tickets who went somewhere. Ilinca Dobranu showed how the
            countries of the Danube Forum choose among the three, often without saying so, and how
            the choice decides on money for schools.

            Tran Bao Linh presented a method that lets the three correct one another. It needs no
            names, only counts by week and by stop, and was tried on five summers.

            In the discussion Uroš Kamber warned that a better estimate is of little use to a mayor
            whose grant follows the register. The panel agreed that both numbers should be
            published, side by side, with a sentence that says what each of them means.

            The recording is available; questions that were not answered live are answered in its
            description.
            """,
        ),
    ),
)

STUDY_VISIT = Gathering(
    "study-visit-on-upland-services",
    "Study visit on services in upland towns",
    "study-visit",
    "2024-12-02/2024-12-06",
    written="2024-11-05 09:00",
    fields={"length_days": 5},
    places=(
        {"city": "Judenburg", "country": "AT", "day": "2024-12-02"},
        {"city": "Slovenj Gradec", "country": "SI", "day": "2024-12-04"},
        {"venue": "Town hall", "city": "Jasenova Luka", "country": "HR", "day": "2024-12-06"},
    ),
    projects=("settled-here",),
    topics=("Small towns", "Services for new residents"),
    bodies=(("field", "organiser"), ("fund", "host"), ("jasenova-luka", "host")),
    lines=(
        *crowd("""
            zarko-milun head-of-delegation
            mirjana-kovilj participant
            amira-halilan participant
            ljiljana-pesut participant
            verena-moosgrubner host
            andreja-zupanin host speaker
            ivo-dragican host speaker
        """),
        some("kamen-dol", 2),
        some("vrbov-gaj-counter", 3),
    ),
    pictures=(
        Picture(
            "hills",
            "Drawing of blue ranges of hills, one behind the other, under a pale morning sky.",
            "On the road between the first town and the second.",
        ),
        Picture("town", "", "Waiting for a description."),
    ),
    steps=(
        Text(
            "2024-12-12 12:30",
            "Five days, three towns, one kind of counter",
            """Officials from three municipalities visited towns in Austria, Slovenia and Croatia
            that receive new residents at a single desk.""",
            """
            The bus left at four in the morning and had snow chains on board. Ten officials of the
            partner towns spent the first week of December with colleagues who do the same work on
            the other side of two borders.

            In Judenburg they sat for a day behind the desk of an office that combines
            registration, waste collection and kindergarten places. Nobody is sent to another
            door: the file travels, not the person.

            Slovenj Gradec showed what happens after registration. A volunteer from the same street
            calls within two weeks, with a list of shops, doctors and the day on which the bins are
            emptied. Andreja Zupanin explained that the list is the most requested paper her office
            has ever printed.

            In Jasenova Luka Mayor Ivo Dragičan spoke frankly about what failed. A hotline in six
            languages was closed after a year because almost nobody called; the same six languages
            on the walls of the waiting room are read by everybody.

            Each visitor named one thing to try at home within a month. The list hangs in the
            corridor of the Institute, and will be checked in summer.
            """,
            credits="Text: Žarko Milun",
        ),
    ),
)

EVENTS = [LANGUAGE_COURSES, COUNTING, STUDY_VISIT]
