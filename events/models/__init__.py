from events.models.desk import Answer, ProofLink, Remark, Rewording
from events.models.event import Event
from events.models.intake import Decision, Intake, IntakeBody, IntakeLine, Taking
from events.models.media import Document, Photo
from events.models.participation import Participation, Session
from events.models.project import Project, ProjectOrganisation
from events.models.report import Edition, Report
from events.models.rights import Cover, Request
from events.models.role import Role, RoleName
from events.models.setting import EventOrganisation, Place, Source
from events.models.topic import Topic
from events.models.update import Update, Withdrawal

__all__ = [
    "Answer",
    "Cover",
    "Decision",
    "Document",
    "Edition",
    "Event",
    "EventOrganisation",
    "Intake",
    "IntakeBody",
    "IntakeLine",
    "Participation",
    "Photo",
    "Place",
    "Project",
    "ProjectOrganisation",
    "ProofLink",
    "Remark",
    "Report",
    "Request",
    "Rewording",
    "Role",
    "RoleName",
    "Session",
    "Source",
    "Taking",
    "Topic",
    "Update",
    "Withdrawal",
]
