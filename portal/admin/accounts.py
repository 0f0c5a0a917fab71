"""Accounts of the staff: who has which role. Nobody gives more than they have themselves."""

import zlib

from django import forms
from django.contrib import admin, messages
from django.contrib.auth.models import Group, Permission, User
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from portal import dates, logs
from portal.admin import passwords
from portal.admin.fields import KeysField
from portal.admin.records import StaffAdmin
from portal.admin.signing import is_asked_of
from portal.models import Identity, SecondFactor, Session
from portal.words import yes_or_no

WHO = _("Who it is")
MAY = _("What they may do")
SIGNING = _("How they sign in")
ELSEWHERE = _("Who says who they are")


def may_all_of(user, other):
    """Say whether a user may do all that another may, and so may change their account."""
    if user.is_superuser:
        return True
    return not other.is_superuser and other.get_all_permissions() <= user.get_all_permissions()


def groups_within(user):
    """Return the groups that hold no permission which the user has not."""
    if user.is_superuser:
        return Group.objects.order_by("pk")
    own = user.get_all_permissions()
    beyond = [
        permission.pk
        for permission in Permission.objects.select_related("content_type")
        if f"{permission.content_type.app_label}.{permission.codename}" not in own
    ]
    return Group.objects.exclude(permissions__in=beyond).order_by("pk")


def state_of(user):
    """Return a short word that is another one once what the form asks of an account changed."""
    if not user.pk:
        return ""
    asked = [getattr(user, name) for name in AccountForm.Meta.fields if name != "groups"]
    asked += sorted(group.pk for group in user.groups.all())
    return f"{zlib.crc32(repr(asked).encode()):08x}"


class IdentitiesField(KeysField):
    def label_from_instance(self, identity):
        return gettext("%(issuer)s, number %(subject)s, since %(day)s") % {
            "issuer": identity.issuer,
            "subject": identity.subject,
            "day": dates.day(timezone.localtime(identity.bound_at)),
        }


class StateField(forms.CharField):
    """Which state of an account its form shows; nothing that the history would tell of."""

    def has_changed(self, initial, data):
        return False


class AccountForm(forms.ModelForm):
    #: Who fills it in; set by the page.
    by = None
    stood = StateField(required=False, widget=forms.HiddenInput)
    email = forms.EmailField(
        label=_("mail address"), help_text=_("Letters and links to set the password go there.")
    )
    groups = KeysField(
        Group.objects.none(),
        required=False,
        label=_("roles"),
        widget=forms.CheckboxSelectMultiple,
    )
    let_go = IdentitiesField(
        Identity.objects.none(),
        required=False,
        label=_("let go of the account at a provider"),
        widget=forms.CheckboxSelectMultiple,
        help_text=_(
            "By it they sign in without the password. Ticked, they are signed out everywhere, and "
            "whoever has their mail address there next is bound anew. To keep somebody out, close "
            "the account."
        ),
    )

    class Meta:
        model = User
        fields = ["username", "first_name", "last_name", "email", "groups", "is_active"]
        labels = {"username": _("user name")}
        help_texts = {
            "username": _("For signing in. Letters, digits and @ . + - _ only."),
            "is_active": _(
                "Untick it when somebody leaves: they are out at once, and their name stays in "
                "the history."
            ),
        }
        error_messages = {
            "username": {"invalid": _("Write letters, digits and @ . + - _ only, no space.")},
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial["stood"] = state_of(self.instance)
        # Without the right to change it, the form is shown and has no fields.
        if "groups" in self.fields:
            self.fields["groups"].queryset = groups_within(self.by)
            self.fields["groups"].help_text = format_html(
                gettext('<a href="{}">What each role may do</a>. Without one, nothing.'),
                reverse("admin:roles"),
            )
        if "let_go" in self.fields:
            self.fields["let_go"].queryset = Identity.objects.filter(user=self.instance.pk)

    def clean_email(self):
        email = self.cleaned_data["email"]
        if User.objects.filter(email__iexact=email).exclude(pk=self.instance.pk).exists():
            raise ValidationError(_("Another account has this address."), code="taken")
        return email

    def clean_is_active(self):
        active = self.cleaned_data["is_active"]
        if not active and self.instance == self.by:
            raise ValidationError(
                _("This is your own account: somebody else closes it."), code="own"
            )
        return active

    def clean_groups(self):
        groups = self.cleaned_data["groups"]
        if self.instance == self.by and not self.by.is_superuser:
            keeping = Permission.objects.filter(
                content_type__app_label="auth", codename="change_user"
            )
            if not keeping.filter(Q(group__in=groups) | Q(user=self.by)).exists():
                raise ValidationError(
                    _("You could not keep accounts any more: somebody else takes this off you."),
                    code="own",
                )
        return groups

    def clean(self):
        """Refuse what was filled in before somebody else saved: of an account nothing is merged."""
        cleaned = super().clean()
        if cleaned.get("stood") != self.initial["stood"]:
            words = gettext(
                "Somebody else changed this account meanwhile, so nothing was saved. "
                '<a href="{}">Open it anew</a>.'
            )
            address = reverse("admin:auth_user_change", args=[self.instance.pk])
            self.add_error(None, ValidationError(format_html(words, address), code="stale"))
        return cleaned


class RolesFilter(admin.RelatedFieldListFilter):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.title, self.empty_value_display = _("roles"), _("no role")


class AccountAdmin(StaffAdmin):
    is_of_record = False
    form = AccountForm
    list_display = ["user_name", "full_name", "mail_address", "roles", "active"]
    list_filter = ["is_active", ("groups", RolesFilter)]
    search_fields = ["username", "first_name", "last_name", "email"]
    ordering = ["username"]
    fieldsets = [
        (WHO, {"fields": ["username", "first_name", "last_name", "email"]}),
        (MAY, {"fields": ["groups", "is_active"]}),
    ]

    readonly_fields = ["signed_in", "second_step"]

    def get_queryset(self, request):
        rows = super().get_queryset(request).prefetch_related("groups")
        return rows if request.user.is_superuser else rows.filter(is_superuser=False)

    def get_fieldsets(self, request, obj=None):
        if obj is None:
            return self.fieldsets
        fieldsets = [*self.fieldsets, (SIGNING, {"fields": self.readonly_fields})]
        if obj.identities.exists() and self.has_change_permission(request, obj):
            fieldsets.append((ELSEWHERE, {"fields": ["let_go"]}))
        return fieldsets

    def standing(self, obj):
        """An account is no record: it has no number that a form could carry."""

    def save_or_set_aside(self, request, object_id, look):
        # Whoever waited while another saved may have lost the right to.
        request.user = User.objects.get(pk=request.user.pk)
        return super().save_or_set_aside(request, object_id, look)

    def get_form(self, request, obj=None, change=False, **kwargs):
        form = super().get_form(request, obj, change, **kwargs)
        form.by = request.user
        return form

    def has_change_permission(self, request, obj=None):
        may = super().has_change_permission(request, obj)
        return may and (obj is None or may_all_of(request.user, obj))

    def has_delete_permission(self, request, obj=None):
        """Who wrote something stays in the history: an account is closed, not deleted."""
        return False

    def history_view(self, request, object_id, extra_context=None):
        """Tell who made the account and changed it: no Version is kept of what it was."""
        told = {"title": gettext("History")} | (extra_context or {})
        return admin.ModelAdmin.history_view(self, request, object_id, told)

    @admin.display(description=_("active"), ordering="is_active")
    def active(self, user):
        return yes_or_no(user.is_active)

    @admin.display(description=_("user name"), ordering="username")
    def user_name(self, user):
        return user.get_username()

    @admin.display(description=_("mail address"), ordering="email")
    def mail_address(self, user):
        return user.email

    @admin.display(description=_("name"))
    def full_name(self, user):
        return user.get_full_name()

    @admin.display(description=_("roles"))
    def roles(self, user):
        return ", ".join(group.name for group in user.groups.all())

    @admin.display(description=_("last signed in"))
    def signed_in(self, user):
        if user.last_login:
            return dates.moment(user.last_login)
        if user.has_usable_password():
            return gettext("Never.")
        return gettext(
            "Never: no password is set yet. If the link in the letter is too old, “Forgotten your "
            "password?” on the sign-in page sends another."
        )

    @admin.display(description=_("second step"))
    def second_step(self, user):
        factor = SecondFactor.objects.filter(user=user).first()
        if factor:
            return gettext(
                "Set up on %(day)s. If the phone is lost, a recovery code lets them in. If the "
                "codes are lost too, whoever runs the machine takes it off, once it is sure who "
                "asks."
            ) % {"day": dates.day(timezone.localtime(factor.set_at))}
        if is_asked_of(user):
            return gettext("Not set up: they are asked to at the next sign-in.")
        return gettext("Not set up.")

    def save_related(self, request, form, formsets, change):
        user = form.instance
        before = {group.name for group in user.groups.all()}
        super().save_related(request, form, formsets, change)
        after = {group.name for group in user.groups.all()}
        if user.is_active and not (after or user.is_superuser):
            self.warn_of_no_role(request, user)
        if before != after:
            told = {"given": sorted(after - before), "taken": sorted(before - after)}
            logs.note("roles changed", account=user.pk, by=request.user.pk, **told)

    def warn_of_no_role(self, request, user):
        words = gettext(
            "“{}” has no role and may do nothing yet: "
            '<a href="{}">open the account</a> and tick one under “What they may do”.'
        )
        address = reverse("admin:auth_user_change", args=[user.pk])
        self.message_user(request, format_html(words, user, address), messages.WARNING)

    def let_go(self, request, user, identities):
        """Let no provider say of somebody who they are, and tell them."""
        if not identities:
            return
        identities.delete()
        Session.objects.end(user, but=request.session.session_key)
        logs.note("let go by the provider", account=user.pk, by=request.user.pk)
        passwords.tell(user, gettext("From now on your password alone says who you are."))

    def save_model(self, request, obj, form, change):
        obj.is_staff = True
        if not change:
            obj.set_unusable_password()
        super().save_model(request, obj, form, change)
        self.let_go(request, obj, form.cleaned_data["let_go"])
        former = change and form.initial["email"]
        if former and former.lower() != obj.email.lower():
            # Whoever has the new one can set the password by a link.
            words = gettext("From now on letters on your account go to another address.")
            passwords.tell(obj, words, to=former)
        if not obj.is_active:
            Session.objects.end(obj)
        done = "account made" if not change else "account changed"
        logs.note(done, account=obj.pk, active=obj.is_active, by=request.user.pk)
        if not change:
            passwords.invite(obj, by=request.user)
            self.message_user(
                request,
                gettext("A letter with a link to set the password goes to %(address)s.")
                % {"address": obj.email},
            )
