from django.core.management.base import BaseCommand
from django.db import transaction

from portal import history
from portal.duplicates import pairs
from portal.models import Pair, Site

AT_ONCE = 500


class Command(BaseCommand):
    help = (
        "Find anew which people, institutions and events may be told twice. Every save does it "
        "for what it saves, so this is for a database of before, or that something else wrote to."
    )

    def handle(self, **options):
        for model in history.kinds().values():
            if model.alike:
                self.find(model)

    def find(self, model):
        keys = list(model._base_manager.order_by("pk").values_list("pk", flat=True))
        for first in range(0, len(keys), AT_ONCE):
            with transaction.atomic():
                # Between two of these others can save.
                Site.objects.hold()
                pairs.renew(model, keys[first : first + AT_ONCE])
        found = Pair.objects.open().filter(kind=model._meta.label_lower).count()
        self.stdout.write(f"{model._meta.verbose_name_plural}: {len(keys)}, pairs: {found}")
