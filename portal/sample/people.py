"""People of the Institute and of the country's own bodies. None of them exists."""

from portal.sample.shapes import Human, Post

CYRILLIC = {"language": "sr"}

INSTITUTE = [
    Human(
        "Milena Radak",
        "Ms",
        (Post("institute", "Director", office=True, since="2019-03-01"),),
        names=(("Милена Радак", "translation", "sr", "Decision on her appointment"),),
        biography="""
        Milena Radak has led the Institute since it was founded. Before that she ran the registers
        of two towns and taught evening classes in reading statistics.
        """,
    ),
    Human("Teodor Vasin", "Mr", (Post("institute", "Deputy Director", office=True, since="2021"),)),
    Human(
        "Jelisaveta Orlić",
        "Dr",
        (
            Post("research", "Head of Department", since="2019-03", until="2025-12"),
            Post("observatory", "Head of Research", since="2026-01"),
        ),
        names=(("Jelisaveta Orlic", "misspelling", "en", "Programme of October 2024"),),
    ),
    Human(
        "Ognjen Maletić",
        "Mr",
        (
            Post("surveys", "Statistician", since="2020", until="2025-12"),
            Post("research", "Head of Department", since="2026-01"),
        ),
    ),
    Human("Hatidža Smaić", "Ms", (Post("field", "Head of Department", since="2019-06"),)),
    Human("Lazar Prodan", "Mr", (Post("field", "Adviser", since="2022-02"),)),
    Human("Ruža Kentić", "Ms", (Post("records", "Editor", since="2019"),)),
    Human("Simeon Dragaš", "Mr", (Post("archive", "Archivist", since="2019"),)),
    Human("Kalina Obrad", "Ms", (Post("surveys", "Head of Unit", since="2023-09"),)),
    Human("Filip Nenez", "Mr", (Post("surveys", "Methodologist"),)),
    Human("Olivera Kostreš", "Ms", (Post("records", "Press Officer", since="2024-01"),)),
    Human("Žarko Milun", "Mr", (Post("field", "Coordinator of Study Visits"),)),
]

AUTHORITIES = [
    Human("Radoslav Venić", "Mr", (Post("long-ministry", "State Secretary", office=True),)),
    Human("Borka Salaš", "Ms", (Post("long-ministry", "Assistant Minister", office=True),)),
    Human("Nebojša Klen", "Mr", (Post("housing", "Head of Directorate", since="2018"),)),
    Human("Zorana Ćulibić", "Ms", (Post("grants", "Adviser"),)),
    Human("Vidosav Gruban", "Mr", (Post("waters", "Chief Engineer"),)),
    Human("Danica Ilkić", "Ms", (Post("long-ministry", "Adviser to the Minister"),)),
    Human("Goran Stipanov", "Mr", (Post("counts", "Director", office=True, since="2022-05"),)),
    Human(
        "Emilija Tot",
        "Ms",
        (Post("registers", "Head of Division", since="2020"),),
        names=(("Tóth Emília", "alias", "hu", "Her own signature"),),
    ),
    Human("Aleksa Vidrić", "Mr", (Post("address-unit", "Head of Unit"),)),
    Human("Tijana Mrkša", "Ms", (Post("counts", "Statistician"),)),
    Human("Stojan Bjelan", "Mr", (Post("census", "Head of Division"),)),
    Human("Nađa Oroz", "Ms", (Post("counts", "Data Protection Officer", since="2023"),)),
    Human(
        "Драгољуб Станојчин",
        "",
        (Post("ravni-brod", "начелник Градске управе", office=True, since="2020", **CYRILLIC),),
        names=(("Dragoljub Stanojčin", "translation", "en", ""),),
        **CYRILLIC,
    ),
    Human(
        "Љиљана Пешут",
        "",
        (Post("ravni-brod-social", "начелница Одељења", since="2021", **CYRILLIC),),
        names=(("Ljiljana Pešut", "translation", "en", ""),),
        **CYRILLIC,
    ),
    Human(
        "Ђурђица Џепин",
        "",
        (Post("ravni-brod-social", "саветница", **CYRILLIC),),
        names=(("Djurdjica Dzepin", "misspelling", "en", "List of 2024"),),
        **CYRILLIC,
    ),
    Human(
        "Жељко Шољан",
        "",
        (Post("ravni-brod-social", "координатор за школе", **CYRILLIC),),
        **CYRILLIC,
    ),
    Human(
        "Mirjana Kovilj",
        "Ms",
        (Post("vrbov-gaj", "Mayor", office=True, since="2016", until="2025-06-15"),),
    ),
    Human(
        "Petar Ugren",
        "Mr",
        (
            Post("vrbov-gaj", "Councillor for Housing", since="2020", until="2025-06-15"),
            Post("vrbov-gaj", "Mayor", office=True, since="2025-06-16"),
        ),
    ),
    Human("Slavica Brdarin", "Ms", (Post("vrbov-gaj-counter", "Head of the Counter"),)),
    Human("Nikola Jantol", "Mr", (Post("vrbov-gaj-counter", "Clerk"),)),
]

OTHERS = [
    Human("Branislava Teodorin", "Prof. Dr", (Post("geography", "Dean", office=True),)),
    Human("Uroš Kamber", "Dr", (Post("demography", "Reader"),)),
    Human("Nemanja Vlajin", "Mr", (Post("demography", "Assistant"),)),
    Human(
        "Isidora Pejak",
        "Ms",
        (Post("geography", "Doctoral Student"),),
        names=(("Isidora Lakin", "former", "sr-latn", "Her name until 2025"),),
    ),
    Human("Dunja Pricin", "Ms", (Post("doorstep", "Director", since="2017"),)),
    Human("Emir Zoljan", "Mr", (Post("doorstep", "Legal Adviser"),)),
    Human("Sofija Bačkin", "Ms", (Post("doorstep", "Coordinator of Volunteers"),)),
    Human("Ljubomir Vranin", "Mr", (Post("radio", "Journalist"),)),
    Human("Teodora Mikan", "Ms", (Post("radio", "Editor"),)),
    Human("Katarina Elezan", "Ms", (Post("settled-team", "Project Manager", since="2024-09"),)),
    Human("Damir Vučkan", "Mr", (Post("ground-team", "Data Steward", since="2024-10"),)),
    Human("Ana-Marija Krstin Bogdan", "Dr", family="Krstin Bogdan"),
    Human("Jagoda", family=""),
    Human("Mladen Trkuljan", "Mr", (Post("doorstep", "Volunteer"),), visibility="name"),
    # Her name stands in no public place, though she took part and is counted.
    Human("Zvezdanka Nevidin", "Ms", (Post("doorstep", "Member"),), visibility="hidden"),
]

PEOPLE = [*INSTITUTE, *AUTHORITIES, *OTHERS]
# Whom only a draft names.
DRAFT_PEOPLE = [Human("Ottokar Quillfern", "Mr", (Post("unseen-body", "Rapporteur"),))]
