from pathlib import Path

from django.conf import settings

from portal import roles


def test_handbook_prints_the_table_that_the_groups_are_made_from():
    handbook = Path(settings.BASE_DIR, "docs", "editing.md").read_text()
    printed = [line for line in handbook.split("\n## ")[0].splitlines() if line.startswith("|")]
    assert printed == roles.table().splitlines()
    assert len(printed) == 2 + len(roles.DUTIES)
