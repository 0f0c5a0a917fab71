"""What people may ask about what is said of them: a plain form, without script or cookie."""

import hashlib
import hmac

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import cache_control
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from events import letters
from events.models import Request
from portal import names, visitors
from portal.clicks import A_CLICK
from portal.models import Site

#: So many may come within a day from one machine or one mail address.
MOST_A_DAY = 5
#: Of so many a day letters go out; the others wait on the desk all the same.
MOST_LETTERS = 20

NAMELESS = gettext_lazy("Give your name: somebody must know whom to answer.")
MAIL = gettext_lazy("Give your mail address, like name@example.org: the answer goes there.")


#: Of which wishes nobody could do anything without words, and what is said then.
SAID = {
    Request.Wish.CORRECT: gettext_lazy("Say what is wrong, and how it should be."),
    Request.Wish.OTHER: gettext_lazy("Say what we should do."),
}


class RequestForm(forms.ModelForm):
    #: Nobody sees it, so only a program fills it in.
    website = forms.CharField(label=gettext_lazy("Leave this empty"), required=False)

    class Meta:
        model = Request
        fields = ["page", "wish", "words", "name", "mail"]
        widgets = {
            "wish": forms.RadioSelect,
            "words": forms.Textarea(attrs={"rows": 6}),
            "name": forms.TextInput(attrs={"autocomplete": "name"}),
            "mail": forms.EmailInput(attrs={"autocomplete": "email"}),
        }
        labels = {"page": gettext_lazy("Which page is it about?")}
        help_texts = {
            "page": gettext_lazy("Its address; empty if it is about the whole site."),
            "words": gettext_lazy("What is wrong, or what should not be there."),
            "mail": gettext_lazy("The answer goes there. It is never published."),
        }

        error_messages = {
            "wish": {"required": gettext_lazy("Choose what we should do.")},
            "name": {"required": NAMELESS},
            "mail": {"required": MAIL, "invalid": MAIL},
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["wish"].choices = Request.Wish.choices

    def clean_name(self):
        name = names.tidy(self.cleaned_data["name"])
        if not name:
            raise ValidationError(NAMELESS)
        return name

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("wish") in SAID and not cleaned.get("words") and "words" not in self.errors:
            self.add_error("words", SAID[cleaned["wish"]])
        return cleaned


def sender_of(request):
    """Return a digest of the machine, or the house, that asks."""
    key, place = settings.SECRET_KEY.encode(), visitors.network_of(request).encode()
    return hmac.new(key, place, hashlib.sha256).hexdigest()


# Without a token: public pages set no cookie, and nobody is signed in here whose name could be
# abused. What another site could send, everybody can send.
@csrf_exempt
@cache_control(no_store=True)
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request):
    now = timezone.now()
    form, status = RequestForm(initial={"page": request.GET.get("page", "")[:300]}), 200
    if request.method == "POST":
        form, status = RequestForm(request.POST), 400
        if form.is_valid():
            if form.cleaned_data["website"] or _store(form, sender_of(request), now):
                return redirect("requests:sent")
            words = _("Too many requests came from you today. Write again tomorrow, or by mail.")
            form.add_error(None, words)
            status = 429
    context = {"form": form, "trail": [{"label": _("Have something corrected or removed")}]}
    return render(request, "events/request.html", context, status=status)


def _store(form, sender, now):
    """Put a request on the desk, once for two clicks; say False if too many came."""
    with transaction.atomic():
        # Those that come side by side count one another.
        Site.objects.hold()
        lately = Request.objects.lately_from(sender, form.cleaned_data["mail"], now)
        said = {name: form.cleaned_data[name] for name in form.Meta.fields}
        if lately.filter(**said, sender=sender, received_at__gt=now - A_CLICK).exists():
            return True
        if lately.count() >= MOST_A_DAY:
            return False
        # Somebody else's address may be given: it gets one letter a day at most.
        is_first = not lately.filter(mail__iexact=form.cleaned_data["mail"]).exists()
        asked = form.save(commit=False)
        asked.sender, asked.received_at = sender, now
        asked.save()
        if Request.objects.filter(answered_at=None).lately(now).count() <= MOST_LETTERS:
            letters.asked(asked, receipt=is_first)
    return True


@require_safe
def sent(request):
    return render(request, "events/request_sent.html", {"days": Request.LASTS.days})
