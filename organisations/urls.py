from django.urls import path

from organisations import views
from organisations.tables import OrganisationTable
from portal.tables.views import table_paths

# The page of one institution tells of events: events.institution.urls has it beside these.
urlpatterns = [
    path("", views.OrganisationList.as_view(), name="list"),
    *table_paths(OrganisationTable),
    path("suggest/", views.suggest, name="suggest"),
    path("<slug:slug>/cite.<slug:form>", views.cite, name="cite"),
    path("<slug:slug>/logo-<int:width>.<slug:extension>", views.logo, name="logo"),
]
