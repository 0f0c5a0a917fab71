from django.urls import include, path

from events.institution import views
from events.institution.tables import OrganisationTable
from portal.tables.views import table_paths

app_name = "organisations"

urlpatterns = [
    path("", views.OrganisationList.as_view(), name="list"),
    *table_paths(OrganisationTable),
    path("", include("organisations.urls")),
    path("<slug:slug>/", views.detail, name="detail"),
]
