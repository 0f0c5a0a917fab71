"""What stands beside the field of a file: the picture itself, or the document by its name."""

from django.utils.translation import gettext as _

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
