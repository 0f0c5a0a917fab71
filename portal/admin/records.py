from django.contrib import admin, messages
from django.contrib.admin.actions import delete_selected
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.admin.utils import unquote
from django.core.exceptions import ValidationError
from django.forms import CheckboxInput, FileField
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.html import format_html
from django.utils.text import capfirst, slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from portal import history, names
from portal.addresses import number_of
from portal.admin.alike import newest_pair, open_pairs, tell_alike
from portal.admin.deletion import deleted_objects
from portal.admin.forms import OVERRIDES, RecordForm
from portal.admin.made import tell_made
from portal.admin.rows import RowsOfForm
from portal.admin.sending import SendingAdmin, at_the_same_moment
from portal.admin.trail import trail
from portal.models import Pair, Reassignment, Version

# What Django's row of buttons asks of its context before it offers one.
SAVING = ("show_save", "show_save_and_continue", "show_save_and_add_another", "show_delete")


class StaffAdmin(SendingAdmin):
    """A page of the admin in the form that staff know from all the others."""

    formfield_overrides = OVERRIDES
    change_form_template = "admin/record_form.html"
    delete_confirmation_template = "admin/record_delete.html"
    delete_selected_confirmation_template = "admin/record_delete_selected.html"
    show_full_result_count = False
    list_per_page = 50
    actions = ["delete_selected"]
    #: Fieldsets by name and rows by class, in the order in which one writes.
    form_order = ()
    #: How others name such a record by typing.
    lookup = None
    #: Whether nothing of it is saved any more once the record is closed.
    is_of_record = True

    @property
    def is_closed(self):
        return self.is_of_record and bool(history.refusal())

    def has_add_permission(self, request):
        return not self.is_closed and super().has_add_permission(request)

    def add_view(self, request, form_url="", extra_context=None):
        if self.is_closed:
            raise history.Closed
        return super().add_view(request, form_url, extra_context)

    def changelist_view(self, request, extra_context=None):
        if missing := missing_choice(request.POST):
            self.message_user(request, missing, messages.WARNING)
            return redirect(request.get_full_path())
        title = capfirst(self.opts.verbose_name_plural)
        return super().changelist_view(request, {"title": title} | (extra_context or {}))

    def action_checkbox(self, obj):
        box = CheckboxInput(
            {"class": "action-select", "aria-label": _("Choose “%(name)s”") % {"name": obj}},
            lambda value: False,
        )
        return box.render(ACTION_CHECKBOX_NAME, str(obj.pk))

    def response_action(self, request, queryset, **kwargs):
        """Do nothing with a choice that no page of this list offers."""
        try:
            for key in request.POST.getlist(ACTION_CHECKBOX_NAME):
                self.opts.pk.clean(key, None)
        except ValidationError:
            self.message_user(request, choose_rows(), messages.WARNING)
            return None
        return super().response_action(request, queryset, **kwargs)

    def lookup_allowed(self, lookup, value, request):
        """Let an address ask what the filters of the list ask: other columns hold secrets, too.

        Who asks “begins with a”, “with aa” reads a column that no page shows.
        """
        asked = {
            one.parameter_name if hasattr(one, "parameter_name") else one
            for one in (
                each[0] if isinstance(each, tuple | list) else each
                for each in self.get_list_filter(request)
            )
        }
        is_own = any(lookup == name or lookup.startswith(f"{name}__") for name in asked)
        return is_own and super().lookup_allowed(lookup, value, request)

    def get_form(self, request, obj=None, change=False, **kwargs):
        form = super().get_form(request, obj, change, **kwargs)
        form.user = request.user
        form.refused = getattr(request, "refused", None)
        return form

    def get_formset_kwargs(self, request, obj, inline, prefix):
        # Django gives each list a copy of all that was sent.
        params = {"instance": obj, "prefix": prefix, "queryset": inline.get_queryset(request)}
        if request.method == "POST":
            params |= {"data": request.POST, "files": request.FILES}
        if initial := self.prefilled(request, type(inline)):
            params["initial"] = initial
        return params

    def prefilled(self, request, rows):
        """Return what the rows of a new record begin with, a dictionary for each."""
        return []

    def get_inline_formsets(self, request, formsets, inline_instances, obj=None):
        return [
            RowsOfForm(rows, formset, rows.has_change_permission(request, obj))
            for rows, formset in zip(inline_instances, formsets, strict=True)
        ]

    def _get_obj_does_not_exist_redirect(self, request, opts, object_id):
        """Say that there is no such record, and lead to where it may be."""
        told = opts.verbose_name, unquote(object_id)
        words = format_html(
            _("There is no {} with the number {}. Look for it in this list."), *told
        )
        if request.user.has_perm("events.delete_event"):
            where = _('If it was deleted, it is under <a href="{}">Taken away lately</a>.')
            words = format_html("{} {}", words, format_html(where, reverse("admin:taken_away")))
        messages.warning(request, words)
        return redirect(f"admin:{opts.app_label}_{opts.model_name}_changelist")

    def history_view(self, request, object_id, extra_context=None):
        return trail(self, request, object_id)

    def versions_of(self, key, user):
        """Return the Versions of which the trail of a record tells a user."""
        return Version.objects.filter(kind=self.opts.label_lower, record_id=key)

    def open_versions(self, user, versions):
        """Return those of the Versions of deleted records of which a user may read."""
        return versions

    @admin.action(
        permissions=["delete"], description=gettext_lazy("Delete selected %(verbose_name_plural)s")
    )
    def delete_selected(self, request, queryset):
        page = delete_selected(self, request, queryset)
        if page:
            refused = page.context_data["perms_lacking"] or page.context_data["protected"]
            page.context_data["title"] = (
                _("These cannot be deleted") if refused else _("Delete several")
            )
        return page

    def get_deleted_objects(self, objs, request):
        return deleted_objects(objs, request, self.admin_site)

    def delete_model(self, request, obj):
        self.delete_queryset(request, [obj])

    def delete_queryset(self, request, queryset):
        request.deleted = [str(record) for record in queryset]
        for record in queryset:
            history.remove(record, by=request.user)

    def message_user(self, request, message, level=messages.INFO, *args, **kwargs):
        """Say of what was deleted that it can be brought back."""
        if level == messages.SUCCESS and (deleted := getattr(request, "deleted", None)):
            message = was_deleted(deleted)
        super().message_user(request, message, level, *args, **kwargs)

    def formfield_for_choice_field(self, db_field, request, **kwargs):
        return db_field.formfield(**kwargs)

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        if self.is_closed:
            context |= dict.fromkeys(SAVING, False)
        rows = context["inline_admin_formsets"]
        context["sections"] = self.sections(context["adminform"], rows)
        form = context["adminform"].form
        if add and not form.is_bound:
            begin_in(context["sections"])
        ask_again_for_files([form, *(row for part in rows for row in part.formset.forms)])
        context["error_list"] = self.error_list(form, rows, context)
        return super().render_change_form(request, context, add, change, form_url, obj)

    def error_list(self, form, rows, context):
        """Return what is to be mended, each with the field that it is about."""
        return error_list(form, rows)

    def sections(self, adminform, inline_admin_formsets):
        """Return the form's fieldsets and rows in the order in which one writes."""
        parts = {fieldset.name: {"fieldset": fieldset} for fieldset in adminform}
        parts |= {type(rows.opts): {"rows": rows} for rows in inline_admin_formsets}
        keys = [key for key in self.form_order if key in parts]
        keys += [key for key in parts if key not in keys]
        for key in keys:
            rows = parts[key].get("rows")
            title = capfirst(rows.opts.verbose_name_plural) if rows else key
            parts[key] |= {"title": title, "id": slugify(title)}
        return [parts[key] for key in keys]


class RecordAdmin(StaffAdmin):
    """A record in the admin: every change of it goes through the one door."""

    form = RecordForm
    search_fields = ["folded"]

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        context["alike"] = open_pairs(self, request, obj) if obj and request.method == "GET" else []
        return super().render_change_form(request, context, add, change, form_url, obj)

    def save_model(self, request, obj, form, change):
        """Save nothing yet: the record and its rows go through the door together."""

    def save_related(self, request, form, formsets, change):
        record = form.instance
        note = form.cleaned_data.get("note", "")
        minor = form.cleaned_data.get("minor", False)
        newest = newest_pair()
        with history.change(record, by=request.user, note=note, minor=minor) as passing:
            if change and record.number != passing.number:
                # Somebody else changed it after it was read.
                raise at_the_same_moment()
            form.make_new(request.user)
            record.save()
            form.save_m2m()
            for formset in formsets:
                formset.by = request.user
                self.save_formset(request, form, formset, change)
            self.save_more(request, form)
            for other in getattr(form, "others", ()):
                Pair.objects.say_apart(self.model, record.pk, other, by=request.user)
        tell_alike(self, request, newest)
        request.nothing_changed = not passing.happened
        self.tell(request, form, passing)
        tell_made(self, request, passing)

    def save_more(self, request, form):
        """Save inside the door what is no row and no field."""

    def tell(self, request, form, passing):
        """Tell the writer what the save did, where it is not plain."""

    def message_user(self, request, message, level=messages.INFO, *args, **kwargs):
        """Tell the truth where the stock page says that a record was changed."""
        if level == messages.SUCCESS and getattr(request, "nothing_changed", False):
            level, message = messages.INFO, _("Nothing was changed, so nothing was saved.")
        super().message_user(request, message, level, *args, **kwargs)

    def get_search_results(self, request, queryset, search_term):
        """Find as the public search does: cucic finds Цуцић."""
        if search_term and not names.terms(search_term):
            return queryset.none(), False
        return queryset.matching(search_term), False

    def _get_obj_does_not_exist_redirect(self, request, opts, object_id):
        """Lead from the form of what was merged to that of which it is a part."""
        number = number_of(object_id)
        heir = number and Reassignment.objects.heir(self.model, number)
        if not heir:
            return super()._get_obj_does_not_exist_redirect(request, opts, object_id)
        words = _("Number %(gone)s was merged into this one.") % {"gone": object_id}
        messages.info(request, words)
        return redirect(f"admin:{opts.app_label}_{opts.model_name}_change", heir)

    def view_on_site(self, obj):
        public = self.model.objects.public().filter(pk=obj.pk)
        return obj.get_absolute_url() if public.exists() else None


def choose_rows():
    return _("Nothing was done. Choose the rows in the list, and try again.")


def missing_choice(sent):
    """Say what was not chosen by whoever sent a list; "" where nothing is missing."""
    if "index" not in sent:
        return ""
    if not sent.getlist(ACTION_CHECKBOX_NAME) and sent.get("select_across") != "1":
        return choose_rows()
    if not any(sent.getlist("action")):
        return _("Nothing was done. Choose the rows and what to do with them, and try again.")
    return ""


def was_deleted(titles):
    """Say that records were deleted, and where they are brought back."""
    words = ngettext(
        '“{}” was deleted. It is kept: bring it back from <a href="{}">Taken away lately</a>.',
        "“{}” were deleted. They are kept: bring them back from "
        '<a href="{}">Taken away lately</a>.',
        len(titles),
    )
    return format_html(words, "”, “".join(titles), reverse("admin:taken_away"))


def begin_in(sections):
    """Let whoever opens a form begin to type in its first field."""
    fields = (
        field.field
        for section in sections
        for line in section.get("fieldset", ())
        for field in line
        if not field.is_readonly
    )
    if first := next(fields, None):
        first.field.widget.attrs["autofocus"] = True


def ask_again_for_files(forms_):
    """Say beside each file sent with a form that was refused that no browser keeps it."""
    for form in forms_:
        for name, field in form.fields.items():
            sent = isinstance(field, FileField) and form.files.get(form.add_prefix(name))
            if sent and not form.has_error(name):
                message = _("Choose the file “%(name)s” again: it was not saved either.")
                form.add_error(name, ValidationError(message, "again", {"name": sent.name}))


def error_list(form, inline_admin_formsets):
    """Return every error of a form and its rows, with the field that it is about."""
    if not form.is_bound:
        return []
    errors = [{"message": message, "id": ""} for message in form.non_field_errors()]
    errors += _field_errors(form)
    for rows in inline_admin_formsets:
        formset = rows.formset
        errors += [
            {"message": message, "id": f"{formset.prefix}-group", "label": rows.opts.verbose_name}
            for message in formset.non_form_errors()
        ]
        for number, row in enumerate(formset.forms, 1):
            where = f"{capfirst(rows.opts.verbose_name)} {number}"
            errors += [
                {"message": message, "id": row.prefix, "label": where}
                for message in row.non_field_errors()
            ]
            errors += [error | {"where": where} for error in _field_errors(row)]
    return errors


def _field_errors(form):
    return [
        {"message": message, "id": f"{field.auto_id}_row", "label": _unstopped(field.label)}
        for field in form
        for message in field.errors
    ]


def _unstopped(label):
    """Return a label as it stands before a colon: one that is a sentence loses its full stop."""
    return capfirst(str(label).removesuffix("."))
