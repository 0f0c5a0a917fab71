from django.apps import AppConfig
from django.contrib.admin.apps import AdminConfig

from portal import checks


class PortalConfig(AppConfig):
    name = "portal"

    def ready(self):
        checks.register()


class PortalAdminConfig(AdminConfig):
    default_site = "portal.desk.Desk"
