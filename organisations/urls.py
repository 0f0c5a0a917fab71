from django.urls import path

from organisations import views

# What tells of people and events is in events.institution.urls, beside these.
urlpatterns = [
    path("suggest/", views.suggest, name="suggest"),
    path("<slug:slug>/cite.<slug:form>", views.cite, name="cite"),
    path("<slug:slug>/logo-<int:width>.<slug:extension>", views.logo, name="logo"),
]
