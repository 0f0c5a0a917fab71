"""The institutions of the sample. None of them exists; those that do are in founding.py."""

from portal.sample.shapes import Body

INSTITUTE = [
    Body(
        "institute",
        "Institute for Mobility and Settlement",
        kind="authority",
        country="RS",
        acronym="IMS",
        website="https://institute.example/",
        logo="IMS",
        in_directory=True,
        since="2019-03-01",
        names=(
            ("Институт за мобилност и насељавање", "translation", "sr", "Statute of 2019"),
            ("Institute of Mobility and Settlement", "misspelling", "en", "Older invitations"),
        ),
        about="""
        The Institute keeps count of how people move and settle, advises towns that receive new
        residents, and looks after the papers of those who did the same before it. It took over
        the work and the archive of the Bureau for Settlement in 2019.

        This is a sample site: neither the Institute nor anything it did is real.
        """,
    ),
    Body("research", "Department for Research and Statistics", country="RS", parent="institute"),
    Body("surveys", "Surveys Unit", country="RS", parent="research"),
    Body("field", "Department for Field Programmes", country="RS", parent="institute"),
    Body("records", "Department for Records and Publications", country="RS", parent="institute"),
    Body("archive", "Settlement Archive", country="RS", parent="records"),
    Body(
        "bureau",
        "Bureau for Settlement",
        country="RS",
        since="1951",
        until="2019-02",
        outcome="renamed",
        followed_by=("institute",),
        names=(("Биро за насељавање", "translation", "sr", "Seal on the files"),),
    ),
]

AUTHORITIES = [
    Body(
        "long-ministry",
        "Ministry for Upland Development, Settlement of Returning Residents, Renewal of Rural "
        "Housing, Local Roads and Water Supply, Cooperation across Borders and Coordination of "
        "Assistance to Sparsely Inhabited Towns",
        country="RS",
        names=(("Upland Ministry", "alias", "en", "Used by its own staff"),),
    ),
    Body("housing", "Directorate for Rural Housing", country="RS", parent="long-ministry"),
    Body("grants", "Section for Grants to Towns", country="RS", parent="housing"),
    Body("waters", "Directorate for Local Roads and Water", country="RS", parent="long-ministry"),
    Body(
        "counts",
        "Office for Population Counts",
        country="RS",
        acronym="OPC",
        logo="OPC",
        website="https://counts.example/",
    ),
    Body("registers", "Registers Division", country="RS", parent="counts"),
    Body("address-unit", "Address Register Unit", country="RS", parent="registers"),
    Body("census", "Enumeration Division", country="RS", parent="counts"),
    Body(
        "ravni-brod",
        "Градска управа Равни Брод",
        country="RS",
        language="sr",
        slug="city-administration-of-ravni-brod",
        names=(
            ("City Administration of Ravni Brod", "translation", "en", "Its own letterhead"),
            ("Gradska uprava Ravni Brod", "alias", "sr-latn", ""),
        ),
    ),
    Body(
        "ravni-brod-social",
        "Одељење за друштвене делатности",
        country="RS",
        language="sr",
        parent="ravni-brod",
        names=(("Department for Social Affairs", "translation", "en", ""),),
    ),
    Body("vrbov-gaj", "Municipality of Vrbov Gaj", country="RS"),
    Body("vrbov-gaj-counter", "Residents' Counter", country="RS", parent="vrbov-gaj"),
    Body("kamen-dol", "Municipality of Kamen Dol", country="BA"),
    Body("jasenova-luka", "Town of Jasenova Luka", country="HR"),
    Body("settlement-affairs", "Agency for Settlement Affairs", country="HR", acronym="ASA"),
    Body("newcomers", "Counsel for Newcomers", country="HR", parent="settlement-affairs"),
    Body("seasonal-work", "Inspectorate for Seasonal Work", country="MK"),
    Body("mobility-bureau", "Bureau for Seasonal Mobility", country="AL"),
    Body("residents", "Office for New Residents", country="SI"),
    Body("labour-mobility", "Labour Mobility Board", country="BG"),
    Body("returns", "Secretariat for Returning Residents", country="BA"),
    Body("coast", "Coastal Settlement Authority", country="ME"),
    Body("KORA", acronym="KORA", country="MK", to_complete=True),
]

OTHERS = [
    Body(
        "forum",
        "Danube Forum on Mobility",
        kind="network",
        acronym="DFM",
        logo="DFM",
        website="https://forum.example/",
        names=(("Forum for Mobility on the Danube", "alias", "en", "Minutes of 2024"),),
        since="2011",
    ),
    Body("forum-secretariat", "Forum Secretariat", kind="network", country="AT", parent="forum"),
    Body("fund", "Upland Development Fund", kind="international", country="AT", acronym="UDF"),
    Body("observatory", "Regional Observatory of Settlement", kind="international", country="IT"),
    Body("foundation", "Foundation for Quiet Valleys", kind="ngo", country="CH"),
    Body("university", "University of the Three Rivers", kind="academic", country="RS"),
    Body("geography", "Faculty of Places", kind="academic", country="RS", parent="university"),
    Body("demography", "Chair of Demography", kind="academic", country="RS", parent="geography"),
    Body("college", "Lakeside College of Public Service", kind="academic", country="MK"),
    Body("doorstep", "Open Doorstep", kind="ngo", country="RS"),
    Body("orah", "Women's Cooperative Orah", kind="ngo", country="BA"),
    Body("bridge", "Neighbours' Bridge", kind="ngo", country="HR"),
    Body("interpreters", "Circle of Community Interpreters", kind="ngo", country="SI"),
    Body("quillmark", "Quillmark Surveys", kind="company", country="HU"),
    Body("atlas", "Blue Atlas Maps", kind="company", country="BG"),
    Body("radio", "Radio Five Hills", kind="media", country="RS"),
    Body("settled-team", "Project team Settled Here", kind="team"),
    Body("ground-team", "Project team Common Ground", kind="team"),
]

BODIES = [*INSTITUTE, *AUTHORITIES, *OTHERS]
# In this order: an institution comes after what it is a part of and what followed it.
# What only a draft names: it must show up nowhere.
DRAFT_BODIES = [Body("unseen-body", "Fernwhistle Commission", country="RS")]
