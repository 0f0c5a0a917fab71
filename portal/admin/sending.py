"""A form that is sent: twice, late, or in vain, and nothing that was typed in it is lost."""

import logging
import uuid
from functools import partial

from django.conf import settings
from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.http import Http404
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import gettext as _

from portal import history
from portal.addresses import number_of
from portal.admin import conflicts, once, opened
from portal.admin.trail import shown
from portal.asides import let_go
from portal.models import SetAside, Site

logger = logging.getLogger(__name__)


class SendingAdmin(admin.ModelAdmin):
    """A form that knows which state of its record it shows, and is saved once."""

    #: The fields of words for a step, which stand in no record until it is taken.
    of_steps = ()

    @property
    def standing_model(self):
        """The model of the record whose number the form carries."""
        return self.model

    def standing(self, obj):
        """Return the record whose number the form carries; may cost a query."""
        return obj

    def may_read_trail(self, user, record, newest):
        """Say whether a user may read the trail; `record` is None where it was deleted."""
        return True

    def is_base(self, obj, version):
        """Say whether a Version is an earlier state of what the form of a record shows."""
        return version.record_id == obj.pk

    def meant(self, request, record):
        """Return the snapshot of what a form that was tried has made of the record."""
        return history.snapshot(record)

    def put_merged(self, request, record, data):
        """Save what was kept of a form together with what stands now, inside the door.

        Who filled the form in may have lost rights since. Returns the record that has it now.
        """
        stands = history.snapshot(record)["fields"]
        for name in {*self.get_readonly_fields(request, record)} & stands.keys():
            if data["fields"][name] != stands[name]:
                label = self.opts.get_field(name).verbose_name
                raise ValidationError(
                    _(
                        "You can no longer change “%(field)s”. Open the form and type in the rest "
                        "of what is below."
                    ),
                    code="readonly",
                    params={"field": label},
                )
        history.put(record, data, is_typed=True)
        return record

    def get_urls(self):
        name = f"{self.opts.app_label}_{self.opts.model_name}_set_aside"
        view = self.admin_site.admin_view(self.set_aside_view)
        return [path("<int:object_id>/set-aside/<int:pk>/", view, name=name), *super().get_urls()]

    # Looking

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        form = context["adminform"].form
        if not form.is_bound:
            form.initial |= {"opened": conflicts.token(self.standing(obj)), "once": uuid.uuid4()}
        context["saved_keys"] = once.saved_keys(request.user)
        if change and self.has_change_permission(request, obj):
            context["opened_by"] = opened.others(obj, request.user)
            if request.method == "GET":
                opened.note(obj, request.user)
        return super().render_change_form(request, context, add, change, form_url, obj)

    # Sending

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        look = partial(super().changeform_view, request, object_id, form_url, extra_context)
        return self.send(request, object_id, look) if request.method == "POST" else look()

    def send(self, request, object_id, look):
        """Save a form once, and only onto the state that it shows.

        What the door or the database refuses is shown as an error of the form, nothing lost.
        """
        for last in (False, True):
            try:
                with transaction.atomic():
                    # One writer at a time from here on: nobody comes between look and save.
                    Site.objects.hold()
                    try:
                        taken = once.take(request, self.opts.label_lower)
                    except once.SentBefore as again:
                        return self.send_again(request, object_id, look, again)
                    response, saved = self.save_or_set_aside(request, object_id, look)
                    if taken and saved:
                        taken.kind, taken.record_id = saved
                        taken.save(update_fields=["kind", "record_id"])
                    elif taken:
                        taken.delete()
                    return response
            except ValidationError as error:
                if last:
                    raise
                request.refused = error
            except IntegrityError:
                if last:
                    raise
                logger.exception("The database refused a save.")
                request.refused = at_the_same_moment()
            conflicts.rewind(request)
        return None

    def save_or_set_aside(self, request, object_id, look):
        """Return the answer, and as kind and key what was saved or kept, if anything was."""
        obj = self.form_record(request, object_id) if object_id else None
        may = obj and self.has_change_permission(request, obj)
        if not may or not self.is_stale(request, obj):
            response = look()
            record = getattr(request, "saved", None)
            return response, record and (self.opts.label_lower, record.pk or 0)
        if conflicts.lost_a_name(self, conflicts.opened_with(request)):
            self.message_user(request, conflicts.may_name_them(), messages.WARNING)
            return redirect(self.form_address(obj)), None
        conflicts.drop_old(self)
        kept = conflicts.set_aside(self, request, obj, look)
        if kept is None:
            self.message_user(
                request,
                _("This was saved meanwhile; you had changed nothing. It is shown as it is now."),
                messages.INFO,
            )
            return redirect(self.form_address(obj)), None
        if not isinstance(kept, SetAside):
            return kept, None
        return redirect(kept.get_absolute_url()), (kept._meta.label_lower, kept.pk)

    def form_record(self, request, object_id):
        """Return the record that a form is about, also if it was deleted since, or None."""
        obj = self.get_object(request, unquote(object_id))
        number = number_of(object_id)
        if obj or not conflicts.opened_with(request) or number is None:
            return obj
        if self.model._base_manager.filter(pk=number).exists():
            return None
        was = conflicts.last_of(self.opts.label_lower, number)
        may = was and self.has_change_permission(request)
        may = may and self.may_read_trail(request.user, None, was)
        return self.model(pk=was.record_id) if may else None

    def is_stale(self, request, obj):
        return request.POST.get("opened", "") != conflicts.token(self.standing(obj))

    def send_again(self, request, object_id, look, again):
        """Answer a form that was saved already; what it says beyond that is not lost."""
        submission, response, saved = again.submission, None, None
        if again.says_more and object_id:
            response, saved = self.save_or_set_aside(request, object_id, look)
        elif again.says_more and (made := self.made_by(request, submission)):
            kept = conflicts.set_aside(self, request, made, look)
            response, saved = redirect(kept.get_absolute_url()), (kept._meta.label_lower, kept.pk)
        if saved:
            once.renew(request, submission, *saved)
        return response or self.answer_again(request, submission)

    def made_by(self, request, submission):
        """Return the record that the form of a new one made, None if nothing is kept beside it."""
        key, kept = submission.record_id, SetAside.objects.filter(pk=submission.record_id)
        if submission.kind == SetAside._meta.label_lower:
            key = kept.values_list("record_id", flat=True).first()
        obj = self.get_object(request, key)
        return obj if obj and self.standing(obj) else None

    def answer_again(self, request, submission):
        """Answer a form that was sent twice as it was answered the first time."""
        if submission.kind == SetAside._meta.label_lower:
            kept = SetAside.objects.filter(pk=submission.record_id).first()
            return redirect(kept.get_absolute_url() if kept else self.list_address())
        obj = self.get_object(request, submission.record_id)
        if not obj:
            return redirect(self.list_address())
        self.message_user(request, _("“%(name)s” was saved.") % {"name": obj}, messages.SUCCESS)
        return redirect(self.form_address(obj))

    def log_addition(self, request, obj, message):
        self.was_saved(request, obj)
        return super().log_addition(request, obj, message)

    def log_change(self, request, obj, message):
        self.was_saved(request, obj)
        return super().log_change(request, obj, message) if message else None

    def was_saved(self, request, obj):
        request.saved = obj
        if not getattr(request, "is_trial", False):
            opened.closed(obj, request.user)

    def response_add(self, request, obj, post_url_continue=None):
        request.answered = obj
        return super().response_add(request, obj, post_url_continue)

    def response_change(self, request, obj):
        request.answered = obj
        return super().response_change(request, obj)

    def message_user(self, request, message, level=messages.INFO, *args, **kwargs):
        """Say nothing of what is only tried, and of a save no more than that it is done."""
        answered = getattr(request, "answered", None)
        if level == messages.SUCCESS and answered is not None:
            message = _("“%(name)s” was saved.") % {"name": answered}
        if not getattr(request, "is_trial", False):
            super().message_user(request, message, level, *args, **kwargs)

    def form_address(self, obj):
        return reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_change", args=[obj.pk])

    def list_address(self):
        return reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_changelist")

    # Deleting

    def delete_view(self, request, object_id, extra_context=None):
        """Delete only the state that was shown to whoever confirms it."""
        if request.method != "POST":
            obj = self.get_object(request, unquote(object_id))
            shown_state = conflicts.token(self.standing(obj)) if obj else ""
            context = {"opened": shown_state} | (extra_context or {})
            return super().delete_view(request, object_id, context)
        with transaction.atomic():
            Site.objects.hold()
            obj = self.get_object(request, unquote(object_id))
            if obj and "opened" in request.POST and self.is_stale(request, obj):
                self.message_user(request, changed_meanwhile(), messages.WARNING)
                return redirect(request.path)
            return super().delete_view(request, object_id, extra_context)

    def changelist_view(self, request, extra_context=None):
        if request.POST.get("action") != "delete_selected" or "post" not in request.POST:
            return super().changelist_view(request, extra_context)
        with transaction.atomic():
            Site.objects.hold()
            chosen = map(number_of, request.POST.getlist(ACTION_CHECKBOX_NAME))
            stored = self.model._base_manager.in_bulk(list(filter(None, chosen)))
            for key, record in stored.items():
                now = str(getattr(record, "number", 0))
                if request.POST.get(f"number-{key}", now) != now:
                    self.message_user(request, changed_meanwhile(), messages.WARNING)
                    return redirect(self.list_address())
            return super().changelist_view(request, extra_context)

    # What was kept

    def set_aside_view(self, request, object_id, pk):
        """Show what was kept of a form beside what stands now; put it there, or leave it."""
        mine = SetAside.objects.of(request.user)
        aside = mine.filter(kind=self.opts.label_lower, record_id=object_id, pk=pk).first()
        obj = self.get_object(request, str(object_id))
        if not aside:
            if request.method == "POST" and obj:
                return redirect(self.form_address(obj))
            raise Http404
        if request.method == "POST" and "leave" in request.POST:
            let_go(aside)
            self.message_user(request, _("What you had typed was thrown away."))
            return redirect(self.form_address(obj) if obj else self.list_address())
        if obj and not (self.has_view_or_change_permission(request, obj) and self.standing(obj)):
            obj = None
        if request.method == "POST":
            return self.put_onto(request, aside, obj)
        return self.set_aside_page(request, aside, obj)

    def put_onto(self, request, aside, obj):
        if not obj or not self.has_change_permission(request, obj) or "mine" not in aside.data:
            raise PermissionDenied
        try:
            left_out = conflicts.apply(self, request, aside, obj, request.POST.get("seen", ""))
        except conflicts.Newer:
            problem = _("Somebody saved this once more just now. Look at it again.")
        except ValidationError as error:
            problem = " ".join(error.messages)
        except IntegrityError:
            problem = _(
                "What you typed does not fit onto what stands there now. Open the form and "
                "type in what is missing."
            )
        else:
            self.message_user(
                request, _("What you had typed is saved onto the newer one."), messages.SUCCESS
            )
            for part, field in left_out:
                words = _(
                    "Another was put in the place of a %(part)s, so “%(field)s” was not taken "
                    "over from the former one: say it anew."
                )
                told = words % {"part": part, "field": field}
                self.message_user(request, told, messages.WARNING)
            for label, text in conflicts.told_of_steps(self, aside):
                words = _("The step was not taken. “%(label)s” said: %(text)s")
                self.message_user(request, words % {"label": label, "text": text}, messages.WARNING)
            return redirect(self.form_address(obj))
        return self.set_aside_page(request, aside, obj, problem)

    def set_aside_page(self, request, aside, obj, problem=""):
        context = self.admin_site.each_context(request) | {
            "title": _("Two have changed this: %(name)s") % {"name": aside.title},
            "opts": self.opts,
            "aside": aside,
            "original": obj,
            "problem": problem,
            "steps": conflicts.told_of_steps(self, aside),
            "days": settings.RETENTION["set_aside"],
        }
        if obj:
            record = self.standing(obj)
            versions = conflicts.versions_since(aside, record)
            is_own = {version.by for version in versions} == {request.user}
            if is_own:
                context["title"] = _("Changed twice by you: %(name)s") % {"name": aside.title}
            context |= {
                "form_address": self.form_address(obj),
                "may_put": "mine" in aside.data and self.has_change_permission(request, obj),
                "seen": conflicts.token(record),
                "versions": versions,
                "is_own": is_own,
            }
            if "mine" in aside.data:
                context |= conflicts.compared(self, aside, record)
        elif "mine" in aside.data:
            context["mine"] = [*map(shown, conflicts.told(aside))]
        return TemplateResponse(request, "admin/conflict.html", context)


def changed_meanwhile():
    return _("Somebody changed this meanwhile, so nothing was deleted. Look at it again first.")


def at_the_same_moment():
    return ValidationError(
        _(
            "Somebody else saved the same thing at the same moment, so nothing was saved. "
            "Compare and save again."
        ),
        code="same_moment",
    )
