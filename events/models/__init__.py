from events.models.event import Event
from events.models.media import Document, Photo
from events.models.participation import Participation, Role, RoleName, Session
from events.models.project import Project, ProjectOrganisation
from events.models.report import Edition, Report, Update, Withdrawal
from events.models.setting import EventOrganisation, Place, Source
from events.models.topic import Topic

__all__ = [
    "Document",
    "Edition",
    "Event",
    "EventOrganisation",
    "Participation",
    "Photo",
    "Place",
    "Project",
    "ProjectOrganisation",
    "Report",
    "Role",
    "RoleName",
    "Session",
    "Source",
    "Topic",
    "Update",
    "Withdrawal",
]
