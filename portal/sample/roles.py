"""What people do at events: name, address, whether it is a speaking role, name in Serbian."""

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
