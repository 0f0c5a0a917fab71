"""Two texts of one report, compared word by word."""

from django import forms
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from events.admin.access import report_for
from events.revisions import compared
from events.steps import Step, may
from portal import dates


class CompareForm(forms.Form):
    old = forms.TypedChoiceField(label=gettext_lazy("The older text"), coerce=int)
    new = forms.TypedChoiceField(label=gettext_lazy("The newer text"), coerce=int)

    def __init__(self, texts, data, now):
        older, newer = usual(texts, now)
        chosen = {"old": older.sequence, "new": newer.sequence}
        super().__init__(chosen | {name: data[name] for name in chosen if name in data})
        choices = [(text.sequence, named(text, now)) for text in texts]
        self.fields["old"].choices = self.fields["new"].choices = choices


def usual(texts, now):
    """Return which two are compared unasked: what is being written and what the public reads.

    Takes the texts of a report, the newest first.
    """
    newer = texts[0]
    earlier = [text for text in texts if text is not newer]
    due = [text for text in earlier if text.publish_at and text.publish_at <= now]
    older = max(due, key=lambda text: (text.publish_at, text.sequence), default=None)
    return older or next(iter(earlier), newer), newer


def named(text, now):
    """Return what tells a text from the others of its report."""
    if text.publish_at is None:
        return _("%(number)d: %(state)s") % {
            "number": text.sequence,
            "state": text.get_state_display(),
        }
    words = _("%(number)d: goes out on %(moment)s")
    if text.publish_at <= now:
        words = _("%(number)d: went out on %(moment)s")
    return words % {"number": text.sequence, "moment": dates.moment(text.publish_at)}


@require_safe
def compare(request, pk):
    report, now = report_for(request, pk), timezone.now()
    texts = list(report.editions.defer("lead", "body", "credits", "folded"))
    form = CompareForm(texts, request.GET, now) if len(texts) > 1 else None
    context = {
        **admin.site.each_context(request),
        "title": _("Compare two texts"),
        "opts": report._meta,
        "report": report,
        "form": form,
    }
    if form and form.is_valid():
        sequences = [form.cleaned_data["old"], form.cleaned_data["new"]]
        found = {text.sequence: text for text in report.editions.filter(sequence__in=sequences)}
        if not all(may(Step.COMPARE, text, request.user, now) for text in found.values()):
            raise PermissionDenied
        old, new = (found[sequence] for sequence in sequences)
        context |= {
            "old": old,
            "new": new,
            "sides": [
                {
                    "text": text,
                    "name": named(text, now),
                    "may_reopen": may(Step.REOPEN, text, request.user, now),
                }
                for text in (old, new)
            ],
            "parts": compared(old, new),
        }
    return render(request, "admin/events/report/compare.html", context)
