"""Who of the staff may do what: groups made after every migrate from one table.

docs/editing.md prints the table; a test holds the two together.
"""

from django.contrib.auth.models import Group, Permission
from django.utils.translation import gettext_noop

RECORDS = [
    ("events", "event"),
    ("events", "report"),
    ("people", "person"),
    ("organisations", "organisation"),
]


def _may(actions, models):
    return {f"{app}.{action}_{model}" for app, model in models for action in actions}


#: What staff may do, in words, with the permissions behind it and the groups that have them.
DUTIES = [
    (
        gettext_noop("read all that is not limited to others"),
        _may(["view"], [*RECORDS, ("events", "project")]),
        {"Author", "Editor", "Data protection officer", "Administrator"},
    ),
    (
        gettext_noop("write events, reports, people and institutions"),
        _may(["add"], RECORDS) | _may(["change"], [("events", "report")]),
        {"Author", "Editor", "Administrator"},
    ),
    (
        gettext_noop("change events that are not public, people and institutions"),
        _may(["change"], [record for record in RECORDS if record[1] != "report"]),
        {"Author", "Editor", "Data protection officer", "Administrator"},
    ),
    (
        gettext_noop("change the facts of a public event; others propose"),
        {"events.change_public"},
        {"Editor", "Data protection officer", "Administrator"},
    ),
    (
        gettext_noop("be the second reader: publish, send back, withdraw, bring back"),
        {"events.publish_edition"},
        {"Editor", "Administrator"},
    ),
    (
        gettext_noop("keep the projects, delete what was never public and nothing points at"),
        _may(["delete"], RECORDS) | _may(["add", "change", "delete"], [("events", "project")]),
        {"Editor", "Administrator"},
    ),
    (
        gettext_noop("merge what is there twice, split what is two, say what is not the same"),
        _may(["merge"], [("people", "person"), ("organisations", "organisation")]),
        {"Editor", "Administrator"},
    ),
    (
        gettext_noop("open what is limited to others, with a reason that they can read"),
        {"events.open_limited"},
        {"Data protection officer", "Administrator"},
    ),
    (
        gettext_noop("look where somebody is named, hide and erase people everywhere"),
        {"people.erase_person"},
        {"Data protection officer", "Administrator"},
    ),
    (
        gettext_noop("keep lists of words, accounts, letters; state a past instant for an archive"),
        {"events.state_past", "portal.view_run"}
        | _may(
            ["view", "add", "change", "delete"],
            [("events", "topic"), ("events", "role"), ("auth", "user")],
        )
        | _may(["view", "change"], [("portal", "letter")]),
        {"Administrator"},
    ),
]
NAMES = ["Author", "Editor", "Data protection officer", "Administrator"]
ROLES = {
    name: set().union(*(permissions for _words, permissions, who in DUTIES if name in who))
    for name in NAMES
}


def table():
    """Return who may do what as docs/editing.md prints it."""
    rows = [["", *NAMES], ["---", *["---"] * len(NAMES)]]
    for words, _permissions, who in DUTIES:
        rows.append([words, *("yes" if name in who else "" for name in NAMES)])
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)


def settle(using="default"):
    """Make the groups and give each exactly its permissions; does nothing where they stand."""
    permissions = {
        f"{permission.content_type.app_label}.{permission.codename}": permission
        for permission in Permission.objects.using(using).select_related("content_type")
    }
    for name, wanted in ROLES.items():
        group, _created = Group.objects.using(using).get_or_create(name=name)
        # While apps are migrated one by one, some are still to come.
        group.permissions.set(permissions[label] for label in wanted & permissions.keys())
