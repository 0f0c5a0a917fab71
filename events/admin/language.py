"""A text that was begun in the wrong language is told to be in its own, before it goes out."""

from copy import copy

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from events.admin.access import report_for
from events.models import Report
from events.steps import WRITE
from portal import history


class LanguageForm(forms.ModelForm):
    class Meta:
        model = Report
        fields = ["language"]


@require_http_methods(["GET", "HEAD", "POST"])
def language(request, pk):
    report = report_for(request, pk, WRITE)
    data = request.POST if request.method == "POST" else None
    # Refused, the page goes on telling of the report as it stands.
    form = LanguageForm(data, instance=copy(report))
    if form.is_valid():
        try:
            with history.change(form.instance, by=request.user):
                check_not_given(form.instance)
                form.instance.validate_constraints()
                form.instance.save()
        except ValidationError as refused:
            form.add_error("language", refused.messages)
        else:
            name = form.instance.get_language_display()
            messages.success(request, _("The text is in this language: %(name)s.") % {"name": name})
            return redirect("admin:events_report_change", report.pk)
    context = admin.site.each_context(request) | {
        "title": _("Another language"),
        "opts": report._meta,
        "report": report,
        "was": report.get_language_display(),
        "form": form,
    }
    return render(request, "admin/events/report/language.html", context)


def check_not_given(report):
    """Refuse where readers have a text of the report, or one has its time to go out."""
    if report.is_given():
        raise ValidationError(
            _("Readers have this text, or it has its time to go out: its language stays."), "given"
        )
