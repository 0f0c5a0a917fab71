"""Signing in: a password, and for whoever has one a code of the second step on a page of its own.

Until both are right nobody is signed in; the session only remembers for some minutes whose
password it was.
"""

import datetime
import logging

from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.admin.forms import AdminAuthenticationForm
from django.contrib.auth import login, logout
from django.contrib.auth.models import User
from django.contrib.auth.views import LoginView, redirect_to_login
from django.core.exceptions import ValidationError
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse, reverse_lazy
from django.utils import timezone
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from portal import logs, visitors
from portal.models import Attempt, RecoveryCode, SecondFactor

#: What the session holds between the two steps, and for how long.
PENDING = "signing-in"
PENDING_LASTS = datetime.timedelta(minutes=10)
#: That a session was begun with a second step.
SECOND = "second-step"
#: Who has one of these may do what cannot be taken back, and is asked for a second step.
WEIGHTY = ("events.publish_edition", "people.erase_person")


def is_asked_of(user):
    """Say whether one of the staff must have a second step."""
    return settings.REQUIRE_SECOND_FACTOR and any(map(user.has_perm, WEIGHTY))


def lacks_second(request):
    """Say whether who is signed in must do the second step first."""
    asked = settings.REQUIRE_SECOND_FACTOR and not request.session.get(SECOND)
    return asked and is_asked_of(request.user)


class AdminPage:
    """Gives a page for those who are not signed in the frame of the admin."""

    #: The admin site, set by its addresses.
    site = None

    def get_context_data(self, **kwargs):
        return super().get_context_data(**kwargs) | self.site.each_context(self.request)


class Throttled:
    """A form whose tries are counted; `wait` says for how many seconds nothing is judged."""

    wait = 0
    #: All that is asked here is needed, so no field says it of itself.
    says_needed = False

    def begin(self, account, request):
        """Count a try, and refuse it if there were too many."""
        attempt, self.wait = Attempt.objects.begin(account, visitors.network_of(request))
        if self.wait:
            address = visitors.address_of(request)
            logs.note("too many tries to sign in", level=logging.WARNING, address=address)
            minutes = -(-self.wait // 60)
            raise ValidationError(
                ngettext(
                    "Too many tries. Wait for %(n)d minute, then try again.",
                    "Too many tries. Wait for %(n)d minutes, then try again.",
                    minutes,
                )
                % {"n": minutes},
                code="wait",
            )
        return attempt


def told_to_wait(form, response):
    """Make the answer to a form that judged nothing say so to programs too."""
    if form.wait:
        response.status_code = 429
        response["Retry-After"] = form.wait
    return response


class SignInForm(Throttled, AdminAuthenticationForm):
    error_messages = AdminAuthenticationForm.error_messages | {
        "invalid_login": gettext_lazy(
            "No account of the staff has this user name and password. Capitals and small "
            "letters are told apart."
        )
    }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["username"].label = _("User name")

    def clean(self):
        if not {"username", "password"} <= self.cleaned_data.keys():
            return self.cleaned_data
        attempt = self.begin(self.cleaned_data["username"], self.request)
        try:
            cleaned = super().clean()
        except ValidationError:
            address = visitors.address_of(self.request)
            logs.note("sign-in refused", level=logging.WARNING, address=address)
            raise
        Attempt.objects.forget(attempt)
        return cleaned


#: What the sign-in page says to those who sent something after the session had ended.
ENDED = gettext_lazy(
    "You were signed out, so what you sent was not saved. Sign in: if this browser kept what you "
    "typed, it is offered on top of the form."
)
#: What the sign-in page says of a way through the provider that led nowhere.
SAID = {
    "nobody": gettext_lazy(
        "No account of the staff here belongs to whoever signed in at %(provider)s. Sign in with "
        "your password, or ask an administrator."
    ),
    "away": gettext_lazy(
        "Just now %(provider)s does not answer as it should. Sign in with your password, or try "
        "again in some minutes."
    ),
    "unfinished": gettext_lazy(
        "Signing in at %(provider)s was not finished here. Begin again, or use your password."
    ),
}


class SignIn(AdminPage, LoginView):
    authentication_form = SignInForm
    template_name = "admin/login.html"
    next_page = reverse_lazy("admin:index")
    extra_context = {"title": gettext_lazy("Sign in")}

    def get(self, request, *args, **kwargs):
        if self.site.has_permission(request):
            return redirect(self.get_success_url())
        user = request.user
        if user.is_active and user.is_staff and lacks_second(request):
            return self.second_step(user, self.get_success_url())
        return super().get(request, *args, **kwargs)

    def get_redirect_url(self):
        """Return the page of ours that somebody wants to see, "" for what is no address of one."""
        wanted = super().get_redirect_url()
        ours = "/", f"{self.request.scheme}://{self.request.get_host()}/"
        return wanted if wanted.startswith(ours) else ""

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        said = self.request.GET.get("said")
        if said == "ended":
            context = {"told": ENDED} | context
        if settings.OIDC_ISSUER:
            words = SAID.get(said, "")
            provider = {"provider": settings.OIDC_NAME}
            context = provider | ({"told": words % provider} if words else {}) | context
        return context

    def form_valid(self, form):
        return self.let_in(form.get_user(), self.get_success_url())

    def let_in(self, user, wanted, *, second=False):
        """Sign in whoever did the first step, or ask for the second if that is not done too."""
        if not second and (SecondFactor.objects.filter(user=user).exists() or is_asked_of(user)):
            return self.second_step(user, wanted)
        enter(self.request, user, second=second)
        return redirect(wanted)

    def form_invalid(self, form):
        return told_to_wait(form, super().form_invalid(form))

    def second_step(self, user, wanted):
        """Remember who did the first step, and ask for the code."""
        logout(self.request)
        self.request.session[PENDING] = {
            "user": user.pk,
            "hash": user.get_session_auth_hash(),
            "until": (timezone.now() + PENDING_LASTS).isoformat(),
            "next": wanted,
        }
        return redirect("admin:second_step")


def pending(request):
    """Return whose password was right a moment ago, and where they want to go; else None, ""."""
    told = request.session.get(PENDING)
    if not told or datetime.datetime.fromisoformat(told["until"]) < timezone.now():
        return None, ""
    user = User.objects.filter(pk=told["user"], is_active=True, is_staff=True).first()
    if user and constant_time_compare(user.get_session_auth_hash(), told["hash"]):
        return user, told["next"]
    return None, ""


def enter(request, user, *, second=False):
    """Sign somebody in, for as long as a working day at most."""
    request.session.pop(PENDING, None)
    login(request, user)
    now = timezone.now()
    request.session[SECOND] = second
    request.session["began"] = now.isoformat()
    request.session["browser"] = request.headers.get("User-Agent", "")[:300]
    request.session["address"] = visitors.address_of(request)
    request.session.set_expiry(now + datetime.timedelta(seconds=settings.SESSION_COOKIE_AGE))
    logs.note("signed in", account=user.pk)


class CodeForm(Throttled, forms.Form):
    code = forms.CharField(
        label=gettext_lazy("Code"),
        max_length=40,
        help_text=gettext_lazy(
            "The six digits that the app on your phone shows now, or one of your recovery codes."
        ),
        widget=forms.TextInput(
            attrs={"autocomplete": "one-time-code", "autocapitalize": "off", "spellcheck": "false"}
        ),
    )
    #: Whether it was one of the codes on paper.
    recovered = False

    def __init__(self, *args, request, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.request, self.user = request, user

    def clean_code(self):
        code = "".join(self.cleaned_data["code"].split())
        attempt = self.begin(f"code of {self.user.pk}", self.request)
        # It may have been taken off since the page was asked for.
        factor = SecondFactor.objects.filter(user=self.user).first()
        if not (factor and factor.take(code)):
            self.recovered = RecoveryCode.objects.take(self.user, code)
            if not self.recovered:
                logs.note("code refused", level=logging.WARNING, account=self.user.pk)
                raise ValidationError(
                    _(
                        "This code is not right, or was used already. Write the digits that the "
                        "app shows now, or another recovery code."
                    ),
                    code="code",
                )
        Attempt.objects.forget(attempt)
        return code


def second_step(request, site):
    """Ask for the code, after the password and before anything else."""
    user, wanted = pending(request)
    if not user:
        return redirect_to_login(reverse("admin:index"), reverse("admin:login"))
    if not SecondFactor.objects.filter(user=user).exists():
        return redirect("admin:second_factor")
    form = CodeForm(request.POST if request.method == "POST" else None, request=request, user=user)
    if form.is_valid():
        enter(request, user, second=True)
        if form.recovered:
            left = user.recovery_codes.count()
            words = ngettext(
                "You used a recovery code: %(n)d is left.",
                "You used a recovery code: %(n)d are left.",
                left,
            )
            messages.warning(request, words % {"n": left})
        return redirect(wanted)
    context = {
        **site.each_context(request),
        "title": _("The second step"),
        "form": form,
        "intro": _("That was the first step. Now a code shows that it is you."),
        "button": _("Sign in"),
        "back": _("Begin again"),
        "lost": _(
            "Neither the phone nor a recovery code at hand? Ask an administrator: whoever runs the "
            "machine can take the second step off."
        ),
    }
    return told_to_wait(form, TemplateResponse(request, "admin/password_form.html", context))
