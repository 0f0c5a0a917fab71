"""The admin's front page: the desk of the staff."""

from django.db.models.base import ModelBase

from portal.admin import PortalAdminSite
from portal.admin.outbox import LetterAdmin
from portal.models import Letter


class Desk(PortalAdminSite):
    #: What no app of ours registers; a library's own form of it is not taken.
    own = {Letter: LetterAdmin}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for model, admin_class in self.own.items():
            super().register(model, admin_class)

    def register(self, model_or_iterable, admin_class=None, **options):
        one = isinstance(model_or_iterable, ModelBase)
        models = [model_or_iterable] if one else model_or_iterable
        super().register(
            [model for model in models if model not in self.own], admin_class, **options
        )
