from django.urls import path

from events import proofs

app_name = "proofs"

urlpatterns = [
    path("<int:pk>/<str:key>/", proofs.page, name="page"),
    path(
        "<int:pk>/<str:key>/photos/<int:photo>/<int:width>.<slug:extension>",
        proofs.photo,
        name="photo",
    ),
    path(
        "<int:pk>/<str:key>/documents/<int:document>/<str:name>",
        proofs.document,
        name="document",
    ),
]
