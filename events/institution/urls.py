from django.urls import include, path

from events.institution import views

app_name = "organisations"

urlpatterns = [
    path("", include("organisations.urls")),
    path("<slug:slug>/", views.detail, name="detail"),
]
