from django.contrib import admin
from django.utils.translation import gettext_lazy as _


class ValuesFilter(admin.AllValuesFieldListFilter):
    """The values that stand in a field, by their names; what is not given has a name too."""

    def choices(self, changelist):
        names = {"": _("not given")} | dict(self.field.flatchoices)
        for choice in super().choices(changelist):
            yield choice | {"display": names.get(choice["display"], choice["display"])}
