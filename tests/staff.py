"""Staff accounts, and what a form of the admin on a page would send."""

from django.contrib.auth.models import Group, User

from drill import form
from portal import roles


def staff(role="Administrator", username=None):
    """Make an account in one of the groups."""
    group = Group.objects.filter(name=role).first()
    if group is None:
        # A test before this one emptied every table.
        roles.settle()
        group = Group.objects.get(name=role)
    user = User.objects.create_user(
        username or role.lower(), password="long enough 123", is_staff=True
    )
    user.groups.add(group)
    return user


def form_of(response):
    """Return what the admin's form on a page would send, its last rows being empty."""
    return form.form_of(response.content.decode())
