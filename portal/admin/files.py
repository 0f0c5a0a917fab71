"""What stands beside the field of a file: the picture itself, or the document by its name."""

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from portal import files
from portal.admin.fields import FileInput


class ShownFileInput(FileInput):
    """Shows the file that a row has; `shown` tells of a row what the page needs for that.

    The address leads through a gate for staff: readers may not see it yet.
    """

    def __init__(self, shown, attrs=None):
        super().__init__(attrs)
        self.shown = shown

    def get_context(self, name, value, attrs):
        context = super().get_context(name, value, attrs)
        if context["widget"]["is_initial"]:
            context["widget"]["shown"] = self.shown(value.instance)
        return context


def picture(address, description=""):
    return {"picture": address, "description": description or _("The picture that is here now")}


class WithPicture:
    """Shows the picture of a record in its form, through a gate of its own."""

    #: The field that holds it; the one of its width is named after it.
    picture = ""

    @property
    def picture_page(self):
        return f"{self.opts.app_label}_{self.opts.model_name}_picture"

    def get_urls(self):
        view = self.admin_site.admin_view(require_safe(self.picture_view))
        route = "<int:pk>/picture/<int:width>.<slug:extension>"
        return [path(route, view, name=self.picture_page), *super().get_urls()]

    def picture_view(self, request, pk, width, extension):
        record = self.get_object(request, str(pk))
        if not self.has_view_permission(request, record):
            raise PermissionDenied
        if record is None:
            raise Http404
        return files.serve_picture(request, *self.picture_of(record), width, extension)

    def picture_of(self, record):
        return getattr(record, self.picture), getattr(record, f"{self.picture}_width")

    def shown_picture(self, record):
        made = files.smallest(*self.picture_of(record))
        return made and picture(reverse(f"admin:{self.picture_page}", args=[record.pk, *made]))

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        if db_field.name == self.picture:
            kwargs["widget"] = ShownFileInput(self.shown_picture)
        return super().formfield_for_dbfield(db_field, request, **kwargs)
