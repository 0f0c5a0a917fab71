from functools import partial
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib import admin
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import BadRequest, PermissionDenied
from django.db import DataError
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import include, path, reverse
from django.utils.functional import SimpleLazyObject
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from portal import theme
from portal.admin import (
    duplicates,
    mail,
    pairs,
    second_factor,
    signed_in,
    signing,
    splitting,
    taken_away,
    undoing,
)
from portal.admin.pasted import pasted

SECTIONS = [
    (_("Write up"), ["events.Event", "events.Report"]),
    (_("Directory"), ["people.Person", "organisations.Organisation", "events.Project"]),
    (_("Lists of words"), ["events.Topic", "events.Role"]),
    (_("The site"), ["auth.User", "portal.Letter"]),
]


class PortalAdminSite(admin.AdminSite):
    site_header = settings.SITE_NAME
    site_title = settings.SITE_NAME
    index_title = _("What would you like to do?")
    empty_value_display = "–"

    def get_urls(self):
        return [
            path("accent.css", self.accent, name="accent"),
            # These three decide themselves who may be there: they stand between the two steps.
            *self.pages(
                ("second-step/", signing.second_step, "second_step"),
                ("second-factor/", second_factor.second_factor, "second_factor"),
                ("second-factor/qr.svg", second_factor.picture, "second_factor_qr"),
                checked=False,
            ),
            *([path("", include("portal.openid.urls"))] if settings.OIDC_ISSUER else []),
            path("my-mail/", self.admin_view(self.my_mail), name="my_mail"),
            path("taken-away/", self.admin_view(self.taken_away), name="taken_away"),
            *self.pages(
                ("merge/<slug:label>/<int:pk>/", duplicates.merge_page, "merge"),
                ("merges/<slug:label>/<int:pk>/", undoing.reassigned_page, "reassigned"),
                ("undo/<int:pk>/", undoing.undo_page, "undo"),
                ("pair/<int:pk>/", pairs.pair_page, "pair"),
                ("pasted/", pasted, "pasted"),
                ("signed-in/", signed_in.signed_in, "signed_in"),
                ("signed-in/stay/", signed_in.stay, "stay"),
                ("split/<slug:label>/<int:pk>/", splitting.split_page, "split"),
            ),
            path("suggestions/<str:label>/", self.admin_view(self.suggestions), name="suggestions"),
            *self._stock_pages(),
        ]

    def _stock_pages(self):
        """Return Django's addresses but the one from a number to a page: it asks for no right."""
        return [page for page in super().get_urls() if getattr(page, "name", "") != "view_on_site"]

    def each_context(self, request):
        return super().each_context(request) | {
            "session_idle": settings.SESSION_IDLE * 60,
            "session_left": request.session.get_expiry_age(),
        }

    def has_permission(self, request):
        """Say whether somebody may be here at all: staff, with the second step if they need it."""
        return super().has_permission(request) and not signing.lacks_second(request)

    def pages(self, *pages, checked=True):
        """Return the addresses of pages that are functions of a request and this site."""
        around = self.admin_view if checked else never_cache
        return [
            path(route, around(partial(view, site=self)), name=name) for route, view, name in pages
        ]

    def admin_view(self, view, cacheable=False):
        inner = require_http_methods(["GET", "HEAD", "POST"])(super().admin_view(view, cacheable))

        def checked(request, *args, **kwargs):
            # PostgreSQL takes no NUL in any text, and no honest address holds one.
            if any("\0" in value for _key, values in request.GET.lists() for value in values):
                raise BadRequest
            if request.method == "POST" and not self.has_permission(request):
                return sign_in_again(request)
            try:
                return inner(request, *args, **kwargs)
            except (OverflowError, DataError) as error:
                # A number in the address that no column can hold.
                if request.method != "GET":
                    raise
                raise BadRequest from error

        return checked

    def get_app_list(self, request, app_label=None):
        """Return the index, made when it is looked at: all pages are given it, one shows it."""
        return SimpleLazyObject(partial(self._sections, request))

    def _sections(self, request):
        """Return the index, grouped by what staff do and not by where the code lies."""
        models = {
            f"{app['app_label']}.{model['object_name']}": model
            for app in self._build_app_dict(request).values()
            for model in app["models"]
        }
        listed = {label for _name, labels in SECTIONS for label in labels}
        others = [label for label in models if label not in listed]
        sections = [*SECTIONS, (_("More"), others)]
        return [
            {
                "name": name,
                "app_label": slugify(name),
                "app_url": "",
                "has_module_perms": True,
                "models": [models[label] for label in labels if label in models],
            }
            for name, labels in sections
            if any(label in models for label in labels)
        ]

    def app_index(self, request, app_label, extra_context=None):
        """Send to the index: the apps are the code's order, not the staff's."""
        return redirect("admin:index")

    def came_back(self, *records, by):
        """Do what follows from words of before being back in records, in the same transaction."""

    def taken_away(self, request):
        return taken_away.taken_away(request, self)

    def my_mail(self, request):
        return mail.my_mail(request, self)

    def accent(self, request):
        """Serve the site's own colour as a style sheet."""
        return HttpResponse(theme.accent(settings.SITE_ACCENT), content_type="text/css")

    def suggestions(self, request, label):
        """Offer records of a kind for what is being typed."""
        lookups = {
            model._meta.label_lower: model_admin.lookup
            for model, model_admin in self._registry.items()
            if getattr(model_admin, "lookup", None)
        }
        if label not in lookups:
            raise Http404
        if not self.get_app_list(request):
            raise PermissionDenied
        lookup = lookups[label].open_to(request.user)
        offers = lookup.suggest(request.GET.get("q", ""), request.GET.get("on", ""))
        return JsonResponse({"results": offers})


def sign_in_again(request):
    """Send who is not signed in any more to the sign-in, and back to the page with the form.

    What was sent may have an address of its own that cannot be opened; it is the page that
    keeps what was typed.
    """
    index = reverse("admin:index")
    back = request.path
    try:
        page = urlsplit(request.META.get("HTTP_REFERER", ""))
    except ValueError:
        # “http://[” is no address.
        page = urlsplit("")
    if page.netloc == request.get_host() and page.path.startswith(index):
        back = page.path
    if back == reverse("admin:logout"):
        back = index
    answer = redirect_to_login(back, reverse("admin:login"))
    if back != index and not request.user.is_authenticated:
        answer["Location"] += "&said=ended"
    return answer
