from django.urls import path

from people import views
from people.tables import PersonTable
from portal.tables.views import table_paths

app_name = "people"

urlpatterns = [
    path("", views.PersonList.as_view(), name="list"),
    *table_paths(PersonTable),
    path("<int:pk>-<slug:slug>/", views.detail, name="detail"),
    path("<int:pk>-<slug:slug>/cite.<slug:form>", views.cite, name="cite"),
    path(
        "<int:pk>-<slug:slug>/portrait-<int:width>.<slug:extension>",
        views.portrait,
        name="portrait",
    ),
]
