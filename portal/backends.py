"""Whose account it is and what it may do: what each request of staff asks."""

from django.contrib.auth.backends import ModelBackend
from django.contrib.auth.models import Permission, User

from portal.prepared import prepared

NAMED = ("content_type__app_label", "codename")


class AccountBackend(ModelBackend):
    """Django's own, with questions whose SQL is written once in a process."""

    def get_user(self, user_id):
        return next(filter(self.user_can_authenticate, _account(user_id)), None)

    def get_all_permissions(self, user_obj, obj=None):
        if not user_obj.is_active or user_obj.is_superuser or obj is not None:
            return super().get_all_permissions(user_obj, obj)
        if not hasattr(user_obj, "_perm_cache"):
            named = [*_own(user_obj.pk), *_of_groups(user_obj.pk)]
            user_obj._perm_cache = {f"{app}.{name}" for app, name in named}
        return user_obj._perm_cache


@prepared
def _account(user):
    return User.objects.filter(pk=user)


@prepared
def _own(user):
    return Permission.objects.filter(user=user).order_by().values_list(*NAMED)


@prepared
def _of_groups(user):
    return Permission.objects.filter(group__user=user).order_by().values_list(*NAMED)
