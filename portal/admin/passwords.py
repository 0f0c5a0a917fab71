"""Links by mail with which staff set their passwords: invitations and forgotten ones."""

import datetime

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import views
from django.contrib.auth.forms import PasswordChangeForm, PasswordResetForm, SetPasswordForm
from django.contrib.auth.models import User
from django.contrib.auth.password_validation import password_validators_help_texts
from django.contrib.auth.tokens import default_token_generator
from django.db import transaction
from django.http import HttpResponseRedirect
from django.urls import path, reverse, reverse_lazy
from django.utils import timezone
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from portal import logs, names
from portal.admin.signing import AdminPage, Throttled, told_to_wait
from portal.letters import link, write
from portal.models import Attempt, Letter, Session

#: How soon after a letter with a link another may follow: nobody's box is filled by a stranger.
PAUSE = datetime.timedelta(minutes=5)


def invite(user, *, by):
    """Write to somebody whose account was made just now."""
    words = _("%(who)s made an account for you at %(site)s. Your user name is %(name)s.") % {
        "who": names.colleague(by),
        "site": settings.SITE_NAME,
        "name": user.get_username(),
    }
    write([(user.email, _subject(), _letter(user, words))])


def remind(user):
    """Write to somebody who says to have forgotten the password; not twice within minutes."""
    subject = _("A new password for %(site)s") % {"site": settings.SITE_NAME}
    now = timezone.now()
    # One of later was dated by a clock that was ahead.
    lately = Letter.objects.filter(written_at__range=(now - PAUSE, now + PAUSE))
    if lately.filter(to=user.email, subject=subject).exists():
        return
    words = _(
        "Somebody asked for a new password for your account %(name)s. If it was not you, there "
        "is nothing to do: the old one goes on."
    ) % {"name": user.get_username()}
    # Without waiting for the mail server: the answer tells nobody whether there is an account.
    write([(user.email, subject, _letter(user, words))], patience=0)


def tell(user, words, *, to=None):
    """Write to somebody what happened to the way into their account."""
    if address := to or user.email:
        who = _("If it was not you, tell an administrator at once.")
        write([(address, _subject(), f"{words}\n\n{who}\n")], patience=0)


def _subject():
    return _("Your account at %(site)s") % {"site": settings.SITE_NAME}


def _letter(user, words):
    key = urlsafe_base64_encode(force_bytes(user.pk))
    address = reverse(
        "admin:password_reset_confirm", args=[key, default_token_generator.make_token(user)]
    )
    days = settings.PASSWORD_RESET_TIMEOUT // (24 * 60 * 60)
    within = ngettext(
        "Set your password here, within %(n)d day; the link works once:",
        "Set your password here, within %(n)d days; the link works once:",
        days,
    ) % {"n": days}
    later = _("After that, ask for another link:")
    again = link(reverse("admin:password_reset"))
    return f"{words}\n\n{within}\n{link(address)}\n\n{later}\n{again}\n"


class NewWords:
    """Asks for a new password in the words of the other forms."""

    says_needed = False
    error_messages = PasswordChangeForm.error_messages | {
        "password_mismatch": gettext_lazy("This is not the same as above: write both once more."),
        "password_incorrect": gettext_lazy(
            "This is not your password: write the one you signed in with."
        ),
    }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        new, again = self.fields["new_password1"], self.fields["new_password2"]
        new.help_text = " ".join(password_validators_help_texts())
        again.label, again.help_text = _("The new password once more"), ""

    def validate_password_for_user(self, user, *_field):
        """Look at the first of the two: what is wrong with it is told though the second differs."""
        super().validate_password_for_user(user, "new_password1")


class SetForm(NewWords, SetPasswordForm):
    pass


class ChangeForm(Throttled, NewWords, PasswordChangeForm):
    #: The request that brings it; set by the page.
    request = None

    def clean_old_password(self):
        attempt = self.begin(self.user.get_username(), self.request)
        password = super().clean_old_password()
        Attempt.objects.forget(attempt)
        return password


class AnswerFirst(HttpResponseRedirect):
    """Leads on, and does what is left once the answer is gone: its time tells nothing of that."""

    def __init__(self, address, what_is_left):
        super().__init__(address)
        self.what_is_left = what_is_left

    def close(self):
        try:
            self.what_is_left()
        finally:
            super().close()


class ForgottenForm(Throttled, PasswordResetForm):
    def __init__(self, *args, request=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.request = request
        self.fields["email"].label = _("Mail address")

    def clean_email(self):
        """Count a wish for a letter, whether there is such an account or not."""
        email = self.cleaned_data["email"]
        self.begin(f"letter to {email}", self.request)
        return email

    def save(self):
        """Write to whom the address belongs; those who were only invited too."""
        for user in User.objects.filter(
            email__iexact=self.cleaned_data["email"], is_active=True, is_staff=True
        ):
            remind(user)


class Forgotten(AdminPage, views.PasswordResetView):
    form_class = ForgottenForm
    template_name = "admin/password_form.html"
    title = gettext_lazy("Forgotten your password?")
    success_url = reverse_lazy("admin:password_reset_done")
    extra_context = {
        "intro": gettext_lazy("Give the mail address of your account: a link comes by mail."),
        "button": gettext_lazy("Send me a link"),
    }

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"request": self.request}

    def form_invalid(self, form):
        return told_to_wait(form, super().form_invalid(form))

    def form_valid(self, form):
        return AnswerFirst(self.get_success_url(), form.save)


class Sent(AdminPage, views.PasswordResetDoneView):
    template_name = "admin/password_told.html"
    title = gettext_lazy("Look into your mail")
    extra_context = {
        "words": gettext_lazy(
            "If there is an account with this address, a letter with a link is on its way. If "
            "none comes within an hour, look among the spam or ask an administrator."
        )
    }


class NewPassword(AdminPage, views.PasswordResetConfirmView):
    form_class = SetForm
    template_name = "admin/password_form.html"
    title = gettext_lazy("Set your password")
    success_url = reverse_lazy("admin:password_reset_complete")
    extra_context = {"button": gettext_lazy("Set the password")}

    @transaction.atomic
    def form_valid(self, form):
        answer = super().form_valid(form)
        Session.objects.end(self.user)
        logs.note("password set by a link", account=self.user.pk)
        return answer

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        return context if self.validlink else context | {"title": _("This link works no longer")}


class Set(AdminPage, views.PasswordResetCompleteView):
    template_name = "admin/password_told.html"
    title = gettext_lazy("Your password is set")
    extra_context = {"words": gettext_lazy("Sign in with it.")}


class Change(AdminPage, views.PasswordChangeView):
    form_class = ChangeForm
    template_name = "admin/password_change.html"
    title = gettext_lazy("Change your password")
    success_url = reverse_lazy("admin:index")

    def get_form(self, form_class=None):
        form = super().get_form(form_class)
        form.request = self.request
        return form

    def form_invalid(self, form):
        return told_to_wait(form, super().form_invalid(form))

    @transaction.atomic
    def form_valid(self, form):
        answer = super().form_valid(form)
        Session.objects.end(self.request.user, but=self.request.session.session_key)
        tell(self.request.user, _("The password of your account was changed."))
        logs.note("password changed", account=self.request.user.pk)
        messages.success(
            self.request, _("Your password is changed. You are signed in nowhere else.")
        )
        return answer


def addresses(site):
    return [
        path("forgotten/", Forgotten.as_view(site=site), name="password_reset"),
        path("forgotten/sent/", Sent.as_view(site=site), name="password_reset_done"),
        path(
            "set-password/<uidb64>/<token>/",
            NewPassword.as_view(site=site),
            name="password_reset_confirm",
        ),
        path("set-password/done/", Set.as_view(site=site), name="password_reset_complete"),
    ]
