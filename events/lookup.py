from django.db import models

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


class ProjectLookup(Lookup):
    def called(self, fold):
        return models.Q(sort_key=fold[:300])

    def folds(self, project):
        return [project.sort_key]

    def describe(self, projects):
        return {project.pk: project.reference or project.programme for project in projects}


EVENTS = EventLookup(Event.objects)
PROJECTS = ProjectLookup(Project.objects)
