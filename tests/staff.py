"""Staff accounts, and what a form of the admin on a page would send."""

import contextlib
import uuid

import pytest
from django.contrib.auth.models import Group, User
from django.contrib.messages import get_messages
from django.template.response import SimpleTemplateResponse
from django.test import Client
from django.urls import reverse

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


@contextlib.contextmanager
def undrawn():
    """Answer pages without drawing them, where nobody reads what is on them."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(SimpleTemplateResponse, "rendered_content", "")
        yield


def address_of(record):
    """Return the address of the form of a record."""
    opts = record._meta
    return reverse(f"admin:{opts.app_label}_{opts.model_name}_change", args=[record.pk])


class Forms:
    """The forms of the records that a module keeps, each opened once by one of the staff.

    The form of a record that was saved since, and of any other, is opened when it is asked for.
    """

    def __init__(self, user, *records):
        self.user, client = user, Client()
        client.force_login(user)
        self.kept = {
            (type(record), record.pk, record.number): form_of(client.get(address_of(record)))
            for record in records
        }

    def of(self, client, record):
        """Return what the form of a record sends as it stands."""
        model = type(record)
        number = model.objects.values_list("number", flat=True).get(pk=record.pk)
        kept = self.kept.get((model, record.pk, number))
        if kept:
            # A form is known by its key, and this is another one.
            return kept | {"once": [str(uuid.uuid4())]}
        return form_of(client.get(address_of(record)))


def send(client, record, data, *, drawn=False):
    """Send the form of a record; the answer's page is drawn only if it is read."""
    with contextlib.nullcontext() if drawn else undrawn():
        return client.post(address_of(record), data)


def errors(response):
    """Return what the page of a form that was refused lists as its errors."""
    return [str(error["message"]) for error in response.context_data["error_list"]]


def told(response):
    """Return the messages that an answer leaves for the next page."""
    return [str(message) for message in get_messages(response.wsgi_request)]
