"""What people outside ask about themselves: cases on the desk, step by step to the answer."""

import copy
from urllib.parse import SplitResult, urlsplit

from django import forms
from django.conf import settings
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import Resolver404, resolve
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from events import letters
from events.admin.rights import PERMISSION
from events.models import Request
from events.rights import covering
from people.models import Person
from portal import names
from portal.models import Reassignment, Site

MOST = 200
MOST_CALLED_SO = 20
CHECK_FIRST = gettext_lazy("Check first that it is the person who asks: anybody could have.")
#: What is said when a step was taken: what comes next.
TAKEN = {
    "check": gettext_lazy("The identity is checked. Decide next."),
    "hide": gettext_lazy("Hidden on every public page. Decide next."),
    "decide": gettext_lazy(
        "Decided. Nothing is done by that alone: do it under “Where this person is”, then answer."
    ),
    "answer": gettext_lazy("The answer goes out by mail. The request is closed."),
}
MAY_HIDE = gettext_lazy("The identity is checked. Hide the person while you examine, or decide.")


class DecisionForm(forms.ModelForm):
    class Meta:
        model = Request
        fields = ["outcome", "reason"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.required = True

    def clean(self):
        """Let nothing be done for somebody who may be anybody; the database refuses it, too."""
        cleaned = super().clean()
        asked = copy.copy(self.instance)
        asked.outcome = cleaned.get("outcome", "")
        try:
            asked.validate_constraints()
        except ValidationError as error:
            self.add_error("outcome", error.messages)
        return cleaned


class AnswerForm(forms.ModelForm):
    class Meta:
        model = Request
        fields = ["answer"]
        widgets = {"answer": forms.Textarea(attrs={"rows": 8})}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["answer"].required = True


def _page_of(asked):
    """Return the parts of the typed address, and what it leads to; None twice if to nothing here.

    The page is what somebody typed: a path, or the whole address.
    """
    try:
        typed = urlsplit(asked.page)
        return typed, resolve(typed.path)
    except (Resolver404, ValueError):
        return None, None


def address_of(asked):
    """Return the public page that a request is about, as a path of this site, "" if none."""
    typed, match = _page_of(asked)
    if not match or match.app_name == "admin":
        return ""
    is_here = typed.netloc in ("", urlsplit(settings.SITE_URL).netloc)
    return SplitResult("", "", typed.path, typed.query, "").geturl() if is_here else ""


def person_of(asked):
    """Return the person whose page a request is about, None if it is about another.

    Costs up to three queries.
    """
    match = _page_of(asked)[1]
    if not match or match.view_name != "people:detail":
        return None
    number = match.kwargs["pk"]
    number = Reassignment.objects.heir(Person, number) or number
    return Person.objects.filter(pk=number).first()


def called_so(asked):
    """Return the people of the name of who asks, so that they are found; a query."""
    folded = names.fold(asked.name)
    found = Person.objects.called([folded]).order_by("pk") if folded else ()
    return list(found[:MOST_CALLED_SO])


def _check(request):
    if not request.user.has_perm(PERMISSION):
        raise PermissionDenied


@require_safe
def requests(request):
    """List what waits for an answer, and what was answered lately."""
    _check(request)
    now = timezone.now()
    rows = [(asked, asked.days_left(now)) for asked in Request.objects.open()[:MOST]]
    done = Request.objects.filter(answered_at__isnull=False).order_by("-answered_at", "-pk")
    context = {"title": _("Requests of people"), "rows": rows, "done": done[:MOST]}
    return _page(request, "requests", context)


@require_http_methods(["GET", "HEAD", "POST"])
def case(request, pk):
    """Show one request, and take the next step with it."""
    _check(request)
    asked = get_object_or_404(Request.objects.select_related("by"), pk=pk)
    step = request.POST.get("step", "")
    decision = DecisionForm(request.POST if step == "decide" else None, instance=asked)
    answer = AnswerForm(request.POST if step == "answer" else None, instance=asked)
    person = person_of(asked)
    if step and _step(request, pk, step, decision, answer, person):
        may_hide = step == "check" and person and not asked.hidden_at
        messages.success(request, MAY_HIDE if may_hide else TAKEN[step])
        return redirect("admin:case", pk)
    asked = Request.objects.select_related("by").get(pk=pk)
    context = {
        "title": _("Request %(number)d") % {"number": pk},
        "asked": asked,
        "error": CHECK_FIRST if step == "hide" and not asked.checked_at else "",
        "days": asked.days_left(),
        "address": address_of(asked),
        "person": person,
        "namesakes": called_so(asked),
        "form": {"decide": decision, "answer": answer}.get(step),
        "decision": decision,
        "answer": answer,
        "seen": decided(asked),
    }
    return _page(request, "case", context)


def decided(asked):
    """Return what tells one decision of a request from any other."""
    return asked.decided_at.isoformat() if asked.decided_at else ""


def _is_decided_otherwise(request, asked, form):
    """Say whether somebody decided since the page was shown; if so, the form says it."""
    if request.POST.get("seen", decided(asked)) == decided(asked):
        return False
    typed = form.cleaned_data
    if all(getattr(asked, name) == value for name, value in typed.items()):
        return False
    form.add_error(
        None,
        _(
            "Somebody decided while you were writing, and nothing of yours was done: look at what "
            "stands above. Press again if yours is to stand all the same."
        ),
    )
    return True


def _may_be_hidden(asked):
    return asked.checked_at and not asked.hidden_at


def _step(request, pk, step, decision, answer, person):
    """Take one step, whoever of two clicks comes first; say whether it was taken.

    `person` is whom it was about when the page was asked for.
    """
    now, by = timezone.now(), request.user
    # Files are opened before the site is held: that may take a while.
    looked = covering.look(person) if person and step == "hide" else None
    with transaction.atomic():
        # First what every other writer waits for, and only then the row: erasing asks for it, too.
        Site.objects.hold()
        asked = Request.objects.select_for_update().get(pk=pk)
        form = {"decide": decision, "answer": answer}.get(step)
        if asked.answered_at or (
            form and form.is_valid() and _is_decided_otherwise(request, asked, form)
        ):
            return False
        if step == "check":
            asked.checked_at = asked.checked_at or now
        elif step == "hide" and _may_be_hidden(asked) and (person := person_of(asked)):
            if not person.is_erased:
                words = _("Request %(number)d: hidden while it is examined.") % {"number": pk}
                covering.hide(person, by=by, reason=words, now=now, looked=looked)
            asked.hidden_at = now
        elif step == "decide" and decision.is_valid():
            asked.outcome, asked.reason = decision.cleaned_data.values()
            asked.decided_at = now
        elif step == "answer" and asked.decided_at and answer.is_valid():
            asked.answer, asked.answered_at = answer.cleaned_data["answer"], now
            letters.answered(asked)
        else:
            return False
        asked.by = by
        asked.save()
    return True


def _page(request, name, context):
    context = admin.site.each_context(request) | context
    return TemplateResponse(request, f"admin/rights/{name}.html", context)
