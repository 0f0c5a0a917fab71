"""The roles at an event that a new site begins with; administrators change the list."""

from django.db import transaction

from events.models import Role, RoleName

# Name, address, whether it is a speaking role, name in Serbian.
ROLES = [
    ("Chair", "chair", True, "председавајући"),
    ("Host", "host", True, "домаћин"),
    ("Opening", "opening", True, "уводна реч"),
    ("Speaker", "speaker", True, "излагач"),
    ("Moderator", "moderator", True, "модератор"),
    ("Panellist", "panellist", True, "учесник панела"),
    ("Expert", "expert", True, "стручњак"),
    ("Trainer", "trainer", True, "предавач"),
    ("Rapporteur", "rapporteur", True, "известилац"),
    ("Interpreter", "interpreter", False, "преводилац"),
    ("Observer", "observer", False, "посматрач"),
    ("Head of delegation", "head-of-delegation", True, "шеф делегације"),
    ("Participant", "participant", False, "учесник"),
]


def settle(using="default"):
    """Put the roles into a database that has none; a list once begun is left as it is.

    They come with the software, so they have no Version: nobody typed them.
    """
    with transaction.atomic(using):
        if Role.objects.using(using).exists():
            return
        roles = Role.objects.using(using).bulk_create(
            Role(name=name, slug=slug, speaking=speaking, order=order * 10)
            for order, (name, slug, speaking, _serbian) in enumerate(ROLES, start=1)
        )
        RoleName.objects.using(using).bulk_create(
            RoleName(role=role, language="sr", name=row[-1])
            for role, row in zip(roles, ROLES, strict=True)
        )
