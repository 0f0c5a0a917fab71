"""What staff say to one another under a form: proposals about an event, remarks on a text."""

from django import forms
from django.conf import settings
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from events.admin.access import event_for, report_for
from events.models import Remark, Report
from portal import history
from portal.admin import conflicts
from portal.admin.lookup import record_of

#: So many of those that are settled, or of a long talk, are shown.
SHOWN = 30
NOBODYS = Remark.objects.none()


class RemarkForm(forms.Form):
    text = forms.CharField(
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={
            "required": gettext_lazy("Write what you want to say: nothing was sent."),
        },
    )

    def __init__(self, data=None, *, label, help_text=""):
        super().__init__(data, prefix="remark")
        self.fields["text"].label, self.fields["text"].help_text = label, help_text

    def clean_text(self):
        history.check_open()
        return self.cleaned_data["text"]


class Talk:
    """The admin of a record with a talk beside its form, sent with whatever button is pressed.

    In a form of its own a remark would be forgotten where the record is saved, and what is typed
    into the record where a remark is sent or settled.
    """

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        if {"_step", "_settle"} & request.POST.keys():
            request.POST = request.POST.copy()
            request.POST["_continue"] = "1"
        return super().changeform_view(request, object_id, form_url, extra_context)

    def save_or_set_aside(self, request, object_id, look):
        response, saved = super().save_or_set_aside(request, object_id, look)
        # Otherwise the page with what is to be mended has it all again.
        if object_id and response.status_code == 302:
            self.take_talk(request, object_id)
        return response, saved

    def take_talk(self, request, object_id):
        said = remark_form({"remark-text": request.POST.get("said", "")})
        settled = request.POST.get("_settle", "")
        says = "said" in self.form.base_fields and said.is_valid()
        record = self.get_object(request, object_id) if says or settled else None
        if not record:
            return
        if says and not conflicts.lost_a_name(self, conflicts.opened_with(request)):
            Remark.objects.say(record, said.cleaned_data["text"], by=request.user)
            messages.success(request, _("The remark stands under the form."))
        way, _space, key = settled.partition(" ")
        remark = record_of(to_settle(record, request.user), key)
        if remark:
            settle(request, remark, way)


def to_settle(record, user):
    """Return what was said of a record that a user may settle."""
    if isinstance(record, Report):
        return record.remarks.all() if user.has_perm("events.change_report") else NOBODYS
    return record.remarks.proposals() if may_settle(user) else NOBODYS


def may_settle(user):
    """Say whether a user may answer a proposal: who changes the facts of public events."""
    told = settings.ONE_PERSON_OFFICE or user.has_perm("events.change_public")
    return told and user.has_perm("events.change_event")


def proposals(event, user, form=None, within=""):
    """Return what the form of an event shows of what is proposed about it; two queries.

    `within` is the form of the page that the buttons belong to.
    """
    if not form and event.is_shut_to(user):
        form = proposal_form()
    return {
        "title": _("Proposed changes"),
        "field": form and form["text"],
        "is_refused": bool(form and form.is_bound),
        "within": within,
        "address": reverse("admin:events_event_remark", args=[event.pk]),
        "button": _("Propose it"),
        "rows": [
            row(remark, "admin:events_event_settle_remark", event.pk)
            for remark in newest(event.remarks.proposals())
        ],
        "may_settle": may_settle(user),
        "ways": [(True, _("Done")), (False, _("Not taken over"))],
    }


def proposal_form(data=None):
    return RemarkForm(
        data,
        label=_("Propose a change"),
        help_text=_(
            "The facts of a public event are changed by editors. Say what is wrong, and how it is "
            "known; they are told, and readers see nothing of it."
        ),
    )


def conversation(report, user, form=None, field=None):
    """Return what the form of a report shows of what staff said about its text; one query.

    `field` is that of the report's own form, if the user may save it.
    """
    form = form or remark_form()
    return {
        "title": _("Remarks among ourselves"),
        "field": field or form["text"],
        "is_refused": form.is_bound,
        "within": "report_form" if field else "",
        "address": reverse("admin:events_report_remark", args=[report.pk]),
        "button": _("Send it"),
        "rows": [
            row(remark, "admin:events_report_settle_remark", report.pk)
            for remark in newest(report.remarks.all())
        ],
        "may_settle": user.has_perm("events.change_report"),
        "ways": [(True, _("Done"))],
    }


def remark_form(data=None):
    return RemarkForm(
        data,
        label=_("Write a remark"),
        help_text=_("For those who work on this text. Readers never see it."),
    )


def newest(remarks):
    """Return the open ones and then the others, the newest first."""
    every = list(remarks.select_related("by", "settled_by").order_by("-at", "-pk")[:SHOWN])
    return sorted(every, key=lambda remark: remark.settled_at is not None)


def row(remark, name, pk):
    return {
        "remark": remark,
        "is_open": remark.settled_at is None,
        "outcome": {True: _("Done"), False: _("Not taken over")}.get(remark.taken_over, ""),
        "settle": reverse(name, args=[pk, remark.pk]),
    }


@require_http_methods(["GET", "HEAD", "POST"])
def event_remark(request, pk):
    event = event_for(request, pk)
    form = proposal_form(request.POST if request.method == "POST" else None)
    if is_said(form, Remark.objects.propose, event, request.user):
        messages.success(request, _("Thank you: those who may change the event are told."))
        return redirect(back("admin:events_event_change", pk))
    return page(request, event, proposals(event, request.user, form))


@require_http_methods(["GET", "HEAD", "POST"])
def report_remark(request, pk):
    report = report_for(request, pk)
    form = remark_form(request.POST if request.method == "POST" else None)
    if is_said(form, Remark.objects.say, report, request.user):
        messages.success(request, _("The remark stands under the form."))
        return redirect(back("admin:events_report_change", pk))
    return page(request, report, conversation(report, request.user, form))


def is_said(form, say, record, user):
    """Write what a form says about a record; a record that is gone is told beside it."""
    if not form.is_valid():
        return False
    try:
        say(record, form.cleaned_data["text"], by=user)
    except ValidationError as refused:
        form.add_error("text", refused)
    return form.is_valid()


def page(request, record, remarks):
    """Show the box by itself: after an error with all that was typed."""
    context = {
        "title": remarks["title"],
        "opts": record._meta,
        "record": record,
        "remarks": remarks,
    }
    return render(
        request,
        "admin/events/remarks_page.html",
        admin.site.each_context(request) | context,
        status=400 if remarks["is_refused"] else 200,
    )


@require_POST
def settle_proposal(request, pk, remark):
    event = event_for(request, pk)
    if not may_settle(request.user):
        raise PermissionDenied
    settle(
        request,
        get_object_or_404(event.remarks.proposals(), pk=remark),
        request.POST.get("taken_over"),
    )
    return redirect(back("admin:events_event_change", pk))


@require_POST
def settle_remark(request, pk, remark):
    report = report_for(request, pk, "events.change_report")
    settle(request, get_object_or_404(report.remarks, pk=remark), request.POST.get("taken_over"))
    return redirect(back("admin:events_report_change", pk))


def settle(request, remark, way):
    """Settle a remark by what its button says; “False” is that of “Not taken over”."""
    if remark.settle(by=request.user, taken_over=way != "False"):
        messages.success(request, _("Settled: it no longer waits."))


def back(name, pk):
    return reverse(name, args=[pk]) + "#remarks"
