from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from events.models import Role, RoleName, Topic
from portal.admin import RecordAdmin
from portal.admin.rows import Rows
from portal.words import yes_or_no


class RoleNameRows(Rows):
    model = RoleName
    fields = ("language", "name")


class WordAdmin(RecordAdmin):
    """A list of words; no page of its own, so no history for readers."""

    prepopulated_fields = {"slug": ["name"]}
    search_fields = ["name"]
    view_on_site = False

    def get_search_results(self, request, queryset, search_term):
        return queryset.filter(name__icontains=search_term), False


@admin.register(Topic)
class TopicAdmin(WordAdmin):
    fieldsets = [(_("Topic"), {"fields": ["name", "slug"]})]
    list_display = ["name", "slug"]


@admin.register(Role)
class RoleAdmin(WordAdmin):
    inlines = [RoleNameRows]
    list_display = ["name", "speaks", "order"]
    fieldsets = [(_("Role"), {"fields": ["name", "slug", "speaking", "order"]})]
    form_order = [_("Role"), RoleNameRows]

    @admin.display(description=_("a speaking role"), ordering="speaking")
    def speaks(self, role):
        return yes_or_no(role.speaking)
