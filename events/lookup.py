from django.db import models
from django.utils.translation import gettext as _

from events.models import Event, Project
from portal.admin.lookup import Lookup


class EventLookup(Lookup):
    def called(self, fold):
        # The other lines are places, which are no names of the event.
        return models.Q(folded=fold) | models.Q(folded__startswith=f"{fold}\n")

    def folds(self, event):
        return event.folded.split("\n")[:1]

    def describe(self, events):
        return {event.pk: event.when for event in events}

    def open_to(self, user):
        return EventLookup(Event.objects.open_to(user))

    def texts(self, events):
        keys = [event.pk for event in events]
        told = set(self.manager.filter(pk__in=keys).values_list("pk", flat=True)) if keys else ()
        hidden = _("limited to others: %(number)d")
        return {event.pk: hidden % {"number": event.pk} for event in events} | super().texts(
            [event for event in events if event.pk in told]
        )


class ProjectLookup(Lookup):
    named = "title"

    def called(self, fold):
        return models.Q(sort_key=fold[:300])

    def folds(self, project):
        return [project.sort_key]

    def describe(self, projects):
        return {project.pk: project.reference or project.programme for project in projects}


EVENTS = EventLookup(Event.objects)
PROJECTS = ProjectLookup(Project.objects)
