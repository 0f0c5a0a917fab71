from django.utils.translation import gettext as _

from organisations.models import Organisation
from portal.admin.lookup import Lookup
from portal.countries import near
from portal.fields import country_name


class InstitutionLookup(Lookup):
    named = "official_name"
    asks_likeness = True

    def describe(self, records):
        return {
            record.pk: ", ".join(
                part for part in (str(record.parent or ""), record.get_country_display()) if part
            )
            for record in records
        }

    def doubts(self, records):
        says = _("is the country %(meant)s meant?")
        codes = {record.pk: near(str(record)) for record in records}
        return {
            key: says % {"meant": _(" or ").join(map(country_name, found))}
            for key, found in codes.items()
            if found
        }


INSTITUTIONS = InstitutionLookup(
    Organisation.objects, related=["parent"], create=Organisation.objects.create_named
)
