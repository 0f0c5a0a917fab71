from django.urls import path

from events import files

app_name = "files"

urlpatterns = [
    path("documents/<int:pk>/<str:name>", files.document, name="document"),
    path("photos/<int:pk>/<int:width>.<slug:extension>", files.photo, name="photo"),
]
