from django.apps import AppConfig
from django.contrib.admin.apps import AdminConfig
from django.db.models import fields
from django.utils.translation import gettext_lazy as _

from portal import checks, refusals


class PortalConfig(AppConfig):
    name = "portal"

    def ready(self):
        checks.register()
        fields.BLANK_CHOICE_LABEL = _("Choose")
        refusals.say_plainly()


class PortalAdminConfig(AdminConfig):
    default_site = "portal.desk.Desk"
