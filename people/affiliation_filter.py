from django import forms
from django.utils.translation import gettext_lazy as _

from portal.filters import PlainSelect, PortalFilter


class AffiliationField(forms.ChoiceField):
    """Whether an institution means where people worked at the time, or where they work today."""

    widget = PlainSelect

    def __init__(self, **kwargs):
        choices = [("then", _("Worked there at the time")), ("today", _("Works there today"))]
        super().__init__(choices=choices, **kwargs)

    def words(self, raw):
        return str(dict(self.choices)[raw])


class AffiliationFilter(PortalFilter):
    """Has no effect of its own; the filter of the institution reads it."""

    field_class = AffiliationField

    def filter(self, qs, value):
        return qs
