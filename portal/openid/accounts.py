"""Whose account it is that the provider vouches for. None is made here, and none may more by it."""

from django.conf import settings
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.auth.models import User
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from portal import logs
from portal.admin.passwords import tell
from portal.models import Identity
from portal.openid.provider import Refused


class Nobody(Refused):
    said = "nobody"


def account_of(told):
    """Return the account of whom the provider tells; the first time it is bound to them."""
    subject = told["sub"]
    if not _is_plain(subject):
        raise Nobody("the provider gives no number")
    user = _bound_to(subject) or _bind(_owner_of(told), subject)
    if not (user.is_active and user.is_staff):
        raise Nobody("the account is closed")
    return user


def _is_plain(value):
    """Say whether it is a text that any database takes, in letters that have one spelling."""
    is_text = isinstance(value, str) and 0 < len(value) <= 255
    return is_text and value.isascii() and value.isprintable()


def _bound_to(subject):
    found = Identity.objects.filter(issuer=settings.OIDC_ISSUER, subject=subject)
    identity = found.select_related("user").first()
    return identity and identity.user


def _owner_of(told):
    """Return the one open account with the mail address that the provider made sure of."""
    address = told.get("email")
    if told.get("email_verified") is not True or not _is_plain(address):
        raise Nobody("the provider made sure of no mail address")
    # PostgreSQL takes “ſ” and “ı” for S and I.
    accounts = [
        user
        for user in User.objects.filter(email__iexact=address, is_active=True)
        if user.email.lower() == address.lower()
    ]
    if len(accounts) != 1:
        raise Nobody(f"{len(accounts)} open accounts have the mail address")
    return accounts[0]


def _bind(user, subject):
    if not user.is_staff:
        raise Nobody("the account is not of the staff")
    try:
        with transaction.atomic():
            Identity.objects.create(user=user, issuer=settings.OIDC_ISSUER, subject=subject)
            words = _("From now on %(name)s may say who you are.") % {"name": settings.OIDC_NAME}
            LogEntry.objects.log_actions(user.pk, [user], CHANGE, change_message=words)
            tell(user, words)
    except IntegrityError as error:
        # In another window just now, or for long to somebody who had this mail address before.
        if _bound_to(subject) != user:
            raise Nobody("the account is bound to somebody else") from error
    else:
        logs.note("bound to the provider", account=user.pk)
    return user
