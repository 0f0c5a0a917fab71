"""The addresses of a site whose settings name a provider of accounts; without one it has fewer."""

from django.contrib import admin
from django.test import override_settings
from django.urls import get_resolver, path

# Those of all other tests are drawn up once, maybe here: not while a test names a provider.
with override_settings(OIDC_ISSUER=""):
    ordinary = get_resolver("portal.urls").urlconf_module
with override_settings(OIDC_ISSUER="http://127.0.0.1:1"):
    staff = path("admin/", admin.site.urls)

urlpatterns = [
    staff,
    *(one for one in ordinary.urlpatterns if getattr(one, "namespace", "") != "admin"),
]
handler400, handler403 = ordinary.handler400, ordinary.handler403
handler404, handler500 = ordinary.handler404, ordinary.handler500
