"""Who of the staff may do what: three groups, each with all that the one before it may."""

from django.contrib.auth.models import Group, Permission

AUTHOR = {
    f"{app}.{action}_{model}"
    for app, model in [
        ("events", "event"),
        ("events", "report"),
        ("people", "person"),
        ("organisations", "organisation"),
    ]
    for action in ("view", "add", "change")
}
EDITOR = (
    AUTHOR
    | {
        "events.publish_edition",
        "events.delete_event",
        "events.delete_report",
        "people.delete_person",
        "organisations.delete_organisation",
    }
    | {f"events.{action}_project" for action in ("view", "add", "change", "delete")}
)
ADMINISTRATOR = (
    EDITOR
    | {"events.state_past"}
    | {
        f"{app}.{action}_{model}"
        for app, model in [
            ("events", "topic"),
            ("events", "role"),
            ("auth", "user"),
            ("auth", "group"),
        ]
        for action in ("view", "add", "change", "delete")
    }
)
ROLES = {"Author": AUTHOR, "Editor": EDITOR, "Administrator": ADMINISTRATOR}


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
