from organisations.models import Organisation
from portal.admin.lookup import Lookup


class InstitutionLookup(Lookup):
    asks_likeness = True

    def describe(self, records):
        return {
            record.pk: ", ".join(
                part for part in (str(record.parent or ""), record.get_country_display()) if part
            )
            for record in records
        }


INSTITUTIONS = InstitutionLookup(
    Organisation.objects, related=["parent"], create=Organisation.objects.create_named
)
