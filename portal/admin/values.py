from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from portal.names import fold


class ValuesFilter(admin.AllValuesFieldListFilter):
    """The values that stand in a field, by their names; what is not given has a name too."""

    def choices(self, changelist):
        names = {"": _("not given")} | dict(self.field.flatchoices)
        every, *others = super().choices(changelist)
        told = []
        for choice in others:
            value, count = choice["display"], ""
            if changelist.add_facets:
                value, mark, number = value.rpartition(" (")
                count = mark + number
            name = str(names.get(value, value))
            told.append((value != "", fold(name), choice | {"display": name + count}))
        yield every
        # By their codes Switzerland, CH, would stand before Croatia, HR.
        yield from (choice for *_place, choice in sorted(told, key=lambda row: row[:2]))
