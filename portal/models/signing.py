"""Who is signed in where, and what stands between a stranger and an account."""

import base64
import datetime
import secrets

import pyotp
from django.conf import settings
from django.contrib.sessions.base_session import AbstractBaseSession, BaseSessionManager
from django.db import models
from django.utils import timezone
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.translation import gettext_lazy as _

#: No letters or digits that are taken for one another when read from a screen or from paper.
LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"


def spelled(groups=4):
    """Return a secret to be read and typed, in groups of four letters."""
    return "-".join("".join(secrets.choice(LETTERS) for _ in range(4)) for _ in range(groups))


def digest(value, what):
    """Return a digest that nobody can work out, or check a guess by, without the site's key."""
    return salted_hmac(f"portal.{what}", value, algorithm="sha256").hexdigest()


class SessionManager(BaseSessionManager):
    def live(self, now=None):
        """Return those that can be gone on with."""
        now = now or timezone.now()
        idle = datetime.timedelta(minutes=settings.SESSION_IDLE)
        return self.filter(expire_date__gt=now, seen_at__range=(now - idle, now + idle))

    def end(self, user, but=None):
        """Sign somebody out everywhere, or everywhere but in one session."""
        return self.filter(user=user).exclude(session_key=but).delete()[0]


class Session(AbstractBaseSession):
    """What the site remembers of a browser of the staff; without the row nobody is signed in."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, null=True, related_name="sessions"
    )
    seen_at = models.DateTimeField(default=timezone.now)

    objects = SessionManager()

    class Meta:
        verbose_name = _("session")
        verbose_name_plural = _("sessions")
        ordering = ["-seen_at", "session_key"]

    @property
    def handle(self):
        """What a page may say of a session without giving away its key."""
        return digest(self.session_key, "session")[:16]


class AttemptManager(models.Manager):
    #: For how long a try counts.
    LASTS = datetime.timedelta(minutes=15)
    #: How many tries are judged within that time: of one account from one address, of one
    #: account from everywhere, from one address for all accounts.
    MOST = {("account", "address"): 10, ("account",): 60, ("address",): 60}

    def begin(self, account, address, now=None):
        """Write a try down before it is judged; return it and for how many seconds it must wait.

        So tries that run side by side count one another. One that must wait is not judged and
        does not count: the wait does not grow by asking.
        """
        now = now or timezone.now()
        # What is later than it can be was dated by a clock that was ahead.
        old, ahead = models.Q(at__lte=now - self.LASTS), models.Q(at__gt=now + self.LASTS)
        self.filter(old | ahead).delete()
        attempt = self.create(
            account=digest(account.strip().casefold(), "attempt"),
            address=digest(address, "attempt"),
            at=now,
        )
        free_at = max(self._free_at(attempt, names, most) for names, most in self.MOST.items())
        if free_at > now:
            attempt.delete()
        # A part of a second is a second: who comes back by the clock is not sent away again.
        return attempt, -((now - free_at) // datetime.timedelta(seconds=1))

    def _free_at(self, attempt, names, most):
        others = self.exclude(pk=attempt.pk).filter(**{n: getattr(attempt, n) for n in names})
        latest = others.order_by("-at", "-pk").values_list("at", flat=True)[most - 1 : most]
        return latest[0] + self.LASTS if latest else attempt.at

    def forget(self, attempt):
        """Let go of the tries of an account from an address, once it proved to be its owner's."""
        self.filter(account=attempt.account, address=attempt.address).delete()


class Attempt(models.Model):
    """A try to sign in. Kept as digests: people type passwords where their names belong."""

    account = models.CharField(max_length=64)
    address = models.CharField(max_length=64)
    at = models.DateTimeField(default=timezone.now)

    objects = AttemptManager()

    class Meta:
        verbose_name = _("try to sign in")
        verbose_name_plural = _("tries to sign in")
        ordering = ["-at", "-pk"]
        indexes = [
            models.Index(fields=["account", "at"], name="portal_attempt_account"),
            models.Index(fields=["address", "at"], name="portal_attempt_address"),
            models.Index(fields=["at"], name="portal_attempt_age"),
        ]

    def __str__(self):
        return f"{self.at:%Y-%m-%d %H:%M:%S}"


class SecondFactor(models.Model):
    """The app of one of the staff that shows a new code every half minute.

    The key of the codes is worked out of the salt and the site's own key: who has the database
    alone, or a copy of it, has no code.
    """

    #: How many steps of half a minute the clock of a phone may be off.
    SLACK = 1

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="second_factor"
    )
    salt = models.CharField(max_length=43)
    set_at = models.DateTimeField(default=timezone.now)
    last_step = models.PositiveBigIntegerField(default=0)

    class Meta:
        verbose_name = _("second step")
        verbose_name_plural = _("second steps")
        ordering = ["user_id"]

    def __str__(self):
        return str(self.user)

    @property
    def codes(self):
        """What makes the codes, as the app of the phone does."""
        value = f"{self.user_id}:{self.salt}"
        key = salted_hmac("portal.second_factor", value, algorithm="sha256").digest()
        return pyotp.TOTP(base64.b32encode(key[:20]).decode())

    def step_of(self, code, now=None):
        """Return the step of time whose code this is, None if it is none of now."""
        now = now or timezone.now()
        around = range(-self.SLACK, self.SLACK + 1)
        steps = [
            self.codes.timecode(now) + off
            for off in around
            if constant_time_compare(code, self.codes.at(now, counter_offset=off))
        ]
        return steps[0] if steps else None

    def take(self, code, now=None):
        """Say whether a code is right and was not used before; it is used then."""
        step = self.step_of(code, now)
        if step is None:
            return False
        # One statement: of two that send the same code at once, one comes too late.
        mine = type(self).objects.filter(pk=self.pk, last_step__lt=step)
        return bool(mine.update(last_step=step))


class RecoveryCodeManager(models.Manager):
    #: How many somebody has.
    NUMBER = 10
    #: Of how many groups each is, so that none of their digests can be searched for.
    GROUPS = 6

    def renew(self, user):
        """Give somebody new codes instead of the old ones; return them, to be shown once."""
        self.filter(user=user).delete()
        codes = [spelled(self.GROUPS) for _ in range(self.NUMBER)]
        self.bulk_create(self.model(user=user, digest=self.digest(user, code)) for code in codes)
        return codes

    def take(self, user, code):
        """Say whether a code is one of somebody's; it is used up then."""
        return bool(self.filter(user=user, digest=self.digest(user, code)).delete()[0])

    def digest(self, user, code):
        letters = "".join(letter for letter in code.casefold() if letter in LETTERS)
        return digest(f"{user.pk}:{letters}", "recovery")


class RecoveryCode(models.Model):
    """A code on paper for whoever lost their phone; it works once."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="recovery_codes"
    )
    digest = models.CharField(max_length=64)

    objects = RecoveryCodeManager()

    class Meta:
        verbose_name = _("recovery code")
        verbose_name_plural = _("recovery codes")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "digest"], name="portal_recovery_code_once_each"
            )
        ]

    def __str__(self):
        return str(self.user)


class Identity(models.Model):
    """Who one of the staff is for a provider of accounts: the number that it gave them."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="identities")
    issuer = models.CharField(max_length=255)
    subject = models.CharField(max_length=255)
    bound_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("account at a provider")
        verbose_name_plural = _("accounts at a provider")
        ordering = ["issuer", "subject"]
        constraints = [
            models.UniqueConstraint(
                fields=["issuer", "subject"], name="portal_identity_of_one_account"
            ),
            models.UniqueConstraint(
                fields=["user", "issuer"], name="portal_identity_one_at_each_provider"
            ),
        ]

    def __str__(self):
        return f"{self.issuer} {self.subject}"
