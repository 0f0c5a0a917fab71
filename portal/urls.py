from django.conf import settings
from django.contrib import admin
from django.urls import include, path

from portal import readiness, search, sitemaps, statements, theme, views
from portal.api import catalogue

urlpatterns = [
    path("", views.home, name="home"),
    path("events/", include("events.urls")),
    path("reports/", include("events.report_urls")),
    path("people/", include("people.urls")),
    path("participation/", include("events.participation_urls")),
    path("organisations/", include("events.institution.urls")),
    path("projects/", include("events.project_urls")),
    path("", include("events.file_urls")),
    path("proofs/", include("events.proof_urls")),
    path("requests/", include("events.request_urls")),
    path("search/", search.search, name="search"),
    path("accessibility/", statements.accessibility, name="accessibility"),
    path("privacy/", statements.privacy, name="privacy"),
    path(".well-known/security.txt", statements.security, name="security"),
    path("robots.txt", statements.robots, name="robots"),
    path("sitemap.xml", sitemaps.index, name="sitemap"),
    path("sitemap-pages.xml", sitemaps.pages, name="sitemap-pages"),
    path("sitemap-<slug:kind>-<int:number>.xml", sitemaps.part, name="sitemap-part"),
    path("healthz", views.healthz, name="healthz"),
    path("readyz", readiness.readyz, name="readyz"),
    path("theme.css", theme.css, name="theme"),
    path("logo", theme.logo, name="logo"),
    path("api/v1/", include("portal.api.urls")),
    path("open-data/", catalogue.page, name="open-data"),
    path("catalogue.jsonld", catalogue.catalogue, name="catalogue"),
    path("", include("portal.api.twin_urls")),
    path("admin/", admin.site.urls),
]
if settings.METRICS_TOKEN:
    urlpatterns.append(path("", include("portal.metrics.urls")))

handler400 = "portal.views.bad_request"
handler403 = "portal.views.forbidden"
handler404 = "portal.views.not_found"
handler500 = "portal.views.server_error"
