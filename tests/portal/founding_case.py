"""The founding case as the founding report tells it, and as the sample tells it."""

from people.models import Person

COMMISSARIAT = "Commissariat for Refugees and Migration"
NETWORK = "European Migration Network"
UNION = "Delegation of the European Union to the Republic of Serbia"
TEAM = "Team of the Twinning project on migration management and asylum in Serbia"
COMMISSIONER = "Commissioner for Refugees and Migration"
DEPUTY = "Deputy Commissioner"
CAME = ["participant"]

LINES = [
    ("Vladimir Cucić", COMMISSARIAT, "", COMMISSIONER, ["speaker"], None, True),
    ("Svetlana Velimirović", COMMISSARIAT, "", DEPUTY, CAME, None, True),
    ("Magnus Ovilius", NETWORK, "", f"Chair of the {NETWORK}", ["speaker"], None, True),
    (None, None, "SI", "", CAME, None, False),
    (None, None, "LU", "", CAME, None, False),
    (None, None, "DE", "", CAME, None, False),
    (None, None, "EE", "", CAME, None, False),
    (None, UNION, "", "", CAME, None, False),
    (None, "Department for Foreigners", "", "", CAME, None, False),
    (None, "Asylum Office", "", "", CAME, None, False),
    (None, "Ministry of European Integration", "", "", CAME, None, False),
    (None, TEAM, "", "", CAME, None, False),
]

PEOPLE = {
    "Vladimir Cucić": (
        "Mr",
        "Vladimir",
        "Cucić",
        {
            ("Vladmir Cucic", "misspelling", "en"),
            ("Vladimir Cucic", "alias", "en"),
            ("Владимир Цуцић", "translation", "sr"),
        },
        True,
    ),
    "Svetlana Velimirović": (
        "Ms",
        "Svetlana",
        "Velimirović",
        {("Svetlana Velimirovic", "alias", "en")},
        True,
    ),
    "Magnus Ovilius": ("Mr", "Magnus", "Ovilius", set(), True),
}


def lines(event):
    """Return the lines of an event as LINES tells them."""
    return [
        (
            line.person and line.person.name,
            line.organisation and line.organisation.name,
            line.country,
            line.position,
            [role.slug for role in line.roles.all()],
            line.count,
            line.named,
        )
        for line in event.participations.all()
    ]


def people():
    """Return by name the people of the founding case as PEOPLE tells them."""
    return {
        person.name: (
            person.honorific,
            person.given_name,
            person.family_name,
            {(name.name, name.kind, name.language) for name in person.names.all()},
            all(name.source for name in person.names.all()),
        )
        for person in Person.objects.filter(folded__regex="cucic|velimirovic|ovilius")
    }
