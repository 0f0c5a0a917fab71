"""“Before you publish” in the forms: its answers are saved with the text that they are about."""

import contextlib
from copy import copy
from dataclasses import replace

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from events.admin.access import report_for
from events.checks import findings
from events.checks.days import days_of_rows
from events.models import Answer, Photo
from portal import names
from portal.models import Site

LONGEST_ANSWER = Answer._meta.get_field("words").max_length
# A warning is answered by one of the ready answers or in words of one's own, or asked again.
CHOSEN, OWN, AGAIN = "answer:", "words:", "again:"

#: So many days are told after one save.
MOST_TOLD = 5


def findings_of(report):
    """Return the findings of the text of a report that is in hand."""
    edition = report.edition_in_hand()
    return findings(edition) if edition else []


def take_answers(request, report):
    """Keep what a form answers about the text in hand, forget what is to be asked again.

    Returns whether anything did change. What is answered and not asked any more is let go.
    ValidationError if the report is gone meanwhile.
    """
    given = typed_answers(request.POST)
    again = {name.removeprefix(AGAIN) for name in request.POST if name.startswith(AGAIN)}
    if not given and not again:
        return False
    if not request.user.has_perm("events.change_report"):
        raise PermissionDenied
    with transaction.atomic():
        # In the order in which records are changed: others wait, and nobody for them.
        Site.objects.hold()
        report.there(report.pk)
        asked = [finding for finding in findings_of(report) if not finding.is_error]
        for finding in asked:
            words = given.get(finding.key)
            if finding.answered and finding.key in again:
                finding.answered.delete()
            elif words and not (finding.answered and finding.answered.words == words):
                report.answers.update_or_create(
                    key=finding.key,
                    defaults={"words": words, "by": request.user, "at": timezone.now()},
                )
    return True


def questions(edition, form, request):
    """Return what a form asks about a text as it was typed last, with the answers typed so far.

    They are saved with the text; until then a form that was refused carries them along.
    """
    typed, given = copy(edition), {}
    for name, words in edition.words.items():
        setattr(typed, name, getattr(form, "cleaned_data", {}).get(name, words))
    if form.is_bound:
        with contextlib.suppress(ValidationError):
            given = typed_answers(request.POST)
    found, kept = findings(typed), {}
    for place, finding in enumerate(found):
        if finding.key in given and not (finding.answered or finding.is_error):
            kept[finding.key] = given[finding.key]
            answer = Answer(words=given[finding.key], by=request.user, at=timezone.now())
            found[place] = replace(finding, answered=answer)
    return {"findings": found, "kept_answers": kept}


def typed_answers(data):
    """Return the answers typed or chosen by the key of what they answer."""
    given = {}
    for prefix in (CHOSEN, OWN):
        for name in data:
            words = names.tidy(data[name]) if name.startswith(prefix) else ""
            if len(words) > LONGEST_ANSWER:
                raise ValidationError(
                    _("An answer has at most %(most)d letters."), "long", {"most": LONGEST_ANSWER}
                )
            if words:
                given[name.removeprefix(prefix)] = words
    return given


def tell_days(request, event):
    """Ask after a save of the days of a public event that are none of its own.

    Costs two queries, and one more where there are such days: with a report they are answered.
    """
    if getattr(request, "is_trial", False) or not event.is_public():
        return
    found = days_of_rows(event)
    answers = Answer.objects.filter(report__event=event, key__in=[one.key for one in found])
    answered = set(answers.values_list("key", flat=True)) if found else set()
    form = reverse("admin:events_event_change", args=[event.pk])
    for finding in [one for one in found if one.key not in answered][:MOST_TOLD]:
        told = finding.words, f"{form}#{finding.anchor}", _("Mend the day, unless it is meant.")
        messages.warning(request, format_html('{} <a href="{}">{}</a>', *told))


def tell_pictures(request, passing):
    """Say which photos wait, as another picture was put in and nothing was said of it."""
    if getattr(request, "is_trial", False) or not passing.before:
        return
    former, asked = passing.before["parts"]["photos"], Photo.Consent.NOT_ASKED
    for key, row in passing.after["parts"]["photos"].items():
        was = former.get(key)
        if was and was["file"] != row["file"] and was["consent"] != row["consent"] == asked:
            says = _(
                "“%(what)s” is another picture now: say of it what it shows and whether those in "
                "it agreed. Until then readers do not see it."
            )
            what = row["caption"] or row["alternative_text"] or _("A photo")
            messages.warning(request, says % {"what": what})


@require_http_methods(["GET", "HEAD", "POST"])
def answers(request, pk):
    """Answer what is odd about a text without touching its words."""
    report = report_for(request, pk, "events.change_report")
    error = ""
    if request.method == "POST":
        try:
            take_answers(request, report)
            return redirect("admin:events_report_change", report.pk)
        except ValidationError as refused:
            error = refused.messages[0]
    context = {
        **admin.site.each_context(request),
        "title": _("Before you publish"),
        "report": report,
        "findings": findings_of(report),
        "error": error,
        "opts": report._meta,
    }
    return render(request, "admin/events/report/answers.html", context)
