"""The projects of the sample; the real one is in founding.py."""

from portal.sample.shapes import Undertaking

PROJECTS = [
    Undertaking(
        "settled-here",
        "Settled Here: services for new residents of small towns",
        bodies=(
            ("fund", "funder"),
            ("institute", "lead"),
            ("vrbov-gaj", "partner"),
            ("ravni-brod", "partner"),
            ("kamen-dol", "partner"),
            ("doorstep", "partner"),
        ),
        reference="UDF/2024/071",
        programme="Small Towns Programme",
        team="settled-team",
        since="2024-09",
        until="2026-08",
        website="https://settled.example/",
        about="""
        Four towns that lost a third of their people in one generation, and that now gain some
        again, learn from each other how to receive them: at the counter, at school, in the
        housing register. The Institute leads; each town decides for itself what it takes up.
        """,
    ),
    Undertaking(
        "common-ground",
        "Common Ground: population data across three borders",
        bodies=(
            ("forum", "funder"),
            ("forum-secretariat", "channel"),
            ("counts", "lead"),
            ("institute", "partner"),
            ("settlement-affairs", "partner"),
            ("returns", "partner"),
        ),
        reference="DFM/24-113",
        team="ground-team",
        since="2024-10-01",
        until="2027-03-31",
        about="""
        Whoever moves across a border is counted twice or not at all. Offices on three sides of
        two rivers compare how they count, agree on one description of a resident, and publish a
        yearly table that all of them stand by.
        """,
    ),
    Undertaking(
        "home-and-back",
        "Home and Back: information for seasonal workers",
        bodies=(
            ("foundation", "funder"),
            ("seasonal-work", "lead"),
            ("mobility-bureau", "partner"),
            ("institute", "partner"),
        ),
        programme="Fair Seasons",
        since="2025-03",
        about="""
        Leaflets, advice by telephone and a common list of contacts for people who leave for a
        season and come home again. The project works in four languages.
        """,
    ),
    Undertaking(
        "open-archive",
        "Open Archive of Settlement, 1951–1998",
        bodies=(("institute", "lead"), ("university", "partner")),
        since="2023",
        until="2026",
        about="""
        Eleven hundred boxes of the former Bureau for Settlement are sorted, described and, where
        the law allows it, opened to everybody.
        """,
    ),
]
