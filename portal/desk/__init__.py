"""The admin's front page: the desk of the staff, with what is to be done next."""

from portal.desk.site import Desk

__all__ = ["Desk"]
