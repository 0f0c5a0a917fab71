from portal.admin.forms import RecordForm
from portal.admin.records import RecordAdmin, StaffAdmin
from portal.admin.rows import Rows
from portal.admin.site import PortalAdminSite

__all__ = ["PortalAdminSite", "RecordAdmin", "RecordForm", "Rows", "StaffAdmin"]
