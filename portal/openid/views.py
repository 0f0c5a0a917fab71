"""The way to the provider and back; what comes after it is as with a password."""

import logging
import secrets
from urllib.parse import urlencode

from django.contrib.auth import logout
from django.core.exceptions import ValidationError
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from portal import logs, visitors
from portal.admin.signing import PENDING_LASTS, SignIn, Throttled, told_to_wait
from portal.letters import link
from portal.models import Attempt, SecondFactor
from portal.openid.accounts import account_of
from portal.openid.provider import Refused, asked_twice, send_to, told_by

#: What the session holds between the way there and the way back.
UNDER_WAY = "openid"
#: From where a browser may say that it was led here: a page of ours, or somebody's own hand.
OWN = ("same-origin", "none")


class Step(SignIn):
    http_method_names = ["get"]

    def get(self, request, *args, **kwargs):
        if self.site.has_permission(request):
            return redirect(self.get_success_url())
        try:
            return self.step()
        except Refused as refusal:
            address = visitors.address_of(request)
            logs.note("sign-in refused", level=logging.WARNING, address=address, why=str(refusal))
            return self.to_sign_in(said=refusal.said)

    def to_sign_in(self, **said):
        """Lead to the page with the password; the address of this one may hold a code."""
        asked = urlencode({"next": self.get_success_url()} | said)
        return redirect(f"{reverse('admin:login')}?{asked}")


class Begin(Step):
    def step(self):
        # Another site could use up the tries of a place, or sign somebody in unasked.
        if self.request.headers.get("Sec-Fetch-Site", "none") not in OWN:
            return self.to_sign_in()
        tries = Throttled()
        try:
            # Whose account it is will be known on the way back: so far tries count by place.
            attempt = tries.begin(secrets.token_urlsafe(), self.request)
        except ValidationError as refusal:
            page = self.render_to_response(self.get_context_data(told=refusal.message))
            return told_to_wait(tries, page)
        answer = send_to(self.request, link(reverse("admin:openid_back")))
        self.request.session[UNDER_WAY] = [attempt.pk, self.get_success_url()]
        self.request.session.set_expiry(timezone.now() + PENDING_LASTS)
        return answer


class Back(Step):
    def get_redirect_url(self):
        """Return where somebody wanted to go when it was begun; what comes back says nothing."""
        return self.request.session.get(UNDER_WAY, [None, ""])[1]

    def step(self):
        told = told_by(self.request)
        user = account_of(told)
        attempt, wanted = self.request.session[UNDER_WAY]
        Attempt.objects.filter(pk=attempt).delete()
        # Who set a second step up here does it here: whoever may change the mail address of an
        # account could otherwise have another's bound to themselves.
        own = SecondFactor.objects.filter(user=user).exists()
        second = asked_twice(told) and not own
        logs.note("the provider knew who it is", account=user.pk, second=second)
        # Nothing of the way there stays in the session.
        logout(self.request)
        return self.let_in(user, wanted, second=second)
