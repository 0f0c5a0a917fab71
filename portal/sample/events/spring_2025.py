"""Early 2025: a consultation, a board, a survey, and two workshops on the counter."""

from portal.sample.shapes import (
    Correction,
    Gathering,
    Item,
    Line,
    Paper,
    Picture,
    Text,
    crowd,
)

CONSULTATION = Gathering(
    "consultation-on-the-settlement-strategy",
    "Consultation with residents on the draft settlement strategy",
    "consultation",
    "2025-01-01/2025-01-31",
    written="2025-02-03 10:00",
    announced="2025-02-03 12:00",
    fields={
        "precision": "month",
        "names_shown": "nobody",
        "attendance_number": 310,
        "attendance_qualifier": "about",
        "attendance_of": "residents",
    },
    places=({"city": "Vrbov Gaj", "country": "RS"}, {"city": "Ravni Brod", "country": "RS"}),
    topics=("Small towns", "Housing"),
    bodies=(("long-ministry", "organiser"), ("institute", "co-organiser")),
    lines=(
        *crowd("danica-ilkic host\nlazar-prodan rapporteur\nmladen-trkuljan participant"),
        Line(group="residents of both towns", count=310, qualifier="about"),
    ),
    steps=(
        Text(
            "2025-02-10 08:30",
            "What residents wrote in the margins",
            "The draft strategy lay open for a month in two town halls, with pencils.",
            """
            For the whole of January the draft of the settlement strategy lay on a table in the
            town halls of Vrbov Gaj and Ravni Brod, printed in large type and with wide margins.
            Anybody could write into it. About 310 people did, most of them standing up.

            The remarks were typed off and sorted. Almost half concern housing, and of these most
            concern one sentence, which promised help with “habitable” houses. Residents wanted to
            know who decides what is habitable, and offered some eighty houses for inspection. The
            second largest group is about roads in winter. Eleven remarks are poems or drawings.

            The Ministry answers in a table: what it took over, what it did not, and why. Nobody is
            named in it, as was promised on the table.

            The wording on habitable houses was replaced by a list of seven conditions. The strategy
            goes to the council in its second version.
            """,
        ),
    ),
)

BOARD = Gathering(
    "first-meeting-of-the-common-ground-board",
    "First meeting of the Common Ground board",
    "meeting",
    "2025-01-28",
    written="2025-01-14 09:00",
    fields={"starts_at": "11:00", "ends_at": "15:00"},
    places=({"venue": "Forum Secretariat", "city": "Vienna", "country": "AT"},),
    projects=("common-ground",),
    topics=("Statistics",),
    bodies=(("forum", "organiser"), ("forum-secretariat", "host")),
    lines=crowd("""
        agnes-tomposi chair
        hannelore-prixner rapporteur
        goran-stipanov participant
        milena-radak participant
        tomislav-hreljin participant
        selma-hodzalin participant
        damir-vuckan speaker
    """),
    papers=(
        Paper(
            "Conclusions of the first board",
            "pdf",
            [
                "1. The board meets twice a year, in turn in each of the partner countries.",
                "2. A resident is who has lived, or means to live, at a place for a year.",
                "3. Each office publishes its count by 31 May; the common table follows in June.",
                "4. The data steward answers questions on definitions within ten days.",
            ],
        ),
    ),
    steps=(
        Text(
            "2025-01-30 17:10",
            "The board agrees on what a resident is",
            "Four offices from three countries settled on one definition and a timetable.",
            """
            The board of Common Ground met for the first time in Vienna, at the Secretariat of the
            Danube Forum on Mobility. Ágnes Tomposi, who chairs the Forum, had put one item in the
            middle of the agenda and left two hours for it: what is a resident?

            Each office brought the sentence that its law uses. Read side by side they differ in
            one word and in eleven months. Damir Vučkan, the project’s data steward, had counted
            how many people the difference concerns: some 26,000 in the border districts, a tenth
            of everybody there.

            The board decided for twelve months, lived or intended. No law has to be changed;
            each office adds one column to its yearly table. The first common table will be shown
            in June.

            The next meeting is in early summer.
            """,
        ),
        Correction(
            "2025-02-11 10:20",
            "The post of one participant was written in full.",
            minor=True,
            positions={"damir-vuckan": "Data Steward of the project"},
        ),
    ),
)

SURVEY = Gathering(
    "presentation-of-the-survey-of-new-residents",
    "Presentation of the survey of new residents 2024",
    "presentation",
    "2025-02-20",
    written="2025-02-06 11:00",
    announced="2025-02-06 12:00",
    fields={
        "format": "hybrid",
        "starts_at": "12:00",
        "ends_at": "13:30",
        "attendance_number": 43,
        "attendance_words": "43 in the room, some 60 online",
    },
    places=({"venue": "Institute, library", "city": "Belgrade", "country": "RS"},),
    projects=("settled-here",),
    topics=("Statistics", "Housing"),
    bodies=(("institute", "organiser"), ("quillmark", "partner")),
    lines=crowd("""
        kalina-obrad speaker
        zsofia-barcsikos speaker
        olivera-kostres moderator
        ljubomir-vranin participant
        teodora-mikan participant
        bence-oravszkon participant
    """),
    papers=(
        Paper(
            "Main results as a table",
            "csv",
            [
                ["Question", "Yes", "No", "No answer"],
                ["Do you mean to stay for five years?", 68, 21, 11],
                ["Did you find a home through an acquaintance?", 74, 24, 2],
                ["Does somebody in the street know your name?", 91, 7, 2],
            ],
        ),
        Paper("Questions of the survey", "pdf", ["The 38 questions, in the order asked."]),
    ),
    pictures=(
        Picture(
            "chart",
            "Drawing of a bar chart with eleven columns, two of them in a darker colour.",
            "Two answers out of eleven surprised even those who had asked.",
        ),
    ),
    steps=(
        Text(
            "2025-02-20 15:00",
            "Two in three new residents mean to stay",
            "First results of 1,214 conversations held in 37 small towns.",
            """
            Sixty-eight of a hundred people who moved to a small town in the last five years want
            to be there in five years’ time. This is the first result of a survey for which
            interviewers of Quillmark Surveys held 1,214 conversations last autumn.

            Kalina Obrad, who heads the Institute’s Surveys Unit, showed what the answer depends
            on. Income matters little. Those who found their home through an acquaintance stay more
            often than those who answered an advertisement, and the strongest sign of all is small:
            whether somebody in the street knows their name. The difference is 23 points.

            Zsófia Barcsikos described how the conversations were held. Nobody was called by
            telephone; interviewers went back up to five times and left a card with a photograph of
            themselves.

            The table of results and all questions are below. A report with the towns by name
            follows when each of them has read its own pages.
            """,
        ),
        Text(
            "2025-03-06 10:30",
            "Two in three new residents mean to stay",
            "First results of 1,214 conversations held in 37 small towns.",
            """
            Sixty-eight of a hundred people who moved to a small town in the last five years want
            to be there in five years’ time. This is the first result of a survey for which
            interviewers of Quillmark Surveys held 1,214 conversations in September and October.

            Kalina Obrad, who heads the Institute’s Surveys Unit, showed what the answer depends
            on. Income matters little. Those who found their home through an acquaintance stay more
            often than those who answered an advertisement, and the strongest sign of all is small:
            whether somebody in the street knows their name. The difference is 19 points; the 23
            points named in an earlier text came from a table without the largest town.

            Zsófia Barcsikos described how the conversations were held. Nobody was called by
            telephone; interviewers went back up to five times and left a card with a photograph of
            themselves.

            The table of results and all questions are below. A report with the towns by name
            follows when each of them has read its own pages.
            """,
            note="The difference between the two groups was corrected from 23 to 19 points.",
        ),
    ),
)

CYRILLIC = {"language": "sr"}
RETURN = Gathering(
    "okrugli-sto-o-povratku-u-mala-mesta",
    "Округли сто о повратку у мала места",
    "round-table",
    "2025-03-27",
    written="2025-03-10 09:00",
    fields={"language": "sr", "starts_at": "17:00", "ends_at": "19:30"},
    places=({"venue": "Читалиште", "city": "Равни Брод", "country": "RS", **CYRILLIC},),
    topics=("Return", "Small towns"),
    bodies=(("ravni-brod", "organiser"), ("radio", "supporter")),
    lines=(
        *crowd("""
            dragoljub-stanojcin host opening
            ljiljana-pesut chair
            durdica-dzepin speaker
            jagoda speaker
            teodora-mikan moderator
            hatidza-smaic participant
        """),
        Line(group="повратници из иностранства", count=9, **CYRILLIC),
    ),
    items=(Item("Приче повратника", ("jagoda",), "2025-03-27", "17:30-18:30", **CYRILLIC),),
    steps=(
        Text(
            "2025-04-01 09:00",
            "Ко се враћа, и зашто баш сада",
            "Девет повратника говорило је о кућама које су чекале и о суседима који нису.",
            """
            Читалиште у Равном Броду било је пуно већ пола сата пре почетка. На столу је стајала
            једна свеска, у коју је свако уписао годину одласка и годину повратка. Између њих је у
            просеку прошло двадесет и шест година.

            Начелник Градске управе Драгољуб Станојчин отворио је разговор једноставним питањем:
            шта град може да уради до јесени? Повратници су тражили мало. Кључ од амбуланте два пута
            недељно, аутобус који вози и недељом, и једну особу која зна где се шта предаје.

            Ђурђица Џепин објаснила је како се обнавља стари упис у књигу становника и зашто се на
            њега понекад чека. Приповедачица Јагода испричала је како је њена улица остала без имена
            и како су га становници вратили.

            Градска управа обећала је да ће о свим предлозима известити у септембру, на истом месту.
            """,
            language="sr",
        ),
    ),
)

EVENTS = [CONSULTATION, BOARD, SURVEY, RETURN]
