"""A workshop told in two languages, and the school that followed it in spring 2025."""

from portal.sample.shapes import Correction, Gathering, Item, Paper, Picture, Text, crowd, some

WORKSHOP = Gathering(
    "workshop-on-services-at-the-counter",
    "Workshop on services at the counter",
    "workshop",
    "2025-03-11/2025-03-12",
    written="2025-02-24 10:00",
    announced="2025-02-25 10:00",
    fields={"starts_at": "09:00", "ends_at": "16:00"},
    places=({"venue": "Residents' Counter", "city": "Vrbov Gaj", "country": "RS"},),
    projects=("settled-here",),
    topics=("Services for new residents",),
    bodies=(("field", "organiser"), ("vrbov-gaj", "host")),
    lines=(
        *crowd("""
            slavica-brdarin trainer host
            katarina-elezan moderator
            ljiljana-pesut speaker
            lazar-prodan trainer
            emir-zoljan speaker
            nikola-jantol participant
        """),
        some("ravni-brod-social", 4),
        some("kamen-dol", 3, qualifier="at-least"),
        some("doorstep"),
    ),
    items=(
        Item("The first minute", ("slavica-brdarin",), "2025-03-11", "09:00-12:00"),
        Item("When a paper is missing", ("emir-zoljan", "ljiljana-pesut"), "2025-03-11"),
        Item("A day behind the glass", ("lazar-prodan",), "2025-03-12", "09:00-16:00"),
    ),
    papers=(
        Paper(
            "Words to use at the counter",
            "pdf",
            [
                "Say what happens next, and when. Write the date on the paper.",
                "Ask for one paper at a time. Explain what it is for.",
                "If you do not know, say so, and say who knows.",
            ],
        ),
    ),
    pictures=(
        Picture(
            "desk",
            "Drawing of a desk covered with forms that lie across one another.",
            "All the forms of one family, on one desk.",
        ),
    ),
    steps=(
        Text(
            "2025-03-18 12:00",
            "What happens in the first minute",
            "Clerks from three towns practised on each other, and then on the public.",
            """
            Slavica Brdarin has a stopwatch. At the counter that she heads in Vrbov Gaj she used it
            for a month, and found that most conversations are decided within sixty seconds: by
            then a visitor either knows what will happen next or has begun to worry.

            The workshop rehearsed this minute. On the first morning clerks of three towns played
            visitors for one another, with real cases and without a script. Emir Zoljan of Open
            Doorstep explained what may be asked of somebody whose papers were lost, and Ljiljana
            Pešut how her department enters a child at school first and collects certificates
            afterwards.

            The second day took place behind the glass. Each guest worked for three hours beside a
            clerk of the house. What they noted was read out in the end: signs too high, pens on
            chains too short, and a sentence that nobody wants to hear, “That is not us.”

            The sentence has since been replaced by a telephone number.
            """,
        ),
        Text(
            "2025-03-20 09:30",
            "Шта се догоди у првом минуту",
            "Службеници из три града вежбали су једни на другима, а затим и са странкама.",
            """
            Славица Брдарин има штоперицу. На шалтеру који води у Врбовом Гају мерила је месец дана
            и утврдила да се већина разговора реши у првих шездесет секунди: дотле странка или зна
            шта следи, или је почела да брине.

            Радионица је увежбавала управо тај минут. Првог јутра службеници из три града глумили су
            странке једни другима, на стварним случајевима и без написаног текста. Емир Зољан из
            удружења Open Doorstep објаснио је шта сме да се тражи од некога чије су исправе
            изгубљене, а Љиљана Пешут како њено одељење дете најпре упише у школу, па тек онда
            прикупља потврде.

            Други дан прошао је иза стакла. Сваки гост радио је три сата поред домаћег службеника.
            На крају је прочитано шта су забележили: табле су превисоко, оловке на прекратком ланцу,
            а једну реченицу нико не жели да чује: „То није код нас.“

            Ту реченицу у међувремену је заменио број телефона.
            """,
            language="sr",
            note="The report is now available in Serbian too.",
        ),
        Correction(
            "2025-04-02 11:15",
            "Words to use at the counter were added as a spreadsheet.",
            papers=(
                Paper(
                    "Words to use at the counter, as a table",
                    "xlsx",
                    [["Instead of", "Say"], ["That is not us", "Please call 0800 000 000"]],
                ),
            ),
        ),
    ),
)

SCHOOL = Gathering(
    "field-school-for-interviewers",
    "Field school for interviewers",
    "training",
    "2025-03-01/2025-05-31",
    written="2025-06-02 10:00",
    fields={
        "precision": "season",
        "length_days": 12,
        "attendance_number": 25,
        "attendance_qualifier": "at-least",
        "attendance_of": "students",
    },
    places=({"city": "Kamen Dol", "country": "BA"},),
    topics=("Statistics", "Language"),
    bodies=(("demography", "organiser"), ("surveys", "partner"), ("kamen-dol", "host")),
    lines=(
        *crowd("""
            uros-kamber trainer
            filip-nenez trainer
            farida-nurestan trainer interpreter
            nemanja-vlajin participant
            isidora-pejak participant
        """),
        some("geography", 20, qualifier="at-least"),
    ),
    steps=(
        Text(
            "2025-06-05 10:45",
            "How to ask a stranger how they live",
            "Students learned in twelve days to knock, to listen and to write down less.",
            """
            The field school for interviewers took place on twelve days of spring, whenever the
            lecture plan left one free. At least 25 students of the Faculty of Places went to
            Kamen Dol by the morning bus and came back by the last one.

            Uroš Kamber taught the order of questions: first those that are easy to answer, then
            those that matter, never the other way round. Filip Nenez had the students interview
            each other in front of the group and stop whenever an answer was suggested by the
            question. It took four days until nobody was stopped.

            With the interpreter Farida Nurestan they practised conversations among three. The one
            who interprets, she insisted, is not a pipe. She needs a chair, a glass of water, and a
            minute to read the questions in advance.

            In the end 140 households had been visited and 96 interviews written up. The students
            crossed out a third of the questionnaire, which the Surveys Unit accepted, with one
            exception.
            """,
            credits="Text: Nemanja Vlajin and students",
        ),
    ),
)

EVENTS = [WORKSHOP, SCHOOL]
