"""The page where one of the staff sets up the second step of signing in, or takes it off."""

import io
import secrets

import segno
from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from portal import logs
from portal.admin.passwords import tell
from portal.admin.signing import (
    SECOND,
    CodeForm,
    Throttled,
    enter,
    is_asked_of,
    pending,
    told_to_wait,
)
from portal.models import Attempt, RecoveryCode, SecondFactor, Session

#: Where the session holds the salt of the codes that are being set up.
SALT = "second-step-salt"


class SetUpForm(Throttled, forms.Form):
    password = forms.CharField(
        label=gettext_lazy("Your password"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )
    code = forms.CharField(
        label=gettext_lazy("Code"),
        max_length=40,
        help_text=gettext_lazy("The six digits that the app shows now."),
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric"}),
    )

    def __init__(self, *args, request, factor, knows_password, **kwargs):
        super().__init__(*args, **kwargs)
        self.request, self.factor = request, factor
        if knows_password:
            del self.fields["password"]

    def clean_password(self):
        password = self.cleaned_data["password"]
        attempt = self.begin(self.factor.user.get_username(), self.request)
        if not self.factor.user.check_password(password):
            raise ValidationError(_("This is not your password."), code="password")
        Attempt.objects.forget(attempt)
        return password

    def clean_code(self):
        code = "".join(self.cleaned_data["code"].split())
        step = self.factor.step_of(code)
        if step is None:
            raise ValidationError(
                _("This is not what the app should show now. See that the phone’s clock is right."),
                code="code",
            )
        self.factor.last_step = step
        return code


@require_http_methods(["GET", "HEAD", "POST"])
def second_factor(request, site):
    """Set the second step up; who has one makes new recovery codes or takes it off."""
    signed_in = site.has_permission(request)
    user = request.user if signed_in else pending(request)[0]
    if not user:
        return redirect_to_login(reverse("admin:second_factor"), reverse("admin:login"))
    if SecondFactor.objects.filter(user=user).exists():
        return change(request, site) if signed_in else redirect("admin:second_step")
    return set_up(request, site, user, knows_password=not signed_in)


def set_up(request, site, user, *, knows_password):
    salt = request.session.setdefault(SALT, secrets.token_urlsafe(32))
    factor = SecondFactor(user=user, salt=salt)
    form = SetUpForm(
        request.POST if request.method == "POST" else None,
        request=request,
        factor=factor,
        knows_password=knows_password,
    )
    if form.is_valid():
        with transaction.atomic():
            codes = begun(factor)
            if not codes:
                return redirect("admin:second_factor")
            wanted = reverse("admin:index")
            if knows_password:
                wanted = pending(request)[1]
                enter(request, user, second=True)
            del request.session[SALT]
            request.session[SECOND] = True
            Session.objects.end(user, but=request.session.session_key)
        return codes_shown(request, site, codes, wanted)
    context = {
        **site.each_context(request),
        "title": _("Set up the second step"),
        "form": form,
        "asked": is_asked_of(user),
        "key": " ".join(factor.codes.secret[at : at + 4] for at in range(0, 32, 4)),
        "address": address_of(factor),
    }
    page = TemplateResponse(request, "admin/second_factor_set_up.html", context)
    return told_to_wait(form, page)


def begun(factor):
    """Let somebody sign in with a second step from now on; return their recovery codes.

    None if they set one up in another window meanwhile, which stands.
    """
    SecondFactor.objects.bulk_create([factor], ignore_conflicts=True)
    if not SecondFactor.objects.filter(user=factor.user, salt=factor.salt).exists():
        return None
    logs.note("second step set up", account=factor.user_id)
    tell(factor.user, _("A second step of signing in was set up for your account."))
    return RecoveryCode.objects.renew(factor.user)


def change(request, site):
    """Tell since when there is a second step, and change it with a code of it."""
    user = request.user
    form = CodeForm(request.POST if request.method == "POST" else None, request=request, user=user)
    asked = is_asked_of(user)
    if form.is_valid():
        if "remove" not in request.POST:
            return codes_shown(request, site, renewed(user))
        if not asked:
            take_off(user, _("The second step of signing in was taken off your account."))
            request.session[SECOND] = False
            messages.success(request, _("From now on your password is enough."))
            return redirect("admin:second_factor")
        form.add_error(None, _("Who may publish or erase keeps the second step."))
    context = {
        **site.each_context(request),
        "title": _("The second step"),
        "form": form,
        "factor": user.second_factor,
        "left": user.recovery_codes.count(),
        "asked": asked,
    }
    return told_to_wait(form, TemplateResponse(request, "admin/second_factor.html", context))


def codes_shown(request, site, codes, wanted=None):
    """Show new recovery codes, which nothing but this one answer holds."""
    context = {
        **site.each_context(request),
        "title": _("Your recovery codes"),
        "codes": codes,
        "wanted": wanted or reverse("admin:second_factor"),
    }
    return TemplateResponse(request, "admin/recovery_codes.html", context)


@transaction.atomic
def renewed(user):
    """Return new recovery codes of somebody; the old ones are gone."""
    logs.note("recovery codes made anew", account=user.pk)
    tell(user, _("New recovery codes were made for your account; the old ones are gone."))
    return RecoveryCode.objects.renew(user)


@transaction.atomic
def take_off(user, words):
    """Let somebody sign in with the password alone, and tell them; say whether there was more."""
    RecoveryCode.objects.filter(user=user).delete()
    gone = SecondFactor.objects.filter(user=user).delete()[0]
    if gone:
        logs.note("second step taken off", account=user.pk)
        tell(user, words)
    return bool(gone)


def address_of(factor):
    return factor.codes.provisioning_uri(
        name=factor.user.get_username(), issuer_name=settings.SITE_NAME
    )


@require_safe
def picture(request, site):
    """Serve what is being set up as a square for the camera of a phone."""
    user = request.user if site.has_permission(request) else pending(request)[0]
    if not user:
        return redirect_to_login(reverse("admin:second_factor"), reverse("admin:login"))
    # Whoever has a second step is shown its key by no address.
    if SALT not in request.session or SecondFactor.objects.filter(user=user).exists():
        raise Http404
    factor = SecondFactor(user=user, salt=request.session[SALT])
    square = io.BytesIO()
    segno.make(address_of(factor), micro=False).save(square, kind="svg", scale=5, light="#fff")
    return HttpResponse(square.getvalue(), content_type="image/svg+xml")
