"""The founding case: a workshop of 2021, with the facts of its report and no others.

The words are the project's own. Where the report leaves something open (the days, the venue,
head-counts, who organised it, names of most of those who came), so does this.
"""

import datetime
import zoneinfo

from portal.sample.shapes import Body, Gathering, Human, Line, Post, Text, Undertaking, who

SLUG = "serbia-european-migration-network"
SOURCE = "EU za tebe, report of the workshop, English"
# "Last updated: April 24, 2024, 15:31", as the portal that is the source prints it.
LAST_UPDATED = datetime.datetime(2024, 4, 24, 15, 31, tzinfo=zoneinfo.ZoneInfo("Europe/Belgrade"))
NOTE = "Taken over from the portal EU za tebe."

BODIES = [
    Body(
        "commissariat",
        "Commissariat for Refugees and Migration",
        country="RS",
        slug="commissariat-for-refugees-and-migration",
    ),
    Body(
        "network",
        "European Migration Network",
        kind="network",
        acronym="EMN",
        names=(("European Network for Migration", "alias", "en", SOURCE),),
        since="2008",
    ),
    Body("union", "European Union", kind="eu", acronym="EU"),
    Body(
        "delegation",
        "Delegation of the European Union to the Republic of Serbia",
        kind="eu",
        names=(("EU Delegation to the Republic Serbia", "alias", "en", SOURCE),),
    ),
    Body("interior", "Ministry of the Interior", country="RS"),
    Body("foreigners", "Department for Foreigners", country="RS", parent="interior"),
    Body("asylum", "Asylum Office", country="RS", parent="interior"),
    Body("integration", "Ministry of European Integration", country="RS"),
    Body(
        "twinning-team",
        "Team of the Twinning project on migration management and asylum in Serbia",
        kind="team",
    ),
]

PEOPLE = [
    Human(
        "Vladimir Cucić",
        "Mr",
        (Post("commissariat", "Commissioner for Refugees and Migration", office=True),),
        names=(
            ("Vladmir Cucic", "misspelling", "en", SOURCE),
            ("Vladimir Cucic", "alias", "en", SOURCE),
            ("Владимир Цуцић", "translation", "sr", "Serbian spelling in Cyrillic"),
        ),
        language="sr-latn",
    ),
    Human(
        "Svetlana Velimirović",
        "Ms",
        (Post("commissariat", "Deputy Commissioner", office=True),),
        names=(("Svetlana Velimirovic", "alias", "en", SOURCE),),
        language="sr-latn",
    ),
    Human(
        "Magnus Ovilius",
        "Mr",
        (Post("network", "Chair of the European Migration Network", office=True),),
    ),
]

PROJECT = Undertaking(
    "twinning",
    "Support to strengthening migration management and asylum system in Serbia",
    bodies=(("union", "funder"),),
    programme="EU Twinning",
    team="twinning-team",
)

COLLEAGUES = "Came with the Chair of the Network, as colleagues."
REPORT = Text(
    LAST_UPDATED,
    "Three days in Belgrade on how Serbia and the European Migration Network can work together",
    """The chair of the Network backed observer status for Serbia as soon as possible; those who
    manage migration in the country told their guests how it is done.""",
    """
    In early September 2021 Belgrade was the place of a three-day workshop on Serbia’s
    cooperation with the European Migration Network (EMN). Its title was “Cooperation of the
    European Network for Migration with Serbia”, and it belonged to the EU Twinning project
    “Support to strengthening migration management and asylum system in Serbia”.

    For the Commissariat for Refugees and Migration came Commissioner Vladimir Cucić and Deputy
    Commissioner Svetlana Velimirović; for the Network its chair, Magnus Ovilius, with colleagues
    from Slovenia, Luxembourg, Germany and Estonia. The EU Delegation, the Ministry of the
    Interior with its Department for Foreigners and its Asylum Office, the Ministry of European
    Integration and the Twinning project sent representatives.

    ## What Serbia brings

    Mr Cucić called the daily cooperation with the EU Delegation very good. More important to him
    was that Brussels and the Union’s administration understand the region better: migration
    there, what each country copes with, and what support the Union is ready to give. Serbia, he
    told the guests, has long experience and trained staff, and what they know could serve
    European institutions, the EMN among them.

    ## Towards observer status

    Mr Ovilius argued on the first day that Serbia should become an observer in the EMN without
    delay. The Network mainly gathers and exchanges information and data and reports to the
    European Commission on migration in the member countries. Serbia, he said, is a very important
    partner, by its position and its experience. He gave full support to its accession to the
    Union and its access to European funds for migration, and promised to do all he could for the
    help it needs.

    ## Two introductions

    The Commissariat explained to the guests from the member states which laws apply, who is
    competent for what and which activities are under way. The ministries, above all that of the
    Interior, added their own work, their cooperation with the Commissariat, the latest figures
    and the situation on the ground.

    The guests from Brussels and the member states described the work of the EMN and what it has
    learned since it was founded in 2008, and named areas for common work.
    """,
    note=NOTE,
    archive=True,
)

EVENT = Gathering(
    SLUG,
    "Three-day workshop on Serbia's cooperation with the European Migration Network",
    "workshop",
    "2021-09-01/2021-09-10",
    fields={"precision": "part", "length_days": 3},
    places=({"city": "Belgrade", "country": "RS"},),
    projects=("twinning",),
    topics=("Asylum", "European integration", "Migration management"),
    lines=(
        who("vladimir-cucic", "speaker"),
        who("svetlana-velimirovic", "participant"),
        who("magnus-ovilius", "speaker"),
        Line(country="SI", roles=("participant",), note=COLLEAGUES),
        Line(country="LU", roles=("participant",), note=COLLEAGUES),
        Line(country="DE", roles=("participant",), note=COLLEAGUES),
        Line(country="EE", roles=("participant",), note=COLLEAGUES),
        Line(body="delegation", roles=("participant",)),
        Line(body="foreigners", roles=("participant",)),
        Line(body="asylum", roles=("participant",)),
        Line(body="integration", roles=("participant",)),
        Line(body="twinning-team", roles=("participant",)),
    ),
    sources=(
        {
            "publisher": "EU za tebe",
            "title": (
                "Three-day Workshop on Serbia's cooperation with the European Migration Network"
            ),
            "url": (
                "https://www.euzatebe.rs/en/news/three-day-workshop-on-serbias-cooperation-"
                "with-the-european-migration-network"
            ),
            "date_as_printed": "Last updated: April 24, 2024, 15:31",
            "differs": (
                "The Commissioner's first name is spelt “Vladmir” once and “Vladimir” later, his "
                "family name and that of the Deputy Commissioner without accents. The Network is "
                "called both “European Migration Network” and “European Network for Migration”."
            ),
        },
    ),
    steps=(REPORT,),
)
