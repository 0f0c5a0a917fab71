from events.admin import event, project, report, vocabulary

__all__ = ["event", "project", "report", "vocabulary"]
