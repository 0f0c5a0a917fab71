from django.contrib.auth.models import Group, User
from django.core.paginator import Paginator
from django.db.models.base import ModelBase
from django.http import Http404
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from events.rights import covering
from portal import history, runs
from portal.admin import PortalAdminSite, passwords, signing
from portal.admin.accounts import AccountAdmin
from portal.admin.outbox import LetterAdmin
from portal.desk import chores, finding, requests, texts
from portal.desk.piles import MOST, Reader, shown
from portal.models import Letter
from portal.roles import DUTIES, NAMES

PILES = {pile.key: pile for pile in [*requests.PILES, *texts.PILES, *chores.PILES]}
PER_PAGE = 100
BEGIN = [
    (gettext_lazy("Add an event"), "events_event_add", "events.add_event"),
    (gettext_lazy("Begin with a text"), "events_event_begin_text", "events.add_event"),
    (gettext_lazy("Begin with a list"), "events_event_begin", "events.add_event"),
    (gettext_lazy("Write a report"), "events_report_add", "events.add_report"),
]


class Desk(PortalAdminSite):
    index_title = gettext_lazy("Your desk")
    #: What no app of ours registers; a library's own form of it is not taken.
    own = {Letter: LetterAdmin, User: AccountAdmin}
    #: What has no page: what a group may do is in portal.roles.
    hidden = {Group}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for model, admin_class in self.own.items():
            super().register(model, admin_class)

    def register(self, model_or_iterable, admin_class=None, **options):
        one = isinstance(model_or_iterable, ModelBase)
        models = [model_or_iterable] if one else model_or_iterable
        models = [model for model in models if model not in {*self.own, *self.hidden}]
        super().register(models, admin_class, **options)

    def get_urls(self):
        return [
            *passwords.addresses(self),
            path("find/", self.admin_view(self.find), name="find"),
            path("roles/", self.admin_view(self.roles), name="roles"),
            path("desk/<slug:key>/", self.admin_view(self.pile), name="pile"),
            *super().get_urls(),
        ]

    def came_back(self, *records, by):
        covering.cover_again(records, by=by)

    def login(self, request, extra_context=None):
        return signing.SignIn.as_view(site=self)(request)

    def password_change(self, request, extra_context=None):
        return passwords.Change.as_view(site=self)(request)

    def password_change_done(self, request, extra_context=None):
        """Send to the desk, which says it."""
        return redirect("admin:index")

    def index(self, request, extra_context=None):
        reader = _reader(request)
        context = {
            "begin": [
                {"label": label, "url": reverse(f"admin:{name}")}
                for label, name, permission in BEGIN
                if reader.may(permission) and not history.refusal()
            ],
            "piles": shown([*requests.PILES, *texts.PILES], reader),
            "chores": shown(chores.PILES, reader),
            "machine": runs.standing(reader.now) if reader.may("portal.view_run") else None,
        }
        return super().index(request, context | (extra_context or {}))

    def pile(self, request, key):
        """Show all that lies on one pile, page by page."""
        pile, reader = PILES.get(key), _reader(request)
        if not pile or not pile.is_for(reader):
            raise Http404
        # Counted no further than on the desk: a pile grows with the record.
        page = Paginator(pile.rows(reader)[:MOST], PER_PAGE).get_page(request.GET.get("page"))
        context = {
            **self.each_context(request),
            "title": pile.title,
            "pile": pile,
            "advice": pile.advice_for(reader),
            "page": page,
            "items": [pile.item(row, reader) for row in page],
        }
        return TemplateResponse(request, "admin/desk/pile.html", context)

    def roles(self, request):
        """Say what each role may do."""
        context = self.each_context(request) | {
            "title": _("What each role may do"),
            "names": [_(name) for name in NAMES],
            "duties": [
                (_(words), [name in who for name in NAMES]) for words, _labels, who in DUTIES
            ],
        }
        return TemplateResponse(request, "admin/roles.html", context)

    def find(self, request):
        """Open the form behind a pasted address, or show what some words are about."""
        words, reader = request.GET.get("q", "").strip()[:500], _reader(request)
        if not words:
            return redirect("admin:index")
        if finding.is_address(words):
            form = finding.form_behind(words, reader)
            if form:
                return redirect(form)
        context = {
            **self.each_context(request),
            "title": _("Found for “%(words)s”") % {"words": words},
            "words": words,
            "is_address": finding.is_address(words),
            "found": finding.by_words(words, reader),
        }
        return TemplateResponse(request, "admin/desk/found.html", context)


def _reader(request):
    now = timezone.now()
    return Reader(request.user, now, timezone.localdate(now))
